namespace SecureScore.Engine.Evidence;

/// <summary>A rule: which policy it puts in force, for whom, and before which other rules.</summary>
internal sealed record MailRule
{
    public required string Name { get; init; }

    /// <summary>The policy that the rule names; null when it names none.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether the rule is in force; null for a state that is unknown here.</summary>
    public bool? IsEnabled { get; init; }

    public required string State { get; init; }

    /// <summary>The place among the rules of custom policies, 0 first; null when the rule tells none.</summary>
    public decimal? Priority { get; init; }

    /// <summary>Whom the conditions name. Without any, the rule is for everyone.</summary>
    public required MailAudience Included { get; init; }

    /// <summary>Whom the exceptions name.</summary>
    public required MailAudience Excepted { get; init; }

    public static MailRule Parse(EvidenceObject row, MailFeature feature)
    {
        string state = row.RequiredText("State");
        return new MailRule
        {
            Name = row.Text("Name") ?? row.RequiredText("Identity"),
            Policy = row.Text(feature.PolicyProperty),
            State = state,
            IsEnabled = Is(state, "Enabled") ? true : Is(state, "Disabled") ? false : null,
            Priority = row.Number("Priority"),
            Included = MailAudience.Parse(row, feature.Conditions, ""),
            Excepted = MailAudience.Parse(row, feature.Conditions, "ExceptIf"),
        };
    }

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}

/// <summary>People, groups and domains as a rule names them.</summary>
internal sealed record MailAudience(IReadOnlyList<string> People, IReadOnlyList<string> Groups, IReadOnlyList<string> Domains)
{
    public bool IsEmpty => People.Count == 0 && Groups.Count == 0 && Domains.Count == 0;

    public static MailAudience Parse(EvidenceObject row, MailConditions conditions, string prefix) =>
        new(Names(row, prefix + conditions.People), Names(row, prefix + conditions.Groups), Names(row, prefix + conditions.Domains));

    private static string[] Names(EvidenceObject row, string property) => [.. row.Texts(property).Where(name => !string.IsNullOrWhiteSpace(name))];
}
