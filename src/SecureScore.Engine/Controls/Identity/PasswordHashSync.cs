using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>PasswordHashSync: a hybrid tenant synchronises password hashes.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature.</remarks>
internal sealed class PasswordHashSync : SwitchControl
{
    public override string ControlId => "PasswordHashSync";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OnPremisesSynchronization, Resources.Organization];

    public override string Rule =>
        "Password hash synchronisation is switched on. Not judged where no users come from an Active Directory.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Password hash synchronisation";

    protected override string Setting => "features.passwordSyncEnabled";

    protected override (string, string) Compliant => (
        "Password hash sync is on.",
        "Microsoft Entra ID can recognise leaked passwords and keeps signing people in while the servers on premises are down.");

    protected override (string, string) NotCompliant => (
        "Password hash sync is off.",
        "Without password hashes Microsoft Entra ID cannot recognise leaked passwords, and sign-in depends on servers on premises.");

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control) => evidence.IsHybrid
        ? base.Evaluate(evidence, control)
        : Verdict.NotEvaluated(
            NotEvaluatedReason.NotApplicable, "No users are synchronised from an Active Directory: there are no password hashes to synchronise.");
}
