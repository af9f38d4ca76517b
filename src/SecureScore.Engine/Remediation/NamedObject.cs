namespace SecureScore.Engine.Remediation;

/// <summary>An object of the directory, by id and name.</summary>
internal sealed record NamedObject(string Id, string? DisplayName)
{
    /// <summary>The name, or the id where it has none.</summary>
    public string Name => DisplayName ?? Id;
}
