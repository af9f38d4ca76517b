using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Decisions;

namespace SecureScore.Engine.Scoring;

/// <summary>How a control was judged.</summary>
public enum ControlOutcome
{
    /// <summary>It gives all its points.</summary>
    Completed,

    /// <summary>It gives some of its points.</summary>
    Partial,

    /// <summary>It gives none.</summary>
    Failed,

    /// <summary>It could not be judged; <see cref="NotEvaluatedReason"/> says why. Neither a failure nor a pass.</summary>
    NotEvaluated,
}

/// <summary>Why a control was not judged.</summary>
public enum NotEvaluatedReason
{
    /// <summary>The tenant lacks the licence.</summary>
    NotLicensed,

    /// <summary>The control has no meaning for this tenant, for example a hybrid setting where all is in the cloud.</summary>
    NotApplicable,

    /// <summary>A permission or role was missing when the evidence was collected.</summary>
    PermissionMissing,

    /// <summary>There was no connection to the service that holds the evidence.</summary>
    NotConnected,

    /// <summary>The service failed, or what it answered cannot be read.</summary>
    SourceFailed,

    /// <summary>The evidence was not collected.</summary>
    NotCollected,

    /// <summary>Microsoft offers no public way to read the evidence.</summary>
    NoPublicApi,
}

/// <summary>What the points of a control rest on.</summary>
public enum ResultSource
{
    /// <summary>The tenant's own configuration, judged here.</summary>
    Evidence,

    /// <summary>Microsoft's published score.</summary>
    Published,

    /// <summary>The administrator's word (third party, alternate mitigation); unverified.</summary>
    Asserted,
}

/// <summary>One control of a judged tenant. The order of the properties is the order of CSV columns.</summary>
/// <remarks>Points, maxima, counts, <see cref="Regressed"/> and <see cref="Licensed"/> are null, never 0 or false, when unknown.</remarks>
public sealed record ControlResult
{
    /// <summary>The place in the order of work: what wins most points first, then open controls without credit; completed ones after that, then
    /// those not evaluated.</summary>
    public int Rank { get; init; }

    /// <summary>Microsoft's control name.</summary>
    public required string Id { get; init; }

    /// <summary>The title as Microsoft shows it.</summary>
    public required string Title { get; init; }

    /// <summary>Identity, Apps, Data or Device.</summary>
    public required string Category { get; init; }

    /// <summary>The product that the control belongs to.</summary>
    public required string Product { get; init; }

    /// <summary>The share of the maximum score that the control is worth, in percent, whatever is already achieved; 0 for one without credit;
    /// null when it is in no sum for another reason.</summary>
    public decimal? ScoreImpact { get; init; }

    /// <summary>Points achieved, unrounded.</summary>
    public decimal? Points { get; init; }

    /// <summary>Points that can be achieved; 0 for a control that is listed and judged without credit.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>Points that the evidence alone gives; differs from <see cref="Points"/> where these are asserted or published.</summary>
    public decimal? MeasuredPoints { get; init; }

    /// <summary>How the control was judged.</summary>
    public ControlOutcome Outcome { get; init; }

    /// <summary>Why it was not judged; null when it was.</summary>
    public NotEvaluatedReason? Reason { get; init; }

    /// <summary>What the administrator decided, or Completed.</summary>
    public ControlStatus Status { get; init; }

    /// <summary>Whether the control lost points since it was better; null without history.</summary>
    public bool? Regressed { get; init; }

    /// <summary>Whether the tenant has the licence, or needs none because of security defaults; null when that is unknown, which is judged as licensed.</summary>
    public bool? Licensed { get; init; }

    /// <summary>How many items comply.</summary>
    public long? CompliantCount { get; init; }

    /// <summary>How many items there are.</summary>
    public long? TotalCount { get; init; }

    /// <summary>How many items do not comply.</summary>
    public long? AffectedCount { get; init; }

    /// <summary>One sentence on how far the control is put in place.</summary>
    public string? ImplementationStatus { get; init; }

    /// <summary>Why: which policies and settings decided.</summary>
    public string? Explanation { get; init; }

    /// <summary>What is worth knowing besides; never part of the points.</summary>
    public DisplayList<Finding> Findings { get; init; } = DisplayList<Finding>.Empty;

    /// <summary>What the points rest on; null when there are none.</summary>
    public ResultSource? Source { get; init; }

    /// <summary>The date of what the points rest on.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What users notice when the control is put in place.</summary>
    public EffortLevel UserImpact { get; init; }

    /// <summary>What it takes to put the control in place.</summary>
    public EffortLevel ImplementationCost { get; init; }

    /// <summary>Microsoft's tier.</summary>
    public ControlTier Tier { get; init; }

    /// <summary>What kind of work the control asks for.</summary>
    public ActionType ActionType { get; init; }

    /// <summary>The threats that it protects against.</summary>
    public DisplayList<string> Threats { get; init; } = DisplayList<string>.Empty;

    /// <summary>The licence and other requirements.</summary>
    public DisplayList<string> Prerequisites { get; init; } = DisplayList<string>.Empty;

    /// <summary>What to do, in order.</summary>
    public DisplayList<string> NextSteps { get; init; } = DisplayList<string>.Empty;

    /// <summary>The admin page where the setting lives.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>The note of the decision.</summary>
    public string? Note { get; init; }

    /// <summary>The owner of the decision.</summary>
    public string? Owner { get; init; }

    /// <summary>When the decision ends.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Free labels.</summary>
    public DisplayList<string> Tags { get; init; } = DisplayList<string>.Empty;

    /// <summary>What Microsoft's portal says was decided, by whom, when and why, for example <c>Ignored by ann@contoso.com on 2026-09-01: note</c>; null when
    /// nothing was, or nothing tells. It gives no points here.</summary>
    public string? PublishedState { get; init; }

    /// <summary>The id, so that a list of controls prints as their ids.</summary>
    public override string ToString() => Id;

    // Not a property of the object: it must not be enumerated, exported or compared.
    internal Verdict? Verdict { get; init; }

    // Listed and judged without credit: in no sum, nor in the coverage of the score.
    internal bool IsNotScored => MaxPoints == 0;

    // Microsoft's own order, which Rank takes in after the points.
    internal int? CatalogRank { get; init; }

    /// <summary>Streams what costs the control its points, reading the snapshot again; empty when nothing does or nothing could be judged.</summary>
    /// <remarks>A method, not a property, so that no table, CSV or JSON enumerates it.</remarks>
    public IEnumerable<ScoreEvidence> ReadEvidence() =>
        Verdict?.Items is { } items ? items().Select(item => item with { ControlId = Id }) : [];

    /// <summary>One sentence on why <see cref="ReadEvidence"/> can tell nothing; null when it can, or when nothing costs points.</summary>
    public string? ExplainMissingEvidence() => this switch
    {
        { Reason: { } reason } => $"{Id} was not judged: {Explanation} [{reason}]",
        { Source: ResultSource.Published, Outcome: not ControlOutcome.Completed } =>
            $"The points of {Id} are Microsoft's published score, which does not tell who or what costs the rest.",
        _ => null,
    };
}
