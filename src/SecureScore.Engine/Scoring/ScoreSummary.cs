using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Scoring;

/// <summary>Adds judged controls up: totals, groups, views, coverage, rank and score impact.</summary>
internal static class ScoreSummary
{
    public static SecureScoreResult Create(
        SnapshotManifest tenant, ControlCatalog catalog, Licences? licences, PublishedEvidence? published, IReadOnlyList<ControlResult> judged)
    {
        decimal maxScore = judged.Where(IsScored).Sum(control => control.MaxPoints!.Value);
        var controls = InOrderOfWork(judged)
            .Select((control, index) => control with
            {
                Rank = index + 1,
                ScoreImpact = IsScored(control) ? Percent(control.MaxPoints!.Value, maxScore) : control.IsNotScored ? 0 : null,
            })
            .ToArray();

        var scored = controls.Where(IsScored).ToArray();
        var licensed = controls
            .Where(control => !control.IsNotScored && control.Licensed != false && control.Reason != NotEvaluatedReason.NotApplicable)
            .ToArray();
        decimal score = scored.Sum(control => control.Points!.Value);
        return new SecureScoreResult
        {
            TenantId = tenant.TenantId,
            TenantName = tenant.DisplayName,
            Edition = catalog.Edition,
            CollectedAt = tenant.CollectedAt,
            Score = score,
            MaxScore = maxScore,
            Percentage = Percent(score, maxScore),
            Categories = Group(scored, control => control.Category),
            Products = Group(scored, control => control.Product),
            AssertedPoints = scored.Where(control => control.Source == ResultSource.Asserted)
                .Sum(control => control.Points!.Value - (control.MeasuredPoints ?? 0)),
            PlannedScore = score + scored.Where(control => control.Status == ControlStatus.Planned).Sum(PointsLeft),
            AchievableScore = score + scored.Where(control => control.Status != ControlStatus.RiskAccepted).Sum(PointsLeft),
            CurrentLicenceScore = CurrentLicenceScore(controls, licences),
            Coverage = Percent(licensed.Count(control => control.Outcome != ControlOutcome.NotEvaluated), licensed.Length),
            CoverageGaps = Gaps(licensed),
            Published = published is null ? null : new PublishedScore(published.Score, published.MaxScore, published.Date),
            Controls = new DisplayList<ControlResult>(controls),
        };
    }

    private static bool IsScored(ControlResult control) =>
        !control.IsNotScored && control.Licensed != false && control.Points is not null && control.MaxPoints is not null;

    private static decimal PointsLeft(ControlResult control) => control.MaxPoints!.Value - control.Points!.Value;

    private static decimal? Percent(decimal part, decimal whole) => whole == 0 ? null : 100 * part / whole;

    /// <summary>What wins most comes first; then what is open without credit; then what is done; then what nobody could judge.</summary>
    private static IEnumerable<ControlResult> InOrderOfWork(IEnumerable<ControlResult> controls) => controls
        .OrderBy(control => control.Outcome == ControlOutcome.NotEvaluated && control.Points is null ? 3
            : !IsOpen(control) ? 2
            : control.IsNotScored ? 1 : 0)
        .ThenByDescending(control => control.MaxPoints - control.Points ?? 0)
        .ThenByDescending(control => control.MaxPoints ?? 0)
        .ThenBy(control => control.CatalogRank ?? int.MaxValue)
        .ThenBy(control => EffortOrder(control.UserImpact))
        .ThenBy(control => EffortOrder(control.ImplementationCost))
        .ThenBy(control => control.Id, StringComparer.Ordinal);

    private static bool IsOpen(ControlResult control) =>
        control.Outcome != ControlOutcome.Completed
        && (control.IsNotScored
            ? control.Source != ResultSource.Asserted
            : control.Points is null || control.MaxPoints is null || control.Points < control.MaxPoints);

    private static int EffortOrder(EffortLevel level) => level == EffortLevel.Unknown ? int.MaxValue : (int)level;

    private static DisplayList<ScoreGroup> Group(IEnumerable<ControlResult> scored, Func<ControlResult, string> name) => new(scored
        .GroupBy(name, StringComparer.Ordinal)
        .Select(group =>
        {
            decimal score = group.Sum(control => control.Points!.Value);
            decimal maxScore = group.Sum(control => control.MaxPoints!.Value);
            return new ScoreGroup(group.Key, score, maxScore, Percent(score, maxScore));
        })
        .OrderByDescending(group => group.MaxScore)
        .ThenBy(group => group.Name, StringComparer.Ordinal));

    private static decimal? CurrentLicenceScore(IReadOnlyCollection<ControlResult> controls, Licences? licences)
    {
        if (licences is null)
            return null;

        var ofOwnedProducts = controls
            .Where(control => !ControlCatalog.Products.TryGetValue(control.Product, out var product) || licences.Owns(product))
            .ToArray();
        return Percent(
            ofOwnedProducts.Where(control => control.Licensed != false).Sum(control => control.MaxPoints ?? 0),
            ofOwnedProducts.Sum(control => control.MaxPoints ?? 0));
    }

    private static DisplayList<CoverageGap> Gaps(IEnumerable<ControlResult> licensed) => new(licensed
        .Where(control => control.Outcome == ControlOutcome.NotEvaluated)
        .GroupBy(control => control.Reason!.Value)
        .OrderBy(group => group.Key)
        .Select(group => new CoverageGap(
            group.Key, group.Count(), new DisplayList<string>(group.Select(control => control.Id).Order(StringComparer.Ordinal)))));
}
