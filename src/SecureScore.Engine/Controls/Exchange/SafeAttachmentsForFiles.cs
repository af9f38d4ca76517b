using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>mdo_atpprotection: files in SharePoint, OneDrive and Teams are checked by Safe Attachments.</summary>
/// <remarks>Source: https://learn.microsoft.com/defender-office-365/safe-attachments-for-spo-odfb-teams-configure.</remarks>
internal sealed class SafeAttachmentsForFiles : SwitchControl
{
    public override string ControlId => "mdo_atpprotection";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AtpPolicyForO365];

    public override string Rule => "Defender for Office 365 is switched on for SharePoint, OneDrive and Microsoft Teams.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Safe Attachments for SharePoint, OneDrive and Microsoft Teams";

    protected override string Setting => "EnableATPForSPOTeamsODB";

    protected override (string, string) Compliant => (
        "Defender for Office 365 protects SharePoint, OneDrive and Microsoft Teams.",
        "Files that turn out to be malicious are locked for everyone.");

    protected override (string, string) NotCompliant => (
        "Defender for Office 365 does not protect SharePoint, OneDrive and Microsoft Teams.",
        "Malicious files can be shared and opened there without being checked by Safe Attachments.");
}
