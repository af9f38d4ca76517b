using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>Who keeps a way in when a policy is put in force: "ada" is Global Administrator and signed in, unless a case says otherwise.</summary>
public sealed class LockoutGuardTests
{
    private const string Ada = "ada@contoso.com";

    private static readonly string[] s_passkey = ["passKeyDeviceBoundAuthenticator"];

    public static TheoryData<string, string, string?, string?> Cases() => new()
    {
        // Tenant, remediation, account, what the refusal says; null where it is put in force.
        { "ada registered", PolicyRemediationIds.AllUsersMfa, Ada, null },
        { "ada not registered", PolicyRemediationIds.AllUsersMfa, Ada, "You would be kept out yourself: ada@contoso.com" },
        { "ada not registered", PolicyRemediationIds.AllUsersMfa, null, null },
        { "ada not in report", PolicyRemediationIds.AllUsersMfa, Ada, "You would be kept out yourself" },
        { "report missing", PolicyRemediationIds.AllUsersMfa, Ada, "the registration report was not read" },
        { "only the way out is no administrator", PolicyRemediationIds.AllUsersMfa, null, "No Global Administrator would be left who surely can sign in: ada@contoso.com (without what policy 'SecureScore: MFA for all users' asks for" },
        { "the other administrator is eligible only", PolicyRemediationIds.AllUsersMfa, null, "No Global Administrator would be left" },
        { "the other administrator is disabled", PolicyRemediationIds.AllUsersMfa, null, "No Global Administrator would be left" },
        { "the only administrator is an application", PolicyRemediationIds.AllUsersMfa, null, "No enabled account holds Global Administrator for certain." },
        { "excluded through a nested group", PolicyRemediationIds.AllUsersMfa, Ada, null },
        { "the group's members are unknown", PolicyRemediationIds.AllUsersMfa, Ada, "No Global Administrator would be left" },
        { "the group is empty", PolicyRemediationIds.AllUsersMfa, null, "No Global Administrator would be left" },
        { "another policy in force asks for a compliant device", PolicyRemediationIds.AllUsersMfa, null, "policy 'Devices'" },
        { "another policy in force asks for a compliant device or MFA", PolicyRemediationIds.AllUsersMfa, null, null },
        { "another policy in force blocks some countries", PolicyRemediationIds.AllUsersMfa, null, null },
        { "another policy in force blocks administrators", PolicyRemediationIds.AllUsersMfa, null, "blocked by policy 'Block'" },
        { "another policy only reports that it blocks", PolicyRemediationIds.AllUsersMfa, null, null },
        { "ada registered", PolicyRemediationIds.AllUsersMfa, "nobody@elsewhere.example", "'nobody@elsewhere.example', whom the users of the tenant do not name" },
        { "bea signs in and has registered nothing", PolicyRemediationIds.AllUsersMfa, "bea@contoso.com", "You would be kept out yourself: bea@contoso.com" },
        { "bea signs in and has registered nothing", PolicyRemediationIds.AdministratorMfa, "bea@contoso.com", null },
        { "ada registered", PolicyRemediationIds.PhishingResistantMfa, Ada, "You would be kept out yourself" },
        { "ada has a passkey", PolicyRemediationIds.PhishingResistantMfa, Ada, null },
        { "excluded through a nested group", PolicyRemediationIds.PhishingResistantMfa, Ada, null },
        { "the group is empty", PolicyRemediationIds.PhishingResistantMfa, null, "No Global Administrator would be left" },
        { "ada registered", PolicyRemediationIds.LegacyAuthentication, Ada, null },
        { "ada not registered", PolicyRemediationIds.LegacyAuthentication, Ada, null },
        { "ada not registered", PolicyRemediationIds.DeviceCode, Ada, null },
        { "ada not registered", PolicyRemediationIds.AzureManagement, Ada, null },
        { "eve has not activated the role", PolicyRemediationIds.AzureManagement, "eve@contoso.com", "You would be kept out yourself: eve@contoso.com (blocked by policy" },
        { "ada not registered", PolicyRemediationIds.SignInRisk, Ada, "You would be kept out yourself" },
        { "ada registered", PolicyRemediationIds.UserRisk, Ada, null },
        { "ada not registered", PolicyRemediationIds.AdministratorSessions, Ada, "You would be kept out yourself" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Somebody_keeps_a_way_in(string tenantName, string id, string? account, string? refusal)
    {
        using var tenant = Tenant(tenantName, out var exclusion);
        var snapshot = tenant.OpenInMemory();

        // What only reports is made, and says what is wrong with it.
        var reporting = snapshot.Draft(id, account, exclusion);
        reporting.Warnings.Any(warning => warning.StartsWith("In force it would be refused", StringComparison.Ordinal)).ShouldBe(refusal is not null);
        if (refusal is null)
        {
            snapshot.Draft(id, account, exclusion, PolicyPlans.Enforce).Changes.Count.ShouldBe(2);
            return;
        }

        var exception = Should.Throw<SecureScoreException>(() => snapshot.Draft(id, account, exclusion, PolicyPlans.Enforce));
        exception.ErrorId.ShouldBe(ErrorIds.LockoutRisk);
        exception.Message.ShouldContain(refusal);

        // And so it is later, when what only reports is to be put in force.
        var promotion = Should.Throw<SecureScoreException>(() => snapshot.After(reporting).Draft(id, account, PolicyPlans.Enforce));
        promotion.ErrorId.ShouldBe(ErrorIds.LockoutRisk);
    }

    [Fact]
    public void A_policy_of_the_tenants_own_is_guarded_alike()
    {
        using var tenant = Base().Person("ada", registered: false).Role("ada").Policy("Mine", state: "enabledForReportingButNotEnforced");

        var exception = Should.Throw<SecureScoreException>(
            () => tenant.OpenInMemory().Draft(PolicyRemediationIds.AllUsersMfa, account: null, ("Policy", ["Mine"])));

        exception.ErrorId.ShouldBe(ErrorIds.LockoutRisk);
    }

    [Fact]
    public void A_block_only_outside_of_some_places_needs_somebody_outside()
    {
        using var tenant = Base().Person("ada").Role("ada").Policy(
            "Elsewhere",
            grants: """{"operator":"OR","builtInControls":["block"]}""",
            conditions: """ "clientAppTypes":["all","exchangeActiveSync","other"],"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]} """,
            state: "enabledForReportingButNotEnforced");

        Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(PolicyRemediationIds.LegacyAuthentication, account: null, ("Policy", ["Elsewhere"])))
            .ErrorId.ShouldBe(ErrorIds.LockoutRisk);
    }

    [Fact]
    public void Whoever_changes_a_policy_in_force_is_guarded_too()
    {
        using var tenant = Base().Person("ada", registered: false).Role("ada").Person("pilot").Person("out", registered: false).Role("out")
            .Group("stage", "pilot");
        var snapshot = tenant.OpenInMemory();
        var staged = snapshot.After(snapshot.Draft(
            PolicyRemediationIds.AllUsersMfa, Ada, PolicyPlans.Exclude("out@contoso.com"), ("Group", ["stage"]), PolicyPlans.Enforce));

        // Without the stage the policy in force would reach the caller, though nobody said Enforce again.
        Should.Throw<SecureScoreException>(() => staged.Draft(PolicyRemediationIds.AllUsersMfa, Ada)).ErrorId.ShouldBe(ErrorIds.LockoutRisk);
    }

    private static TestTenant Base() => TestTenant.WithoutPeople().Eligibility();

    private static TestTenant Tenant(string name, out (string, string[]) exclusion)
    {
        exclusion = PolicyPlans.Exclude("out@contoso.com");
        var tenant = Base();
        const string Block = """{"operator":"OR","builtInControls":["block"]}""";
        switch (name)
        {
            case "ada registered":
                return tenant.Person("ada").Role("ada").Person("out", registered: null).Role("out");
            case "ada has a passkey":
                return tenant.Person("ada", methods: s_passkey).Role("ada").Person("out", registered: null).Role("out");
            case "ada not registered":
                return tenant.Person("ada", registered: false).Role("ada").Person("out", registered: null).Role("out");
            case "ada not in report":
                return tenant.Person("ada", registered: null).Role("ada").Person("out", registered: null).Role("out");
            case "report missing":
                return tenant.Person("ada").Role("ada").Person("out").Role("out").WithState(Resources.UserRegistrationDetails, ResourceStatus.NotLicensed);
            case "only the way out is no administrator":
                return tenant.Person("ada", registered: false).Role("ada").Person("out");
            case "the other administrator is eligible only":
                exclusion = PolicyPlans.Exclude("eve@contoso.com");
                return tenant.Person("ada", registered: false).Role("ada").Person("eve").Role("eve", eligible: true);
            case "eve has not activated the role":
                return tenant.Person("ada").Role("ada").Person("eve").Role("eve", eligible: true).Person("out").Role("out");
            case "the other administrator is disabled":
                return tenant.Person("ada", registered: false).Role("ada").Person("out", enabled: false).Role("out");
            case "the only administrator is an application":
                return tenant.Person("ada").Person("out").Role("robot", kind: "servicePrincipal");
            case "excluded through a nested group":
                exclusion = ("ExcludeGroup", ["outer"]);
                return tenant.Person("ada", registered: false).Role("ada").Group("outer", "inner").Group("inner", "ada");
            case "the group's members are unknown":
                exclusion = ("ExcludeGroup", ["outer"]);
                return tenant.Person("ada", registered: false).Role("ada").Group("outer");
            case "the group is empty":
                exclusion = ("ExcludeGroup", ["outer"]);
                return tenant.Person("ada", registered: false).Role("ada").Group("outer", "gone");
            case "another policy in force asks for a compliant device":
                return tenant.Person("ada").Role("ada").Person("out").Role("out").Policy("Devices", grants: """{"operator":"OR","builtInControls":["compliantDevice"]}""");
            case "another policy in force asks for a compliant device or MFA":
                return tenant.Person("ada").Role("ada").Person("out").Role("out").Policy("Devices", grants: """{"operator":"OR","builtInControls":["compliantDevice","mfa"]}""");
            case "another policy in force blocks some countries":
                return tenant.Person("ada").Role("ada").Person("out").Role("out").Policy(
                    "Countries", grants: Block, conditions: """ "clientAppTypes":["all"],"locations":{"includeLocations":["x"],"excludeLocations":[]} """);
            case "another policy in force blocks administrators":
                return tenant.Person("ada").Role("ada").Person("out").Role("out").Policy(
                    "Block", $""" "includeRoles":["{TestTenant.GlobalAdministrator}"] """, Block, """ "includeApplications":["MicrosoftAdminPortals"] """);
            case "another policy only reports that it blocks":
                return tenant.Person("ada").Role("ada").Person("out").Role("out").Policy("Block", grants: Block, state: "enabledForReportingButNotEnforced");
            case "bea signs in and has registered nothing":
                return tenant.Person("ada").Role("ada").Person("bea", registered: false).Person("out").Role("out");
            default:
                throw new ArgumentException($"There is no tenant '{name}'.", nameof(name));
        }
    }
}
