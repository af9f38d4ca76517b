using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_limited_administrative_roles: a policy keeps everyone but administrators out of Azure management.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/conditional-access/policy-old-require-mfa-azure-mgmt. Despite the control's name it is not
/// about how many administrators there are.</remarks>
internal sealed class AzureManagement : ControlEvaluator
{
    private const string ServiceManagementApi = "797f4846-ba00-4fd7-ba43-dac1f8f63013";

    public override string ControlId => "aad_limited_administrative_roles";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, .. Administrators.Sources];

    public override string Rule =>
        "An enabled Conditional Access policy blocks Windows Azure Service Management API for all users except administrators: it may exclude administrative roles, and users and "
        + "groups whose members all hold one.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => $"Only the {AdministrativeRoles.ToProtect.Count} roles that Microsoft lists may be excluded, and no user or group.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var doubts = new List<Doubt>();
        var findings = new List<Finding>();
        var measured = PolicyVerdict.Measure(
            evidence,
            "blocks Azure management for everyone but administrators",
            policy => PolicyFit.Of(policy)
                .Guarantees(grant => grant.Blocks)
                .OnlyIf(Includes(policy.IncludedApplications, "All") || Includes(policy.IncludedApplications, ServiceManagementApi))
                .Demand(!Includes(policy.ExcludedApplications, ServiceManagementApi), "excludes Windows Azure Service Management API")
                .Demand(!policy.HasApplicationFilter, "applies only to some apps")
                .ForClients("browser", "mobileAppsAndDesktopClients")
                .AtAnyRisk()
                .WithoutOtherConditions()
                .Demand(policy.Include.Everyone, "does not include all users")
                .Demand(policy.Exclude is { Everyone: false, GuestTypes.Count: 0 }, "excludes guests or everyone")
                .Demand(policy.Exclude.Roles.All(role => AdministrativeRoles.Contains(EntityId.Parse(role))), "excludes a role that is not administrative")
                .DemandAtLast(
                    () => ExcludesAdministratorsOnly(evidence, policy, doubts, findings),
                    () => "excludes users or groups that hold no administrative role")
                .Note(policy.Exclude.IsEmpty, "BlocksAdministrators", $"Policy '{policy.Name}' blocks administrators too."));
        return (measured with { Doubts = doubts, Findings = findings }).ToVerdict();
    }

    private static bool? ExcludesAdministratorsOnly(TenantEvidence evidence, ConditionalAccessPolicy policy, List<Doubt> doubts, List<Finding> findings)
    {
        if (policy.Exclude.Users.Count == 0 && policy.Exclude.Groups.Count == 0)
            return true;

        var named = policy.Exclude with { Roles = [], GuestTypes = [] };
        try
        {
            var excluded = named.Resolve(evidence, policy, "excludes", doubts, findings).Intersect(evidence.Users.Enabled);
            var administrators = Administrators.Holding(evidence, AdministrativeRoles.Contains);
            doubts.AddRange(administrators.Doubts);
            return !excluded.Certain.Except(administrators.Users.Possible).IsEmpty ? false
                : excluded.Possible.Except(administrators.Users.Certain).IsEmpty ? true
                : null;
        }
        catch (EvidenceUnavailableException exception)
        {
            doubts.Add(new Doubt($"the snapshot does not tell whether those whom policy '{policy.Name}' excludes are administrators", exception.State));
            return null;
        }
    }

    private static bool Includes(IReadOnlyList<string> applications, string application) =>
        applications.Contains(application, StringComparer.OrdinalIgnoreCase);
}
