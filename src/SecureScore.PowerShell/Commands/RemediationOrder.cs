using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell.Commands;

/// <summary>What a cmdlet wants done about one control.</summary>
/// <param name="ControlId">The control.</param>
/// <param name="Remediation">What puts it in place; null when a person has to.</param>
internal sealed record RemediationOrder(string ControlId, ControlRemediation? Remediation)
{
    /// <summary>What the remediation is told.</summary>
    public RemediationValues Values { get; init; } = RemediationValues.None;

    /// <summary>The journal entry to take back; null to put the control in place.</summary>
    public JournalEntry? Undo { get; init; }

    /// <summary>The resources that are changed: they are read anew before and afterwards.</summary>
    public IReadOnlyCollection<string> Resources => Undo is null
        ? [.. Evidence.Intersect(Remediation?.Writes ?? [], StringComparer.OrdinalIgnoreCase)]
        : [.. Undo.Changes.Select(change => change.Resource).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The resources that are read besides.</summary>
    public IReadOnlyCollection<string> Reads => Undo is null ? [.. Evidence.Except(Resources, StringComparer.OrdinalIgnoreCase)] : [];

    /// <summary>The groups whose members have to be known, by id or display name.</summary>
    public IReadOnlyCollection<string> Groups => Undo is null ? Remediation?.GroupsFor(Values) ?? [] : [];

    private IReadOnlyList<string> Evidence => Remediation?.EvidenceFor(Values) ?? [];
}
