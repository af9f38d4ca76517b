using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.SharePoint;

/// <summary>spo_external_users_sharing: guests do not share on what is not theirs.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/sharepointsettings, isResharingByExternalUsersEnabled.</remarks>
internal sealed class GuestResharing : SwitchControl
{
    public override string ControlId => "spo_external_users_sharing";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.SharePointSettings];

    public override string Rule => "Guests may not share items that they do not own.";

    public override Certainty Certainty => Certainty.Likely;

    protected override string DisplayName => "Allow guests to share items they don't own";

    protected override string Setting => "isResharingByExternalUsersEnabled";

    protected override bool Expected => false;

    protected override (string, string) Compliant => (
        "SharePoint guest users cannot share items they don't own.",
        "What is shared with a guest goes no further without someone of the organisation.");

    protected override (string, string) NotCompliant => (
        "SharePoint guest users can share items they don't own.",
        "A guest can hand on files, folders and sites to people whom nobody of the organisation chose.");
}
