using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Purview;

/// <summary>mip_purviewlabelconsent: sensitivity labels reach the assets of the Microsoft Purview data map.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/data-map-sensitivity-labels.</remarks>
internal sealed class DataMapLabels : SwitchControl
{
    public override string ControlId => "mip_purviewlabelconsent";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.PolicyConfig];

    public override string Rule => "Sensitivity labels are extended to assets in the Microsoft Purview data map.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Extend labelling to assets in the data map";

    protected override string Setting => "PurviewLabelConsent";

    protected override (string, string) Compliant => (
        "Sensitivity labels are extended to the Microsoft Purview data map.",
        "Files and database columns outside Microsoft 365 can carry the same labels.");

    protected override (string, string) NotCompliant => (
        "Sensitivity labels are not extended to the Microsoft Purview data map.",
        "Labels end at the border of Microsoft 365: data in databases and file shares carries none.");
}
