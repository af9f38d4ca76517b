using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls;

/// <summary>What a rule found: how many of how many comply and why, or why it cannot tell.</summary>
public sealed record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Why the control cannot be judged; null when it was.</summary>
    public NotEvaluatedReason? Reason { get; private init; }

    /// <summary>Whether the items were counted; false for a verdict that is complete whatever their number.</summary>
    public bool IsCounted { get; private init; } = true;

    /// <summary>How many items comply; 0 where they were not counted.</summary>
    public long CompliantCount { get; private init; }

    /// <summary>How many items there are; null where only the compliant ones can be counted.</summary>
    public long? TotalCount { get; private init; }

    /// <summary>One sentence of the kind that Microsoft shows: "You have 3 of 7 users ...".</summary>
    public string ImplementationStatus { get; private init; } = "";

    /// <summary>Why: which policies and settings decided.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What is worth knowing besides.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Streams what costs the points. Read anew at each call; null when nothing does.</summary>
    public Func<IEnumerable<ScoreEvidence>>? Items { get; init; }

    /// <summary>The control was judged by counting compliant items of a total.</summary>
    public static Verdict Counted(long compliant, long total, string implementationStatus) =>
        new() { CompliantCount = compliant, TotalCount = total, ImplementationStatus = implementationStatus };

    /// <summary>The control was judged by counting what is there; there is no total to compare with.</summary>
    public static Verdict Counted(long count, string implementationStatus) =>
        new() { CompliantCount = count, ImplementationStatus = implementationStatus };

    /// <summary>The control was judged by one question: one of one complies, or none.</summary>
    public static Verdict Setting(bool compliant, string implementationStatus) =>
        Counted(compliant ? 1 : 0, 1, implementationStatus);

    /// <summary>The control is complete, though how many items comply is unknown.</summary>
    public static Verdict Complete(string implementationStatus) =>
        new() { IsCounted = false, ImplementationStatus = implementationStatus };

    /// <summary>The control was judged by settings of the whole tenant, all of which must comply.</summary>
    internal static Verdict Settings(string implementationStatus, params IReadOnlyList<TenantSetting> settings)
    {
        var wrong = settings.Where(setting => !setting.Complies).ToArray();
        return Setting(wrong.Length == 0, implementationStatus) with
        {
            Items = wrong.Length == 0 ? null : () => wrong.Select(setting => new ScoreEvidence
            {
                Kind = EvidenceKind.Setting,
                DisplayName = setting.DisplayName,
                Setting = setting.Name,
                Actual = setting.Actual,
                Expected = setting.Expected,
                Reason = setting.Reason ?? implementationStatus,
            }),
        };
    }

    /// <summary>The control cannot be judged.</summary>
    public static Verdict NotEvaluated(NotEvaluatedReason reason, string explanation) =>
        new() { Reason = reason, Explanation = explanation };
}
