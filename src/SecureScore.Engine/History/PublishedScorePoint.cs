namespace SecureScore.Engine.History;

/// <summary>One day of the score that Microsoft published. Kept apart from what is judged here: the two follow different rules.</summary>
/// <param name="Date">When Microsoft computed it.</param>
/// <param name="Score">Points achieved.</param>
/// <param name="MaxScore">Points that could be achieved.</param>
public sealed record PublishedScorePoint(DateTimeOffset Date, decimal Score, decimal MaxScore)
{
    /// <summary><see cref="Score"/> in percent of <see cref="MaxScore"/>; null when there was nothing to achieve.</summary>
    public decimal? Percentage => MaxScore == 0 ? null : 100 * Score / MaxScore;

    /// <summary>The average of all tenants, in percent; null when Microsoft gave none.</summary>
    public decimal? AllTenants { get; init; }

    /// <summary>The average of tenants with about as many seats, in percent; null when Microsoft gave none.</summary>
    public decimal? SimilarSize { get; init; }
}
