namespace SecureScore.Engine.Controls;

/// <summary>A setting of the whole tenant, as a rule found it.</summary>
/// <param name="DisplayName">The name that administrators know.</param>
/// <param name="Name">The property that was read.</param>
/// <param name="Actual">Its value.</param>
/// <param name="Expected">The value that earns the points.</param>
/// <param name="Complies">Whether it earns them.</param>
internal sealed record TenantSetting(string DisplayName, string Name, string Actual, string Expected, bool Complies)
{
    /// <summary>Why it does not comply, where the verdict's own sentence does not say it.</summary>
    public string? Reason { get; init; }

    /// <summary>A setting that is true or false.</summary>
    public static TenantSetting Switch(string displayName, string name, bool actual, bool expected = true) =>
        new(displayName, name, actual.ToString(), expected.ToString(), actual == expected);
}
