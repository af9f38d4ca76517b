using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Tells whether policies in force leave somebody a way in: a Global Administrator, and whoever puts them in force.</summary>
/// <remarks>Only what is certain counts. A way in has who is outside of a policy, who has registered what it asks for, or whose ordinary sign-in, in a
/// browser and without any risk, it does not reach. What no evidence shows (a compliant device, another company's service, a strength of the tenant's own)
/// counts as missing, as does a registration of which nothing is known. Policies that are put in force now are judged more strictly than those that are in
/// force already: a condition on the place, the device or the risk is no way round what they ask for.</remarks>
internal sealed class LockoutGuard
{
    private const int MostNames = 10;
    private const string MultifactorStrength = "00000000-0000-0000-0000-000000000002";
    private const string PhishingResistantStrength = "00000000-0000-0000-0000-000000000004";

    // Whoever cannot open any of these cannot administer the tenant.
    private static readonly string[] s_administration = ["All", "MicrosoftAdminPortals", "797f4846-ba00-4fd7-ba43-dac1f8f63013"];

    private static readonly string[] s_asksWithMfa = ["mfa", "passwordChange", "riskRemediation"];

    private readonly TenantEvidence _evidence;
    private readonly Gate[] _gates;
    private readonly RegisteredMethods _methods;
    private readonly UserSet _administrators;
    private readonly DirectoryUser? _caller;
    private readonly string? _account;

    private LockoutGuard(TenantEvidence evidence, IReadOnlySet<string> enforced, string? account)
    {
        _evidence = evidence;
        _account = account;
        _caller = account is null ? null : DirectoryNames.FindUser(evidence, account);
        _administrators = evidence.Roles
            .ActiveHolders(assignment => assignment.Role == AdministrativeRoles.GlobalAdministrator && assignment.IsTenantWide, [])
            .Intersect(evidence.EnabledUsers).Certain;
        var watched = _administrators.Union(evidence.Users.NoOne());
        if (_caller is not null)
            watched.Add(_caller.Position);
        _methods = RegisteredMethods.Read(evidence, watched);
        _gates = [.. evidence.ConditionalAccessPolicies
            .Where(policy => policy.State is PolicyState.Enabled or PolicyState.Unknown)
            .Select(policy => GateOf(policy, enforced.Contains(policy.Id)))];
    }

    /// <summary>The dangers, one sentence each; none when somebody keeps a way in.</summary>
    /// <param name="inForce">The evidence with the policies in force.</param>
    /// <param name="enforced">The ids of the policies that are put in force, or changed while they are.</param>
    /// <param name="account">The user principal name of who does it; null for an application.</param>
    /// <exception cref="EvidenceUnavailableException">Users, roles or policies cannot be read.</exception>
    public static IReadOnlyList<string> Dangers(TenantEvidence inForce, IReadOnlySet<string> enforced, string? account)
    {
        var guard = new LockoutGuard(inForce, enforced, account);
        return [.. guard.OfAdministrators().Concat(guard.OfCaller())];
    }

    /// <summary>The enabled, active Global Administrators who surely have registered a method.</summary>
    public static IReadOnlyList<string> AdministratorsWith(TenantEvidence evidence, RequiredMethod method)
    {
        var guard = new LockoutGuard(evidence, new HashSet<string>(StringComparer.OrdinalIgnoreCase), null);
        var having = evidence.Users.NoOne();
        foreach (int user in guard._administrators.Members().Where(user => guard._methods.Has(user, method)))
            having.Add(user);
        return [.. evidence.ReadUsers(having).Select(user => user.Name)];
    }

    private IEnumerable<string> OfAdministrators()
    {
        if (_administrators.Members().Any(user => _gates.All(gate => LetsIn(gate, user))))
            yield break;

        var named = _evidence.ReadUsers(_administrators).Take(MostNames + 1).ToArray();
        string why = string.Join("; ", named.Take(MostNames).Select(user => $"{user.Name} ({Obstacles(user.Position, _gates)})"));
        string more = named.Length > MostNames ? "; and more" : "";
        yield return named.Length == 0
            ? "No enabled account holds Global Administrator for certain."
            : $"No Global Administrator would be left who surely can sign in: {why}{more}.";
    }

