using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests;

internal sealed partial class TestTenant
{
    public const string GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
    public const string UserAdministrator = "fe930be7-5e62-47db-91af-98c3a49a38b1";
    public const string ReportsReader = "4a5d8f65-41da-4de4-8968-e035b65339cf";
    public const string SynchronizationAccounts = "d29b2b05-8046-44ba-8758-1e26182fcf32";

    /// <summary>A tenant of which everything about people was collected, without security defaults, policies or people.</summary>
    public static TestTenant WithoutPeople() => new TestTenant()
        .SecurityDefaults(false)
        .With(Resources.Users)
        .With(Resources.UserRegistrationDetails)
        .With(Resources.Groups)
        .With(Resources.GroupMembers)
        .With(Resources.RoleDefinitions)
        .With(Resources.RoleAssignments)
        .With(Resources.ConditionalAccessPolicies)
        .WithState(Resources.RoleEligibilityScheduleInstances, ResourceStatus.NotLicensed);

    /// <summary>The same with one registered Global Administrator, "ada".</summary>
    public static TestTenant WithAda() => WithoutPeople().Person("ada").Role("ada");

    public TestTenant SecurityDefaults(bool enabled) => WithObject(Resources.SecurityDefaults, new { isEnabled = enabled });

    /// <summary>Adds a user and, unless <paramref name="registered"/> is null, the user's row in the registration report.</summary>
    public TestTenant Person(
        string name,
        bool enabled = true,
        string? type = "Member",
        bool? registered = true,
        bool passwordReset = false,
        bool synced = false,
        string? perUserMfa = null,
        string[]? licences = null,
        string? userPrincipalName = null,
        string? displayName = null,
        string[]? methods = null)
    {
        With(Resources.Users, new
        {
            id = Id(name),
            userPrincipalName = userPrincipalName ?? $"{name}@contoso.com",
            displayName = displayName ?? name,
            accountEnabled = enabled,
            userType = type,
            onPremisesSyncEnabled = synced ? true : (bool?)null,
            perUserMfaState = perUserMfa,
            assignedLicenses = (licences ?? []).Select(sku => new { skuId = Id(sku), disabledPlans = Array.Empty<string>() }),
        });
        return registered is null ? this : With(Resources.UserRegistrationDetails, new
        {
            id = Id(name),
            isMfaRegistered = registered,
            isMfaCapable = registered,
            isSsprEnabled = passwordReset,
            methodsRegistered = methods ?? [],
        });
    }

    public TestTenant People(int count, bool registered = false)
    {
        for (int number = 1; number <= count; number++)
            Person($"user{number}", registered: registered);
        return this;
    }

    /// <summary>Gives a role to a user, or to another kind of principal.</summary>
    public TestTenant Role(
        string name, string role = GlobalAdministrator, bool eligible = false, string? kind = "user", string scope = "/") =>
        With(eligible ? Resources.RoleEligibilityScheduleInstances : Resources.RoleAssignments, new JsonObject
        {
            ["principalId"] = Id(name),
            ["principal"] = kind is null ? null : new JsonObject { ["@odata.type"] = $"#microsoft.graph.{kind}", ["id"] = Id(name) },
            ["roleDefinitionId"] = role,
            ["directoryScopeId"] = scope,
        });

    /// <summary>Lets eligible roles be collected, though nobody is eligible yet.</summary>
    public TestTenant Eligibility()
    {
        _states.Remove(Resources.RoleEligibilityScheduleInstances);
        return With(Resources.RoleEligibilityScheduleInstances);
    }

    /// <summary>Adds a group and its members, which may be users or groups; without members the snapshot does not tell them.</summary>
    public TestTenant Group(string name, params string[] members) => With(Resources.Groups, new { id = Id(name), displayName = name })
        .With(Resources.GroupMembers, [.. members.Select(member => (object)new { groupId = Id(name), memberId = Id(member) })]);

    /// <summary>Adds a policy: MFA for all users and all apps, unless told otherwise.</summary>
    /// <param name="name">The policy's name, of which its id is made.</param>
    /// <param name="users">Members of conditions.users, with names in braces replaced by ids: {ada}.</param>
    /// <param name="grants">The grant controls.</param>
    /// <param name="applications">Members of conditions.applications.</param>
    /// <param name="conditions">Further members of conditions.</param>
    /// <param name="session">The session controls.</param>
    /// <param name="state">The state.</param>
    public TestTenant Policy(
        string name,
        string users = """ "includeUsers":["All"] """,
        string grants = """{"operator":"OR","builtInControls":["mfa"]}""",
        string applications = """ "includeApplications":["All"] """,
        string conditions = """ "clientAppTypes":["all"] """,
        string session = "null",
        string state = "enabled") =>
        With(Resources.ConditionalAccessPolicies, $$"""
            {
              "id": "{{Id(name)}}",
              "displayName": "{{name}}",
              "state": "{{state}}",
              "conditions": { "users": { {{WithIds(users)}} }, "applications": { {{applications}} }, {{conditions}} },
              "grantControls": {{grants}},
              "sessionControls": {{session}}
            }
            """);

    private static string WithIds(string json) =>
        Regex.Replace(json, @"\{(?<name>\w+)\}", match => Id(match.Groups["name"].Value), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
