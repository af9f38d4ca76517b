using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_third_party_apps: users may not register apps.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/defaultuserrolepermissions.</remarks>
internal sealed class AppRegistration : ControlEvaluator
{
    public override string ControlId => "aad_third_party_apps";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AuthorizationPolicy];

    public override string Rule => "Users without an administrative role may not register apps.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "The title speaks of integrated apps of third parties; Microsoft's instructions name the setting App registrations, which is what counts here.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        bool allowed = evidence.Single(Resources.AuthorizationPolicy)
            .RequiredObject("defaultUserRolePermissions")
            .RequiredBoolean("allowedToCreateApps");
        string status = allowed ? "Every user may register apps." : "Only administrators may register apps.";
        return Verdict.Setting(!allowed, status) with
        {
            Explanation = allowed
                ? "Any user can add an app of a third party to the directory and give it a secret of its own."
                : "Users cannot add apps to the directory.",
            Items = !allowed ? null : () =>
            [
                new ScoreEvidence
                {
                    Kind = EvidenceKind.Setting,
                    DisplayName = "Users can register applications",
                    Setting = "defaultUserRolePermissions.allowedToCreateApps",
                    Actual = "True",
                    Expected = "False",
                    Reason = status,
                },
            ],
        };
    }
}
