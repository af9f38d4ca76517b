using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.AdminCenter;

/// <summary>admincenter_owned_apps_and_services: users get no apps from the Office Store on their own.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/appsandservicessettings.</remarks>
internal sealed class UserOwnedApps : SwitchControl
{
    public override string ControlId => "admincenter_owned_apps_and_services";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AdminAppsAndServices];

    public override string Rule => "Users may not access the Office Store.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "Trials could count too, as CIS wants: here only the Office Store earns the points, and trials that users may start are a finding.";

    protected override string DisplayName => "Let users access the Office Store";

    protected override string Setting => "settings.isOfficeStoreEnabled";

    protected override bool Expected => false;

    protected override (string, string) Compliant =>
        ("Users may not access the Office Store.", "Add-ins from the store need an administrator.");

    protected override (string, string) NotCompliant =>
        ("Users may access the Office Store.", "Users can add apps of third parties that read their documents and mail.");

    protected override IEnumerable<Finding> FindingsOn(TenantEvidence evidence, EvidenceObject settings, bool complies)
    {
        if (settings.Boolean("isAppAndServicesTrialEnabled") == true)
            yield return new Finding("UserTrials", "Users may start trials of apps and services on behalf of the organisation.");
    }
}
