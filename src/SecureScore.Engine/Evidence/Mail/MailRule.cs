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

    /// <summary>Reads a rule.</summary>
    /// <param name="row">The rule.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="hasConditions">Whether the rule has conditions, or exceptions alone, as that of the built-in protection.</param>
    public static MailRule Parse(EvidenceObject row, MailFeature feature, bool hasConditions)
    {
        string state = row.RequiredText("State");
        return new MailRule
        {
            Name = row.Text("Name") ?? row.RequiredText("Identity"),
            Policy = row.Text(feature.PolicyProperty),
            State = state,
            IsEnabled = Is(state, "Enabled") ? true : Is(state, "Disabled") ? false : null,
            Priority = row.Number("Priority"),
            Included = hasConditions ? MailAudience.Parse(row, feature.Conditions, "") : new MailAudience([], [], []),
            Excepted = MailAudience.Parse(row, feature.Conditions, "ExceptIf"),
        };
    }

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}

/// <summary>People, groups and domains as a rule names them.</summary>
internal sealed record MailAudience(IReadOnlyList<string> People, IReadOnlyList<string> Groups, IReadOnlyList<string> Domains)
{
    /// <summary>Reads conditions or exceptions. The service tells each property, and null where there is none: a rule without one is not whole, and
    /// not a rule for everyone.</summary>
    public static MailAudience Parse(EvidenceObject row, MailConditions conditions, string prefix) =>
        new(Names(row, prefix + conditions.People), Names(row, prefix + conditions.Groups), Names(row, prefix + conditions.Domains));

    private static string[] Names(EvidenceObject row, string property) => [.. row.RequiredNames(property).Where(name => !string.IsNullOrWhiteSpace(name))];
}
