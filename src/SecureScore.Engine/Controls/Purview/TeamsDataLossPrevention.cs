using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Purview;

/// <summary>mip_DLP_policies_Teams: a policy looks for data that must not leave by chat.</summary>
internal sealed class TeamsDataLossPrevention : DlpControl
{
    public override string ControlId => "mip_DLP_policies_Teams";

    public override string Rule => "There is a data loss prevention policy for Microsoft Teams.";

    protected override string PolicyKind => "Teams DLP policy";

    protected override bool Concerns(EvidenceObject policy)
    {
        // The locations are listed only when they were asked for; the workloads always are.
        if (policy.Names("TeamsLocation").Count > 0)
            return true;

        var workloads = policy.Has("Workload") ? policy.Names("Workload") : policy.RequiredNames("TeamsLocation");
        return workloads.SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries)).Contains("Teams", StringComparer.OrdinalIgnoreCase);
    }
}
