using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.History;

/// <summary>What the history keeps of one judgement as a whole. Points have ten decimals: sums of them are exact.</summary>
public sealed record RecordedScore
{
    /// <summary>The series of the edition that is the default one at its time, so that the history goes on when a new edition comes.</summary>
    public const string CurrentSeries = "current";

    /// <summary>The line of history that judgements by an edition belong to.</summary>
    public static string SeriesOf(ControlCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.IsDefault ? CurrentSeries : catalog.Edition;
    }

    /// <summary>The tenant's directory id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name then.</summary>
    public string? TenantName { get; init; }

    /// <summary>Which line of history it belongs to: <see cref="CurrentSeries"/>, or the name of another edition. Only judgements of one series compare.</summary>
    public string Series { get; init; } = CurrentSeries;

    /// <summary>The edition of the catalogue.</summary>
    public required string Edition { get; init; }

    /// <summary>The rules that judged; see <see cref="History.RuleVersion"/>.</summary>
    public required string RuleVersion { get; init; }

    /// <summary>When the evidence was collected: the place in the history. Of several judgements of one moment the one recorded last comes last.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>When the judgement was recorded, by the clock of the machine that did.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Points achieved.</summary>
    public decimal Score { get; init; }

    /// <summary>Points that can be achieved.</summary>
    public decimal MaxScore { get; init; }

    /// <summary><see cref="Score"/> in percent of <see cref="MaxScore"/>; null when there is nothing to achieve.</summary>
    public decimal? Percentage => MaxScore == 0 ? null : 100 * Score / MaxScore;

    /// <summary>Points in <see cref="Score"/> that rest on somebody's word alone.</summary>
    public decimal AssertedPoints { get; init; }

    /// <summary><see cref="Score"/> if everything planned were done.</summary>
    public decimal PlannedScore { get; init; }

    /// <summary><see cref="Score"/> if everything licensed were done whose risk is not accepted.</summary>
    public decimal AchievableScore { get; init; }

    /// <summary>What the owned licences could reach, in percent; null when unknown.</summary>
    public decimal? CurrentLicenceScore { get; init; }

    /// <summary>Judged controls in percent of licensed ones; null when there were none.</summary>
    public decimal? Coverage { get; init; }
}
