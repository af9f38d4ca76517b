using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>The accounts that are kept for emergencies, as far as a tenant's configuration shows them.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access. Nothing in the directory marks such
/// an account, so that its name and how policies treat it must do.</remarks>
internal sealed record BreakGlassAccounts
{
    /// <summary>The resources that tell the accounts.</summary>
    public static readonly string[] Sources = [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, .. Administrators.Sources];

    /// <summary>The enabled, active Global Administrators whom a policy for everyone or for administrators excludes by account or group, or whose
    /// name says what they are for.</summary>
    public required UserBounds Users { get; init; }

    /// <summary>The policies that could lock them out.</summary>
    public required IReadOnlyList<ConditionalAccessPolicy> Policies { get; init; }

    public required IReadOnlyList<Doubt> Doubts { get; init; }

    public static BreakGlassAccounts Find(TenantEvidence evidence)
    {
        var doubts = new List<Doubt>();
        var administrators = evidence.Roles.ActiveHolders(assignment => assignment.Role == AdministrativeRoles.GlobalAdministrator, doubts)
            .Intersect(evidence.EnabledUsers);
        var policies = evidence.ConditionalAccessPolicies.Where(CanLockOut).ToArray();
        var excluded = UserBounds.Exactly(evidence.Users.NamedForEmergency);
        foreach (var policy in policies)
            excluded = excluded.Union(ExcludedFrom(evidence, policy, doubts));
        return new BreakGlassAccounts { Users = excluded.Intersect(administrators), Policies = policies, Doubts = doubts };
    }

    private static UserBounds ExcludedFrom(TenantEvidence evidence, ConditionalAccessPolicy policy, List<Doubt> doubts)
    {
        var users = (policy.Exclude with { Roles = [], GuestTypes = [] }).Resolve(evidence, policy, "excludes", doubts, []);
        if (policy.State != PolicyState.Unknown)
            return users;

        // Nobody is known to be excluded from a policy that may be off.
        doubts.Add(UnknownState(policy));
        return users with { Certain = evidence.Users.NoOne() };
    }

    /// <summary>What is open about a policy whose state is unknown here.</summary>
    public static Doubt UnknownState(ConditionalAccessPolicy policy) =>
        new($"policy '{policy.Name}' has the unknown state '{policy.StateText}'", IsUnknownValue: true);

    // Whoever names Global Administrators means these accounts too; a policy that neither blocks nor asks for anything keeps nobody out.
    private static bool CanLockOut(ConditionalAccessPolicy policy) =>
        policy.State is PolicyState.Enabled or PolicyState.Unknown
        && policy.Grants.Count > 0
        && !policy.Exclude.Everyone
        && (policy.Include.Everyone || policy.Include.Roles.Any(role => EntityId.Parse(role) == AdministrativeRoles.GlobalAdministrator));
}
