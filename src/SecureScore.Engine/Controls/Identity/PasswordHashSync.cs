using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>PasswordHashSync: a hybrid tenant synchronises password hashes.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature.</remarks>
internal sealed class PasswordHashSync : ControlEvaluator
{
    public override string ControlId => "PasswordHashSync";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OnPremisesSynchronization, Resources.Organization];

    public override string Rule =>
        "Password hash synchronisation is switched on. Not judged where no users come from an Active Directory.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        if (!evidence.IsHybrid)
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.NotApplicable, "No users are synchronised from an Active Directory: there are no password hashes to synchronise.");
        }

        bool enabled = evidence.Single(Resources.OnPremisesSynchronization).RequiredObject("features").RequiredBoolean("passwordSyncEnabled");
        string status = enabled ? "Password hash sync is on." : "Password hash sync is off.";
        return Verdict.Setting(enabled, status) with
        {
            Explanation = enabled
                ? "Microsoft Entra ID can recognise leaked passwords and keeps signing people in while the servers on premises are down."
                : "Without password hashes Microsoft Entra ID cannot recognise leaked passwords, and sign-in depends on servers on premises.",
            Items = enabled ? null : () =>
            [
                new ScoreEvidence
                {
                    Kind = EvidenceKind.Setting,
                    DisplayName = "Password hash synchronisation",
                    Setting = "features.passwordSyncEnabled",
                    Actual = "False",
                    Expected = "True",
                    Reason = status,
                },
            ],
        };
    }
}