    private IEnumerable<string> OfCaller()
    {
        if (_account is null)
            yield break;

        // Whoever is signed in has passed what is in force already.
        var enforced = _gates.Where(gate => gate.IsEnforced).ToArray();
        if (_caller is null)
        {
            if (enforced.Length > 0)
                yield return $"You are signed in as '{_account}', whom the users of the tenant do not name: whether you could sign in again cannot be told.";
        }
        else if (enforced.Any(gate => !LetsIn(gate, _caller.Position)))
        {
            yield return $"You would be kept out yourself: {_caller.Name} ({Obstacles(_caller.Position, enforced)}).";
        }
    }

    private string Obstacles(int user, Gate[] gates) => string.Join(", ", gates.Where(gate => !LetsIn(gate, user)).Select(gate =>
        Blocks(gate.Policy) ? $"blocked by policy '{gate.Policy.Name}'" : $"without what policy '{gate.Policy.Name}' asks for, as far as is known{Unread()}"));

    private string Unread() => _methods.IsKnown ? "" : ": the registration report was not read";

    private bool LetsIn(Gate gate, int user) => !gate.Reaches.Contains(user) || Passes(gate.Policy, user);

    private Gate GateOf(ConditionalAccessPolicy policy, bool isEnforced)
    {
        if (policy.Grants.Count == 0 || !IsMetAtSignIn(policy, isEnforced))
            return new Gate(policy, isEnforced, _evidence.Users.NoOne());

        var included = policy.Include.Resolve(_evidence, policy, "includes", [], []).Possible;
        var excluded = (policy.Exclude with { Roles = [] }).Resolve(_evidence, policy, "excludes", [], []).Certain;
        if (policy.Exclude.Roles.Count > 0)
        {
            // Who must first activate a role is not excluded by it yet.
            var roles = policy.Exclude.Roles.Select(EntityId.Parse).ToHashSet();
            excluded = excluded.Union(_evidence.Roles.ActiveHolders(assignment => assignment.IsTenantWide && roles.Contains(assignment.Role), []).Certain);
        }

        return new Gate(policy, isEnforced, included.Except(excluded));
    }

    /// <summary>Whether an ordinary sign-in to the places of administration meets the policy.</summary>
    private static bool IsMetAtSignIn(ConditionalAccessPolicy policy, bool isEnforced)
    {
        if (policy.IsForActions || policy.TransferMethods.Count > 0)
            return false;
        if (policy.ClientAppTypes.Count > 0 && !Names(policy.ClientAppTypes, "all") && !Names(policy.ClientAppTypes, "browser"))
            return false;
        if (!policy.IncludedApplications.Any(application => Names(s_administration, application)) && !policy.HasApplicationFilter)
            return false;

        var risks = policy.UserRiskLevels.Concat(policy.SignInRiskLevels).ToArray();
        bool onlyAtRisk = risks.Length > 0 && !Names(risks, "none");
        return isEnforced ? !(onlyAtRisk && Blocks(policy)) : !onlyAtRisk && policy.Narrowing.Count == 0;
    }

    private bool Passes(ConditionalAccessPolicy policy, int user) => policy.AnyGrantIsEnough == true
        ? policy.Grants.Any(grant => Has(grant, user))
        : policy.Grants.All(grant => Has(grant, user));

    private bool Has(PolicyGrant grant, int user) => grant switch
    {
        { Strength.Id: MultifactorStrength } => _methods.Has(user, RequiredMethod.Mfa),
        { Strength.Id: PhishingResistantStrength } => _methods.Has(user, RequiredMethod.PhishingResistant),
        { Strength: not null } or { IsThirdParty: true } => false,
        _ when Names(s_asksWithMfa, grant.Name) => _methods.Has(user, RequiredMethod.Mfa),
        _ => grant.Name.Equals("termsOfUse", StringComparison.OrdinalIgnoreCase),
    };

    private static bool Blocks(ConditionalAccessPolicy policy) => policy.Grants.Any(grant => grant.Blocks == true);

    private static bool Names(IReadOnlyCollection<string> values, string value) => values.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>A policy in force, and whom it may reach at an ordinary sign-in.</summary>
    private sealed record Gate(ConditionalAccessPolicy Policy, bool IsEnforced, UserSet Reaches);
}
