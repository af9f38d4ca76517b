using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_managed_approved_public_groups_only: no Microsoft 365 group is open to everyone unless the organisation approved it.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/group. Approval is nowhere in the directory, so every public group counts.</remarks>
internal sealed class PublicGroups : ControlEvaluator
{
    public override string ControlId => "aad_managed_approved_public_groups_only";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.Groups];

    public override string Rule => "No Microsoft 365 group is public.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "Public groups that the organisation manages and approved are allowed. No setting tells which these are: when all that are left are approved, "
        + "give the control the status AlternateMitigation.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        long total = 0;
        long open = 0;
        long ofUnknownKind = 0;
        var unknown = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in Microsoft365Groups(evidence))
        {
            total++;
            if (IsClosed(group))
                continue;

            open++;
            if (group.Text("visibility") is { } visibility && !Is(visibility, "Public"))
            {
                ofUnknownKind++;
                unknown.Add(visibility);
            }
        }

        // One group that is certainly public costs all points, unless they are shared out.
        if (ofUnknownKind > 0 && (ofUnknownKind == open || control.Shape == PointsShape.Share))
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.SourceFailed,
                $"The visibility of {Quantity.Of(ofUnknownKind, "group")} is unknown here: {string.Join(", ", unknown.Select(visibility => $"'{visibility}'"))}.");
        }

        string status = string.Create(CultureInfo.InvariantCulture, $"Public Microsoft 365 groups: {open} of {total}.");
        return Verdict.Counted(total - open, total, status) with
        {
            Explanation = open == 0
                ? "Nobody can join a group or read its content without being let in."
                : "Everyone in the organisation can join a public group and read its mail, files and team.",
            Findings = [.. unknown.Select(visibility => new Finding(
                "UnknownValue", $"Groups have the visibility '{visibility}', which is unknown here; they are listed with the public ones."))],
            Items = open == 0 ? null : () => Microsoft365Groups(evidence).Where(group => !IsClosed(group)).Select(Failure),
        };
    }

    private static IEnumerable<EvidenceObject> Microsoft365Groups(TenantEvidence evidence) =>
        evidence.Stream(Resources.Groups).Where(group => group.RequiredTexts("groupTypes").Any(type => Is(type, "Unified")));

    private static bool IsClosed(EvidenceObject group) =>
        group.Text("visibility") is { } visibility && (Is(visibility, "Private") || Is(visibility, "HiddenMembership"));

    private static ScoreEvidence Failure(EvidenceObject group) => new()
    {
        Kind = EvidenceKind.Group,
        Id = group.Text("id"),
        Identity = group.Text("mail"),
        DisplayName = group.Text("displayName"),
        Setting = "visibility",
        Actual = group.Text("visibility") ?? "not set",
        Expected = "Private",
        Reason = group.Has("visibility")
            ? "Everyone in the organisation can join the group and read its content."
            : "The group has no visibility; Microsoft 365 groups are public unless it is set.",
    };

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
