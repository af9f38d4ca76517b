using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Scoring;

/// <summary>A judged tenant: the score, how it is made up, what it leaves out, and every control in rank order.</summary>
/// <remarks>Sums take in the controls that are licensed (or whose licence is unknown) and whose points and maximum are known.
/// Percentages are 0 to 100, unrounded, and null where there is nothing to divide by.</remarks>
public sealed record SecureScoreResult
{
    /// <summary>The tenant's directory id.</summary>
    public string? TenantId { get; init; }

    /// <summary>The tenant's name.</summary>
    public string? TenantName { get; init; }

    /// <summary>The edition of the catalogue that was used.</summary>
    public required string Edition { get; init; }

    /// <summary>When the evidence was collected.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>Points achieved.</summary>
    public decimal Score { get; init; }

    /// <summary>Points that can be achieved.</summary>
    public decimal MaxScore { get; init; }

    /// <summary><see cref="Score"/> in percent of <see cref="MaxScore"/>.</summary>
    public decimal? Percentage { get; init; }

    /// <summary>The same for each category.</summary>
    public DisplayList<ScoreGroup> Categories { get; init; } = DisplayList<ScoreGroup>.Empty;

    /// <summary>The same for each product.</summary>
    public DisplayList<ScoreGroup> Products { get; init; } = DisplayList<ScoreGroup>.Empty;

    /// <summary>Points in <see cref="Score"/> that rest on the administrator's word alone.</summary>
    public decimal AssertedPoints { get; init; }

    /// <summary><see cref="Score"/> if everything planned were done.</summary>
    public decimal PlannedScore { get; init; }

    /// <summary><see cref="Score"/> if everything were done that is licensed and whose risk is not accepted.</summary>
    public decimal AchievableScore { get; init; }

    /// <summary>What the owned licences can reach: maximum points of licensed controls in percent of all controls of the products owned.</summary>
    public decimal? CurrentLicenceScore { get; init; }

    /// <summary>Judged controls in percent of licensed ones; controls that do not apply to the tenant are left out of both.</summary>
    public decimal? Coverage { get; init; }

    /// <summary>What keeps <see cref="Coverage"/> from 100 percent.</summary>
    public DisplayList<CoverageGap> CoverageGaps { get; init; } = DisplayList<CoverageGap>.Empty;

    /// <summary>Microsoft's own figure; null when the snapshot has none.</summary>
    public PublishedScore? Published { get; init; }

    /// <summary>Every control, in rank order.</summary>
    public DisplayList<ControlResult> Controls { get; init; } = DisplayList<ControlResult>.Empty;

    /// <summary>The control of that id, compared ordinally, ignoring case. Controls that only Microsoft's published score names are among them.</summary>
    /// <exception cref="ControlNotFoundException">No control with that id was judged.</exception>
    public ControlResult GetControl(string controlId) =>
        Controls.FirstOrDefault(control => control.Id.Equals(controlId, StringComparison.OrdinalIgnoreCase))
            ?? throw new ControlNotFoundException(controlId, Edition, Controls.Select(control => control.Id));
}

/// <summary>The score of one category or product.</summary>
/// <param name="Name">The category or product.</param>
/// <param name="Score">Points achieved.</param>
/// <param name="MaxScore">Points that can be achieved.</param>
/// <param name="Percentage">The former in percent of the latter; null when there is nothing to achieve.</param>
public sealed record ScoreGroup(string Name, decimal Score, decimal MaxScore, decimal? Percentage)
{
    /// <summary>The group on one line.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {Score:0.##}/{MaxScore:0.##}");
}

/// <summary>Licensed controls that were not judged, and why.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="Ids">Which.</param>
public sealed record CoverageGap(NotEvaluatedReason Reason, int Count, DisplayList<string> Ids)
{
    /// <summary>The gap on one line.</summary>
    public override string ToString() => $"{Reason} {Count}";
}

/// <summary>Microsoft's published score.</summary>
/// <param name="Score">Points achieved.</param>
/// <param name="MaxScore">Points that can be achieved.</param>
/// <param name="Date">When Microsoft computed it.</param>
public sealed record PublishedScore(decimal Score, decimal MaxScore, DateTimeOffset? Date)
{
    /// <summary>The score on one line.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Score:0.##}/{MaxScore:0.##} on {Date:yyyy-MM-dd}");
}
