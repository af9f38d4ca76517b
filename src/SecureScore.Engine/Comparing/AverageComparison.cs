namespace SecureScore.Engine.Comparing;

/// <summary>A judgement beside an average that Microsoft publishes. All figures are percentages (0 to 100).</summary>
/// <remarks>Microsoft's averages are of published scores, which count by its own rules and licences: the figures are near each other, not the same measure.</remarks>
public sealed record AverageComparison
{
    /// <summary>Whose average it is, in Microsoft's word: AllTenants, TotalSeats or IndustryTypes.</summary>
    public required string Basis { get; init; }

    /// <summary>Whose average it is, in words.</summary>
    public required string Group { get; init; }

    /// <summary>The average score.</summary>
    public decimal Average { get; init; }

    /// <summary>The score of the judgement; null where there is nothing to achieve.</summary>
    public decimal? Percentage { get; init; }

    /// <summary><see cref="Percentage"/> less <see cref="Average"/>, in percentage points.</summary>
    public decimal? Difference => Percentage - Average;

    /// <summary>Microsoft's own score of the tenant; null where it has none.</summary>
    public decimal? PublishedPercentage { get; init; }

    /// <summary>The date of the average.</summary>
    public DateTimeOffset? PublishedDate { get; init; }
}
