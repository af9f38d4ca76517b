using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Controls;

/// <summary>What a control asks of one property of a policy or of the tenant: which values comply, and the value that puts it right.</summary>
/// <param name="Property">The property, as the service names it.</param>
/// <param name="Judge">What an object says.</param>
internal sealed record SettingRequirement(string Property, Func<EvidenceObject, MailSetting> Judge)
{
    /// <summary>The value that puts an object right; null where only a person knows it.</summary>
    public Func<EvidenceObject, SettingValue>? Wanted { get; init; }

    /// <summary>The values that comply, where they are a few.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether a number complies; null where it is no number.</summary>
    public Func<decimal, bool>? Accepts { get; init; }

    /// <summary>A setting that must be on, or off.</summary>
    public static SettingRequirement Switch(string property, bool expected = true) =>
        new(property, row => MailSetting.Switch(row, property, expected)) { Wanted = _ => SettingValue.Of(expected) };

    /// <summary>A setting with a few values.</summary>
    /// <param name="property">The property.</param>
    /// <param name="passing">The values that comply.</param>
    /// <param name="known">All values that the service has.</param>
    /// <param name="wanted">The value that puts it right; null for the first that complies.</param>
    public static SettingRequirement Choice(string property, IReadOnlyList<string> passing, IReadOnlyList<string> known, string? wanted = null) =>
        new(property, row => MailSetting.Choice(row, property, passing, known)) { Wanted = _ => SettingValue.Of(wanted ?? passing[0]), Choices = passing };

    /// <summary>A setting that is a whole number.</summary>
    /// <param name="property">The property.</param>
    /// <param name="known">The lowest and the highest value that the service has.</param>
    /// <param name="complies">Whether a value complies.</param>
    /// <param name="expected">The values that comply, in words.</param>
    /// <param name="wanted">The value that puts it right.</param>
    public static SettingRequirement Number(string property, (decimal Lowest, decimal Highest) known, Func<decimal, bool> complies, string expected, decimal wanted) =>
        new(property, row => MailSetting.Number(row, property, known, complies, expected))
        {
            Wanted = _ => SettingValue.Of(wanted),
            Accepts = value => value >= known.Lowest && value <= known.Highest && complies(value),
        };

    /// <summary>A list that must have entries: which ones, only a person knows.</summary>
    public static SettingRequirement Filled(string property) => new(property, row => MailSetting.Filled(row, property));

    /// <summary>A list that must have none.</summary>
    public static SettingRequirement Empty(string property) =>
        new(property, row => MailSetting.Empty(row, property)) { Wanted = _ => SettingValue.ListOf() };
}

/// <summary>A control that properties of one object decide, or of several of a kind.</summary>
internal interface ISettingsControl
{
    /// <summary>What is asked of an object, one property each.</summary>
    IReadOnlyList<SettingRequirement> Requirements { get; }
}
