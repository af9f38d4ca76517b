using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Comparing;

/// <summary>Compares a judgement with Microsoft's published score, with another judgement, and with published averages.</summary>
public static class ScoreComparison
{
    // Points are published with two decimals.
    private const decimal RoundingError = 0.01m;

    // Entra ID tells its states every day or two; what is older than that was not told.
    private static readonly TimeSpan s_stale = TimeSpan.FromDays(2);

    /// <summary>Compares what the evidence gives with what Microsoft published, control by control: the largest difference first, what is the same last.</summary>
    /// <param name="judged">The judgement by evidence only: published points in it would be compared with themselves.</param>
    /// <param name="evidence">The evidence that was judged, with the published score in it.</param>
    /// <param name="catalog">The edition that was judged.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="EvidenceUnavailableException">There is no published score, or it cannot be read.</exception>
    public static IReadOnlyList<PublishedComparison> WithPublished(
        SecureScoreResult judged, TenantSnapshot evidence, ControlCatalog catalog, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(catalog);
        var published = PublishedEvidence.Parse(PublishedScore(evidence, cancellation));
        var controls = judged.Controls.Where(control => !control.IsNotScored).ToArray();
        var known = controls.Select(control => control.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        IEnumerable<PublishedComparison> comparisons =
        [
            .. controls.Select(control => Compare(control, published.Controls.GetValueOrDefault(control.Id), published)).OfType<PublishedComparison>(),
            .. published.Controls.Values.Where(control => !known.Contains(control.Id)).Select(control => NotInCatalogue(control, catalog, published)),
        ];
        return
        [
            .. comparisons
                .OrderBy(comparison => comparison.LikelyReason == DifferenceReason.Same)
                .ThenBy(comparison => comparison.Difference is null)
                .ThenByDescending(comparison => Math.Abs(comparison.Difference ?? comparison.PublishedPoints ?? 0))
                .ThenBy(comparison => comparison.ControlId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Compares two judgements control by control: the largest change first, what is the same last.</summary>
    /// <param name="reference">The judgement to compare with.</param>
    /// <param name="judged">The judgement that is compared.</param>
    public static IReadOnlyList<ControlChange> WithReference(SecureScoreResult reference, SecureScoreResult judged)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(judged);
        var former = reference.Controls.ToDictionary(control => control.Id, StringComparer.OrdinalIgnoreCase);
        var present = judged.Controls.ToDictionary(control => control.Id, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. judged.Controls.Select(control => Change(former.GetValueOrDefault(control.Id), control))
                .Concat(reference.Controls.Where(control => !present.ContainsKey(control.Id)).Select(control => Change(control, null)))
                .OrderBy(change => change.Change == ChangeKind.Same)
                .ThenByDescending(change => Math.Abs(change.Difference ?? 0))
                .ThenBy(change => change.ControlId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Compares a judgement with the averages that Microsoft publishes beside the tenant's score.</summary>
    /// <param name="judged">The judgement.</param>
    /// <param name="evidence">The evidence that was judged, with the published score in it.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>One for each average; none where Microsoft publishes none, as happened for months.</returns>
    /// <exception cref="EvidenceUnavailableException">There is no published score, or it cannot be read.</exception>
    public static IReadOnlyList<AverageComparison> WithAverages(SecureScoreResult judged, TenantSnapshot evidence, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(evidence);
        var score = PublishedScore(evidence, cancellation);
        var published = PublishedEvidence.Parse(score);
        return
        [
            .. PublishedAverage.ParseAll(score).Select(average => new AverageComparison
            {
                Basis = average.Basis,
                Group = GroupOf(average),
                Average = average.Percentage,
                Percentage = judged.Percentage,
                PublishedPercentage = published.MaxScore > 0 ? 100 * published.Score / published.MaxScore : null,
                PublishedDate = published.Date,
            }),
        ];
    }

    private static EvidenceObject PublishedScore(TenantSnapshot evidence, CancellationToken cancellation)
    {
        foreach (var newest in evidence.ReadObjects(Resources.SecureScores, cancellation))
            return newest;
        throw EvidenceUnavailableException.Unusable(Resources.SecureScores, "Microsoft has published no score of the tenant yet");
    }

    private static PublishedComparison? Compare(ControlResult control, PublishedControl? published, PublishedEvidence score)
    {
        if (published is null && control.Points is null)
            return null;

        var comparison = new PublishedComparison
        {
            ControlId = control.Id,
            Title = control.Title,
            Points = control.Points,
            PublishedPoints = published?.Points,
            MaxPoints = control.MaxPoints,
            AsOf = control.AsOf,
            PublishedDate = score.Date,
            LastSynced = published?.LastSynced,
            Explanation = "",
        };
        var (reason, explanation) = Explain(control, published, score);
        return comparison with { LikelyReason = reason, Explanation = explanation };
    }

    private static (DifferenceReason Reason, string Explanation) Explain(ControlResult control, PublishedControl? published, PublishedEvidence score)
    {
        if (published is null)
            return (DifferenceReason.NotPublished, "Microsoft's score of the tenant does not name the control.");
        if (control.Points is not { } points)
            return (DifferenceReason.EvidenceMissing, $"Only Microsoft has points: {control.Explanation}");
        if (Math.Abs(points - published.Points) <= RoundingError)
            return (DifferenceReason.Same, "Both give the same points.");
        if (published.ImpliedMaximum is { } maximum && maximum != control.MaxPoints)
            return (DifferenceReason.RuleDiffers, $"Microsoft counts of {Number(maximum)} points, this edition of {Number(control.MaxPoints)}.");
        if (score.Date - published.LastSynced > s_stale)
            return (DifferenceReason.StaleProviderData, $"The service last told Microsoft's score on {Day(published.LastSynced)}, which is of {Day(score.Date)}.");
        if (published.LastSynced is null && score.Controls.Values.Any(other => other.LastSynced is not null))
            return (DifferenceReason.StaleProviderData, "The service told Microsoft's score nothing that day: it keeps the points of the day before.");
        if (ControlEvaluators.Find(control.Id) is { Certainty: Certainty.Unproven, OtherReading: { } reading })
            return (DifferenceReason.RuleDiffers, $"Microsoft may count by the other reading: {reading}");
        if (control.AsOf > score.Date)
            return (DifferenceReason.Lag, $"The evidence is of {Time(control.AsOf)}, Microsoft's score of {Time(score.Date)}: it takes a day or two to count a change.");
        return control.AsOf < score.Date
            ? (DifferenceReason.EvidenceOlder, $"The evidence is of {Time(control.AsOf)}, Microsoft's score of {Time(score.Date)}: the tenant may have changed in between.")
            : (DifferenceReason.RuleDiffers, "Nothing else explains it: Microsoft counts by another rule.");
    }

    private static PublishedComparison NotInCatalogue(PublishedControl published, ControlCatalog catalog, PublishedEvidence score) => new()
    {
        ControlId = published.Id,
        Title = published.Id,
        PublishedPoints = published.Points,
        MaxPoints = published.ImpliedMaximum,
        PublishedDate = score.Date,
        LastSynced = published.LastSynced,
        LikelyReason = DifferenceReason.NotInCatalogue,
        Explanation = $"Edition {catalog.Edition} of the catalogue does not hold this control.",
    };

    private static ControlChange Change(ControlResult? former, ControlResult? present) => new()
    {
        ControlId = (present ?? former)!.Id,
        Title = (present ?? former)!.Title,
        Change = KindOf(former, present),
        ReferencePoints = former?.Points,
        Points = present?.Points,
        ReferenceMaxPoints = former?.MaxPoints,
        MaxPoints = present?.MaxPoints,
        ReferenceOutcome = former?.Outcome,
        Outcome = present?.Outcome,
        ReferenceAsOf = former?.AsOf,
        AsOf = present?.AsOf,
        Explanation = present?.Explanation,
    };

    private static ChangeKind KindOf(ControlResult? former, ControlResult? present)
    {
        if (former is null)
            return ChangeKind.Added;
        if (present is null)
            return ChangeKind.Removed;
        if (former.Outcome == ControlOutcome.NotEvaluated && present.Outcome == ControlOutcome.NotEvaluated)
            return ChangeKind.Same;
        if (former.Outcome == ControlOutcome.NotEvaluated)
            return ChangeKind.NowJudged;
        if (present.Outcome == ControlOutcome.NotEvaluated)
            return ChangeKind.NoLongerJudged;

        // A control without credit changes in its outcome alone: completed is the least, then partial, then failed.
        int change = Nullable.Compare(present.Points, former.Points) is not 0 and var points ? points : former.Outcome.CompareTo(present.Outcome);
        return change > 0 ? ChangeKind.Improved
            : change < 0 ? ChangeKind.Worsened
            : former.MaxPoints != present.MaxPoints ? ChangeKind.MaximumChanged : ChangeKind.Same;
    }

    private static string GroupOf(PublishedAverage average) => average switch
    {
        { Basis: "AllTenants" } => "All tenants",
        { Basis: "TotalSeats", LowestSeats: { } low, HighestSeats: { } high } => string.Create(CultureInfo.InvariantCulture, $"Tenants with {low:0} to {high:0} seats"),
        { Basis: "TotalSeats" } => "Tenants of similar size",
        { Basis: "IndustryTypes" } => "Tenants of the same industry",
        _ => average.Basis,
    };

    private static string Number(decimal? points) => points?.ToString("0.##", CultureInfo.InvariantCulture) ?? "an unknown number of";

    private static string Day(DateTimeOffset? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "an unknown date";

    private static string Time(DateTimeOffset? date) => date?.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture) ?? "an unknown date";
}
