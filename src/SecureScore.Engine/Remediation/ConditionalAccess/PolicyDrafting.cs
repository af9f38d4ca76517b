using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>What the remediations by policies share: what they ask of the tenant before, whom a policy names, and what the administrator should know.</summary>
internal sealed class PolicyDrafting
{
    private const int MostNames = 10;
    private const int FewestWithKeys = 2;

    private readonly List<string> _notes = [];
    private readonly TrustedLocations _locations;

    /// <exception cref="SecureScoreException">A value names what is not there.</exception>
    public PolicyDrafting(RemediationRequest request)
    {
        Request = request;
        People = PolicyAudienceValues.Find(request);
        _locations = TrustedLocations.Find(request);
        _notes.AddRange(_locations.Warnings);
    }

    /// <summary>The resources that it takes to plan a policy, besides those that are changed.</summary>
    public static IReadOnlyList<string> Reads { get; } =
    [
        .. Administrators.Sources, Resources.UserRegistrationDetails, Resources.AuthenticationStrengthPolicies, Resources.SecurityDefaults, Resources.SubscribedSkus,
    ];

    public RemediationRequest Request { get; }

    public PolicyAudienceValues People { get; }

    /// <summary>What turned out on the way.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private TenantEvidence Evidence => Request.Evidence;

    /// <summary>The tenant does not let the control be put in place.</summary>
    public SecureScoreException NotPossible(string why) =>
        new(ErrorIds.RemediationNotPossible, $"'{Request.ControlId}' is left as it is. {why}") { Target = Request.ControlId };

    /// <exception cref="SecureScoreException"><c>RemediationNotPossible</c>: the tenant lacks the licence.</exception>
    public void RequireLicence(PolicyBlueprint blueprint)
    {
        var gate = ControlCatalog.LicenceGates[blueprint.Licence];
        if (Evidence.Licences?.Opens(gate) == false)
        {
            throw NotPossible(
                $"A policy that {blueprint.Effect} takes Microsoft Entra ID {blueprint.Licence["Entra".Length..]}, which the tenant does not own. "
                + "Enable-SecurityDefault asks for MFA and blocks legacy authentication on any licence.");
        }
    }

    /// <exception cref="SecureScoreException"><c>RemediationNotPossible</c>: the service refuses a policy in force while security defaults are on.</exception>
    public void RequireDefaultsOff()
    {
        if (AreDefaultsOn(Evidence))
        {
            throw NotPossible(
                "Security defaults are on, and the service lets no policy be in force beside them. Disable-SecurityDefault switches them off and puts policies in force in their place, "
                + "in one step; without -Enforce the policy is made and only reports.");
        }
    }

    /// <summary>Whether security defaults are on.</summary>
    /// <exception cref="EvidenceUnavailableException">Nothing tells.</exception>
    public static bool AreDefaultsOn(TenantEvidence evidence) => SecurityDefaults.Read(evidence).Enabled ?? evidence.SecurityDefaultsEnabled;

    /// <summary>The policy as it is to be, for whom the values say.</summary>
    /// <param name="blueprint">The policy.</param>
    /// <param name="changes">Takes what makes the places that it leaves out.</param>
    public PolicyTarget Target(PolicyBlueprint blueprint, List<TenantChange> changes)
    {
        var users = SettingValue.Group(
            ("includeUsers", SettingValue.Of(People.Stage.Count == 0 && blueprint.Scope != PolicyScope.Administrators ? ["All"] : Array.Empty<string>())),
            ("includeGroups", SettingValue.Of(People.Stage.Select(group => group.Id))),
            ("includeRoles", SettingValue.Of(People.Stage.Count == 0 && blueprint.Scope == PolicyScope.Administrators ? RolesToInclude() : [])),
            ("excludeUsers", SettingValue.Of(People.ExcludedUsers.Select(user => user.Id))),
            ("excludeGroups", SettingValue.Of(People.ExcludedGroups.Select(group => group.Id))),
            ("excludeRoles", SettingValue.Of(RolesToExclude(blueprint.Scope))));
        var wanted = PolicyTarget.WithoutPeople(blueprint).With("conditions.users", users);
        if (_locations.Prepare(changes) is { Count: > 0 } places)
        {
            wanted = wanted.With("conditions.locations", SettingValue.Group(
                ("includeLocations", SettingValue.Of(["All"])), ("excludeLocations", SettingValue.Of(places))));
        }

        var target = PolicyTarget.Of(Evidence, blueprint, wanted);
        if (People.Stage.Count > 0 && target.WasWhole)
            _notes.Add($"The policy '{target.Name}' is for all already, and stays so: a stage would take from it.");
        string[] kept = [.. target.KeptOut.Except(People.ExcludedUsers.Select(user => user.Id).Concat(People.ExcludedGroups.Select(group => group.Id)), StringComparer.OrdinalIgnoreCase)];
        if (kept.Length > 0)
            _notes.Add($"The policy '{target.Name}' goes on leaving out whom it left out before ({Quantity.Of(kept.Length, "name")} more than you gave).");
        return target;
    }

