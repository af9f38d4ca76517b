using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Teams;

/// <summary>A control about one setting of Teams meeting policies.</summary>
/// <remarks>
/// Source: https://learn.microsoft.com/powershell/module/teams/set-csteamsmeetingpolicy. Editions differ: where the shape is Share, the
/// Global policy and all custom ones count; otherwise Global alone does, and custom policies that do not comply are findings.
/// The policies that come with Teams cannot be changed and never count.
/// </remarks>
internal abstract class MeetingControl : ControlEvaluator
{
    private const string Global = "Global";
    private const string TagPrefix = "Tag:";

    /// <summary>Names of the meeting policies that every tenant has and nobody can change.</summary>
    internal static IReadOnlyList<string> BuiltIn { get; } =
        ["AllOff", "AllOn", "Default", "Kiosk", "RestrictedAnonymousAccess", "RestrictedAnonymousNoRecording"];

    public sealed override IReadOnlyList<string> Evidence { get; } = [Resources.TeamsMeetingPolicy];

    public sealed override string Rule =>
        $"{Purpose}: {Setting} is {string.Join(" or ", Passing)} in the Global meeting policy; in the edition of 2022, in each meeting policy for its share of the points.";

    public override Certainty Certainty => Certainty.Likely;

    public override string? OtherReading =>
        "Every custom policy could have to comply as well. They do not count in today's edition; those that do not comply are findings.";

    /// <summary>What the control achieves, for an administrator, without a full stop.</summary>
    protected abstract string Purpose { get; }

    /// <summary>The property of a meeting policy that decides.</summary>
    protected abstract string Setting { get; }

    /// <summary>The values that earn the points; the first one is recommended.</summary>
    protected virtual IReadOnlyList<string> Passing => ["False"];

    /// <summary>The other values that Teams knows.</summary>
    protected virtual IReadOnlyList<string> Failing => ["True"];

    /// <summary>The property of a meeting policy that decides, and the value that it should have.</summary>
    internal (string Setting, string Value) Recommended => (Setting, Passing[0]);

    /// <summary>Whether a value earns the points; null when it is unknown here.</summary>
    internal bool? Earns(string value) => Known(Passing, value) is not null ? true : Known(Failing, value) is not null ? false : null;

    public sealed override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var policies = evidence.List(Resources.TeamsMeetingPolicy).Select(Read).Where(policy => !IsBuiltIn(policy)).ToArray();
        var global = policies.FirstOrDefault(policy => policy.Identity.Equals(Global, StringComparison.OrdinalIgnoreCase))
            ?? throw EvidenceUnavailableException.Unusable(Resources.TeamsMeetingPolicy, "it holds no Global policy, though every tenant has one");

        bool allCount = control.Shape == PointsShape.Share;
        MeetingPolicy[] judged = allCount ? policies : [global];
        if (judged.FirstOrDefault(policy => !policy.IsKnown) is { } unknown)
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.SourceFailed, $"The meeting policy {unknown.Name} has {Setting} = '{unknown.Actual}', which is unknown here.");
        }

        var failed = judged.Where(policy => !policy.Complies).ToArray();
        return Verdict.Counted(judged.Length - failed.Length, judged.Length, allCount ? StatusOf(judged, failed) : StatusOf(global)) with
        {
            Explanation = string.Join(" ", policies.Select(policy => $"{policy.Name}: {Setting} is {policy.Actual}.")),
            Findings = [.. policies.Select(policy => FindingOn(policy, judged)).OfType<Finding>()],
            Items = failed.Length == 0 ? null : () => failed.Select(policy => new ScoreEvidence
            {
                Kind = EvidenceKind.Policy,
                Identity = policy.Identity,
                DisplayName = policy.Name,
                Setting = Setting,
                Actual = policy.Actual,
                Expected = Passing[0],
                Reason = $"The meeting policy {policy.Name} has {Setting} = {policy.Actual}.",
                Policy = policy.Name,
            }),
        };
    }

    private MeetingPolicy Read(EvidenceObject row)
    {
        string identity = row.RequiredText("Identity");
        string value = row.RequiredText(Setting);
        return new MeetingPolicy(
            identity,
            identity.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase) ? identity[TagPrefix.Length..] : identity,
            Known(Passing, value) ?? Known(Failing, value) ?? value,
            Known(Passing, value) is not null,
            Known(Passing, value) is not null || Known(Failing, value) is not null);
    }

    private static string? Known(IReadOnlyList<string> values, string value) =>
        values.FirstOrDefault(known => known.Equals(value, StringComparison.OrdinalIgnoreCase));

    private static bool IsBuiltIn(MeetingPolicy policy) => BuiltIn.Contains(policy.Name, StringComparer.OrdinalIgnoreCase);

    private string StatusOf(MeetingPolicy[] judged, MeetingPolicy[] failed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{judged.Length - failed.Length} of {judged.Length} meeting policies have {Setting} set to {string.Join(" or ", Passing)}.");

    private string StatusOf(MeetingPolicy global) => global.Complies
        ? $"The Global meeting policy complies: {Setting} is {global.Actual}."
        : $"The Global meeting policy does not comply: {Setting} is {global.Actual}, not {string.Join(" or ", Passing)}.";

    private Finding? FindingOn(MeetingPolicy policy, MeetingPolicy[] judged)
    {
        if (!policy.IsKnown)
            return new Finding("UnknownValue", $"The meeting policy {policy.Name} has {Setting} = '{policy.Actual}', which is unknown here: whether whoever it is assigned to is protected is open.");

        return policy.Complies || judged.Contains(policy)
            ? null
            : new Finding("CustomPolicyDiffers", $"The custom meeting policy {policy.Name} has {Setting} = {policy.Actual}; whoever it is assigned to is not protected.");
    }

    private sealed record MeetingPolicy(string Identity, string Name, string Actual, bool Complies, bool IsKnown);
}
