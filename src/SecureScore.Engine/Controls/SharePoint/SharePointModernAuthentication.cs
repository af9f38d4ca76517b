using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.SharePoint;

/// <summary>spo_legacy_auth: apps reach SharePoint with modern authentication only.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/sharepointsettings, isLegacyAuthProtocolsEnabled.</remarks>
internal sealed class SharePointModernAuthentication : SwitchControl
{
    public override string ControlId => "spo_legacy_auth";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.SharePointSettings];

    public override string Rule => "Apps that do not use modern authentication are blocked from SharePoint.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Apps that do not use modern authentication";

    protected override string Setting => "isLegacyAuthProtocolsEnabled";

    protected override bool Expected => false;

    protected override (string, string) Compliant =>
        ("SharePoint requires modern authentication.", "Apps that cannot ask for a second factor do not reach files and sites.");

    protected override (string, string) NotCompliant => (
        "SharePoint accepts legacy authentication.",
        "Apps reach files and sites with the password alone: no second factor and no Conditional Access apply.");
}
