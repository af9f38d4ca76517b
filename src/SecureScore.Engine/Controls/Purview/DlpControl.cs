using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Purview;

/// <summary>A control that asks for a data loss prevention policy.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-dlpcompliancepolicy. A policy enforces while it is enabled and
/// its mode is Enable; the modes TestWithNotifications and TestWithoutNotifications only report.</remarks>
internal abstract class DlpControl : ControlEvaluator
{
    private static readonly string[] s_otherModes = ["TestWithNotifications", "TestWithoutNotifications", "Disable"];

    public sealed override IReadOnlyList<string> Evidence { get; } = [Resources.DlpCompliancePolicy];

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "Only a policy that enforces could count: enabled, and in the mode Enable. Here any policy earns the points, and a finding says when none enforces.";

    /// <summary>What the policies are called.</summary>
    protected abstract string PolicyKind { get; }

    public sealed override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var policies = evidence.List(Resources.DlpCompliancePolicy).Where(Exists).Where(Concerns).Select(Policy.Parse).ToArray();
        bool exists = policies.Length > 0;
        string status = exists ? $"You have {Quantity.Of(policies.Length, PolicyKind)}." : $"You have no {PolicyKind}.";
        return Verdict.Settings(status, new TenantSetting(PolicyKind, "Get-DlpCompliancePolicy", exists ? "there is one" : "none", "at least one policy", exists)) with
        {
            Explanation = exists
                ? string.Join(" ", policies.Select(policy => policy.Describe()))
                : "Nothing keeps people from sending or sharing card numbers, health records and the like.",
            Findings = [.. Findings(policies)],
        };
    }

    /// <summary>Whether a policy is about what the control is about.</summary>
    protected abstract bool Concerns(EvidenceObject policy);

    private static bool Exists(EvidenceObject policy) => !"PendingDeletion".Equals(policy.Text("Mode"), StringComparison.OrdinalIgnoreCase);

    private IEnumerable<Finding> Findings(Policy[] policies)
    {
        foreach (var policy in policies.Where(policy => !policy.IsModeKnown))
            yield return new Finding("UnknownValue", $"The {PolicyKind} '{policy.Name}' has Mode = '{policy.Mode}', which is unknown here; it counts as not enforced.");
        if (policies.Length > 0 && !policies.Any(policy => policy.Enforces))
            yield return new Finding("NoneEnforced", $"No {PolicyKind} enforces: all of them are disabled or only report.");
    }

    private sealed record Policy(string Name, string Mode, bool Enabled)
    {
        public bool Enforces => Enabled && Is("Enable");

        public bool IsModeKnown => Is("Enable") || s_otherModes.Any(Is);

        public static Policy Parse(EvidenceObject row) =>
            new(row.Text("Name") ?? row.RequiredText("Identity"), row.RequiredText("Mode"), row.RequiredBoolean("Enabled"));

        public string Describe() => $"{Name} is {(Enabled ? "enabled" : "disabled")}, its mode is {Mode}.";

        private bool Is(string mode) => mode.Equals(Mode, StringComparison.OrdinalIgnoreCase);
    }
}
