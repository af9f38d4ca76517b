namespace SecureScore.Engine.Comparing;

/// <summary>Why a judgement and Microsoft's published score differ on a control, as far as the evidence lets it be told.</summary>
public enum DifferenceReason
{
    /// <summary>They do not differ.</summary>
    Same,

    /// <summary>The evidence is newer: Microsoft takes a day or two to count a change.</summary>
    Lag,

    /// <summary>The evidence is older: the tenant may have changed since.</summary>
    EvidenceOlder,

    /// <summary>The evidence of the control is missing, so that only Microsoft has points.</summary>
    EvidenceMissing,

    /// <summary>Microsoft counts by another rule, or of another maximum.</summary>
    RuleDiffers,

    /// <summary>The service behind the control has not told Microsoft's score anything for days.</summary>
    StaleProviderData,

    /// <summary>Microsoft publishes no points for the control.</summary>
    NotPublished,

    /// <summary>The edition of the catalogue does not hold the control.</summary>
    NotInCatalogue,
}

/// <summary>One control: what the evidence gives, and what Microsoft published.</summary>
/// <remarks>Points are unrounded, and null where there are none.</remarks>
public sealed record PublishedComparison
{
    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The points that the evidence gives; null when it could not be judged.</summary>
    public decimal? Points { get; init; }

    /// <summary>The points that Microsoft published; null when there are none.</summary>
    public decimal? PublishedPoints { get; init; }

    /// <summary><see cref="Points"/> less <see cref="PublishedPoints"/>; null when one of them is missing.</summary>
    public decimal? Difference => Points - PublishedPoints;

    /// <summary>The points that can be achieved; null when unknown.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>The date of the evidence.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The date of Microsoft's score.</summary>
    public DateTimeOffset? PublishedDate { get; init; }

    /// <summary>When the service behind the control last told Microsoft's score anything; null when it does not say.</summary>
    public DateTimeOffset? LastSynced { get; init; }

    /// <summary>What most likely explains the difference.</summary>
    public DifferenceReason LikelyReason { get; init; }

    /// <summary>The reason in a sentence.</summary>
    public required string Explanation { get; init; }
}
