using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_oauth2clientprofileenabled: Outlook signs in to Exchange Online with modern authentication.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-organizationconfig, OAuth2ClientProfileEnabled.</remarks>
internal sealed class ModernAuthentication : SwitchControl
{
    public override string ControlId => "exo_oauth2clientprofileenabled";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OrganizationConfig];

    public override string Rule => "Modern authentication for Exchange Online is switched on.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Modern authentication";

    protected override string Setting => "OAuth2ClientProfileEnabled";

    protected override (string, string) Compliant =>
        ("Modern authentication for Exchange Online is on.", "Outlook can ask for a second factor and follow Conditional Access.");

    protected override (string, string) NotCompliant => (
        "Modern authentication for Exchange Online is off.",
        "Outlook signs in with the password alone: no second factor and no Conditional Access apply.");
}
