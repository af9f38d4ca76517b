using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.AdminCenter;

/// <summary>forms_phishing_protection: Microsoft Forms looks for phishing in forms of the organisation.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/formssettings.</remarks>
internal sealed class FormsPhishingProtection : SwitchControl
{
    public override string ControlId => "forms_phishing_protection";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AdminForms];

    public override string Rule => "Internal phishing protection of Microsoft Forms is switched on.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Add internal phishing protection";

    protected override string Setting => "settings.isInOrgFormsPhishingScanEnabled";

    protected override (string, string) Compliant => (
        "Internal phishing protection for Forms is on.",
        "Forms that ask for passwords and the like are blocked until an administrator has seen them.");

    protected override (string, string) NotCompliant => (
        "Internal phishing protection for Forms is off.",
        "A form of a taken-over account can collect passwords in the name of the organisation.");
}
