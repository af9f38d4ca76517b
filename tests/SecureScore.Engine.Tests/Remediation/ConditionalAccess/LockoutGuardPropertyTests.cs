using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>On random constellations of roles, groups, registrations and policies no plan leaves the tenant without a way in, and none that leaves one is
/// refused. What is left is worked out again from the rows alone, user by user.</summary>
public sealed class LockoutGuardPropertyTests
{
    private const string UserAdministrator = TestTenant.UserAdministrator;
    private const string Phishing = """{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}""";

    private static readonly string[] s_names = ["a", "b", "c", "d"];
    private static readonly string[] s_groups = ["g", "h", "i"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_plan_leaves_nobody_a_way_in(int seed)
    {
        var random = new Random(seed);
        int passed = 0;
        int refused = 0;
        for (int i = 0; i < 250; i++)
        {
            using var tenant = Random(random, out bool knowsAllGroups);
            var snapshot = tenant.OpenInMemory();
            bool isSwitch = random.Next(8) == 0;
            string id = isSwitch ? PolicyRemediationIds.DisableSecurityDefaults : PolicyBlueprint.All[random.Next(PolicyBlueprint.All.Count)].Id;
            if (isSwitch)
                snapshot = tenant.SecurityDefaults(true).OpenInMemory();
            string? account = random.Next(3) == 0 ? null : $"{Any(random, s_names)}@contoso.com";
            List<(string, string[])> values = [random.Next(2) == 0 ? PolicyPlans.Exclude($"{Any(random, s_names)}@contoso.com") : ("ExcludeGroup", [Any(random, s_groups)])];
            if (!isSwitch)
                values.Add(PolicyPlans.Enforce);
            if (!isSwitch && random.Next(4) == 0)
                values.Add(("Group", [Any(random, s_groups)]));

            bool isRefused = false;
            try
            {
                var draft = snapshot.Draft(id, account, [.. values]);
                if (draft.Changes.Count == 0)
                    continue;

                var oracle = new Oracle(snapshot.After(draft));
                oracle.SomebodyGetsIn.ShouldBeTrue($"case {i} of seed {seed}: {id} for {account ?? "an application"} leaves nobody a way in");
                (account is null || oracle.GetsInAgain(account)).ShouldBeTrue($"case {i} of seed {seed}: {id} keeps {account} out");
                passed++;
            }
            catch (SecureScoreException exception) when (exception.ErrorId == ErrorIds.LockoutRisk)
            {
                isRefused = true;
                refused++;
            }

            if (!isRefused || !knowsAllGroups)
                continue;

            // The same without a guard: what only reports, put in force by hand.
            var reporting = PolicyPlans.Find(id).Parameters.Any(parameter => parameter.Name == "Enforce")
                ? snapshot.Draft(id, account, [.. values.Where(value => value.Item1 != "Enforce")])
                : null;
            if (reporting is null)
                continue;

            var unguarded = new Oracle(SecureScore.Engine.Remediation.ChangeProjection.Apply(snapshot, reporting.InForce ?? reporting.Changes));
            (unguarded.SomebodyGetsIn && (account is null || unguarded.GetsInAgain(account)))
                .ShouldBeFalse($"case {i} of seed {seed}: {id} for {account ?? "an application"} was refused without need");
        }

        // A check that never refuses, or always does, has seen nothing.
        passed.ShouldBeGreaterThan(30);
        refused.ShouldBeGreaterThan(30);
    }

    private static TestTenant Random(Random random, out bool knowsAllGroups)
    {
        var tenant = TestTenant.WithoutPeople().Eligibility();
        foreach (string name in s_names)
        {
            // Somebody can sign in at all: without one there is nothing to judge.
            tenant.Person(
                name,
                enabled: name == s_names[0] || random.Next(4) > 0,
                registered: random.Next(4) switch { 0 => null, 1 => false, _ => true },
                methods: random.Next(3) == 0 ? ["fido2"] : ["softwareOneTimePasscode"]);
        }

        knowsAllGroups = true;
        foreach (string name in s_groups)
        {
            bool isKnown = random.Next(8) > 0;
            knowsAllGroups &= isKnown;
            string[] members = [.. s_names.Concat(s_groups).Where(_ => random.Next(4) == 0), .. random.Next(2) == 0 ? Array.Empty<string>() : ["device"]];
            knowsAllGroups &= members.Length > 0;
            tenant.Group(name, isKnown ? members : []);
        }

        tenant.Role("robot", kind: "servicePrincipal");
        foreach (string name in s_names)
        {
            if (random.Next(3) == 0)
                tenant.Role(name, eligible: random.Next(2) == 0);
            if (random.Next(4) == 0)
                tenant.Role(name, UserAdministrator, eligible: random.Next(2) == 0, scope: random.Next(2) == 0 ? "/" : "/administrativeUnits/1");
        }

        if (random.Next(3) == 0)
            tenant.Role(s_groups[0], kind: "group", eligible: random.Next(2) == 0);
        for (int number = random.Next(3); number > 0; number--)
            Policy(tenant, random, $"P{number}");
        return tenant;
    }

    private static void Policy(TestTenant tenant, Random random, string name)
    {
        string include = random.Next(4) switch
        {
            0 => """ "includeUsers":["All"] """,
            1 => $$""" "includeUsers":["{{TestTenant.Id(Any(random, s_names))}}"] """,
            2 => $$""" "includeGroups":["{{TestTenant.Id(Any(random, s_groups))}}"] """,
            _ => $$""" "includeRoles":["{{TestTenant.GlobalAdministrator}}"] """,
        };
        string exclude = random.Next(4) switch
        {
            0 => $$""" ,"excludeUsers":["{{TestTenant.Id(Any(random, s_names))}}"] """,
            1 => $$""" ,"excludeGroups":["{{TestTenant.Id(Any(random, s_groups))}}"] """,
            2 => $$""" ,"excludeRoles":["{{TestTenant.GlobalAdministrator}}"] """,
            _ => "",
        };
        string grants = random.Next(6) switch
        {
            0 => """{"operator":"OR","builtInControls":["block"]}""",
            1 => """{"operator":"OR","builtInControls":["compliantDevice"]}""",
            2 => """{"operator":"AND","builtInControls":["mfa","compliantDevice"]}""",
            3 => Phishing,
            4 => """{"operator":"OR","builtInControls":["mfa","compliantDevice"]}""",
            _ => """{"operator":"OR","builtInControls":["mfa"]}""",
        };
        string application = random.Next(3) switch { 0 => "All", 1 => "MicrosoftAdminPortals", _ => "some-app" };
        tenant.Policy(
            name, include + exclude, grants, $$""" "includeApplications":["{{application}}"] """,
            random.Next(4) == 0 ? """ "clientAppTypes":["exchangeActiveSync","other"] """ : """ "clientAppTypes":["all"] """,
            state: random.Next(3) == 0 ? "enabledForReportingButNotEnforced" : "enabled");
    }

    private static T Any<T>(Random random, T[] items) => items[random.Next(items.Length)];

    /// <summary>Goes through users and policies one by one, by the rows alone. Whoever is in a group of which not all is known is taken to be in it where a
    /// policy includes it, and not to be in it anywhere else.</summary>
    private sealed class Oracle
    {
        private readonly Dictionary<string, JsonObject> _users;
        private readonly Dictionary<string, JsonObject> _registered;
        private readonly JsonObject[] _members;
        private readonly HashSet<string> _groups;
        private readonly JsonObject[] _active;
        private readonly JsonObject[] _eligible;
        private readonly JsonObject[] _policies;

        public Oracle(TenantSnapshot snapshot)
        {
            _users = Rows(Resources.Users).ToDictionary(row => Text(row["id"]), StringComparer.Ordinal);
            _registered = Rows(Resources.UserRegistrationDetails).ToDictionary(row => Text(row["id"]), StringComparer.Ordinal);
            _members = Rows(Resources.GroupMembers);
            _groups = Rows(Resources.Groups).Select(row => Text(row["id"])).ToHashSet(StringComparer.Ordinal);
            _active = Rows(Resources.RoleAssignments);
            _eligible = Rows(Resources.RoleEligibilityScheduleInstances);
            _policies = [.. Rows(Resources.ConditionalAccessPolicies).Where(policy => Text(policy["state"]) == "enabled")];

            JsonObject[] Rows(string resource) => [.. snapshot.Rows(resource).Select(row => JsonNode.Parse(row)!.AsObject())];
        }

        public bool SomebodyGetsIn => _users.Keys.Any(user => (bool)_users[user]["accountEnabled"]!
            && Holds(user, TestTenant.GlobalAdministrator, _active, false) && _policies.All(policy => GetsPast(user, policy)));

        public bool GetsInAgain(string name)
        {
            string user = _users.Single(user => Text(user.Value["userPrincipalName"]) == name).Key;
            return _policies.Where(policy => Text(policy["displayName"]).StartsWith("SecureScore: ", StringComparison.Ordinal)).All(policy => GetsPast(user, policy));
        }

        private bool GetsPast(string user, JsonObject policy)
        {
            var users = policy["conditions"]!["users"]!;
            bool isIncluded = Texts(users["includeUsers"]).Any(name => name == "All" || name == user)
                || Texts(users["includeGroups"]).Any(group => IsIn(user, group, true))
                || Texts(users["includeRoles"]).Any(role => Holds(user, role, [.. _active, .. _eligible], true));
            bool isExcluded = Texts(users["excludeUsers"]).Contains(user, StringComparer.Ordinal)
                || Texts(users["excludeGroups"]).Any(group => IsIn(user, group, false))
                || Texts(users["excludeRoles"]).Any(role => Holds(user, role, _active, false));
            return !isIncluded || isExcluded || !IsMet(policy) || Passes(user, policy["grantControls"]!);
        }

        private static bool IsMet(JsonObject policy)
        {
            var conditions = policy["conditions"]!;
            return Texts(conditions["clientAppTypes"]).Contains("all", StringComparer.Ordinal)
                && conditions["authenticationFlows"] is null
                && Texts(conditions["applications"]!["includeApplications"])[0] is "All" or "MicrosoftAdminPortals" or "797f4846-ba00-4fd7-ba43-dac1f8f63013";
        }

        private bool Passes(string user, JsonNode grants)
        {
            _registered.TryGetValue(user, out var row);
            bool hasMfa = row is not null && (bool)row["isMfaRegistered"]!;
            bool[] met =
            [
                .. Texts(grants["builtInControls"]).Select(control => control is "mfa" or "passwordChange" && hasMfa),
                .. grants["authenticationStrength"] is null ? Array.Empty<bool>() : [hasMfa && Texts(row!["methodsRegistered"]).Contains("fido2", StringComparer.Ordinal)],
            ];
            return Text(grants["operator"]) == "OR" ? met.Any(isMet => isMet) : met.All(isMet => isMet);
        }

        // A role of which a group of unknown members is among the holders may be anybody's.
        private bool Holds(string user, string role, JsonObject[] assignments, bool whenUnknown) => assignments
            .Where(assignment => Text(assignment["roleDefinitionId"]) == role && Text(assignment["directoryScopeId"]) == "/")
            .Any(assignment => Text(assignment["principalId"]) is var holder && (holder == user || (_groups.Contains(holder) && IsIn(user, holder, whenUnknown))));

        private bool IsIn(string user, string group, bool whenUnknown)
        {
            var reached = new HashSet<string>(StringComparer.Ordinal) { group };
            var pending = new Queue<string>(reached);
            bool isMember = false;
            while (pending.TryDequeue(out string? next))
            {
                string[] members = [.. _members.Where(row => Text(row["groupId"]) == next).Select(row => Text(row["memberId"]))];
                if (members.Length == 0)
                    return whenUnknown;

                isMember |= members.Contains(user, StringComparer.Ordinal);
                foreach (string nested in members.Where(_groups.Contains).Where(reached.Add))
                    pending.Enqueue(nested);
            }

            return isMember;
        }

        private static string Text(JsonNode? node) => (string)node!;

        private static string[] Texts(JsonNode? node) => node is null ? [] : [.. node.AsArray().Select(item => (string)item!)];
    }
}
