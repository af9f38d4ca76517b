using System.Globalization;

namespace SecureScore.Engine.History;

/// <summary>Why points changed.</summary>
public enum EventCause
{
    /// <summary>It is the first judgement of the tenant: everything is new.</summary>
    FirstJudgement,

    /// <summary>A setting of the tenant, or what people did with it.</summary>
    Configuration,

    /// <summary>Users came or went.</summary>
    People,

    /// <summary>The control, its weight or its rule was added or changed.</summary>
    Catalogue,

    /// <summary>A licence was bought or ended.</summary>
    Licence,

    /// <summary>Somebody decided, or a decision ended.</summary>
    Decision,

    /// <summary>Evidence that was there could not be had any more.</summary>
    EvidenceLost,

    /// <summary>Evidence that was missing could be had.</summary>
    EvidenceRegained,
}

/// <summary>One change of one control between two judgements, in Microsoft's wording. The order of the properties is the order of CSV columns.</summary>
/// <remarks>The sum of <see cref="Change"/> between two judgements is the difference of their scores, exactly.</remarks>
public sealed record ScoreEvent
{
    /// <summary>Who changes what nobody decided.</summary>
    public const string System = "System";

    /// <summary>The collection date of the judgement that shows the change; of a decision taken between two judgements, when it was taken.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Microsoft's control name.</summary>
    public required string ControlId { get; init; }

    /// <summary>The title then.</summary>
    public required string Title { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public required string Activity { get; init; }

    /// <summary>The points that the score gained by it; negative when it lost some.</summary>
    public decimal Change { get; init; }

    /// <summary>The points of the control after it; null when it has none.</summary>
    public decimal? Points { get; init; }

    /// <summary>The points that the control can give after it; null when unknown.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>The category.</summary>
    public required string Category { get; init; }

    /// <summary>Why.</summary>
    public EventCause Cause { get; init; }

    /// <summary>Who decided; <see cref="System"/> for anything else.</summary>
    public string AttributedTo { get; init; } = System;

    /// <summary>What happened, without its subject.</summary>
    internal string What { get; init; } = "";

    /// <summary>What stands before the points: Microsoft writes -0.00 of some controls.</summary>
    internal string Sign { get; init; } = "";

    /// <summary>The points of the control after it, as Microsoft shows them: <c>0.06/1</c>; empty when it has none.</summary>
    public string ResultingPoints() => Points is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{Points:0.##}/{MaxPoints:0.##}");

    /// <summary>What happened, as a control's own page tells it: <c>This action has become relevant (score -0 points)</c>.</summary>
    public string OnItsPage() => string.Create(CultureInfo.InvariantCulture, $"This action {What} (score {Sign}{Math.Abs(Change):0.##} points)");

    /// <summary>What happened.</summary>
    public override string ToString() => Activity;
}
