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
        string[] names = [.. workloads.SelectMany(workload => workload.Split(',', StringSplitOptions.TrimEntries))];
        if (names.FirstOrDefault(name => name.Length > 0 && name.All(char.IsAsciiDigit)) is { } number)
        {
            throw EvidenceUnavailableException.Unusable(
                Resources.DlpCompliancePolicy,
                $"policy '{policy.Text("Name") ?? policy.RequiredText("Identity")}' has the number {number} as its Workload, which names none");
        }

        return names.Contains("Teams", StringComparer.OrdinalIgnoreCase);
    }
}
