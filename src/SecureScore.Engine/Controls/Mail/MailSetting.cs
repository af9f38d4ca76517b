using System.Globalization;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>What one policy of mail protection says about a control's setting.</summary>
/// <param name="Name">The property of the policy, or several.</param>
/// <param name="Actual">Its value.</param>
/// <param name="Expected">The values that comply.</param>
/// <param name="Complies">Whether it complies; null for a value that is unknown here.</param>
internal sealed record MailSetting(string Name, string Actual, string Expected, bool? Complies)
{
    /// <summary>The setting and its value in words, as in "BulkThreshold is 7".</summary>
    public string Summary { get; init; } = $"{Name} is {Actual}";

    /// <summary>A setting that is on or off.</summary>
    public static MailSetting Switch(EvidenceObject policy, string name, bool expected = true)
    {
        bool value = policy.RequiredBoolean(name);
        return new MailSetting(name, value ? "True" : "False", expected ? "True" : "False", value == expected);
    }

    /// <summary>A setting with a few values.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="name">The property.</param>
    /// <param name="passing">The values that comply.</param>
    /// <param name="known">All values that the service has.</param>
    public static MailSetting Choice(EvidenceObject policy, string name, IReadOnlyList<string> passing, IReadOnlyList<string> known)
    {
        string text = policy.RequiredText(name);
        string? value = known.FirstOrDefault(candidate => candidate.Equals(text, StringComparison.OrdinalIgnoreCase));
        return new MailSetting(
            name, value ?? text, string.Join(" or ", passing), value is null ? null : passing.Contains(value, StringComparer.Ordinal));
    }

    /// <summary>A setting that is a whole number.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="name">The property.</param>
    /// <param name="known">The lowest and the highest value that the service has.</param>
    /// <param name="complies">Whether a value complies.</param>
    /// <param name="expected">The values that comply, in words.</param>
    public static MailSetting Number(
        EvidenceObject policy, string name, (decimal Lowest, decimal Highest) known, Func<decimal, bool> complies, string expected)
    {
        string text = policy.RequiredText(name);
        return policy.Number(name) is { } value && value >= known.Lowest && value <= known.Highest && decimal.IsInteger(value)
            ? new MailSetting(name, value.ToString("0", CultureInfo.InvariantCulture), expected, complies(value))
            : new MailSetting(name, text, expected, null);
    }

    /// <summary>A list that must have entries.</summary>
    public static MailSetting Filled(EvidenceObject policy, string name)
    {
        int count = policy.RequiredCount(name);
        return Entries(name, count, "Entries", count > 0);
    }

    /// <summary>A list that must have none.</summary>
    public static MailSetting Empty(EvidenceObject policy, string name)
    {
        int count = policy.RequiredCount(name);
        return Entries(name, count, "No entries", count == 0);
    }

    /// <summary>Several settings that must all comply: those that do not, or else those that are unknown, or else all.</summary>
    public static MailSetting All(params ReadOnlySpan<MailSetting> settings)
    {
        MailSetting[] all = settings.ToArray();
        bool? complies = Array.Exists(all, setting => setting.Complies == false) ? false
            : Array.Exists(all, setting => setting.Complies is null) ? null
            : true;
        var told = all.Where(setting => setting.Complies == complies).ToArray();
        return new MailSetting(
            string.Join(", ", told.Select(setting => setting.Name)),
            string.Join(", ", told.Select(setting => setting.Actual)),
            string.Join(", ", told.Select(setting => setting.Expected)),
            complies)
        {
            Summary = told is [.. var others, var last] && others.Length > 0
                ? $"{string.Join(", ", others.Select(setting => setting.Summary))} and {last.Summary}"
                : told[0].Summary,
        };
    }

    private static MailSetting Entries(string name, int count, string expected, bool complies) =>
        new(name, count == 0 ? "No entries" : Quantity.Of(count, "entry"), expected, complies)
        {
            Summary = $"{name} has {(count == 0 ? "no entries" : Quantity.Of(count, "entry"))}",
        };
}