    /// <exception cref="SecureScoreException"><c>RemediationValueMissing</c>: the policy is new and leaves nobody out.</exception>
    public void RequireSomebodyLeftOut(PolicyBlueprint blueprint, PolicyTarget target)
    {
        if (target.Id is not null || target.LeavesOut)
            return;

        // A policy that counts only where it leaves nobody out could never earn anything: keys that cannot be phished take the place of an exclusion.
        var safe = blueprint.CountsWholeOnly ? LockoutGuard.AdministratorsWith(Evidence, RequiredMethod.PhishingResistant) : [];
        if (safe.Count < FewestWithKeys)
            throw PolicyAudienceValues.NobodyLeftOut(Request);

        _notes.Add($"Nobody is left out: {Quantity.Of(safe.Count, "Global Administrator")} have a method that resists phishing ({Some(safe)}).");
    }

    /// <summary>Looks whether somebody keeps a way in.</summary>
    /// <param name="inForce">The changes with the policies in force.</param>
    /// <param name="isInForce">Whether they will be; otherwise a danger is something to know.</param>
    /// <exception cref="SecureScoreException"><c>LockoutRisk</c>.</exception>
    public void Guard(IReadOnlyList<TenantChange> inForce, bool isInForce)
    {
        var dangers = LockoutGuard.Dangers(Project(inForce), Enforced(inForce), Request.Account);
        if (dangers.Count == 0)
            return;
        if (!isInForce)
        {
            _notes.AddRange(dangers.Select(danger => $"In force it would be refused as things are. {danger}"));
            return;
        }

        throw new SecureScoreException(
            ErrorIds.LockoutRisk,
            $"'{Request.ControlId}' is left as it is: people could be locked out for good. {string.Join(" ", dangers)} Nothing was written. "
            + "Leave an emergency access account out, or let those named register first.")
        {
            Target = Request.ControlId,
        };
    }

    /// <summary>Looks whether somebody keeps a way in when changes are taken back: that may put a policy in force again, or let nobody out of it any more. A
    /// danger that is there already is no reason to leave everything as it is.</summary>
    /// <exception cref="SecureScoreException"><c>LockoutRisk</c>.</exception>
    public void GuardUndo(IReadOnlyList<TenantChange> changes)
    {
        var touched = Enforced(changes);
        bool isInForce = Project(changes).ConditionalAccessPolicies.Any(policy => touched.Contains(policy.Id) && policy.State is (PolicyState.Enabled or PolicyState.Unknown));
        if (isInForce && LockoutGuard.Dangers(Evidence, touched, Request.Account).Count == 0)
            Guard(changes, isInForce: true);
    }

    /// <summary>What the administrator should know of a policy that this program makes.</summary>
    public IEnumerable<string> WarningsOf(PolicyBlueprint blueprint, PolicyTarget target, bool isInForce, IReadOnlyList<TenantChange> inForce)
    {
        if (!isInForce)
            yield return $"'{target.Name}' only reports, which earns nothing, until it is put in force with -{PolicyParameters.Enforce}.";
        foreach (string note in _notes)
            yield return note;
        if (blueprint.Scope == PolicyScope.Administrators && People.Stage.Count == 0 && CustomRoles() is { Count: > 0 } custom)
            yield return $"Custom roles cannot be named in a policy: who holds only {Some(custom)} is not asked. Put them in a group and name it in a policy of your own.";
        if (blueprint.CountsWholeOnly && target.LeavesOut)
            yield return $"The policy counts only where it leaves no administrator out: with the exclusion it earns no points. Give {FewestWithKeys} Global Administrators a passkey to do without one.";
        var projected = Project(inForce);
        if (PolicyRollout.Find(projected, blueprint) is not { } policy)
            yield break;
        foreach (string sentence in PolicyRollout.Sentences(projected, policy, blueprint))
            yield return sentence;
        if (blueprint.Id == PolicyRemediationIds.LegacyAuthentication && !target.IsEnabled)
            yield return LegacySignIns.Sentence(Evidence);
        if (isInForce && target.Id is { } id && PolicyTarget.IsReportOnly(target.PresentState))
            yield return Impact(id, target.Name);
    }

