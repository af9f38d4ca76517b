using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Purview;

/// <summary>mip_autosensitivitylabelspolicies: the service labels what people forget to label.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/apply-sensitivity-label-automatically and
/// https://learn.microsoft.com/powershell/module/exchange/new-autosensitivitylabelpolicy. The modes TestWithNotifications and
/// TestWithoutNotifications only simulate. Policies for SharePoint sites label files, whoever they belong to.</remarks>
internal sealed class AutoLabelling : LabelControl
{
    public override string ControlId => "mip_autosensitivitylabelspolicies";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AutoSensitivityLabelPolicy, .. Administrators.Sources];

    public override string Rule =>
        "The share of enabled members whose mail or OneDrive an auto-labelling policy covers that is enabled and whose mode is Enable.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "One policy that labels could be enough, whatever it covers. Policies for SharePoint sites alone reach no users here, and simulations earn nothing.";

    protected override string Counted => "users covered by an auto-labelling policy";

    protected override string PolicyKind => "auto-labelling policy";

    protected override string? Obstacle(EvidenceObject policy, List<Finding> findings)
    {
        string mode = policy.RequiredText("Mode");
        if (!policy.RequiredBoolean("Enabled"))
            return "it is disabled";

        return Is(mode, "TestWithNotifications") || Is(mode, "TestWithoutNotifications") ? "it only simulates"
            : Is(mode, "Disable") ? "it is switched off"
            : Is(mode, "PendingDeletion") ? "it is being deleted"
            : null;
    }

    protected override UserBounds Reach(EvidenceObject policy, PurviewAudience audience)
    {
        var users = Senders(policy, audience).Union(Accounts(audience));
        string mode = policy.RequiredText("Mode");
        if (Is(mode, "Enable"))
            return users;

        var unknown = audience.Doubtful($"the mode '{mode}' is unknown here", isUnknownValue: true);
        return users with { Certain = unknown.Certain };
    }

    private static UserBounds Senders(EvidenceObject policy, PurviewAudience audience)
    {
        policy.RequiredNames("ExchangeLocation");
        var users = audience.Of("ExchangeLocation").Except(audience.Of("ExchangeLocationException"));
        if (audience.Gives("ExchangeSender", "ExchangeSenderMemberOf"))
            users = users.Intersect(audience.Of("ExchangeSender", "ExchangeSenderMemberOf"));
        users = users.Except(audience.Of("ExchangeSenderException", "ExchangeSenderMemberOfException"));
        return audience.WithScopes(users, "Exchange");
    }

    private static UserBounds Accounts(PurviewAudience audience)
    {
        var users = audience.OfAccounts("OneDriveLocation").Except(audience.OfAccounts("OneDriveLocationException"));
        if (audience.Gives("OneDriveSharedBy", "OneDriveSharedByMemberOf"))
            users = users.Intersect(audience.Of("OneDriveSharedBy", "OneDriveSharedByMemberOf"));
        users = users.Except(audience.Of("ExceptIfOneDriveSharedBy", "ExceptIfOneDriveSharedByMemberOf"));
        return audience.WithScopes(users, "OneDrive");
    }

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
