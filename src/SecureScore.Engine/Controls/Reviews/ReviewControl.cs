using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>A control of 2018 that rewarded a regular look at a report.</summary>
/// <remarks>No API tells whether somebody looked. So the control is complete when the log holds nothing to look at since the last time that a review
/// was due, and otherwise lists what to review.</remarks>
internal abstract class ReviewControl : ControlEvaluator
{
    /// <summary>The log that a review looks at.</summary>
    protected abstract string Log { get; }

    /// <summary>The property of an entry that tells when it was.</summary>
    protected abstract string DateProperty { get; }

    /// <summary>What needs a review, as the end of "complete when the log holds no ...".</summary>
    protected abstract string Subject { get; }

    /// <summary>Why an empty list does not mean that there is nothing to review; null where it does.</summary>
    protected virtual string? Beyond => null;

    public sealed override IReadOnlyList<string> Evidence => field ??= [Log];

    public sealed override string Rule =>
        $"The log holds no {Subject} in the time between two reviews, counted back from the day of collection: a week, two weeks or 30 days, as the title says.";

    public sealed override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "Microsoft gave the points for opening the report in time, whatever it showed. No API tells that; where somebody reviewed what is listed, give the control the status AlternateMitigation.";

    /// <summary>Lists what to review.</summary>
    protected abstract IEnumerable<ScoreEvidence> ToReview(ReviewWindow window);

    /// <summary>What about an entry is unknown here, so that it may need a review; null for nothing.</summary>
    protected virtual string? UnknownIn(EvidenceObject entry) => null;

    public sealed override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var window = ReviewWindow.Open(evidence, Log, DateProperty, control.Cadence ?? ReviewCadence.Weekly, UnknownIn);
        int count = ToReview(window).Count();
        if (count == 0 && window.Unknown is { } unknown)
            return Verdict.NotEvaluated(NotEvaluatedReason.SourceFailed, $"Whether something needs a review is open: {unknown}.");

        if (count == 0 && (Beyond ?? window.Gap) is { } gap)
            return Verdict.NotEvaluated(NotEvaluatedReason.NotCollected, $"Nothing was found to review, but {gap}.");

        return Verdict.Counted(0, count, string.Create(
            CultureInfo.InvariantCulture, $"Review {window.Cadence}: {count} to review since {window.Start:yyyy-MM-dd}.")) with
        {
            Explanation = count == 0
                ? "Nothing happened that a review would look at. No API tells whether somebody looked."
                : $"Look at what the evidence lists, {window.Cadence}. No API tells whether somebody did.",
            Findings = window.BeginsLate is { } late ? [new Finding("WindowNotWhole", $"{late}.")] : [],
            Items = count == 0 ? null : () => ToReview(window),
        };
    }
}