    /// <summary>What the administrator should know of a policy of the tenant's own that is put in force.</summary>
    public IEnumerable<string> WarningsOfPromotion(PolicyBlueprint blueprint, ConditionalAccessPolicy policy)
    {
        yield return Impact(policy.Id, policy.Name);
        foreach (string sentence in PolicyRollout.Sentences(Evidence, policy, blueprint))
            yield return sentence;
    }

    private string Impact(string policyId, string name) => PolicyRollout.ImpactOf(Evidence, policyId, name) is { } impact
        ? PolicyRollout.Sentence(impact)
        : $"{SignInLog.WhyMissing(Evidence, Resources.RecentSignIns)}, so that nothing tells what the policy would have done to recent sign-ins.";

    /// <summary>Whom the policy concerns, in words.</summary>
    public string ForWhom(PolicyBlueprint blueprint, PolicyTarget target)
    {
        string whom = target.IsStaged ? $"members of {Some([.. People.Stage.Select(group => $"'{group.Name}'")])}"
            : blueprint.Scope switch
            {
                PolicyScope.Administrators => "holders of administrative roles",
                PolicyScope.AllButAdministrators => "all users but administrators",
                _ => "all users",
            };
        return People.LeavesOut ? $"{whom}, without {LeftOut()}" : whom;
    }

    /// <summary>Who is left out, in words.</summary>
    public string LeftOut() => Some([.. People.ExcludedUsers.Select(user => user.Name), .. People.ExcludedGroups.Select(group => $"group '{group.Name}'")]);

    /// <summary>The evidence with changes made.</summary>
    public TenantEvidence Project(IReadOnlyList<TenantChange> changes) =>
        new(ChangeProjection.Apply(Evidence.Snapshot, changes, Evidence.Cancellation), Evidence.Cancellation);

    /// <summary>Some names, and how many more there are.</summary>
    public static string Some(IReadOnlyCollection<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames))} and {Quantity.Of(names.Count - MostNames, "other")}";

    /// <summary>The names of some users, and how many more there are.</summary>
    public static string NamesOf(TenantEvidence evidence, UserSet users)
    {
        string[] names = [.. evidence.ReadUsers(users).Take(MostNames).Select(user => user.Name)];
        return users.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names)} and {Quantity.Of(users.Count - MostNames, "other")}";
    }

    // What was not there before was made by the changes.
    private HashSet<string> Enforced(IReadOnlyList<TenantChange> inForce)
    {
        var before = Evidence.ConditionalAccessPolicies.Select(policy => policy.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var touched = inForce.OfType<SettingsChange>().Select(change => change.Identity).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Project(inForce).ConditionalAccessPolicies.Select(policy => policy.Id)
            .Where(id => !before.Contains(id) || touched.Contains(id)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private string[] RolesToInclude() =>
    [
        .. AdministrativeRoles.ToProtect.Keys
            .Concat(HeldRoles().Where(role => role.IsBuiltIn).Select(role => role.Role))
            .Distinct().Select(role => role.Value.ToString()),
    ];

    private static string[] RolesToExclude(PolicyScope scope) => scope switch
    {
        PolicyScope.AllUsers => [AdministrativeRoles.DirectorySynchronizationAccounts.Value.ToString()],
        PolicyScope.AllButAdministrators => [.. AdministrativeRoles.ToProtect.Keys.Select(role => role.Value.ToString())],
        _ => [],
    };

    private List<string> CustomRoles() => [.. HeldRoles().Where(role => !role.IsBuiltIn).Select(role => $"'{role.Name}'")];

    /// <summary>The administrative roles that somebody holds or may activate, whom a policy could ask.</summary>
    private IEnumerable<(EntityId Role, string Name, bool IsBuiltIn)> HeldRoles()
    {
        var builtIn = Evidence.IsCollected(Resources.RoleDefinitions)
            ? Evidence.List(Resources.RoleDefinitions).Where(row => row.Boolean("isBuiltIn") ?? false)
                .Select(row => EntityId.Parse(row.Text("templateId") ?? row.RequiredText("id"))).ToHashSet()
            : [];
        return Evidence.Roles.Assignments
            .Where(assignment => assignment.Kind != PrincipalKind.Other && AdministrativeRoles.Contains(assignment.Role))
            .DistinctBy(assignment => assignment.Role)
            .Select(assignment => (assignment.Role, assignment.RoleName, AdministrativeRoles.ToProtect.ContainsKey(assignment.Role) || builtIn.Contains(assignment.Role)));
    }
}
