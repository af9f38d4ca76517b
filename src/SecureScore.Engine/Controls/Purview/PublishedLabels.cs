using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Purview;

/// <summary>mip_sensitivitylabelspolicies: people have sensitivity labels to choose from.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/create-sensitivity-labels and
/// https://learn.microsoft.com/powershell/module/exchange/new-labelpolicy.</remarks>
internal sealed class PublishedLabels : LabelControl
{
    private const string Published = "PublishedSensitivityLabel";

    public override string ControlId => "mip_sensitivitylabelspolicies";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.LabelPolicy, .. Administrators.Sources];

    public override string Rule => "The share of enabled members to whom an enabled label policy publishes at least one sensitivity label, directly or through a group.";

    public override Certainty Certainty => Certainty.Likely;

    protected override string Counted => "users to whom sensitivity labels are published";

    protected override string PolicyKind => "label policy";

    protected override string? Obstacle(EvidenceObject policy, List<Finding> findings)
    {
        if (policy.Text("Type") is { } type && !Is(type, Published))
            return $"it is of the type {type}";
        if (Is(policy.Text("Mode"), "PendingDeletion"))
            return "it is being deleted";
        if (!policy.RequiredBoolean("Enabled"))
            return "it is disabled";
        if (!policy.Has("Labels") || policy.Names("Labels").Count > 0 || policy.Names("ScopedLabels").Count > 0)
            return null;

        findings.Add(new Finding("PolicyWithoutLabels", $"Policy '{policy.Text("Name") ?? policy.RequiredText("Identity")}' publishes no label."));
        return "it publishes no label";
    }

    protected override UserBounds Reach(EvidenceObject policy, PurviewAudience audience)
    {
        policy.RequiredNames("ExchangeLocation");
        var mailboxes = audience.Of("ExchangeLocation").Except(audience.Of("ExchangeLocationException"));
        var groups = audience.OfGroups("ModernGroupLocation").Except(audience.OfGroups("ModernGroupLocationException"));
        return audience.WithScopes(mailboxes.Union(groups), "Exchange");
    }

    private static bool Is(string? text, string expected) => expected.Equals(text, StringComparison.OrdinalIgnoreCase);
}
