using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>What every remediation by a policy does with what it is told, and with what is there already.</summary>
public sealed class PolicyRemediationTests
{
    private const string AllUsers = PolicyRemediationIds.AllUsersMfa;
    private const string Name = "SecureScore: MFA for all users";
    private const string Users = "conditions.users";

    private static readonly (string, string[]) s_out = PolicyPlans.Exclude("out@contoso.com");

    public static TheoryData<string> Policies() => [.. PolicyBlueprint.All.Select(blueprint => blueprint.Id)];

    public static TheoryData<string, string[], string, string> WrongValues() => new()
    {
        { "ExcludeUser", ["nobody@contoso.com"], ErrorIds.RemediationObjectMissing, "no user 'nobody@contoso.com'" },
        { "ExcludeUser", [""], ErrorIds.RemediationObjectMissing, "no user ''" },
        { "ExcludeUser", ["ada"], ErrorIds.RemediationObjectMissing, "no user 'ada'" },
        { "ExcludeGroup", ["nothing"], ErrorIds.RemediationObjectMissing, "no group 'nothing'" },
        { "ExcludeGroup", ["twins"], ErrorIds.RemediationObjectMissing, "2 groups named 'twins'" },
        { "Group", ["twins"], ErrorIds.RemediationObjectMissing, "2 groups named 'twins'" },
        { "TrustedLocation", ["Nowhere"], ErrorIds.RemediationObjectMissing, "no named location 'Nowhere'" },
        { "TrustedLocation", ["203.0.113.5/24"], ErrorIds.RemediationValueInvalid, "begins with the first address" },
        { "TrustedLocation", ["203.0.113.0/33"], ErrorIds.RemediationValueInvalid, "is no address range" },
        { "TrustedLocation", ["0.0.0.0/0"], ErrorIds.RemediationValueInvalid, "wider than the service takes" },
        { "TrustedLocation", ["10.0.0.0/16"], ErrorIds.RemediationValueInvalid, "is private" },
        { "TrustedLocation", ["192.168.1.1"], ErrorIds.RemediationValueInvalid, "is private" },
        { "TrustedLocation", ["fe80::/64"], ErrorIds.RemediationValueInvalid, "is private" },
        { "Enforce", ["perhaps"], ErrorIds.RemediationValueInvalid, "true or false" },
        { "Exclude", ["x"], ErrorIds.RemediationValueInvalid, "takes no value 'Exclude'" },
        { "Policy", ["Nothing"], ErrorIds.RemediationObjectMissing, "no policy 'Nothing'" },
    };

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void What_is_not_there_is_refused_by_name(string name, string[] texts, string errorId, string message)
    {
        using var tenant = Tenant().With(Resources.Groups, new { id = TestTenant.Id("twin1"), displayName = "twins" }, new { id = TestTenant.Id("twin2"), displayName = "Twins" });

        var exception = Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(AllUsers, account: null, (name, texts)));

        exception.ErrorId.ShouldBe(errorId);
        exception.Message.ShouldContain(message);
    }

    [Fact]
    public void People_are_found_by_id_and_by_name_whatever_the_case()
    {
        using var tenant = Tenant().Group("sg-Out", "out");

        var draft = tenant.OpenInMemory().Draft(
            AllUsers, account: null, PolicyPlans.Exclude("OUT@contoso.com", TestTenant.Id("ada").ToUpperInvariant(), TestTenant.Id("out")), ("ExcludeGroup", ["SG-out"]));

        var content = Created(draft);
        content[$"{Users}.excludeUsers"].AsTexts().ShouldBe([TestTenant.Id("out"), TestTenant.Id("ada")]);
        content[$"{Users}.excludeGroups"].AsTexts().ShouldBe([TestTenant.Id("sg-Out")]);
        content[$"{Users}.excludeRoles"].AsTexts().ShouldBe([TestTenant.SynchronizationAccounts]);
        draft.MustExist.ShouldBe(
            [(Resources.Users, TestTenant.Id("out")), (Resources.Users, TestTenant.Id("ada")), (Resources.Groups, TestTenant.Id("sg-Out"))]);
    }

    [Fact]
    public void Without_the_licence_nothing_is_made()
    {
        using var tenant = Tenant().With(Resources.SubscribedSkus, """{"skuId":"1","skuPartNumber":"O365","capabilityStatus":"Enabled","servicePlans":[]}""");

        var exception = Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(AllUsers, account: null, s_out));

        exception.ErrorId.ShouldBe(ErrorIds.RemediationNotPossible);
        exception.Message.ShouldContain("Microsoft Entra ID P1");
        exception.Message.ShouldContain("Enable-SecurityDefault");
    }

    [Theory]
    [InlineData(PolicyRemediationIds.SignInRisk)]
    [InlineData(PolicyRemediationIds.UserRisk)]
    public void Policies_about_risk_take_the_greater_licence(string id)
    {
        using var tenant = Tenant().With(
            Resources.SubscribedSkus,
            """{"skuId":"1","capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","servicePlanId":"41781fb2-bc02-4b7c-bd55-b576c07bb09d","provisioningStatus":"Success"}]}""");

        Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(id, account: null, s_out)).Message.ShouldContain("Microsoft Entra ID P2");
        tenant.OpenInMemory().Draft(AllUsers, account: null, s_out).Changes.Count.ShouldBe(1);
    }

    [Fact]
    public void While_security_defaults_are_on_a_policy_only_reports()
    {
        using var tenant = Tenant().SecurityDefaults(true);
        var snapshot = tenant.OpenInMemory();

        Created(snapshot.Draft(AllUsers, account: null, s_out))["state"].AsText().ShouldBe("enabledForReportingButNotEnforced");
        var exception = Should.Throw<SecureScoreException>(() => snapshot.Draft(AllUsers, account: null, s_out, PolicyPlans.Enforce));
        exception.ErrorId.ShouldBe(ErrorIds.RemediationNotPossible);
        exception.Message.ShouldContain("Disable-SecurityDefault");
    }

    [Theory]
    [InlineData("disabled", false, "enabledForReportingButNotEnforced")]
    [InlineData("disabled", true, "enabled")]
    [InlineData("enabledForReportingButNotEnforced", false, null)]
    [InlineData("enabledForReportingButNotEnforced", true, "enabled")]
    [InlineData("enabled", false, null)]
    [InlineData("enabled", true, null)]
    public void A_policy_of_this_program_that_is_there_is_used_again(string state, bool enforce, string? wanted)
    {
        using var tenant = Tenant();
        var snapshot = Existing(tenant.OpenInMemory(), state);
        (string, string[])[] values = enforce ? [s_out, PolicyPlans.Enforce] : [s_out];

        var draft = snapshot.Draft(AllUsers, account: null, values);

        if (wanted is null)
        {
            draft.Changes.ShouldBeEmpty();
            return;
        }

        var setting = draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.ShouldHaveSingleItem();
        setting.Name.ShouldBe("state");
        setting.Former.AsText().ShouldBe(state);
        setting.Wanted.AsText().ShouldBe(wanted);
        snapshot.After(draft).Draft(AllUsers, account: null, values).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_was_left_out_before_stays_left_out()
    {
        using var tenant = Tenant().Person("other");
        var snapshot = Existing(tenant.OpenInMemory(), "enabled");

        var draft = snapshot.Draft(AllUsers, account: null, PolicyPlans.Exclude("other@contoso.com"));

        var setting = draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.ShouldHaveSingleItem();
        setting.Name.ShouldBe("conditions.users.excludeUsers");
        setting.Former.AsTexts().ShouldBe([TestTenant.Id("out")]);
        setting.Wanted.AsTexts().ShouldBe([TestTenant.Id("out"), TestTenant.Id("other")]);
        draft.ShouldWarn("goes on leaving out");
    }

    [Fact]
    public void What_somebody_changed_in_the_policy_is_made_good_and_what_they_added_stays()
    {
        using var tenant = Tenant();
        var snapshot = Existing(tenant.OpenInMemory(), "enabledForReportingButNotEnforced", policy => policy
            .With("grantControls.builtInControls", SettingValue.Of(["compliantDevice"]))
            .With("conditions.applications.excludeApplications", SettingValue.Of(["app"])));

        var draft = snapshot.Draft(AllUsers, account: null, s_out);

        draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.ShouldHaveSingleItem().Name.ShouldBe("grantControls.builtInControls");
    }

    [Theory]
    [InlineData("MFA for all users")]
    [InlineData("\u001b[2KSecureScore: MFA for all users")]
    [InlineData("\u202eSecureScore: MFA for all users")]
    [InlineData("My SecureScore: MFA for all users")]
    public void Policies_of_others_are_let_be_whatever_they_are_called(string name)
    {
        using var tenant = Tenant();
        var snapshot = Existing(tenant.OpenInMemory(), "disabled", policy => policy.With("displayName", SettingValue.Of(name)));

        Created(snapshot.Draft(AllUsers, account: null, s_out))["displayName"].AsText().ShouldBe(Name);
    }

    [Fact]
    public void A_stage_is_for_its_groups_and_grows_until_it_is_for_all()
    {
        using var tenant = Tenant().Person("pat").Group("first", "pat").Group("second", "ada");
        var snapshot = tenant.OpenInMemory();

        var first = snapshot.Draft(AllUsers, account: null, s_out, ("Group", ["first"]));
        Created(first)[$"{Users}.includeUsers"].AsTexts().ShouldBeEmpty();
        Created(first)[$"{Users}.includeGroups"].AsTexts().ShouldBe([TestTenant.Id("first")]);
        first.ForWhom.ShouldBe("members of 'first', without out@contoso.com");

        var afterFirst = snapshot.After(first);
        var second = afterFirst.Draft(AllUsers, account: null, ("Group", ["second"])).Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();
        second.Settings.ShouldHaveSingleItem().Wanted.AsTexts().ShouldBe([TestTenant.Id("first"), TestTenant.Id("second")]);

        var all = afterFirst.Draft(AllUsers, account: null);
        all.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.Select(setting => setting.Name)
            .ShouldBe(["conditions.users.includeUsers", "conditions.users.includeGroups"], ignoreOrder: true);

        // Back to a stage would take from who is protected.
        var back = afterFirst.After(all).Draft(AllUsers, account: null, ("Group", ["first"]));
        back.Changes.ShouldBeEmpty();
        back.ShouldWarn("is for all already");
    }

    [Fact]
    public void Roles_that_somebody_holds_are_named_and_custom_ones_cannot_be()
    {
        const string Printing = "644ef478-e28f-4e28-b9dc-3fdde9aa0b1f";
        const string Unheld = "3a2c62db-5318-420d-8d74-23affee5d9d5";
        const string Custom = "11111111-2222-3333-4444-555555555555";
        using var tenant = Tenant()
            .With(
                Resources.RoleDefinitions,
                new { id = TestTenant.GlobalAdministrator, templateId = TestTenant.GlobalAdministrator, displayName = "Global Administrator", isBuiltIn = true },
                new { id = Printing, templateId = Printing, displayName = "Printer Administrator", isBuiltIn = true },
                new { id = Unheld, templateId = Unheld, displayName = "Intune Administrator", isBuiltIn = true },
                new { id = Custom, templateId = Custom, displayName = "Own role", isBuiltIn = false })
            .Person("pat").Role("pat", Printing, eligible: true).Role("pat", Custom).Role("pat", TestTenant.ReportsReader);

        var draft = tenant.OpenInMemory().Draft(PolicyRemediationIds.AdministratorMfa, account: null, s_out);

        string[] roles = [.. Created(draft)[$"{Users}.includeRoles"].AsTexts()];
        roles.Contains(Printing, StringComparer.Ordinal).ShouldBeTrue();
        roles.Contains(Unheld, StringComparer.Ordinal).ShouldBeFalse();
        roles.Contains(Custom, StringComparer.Ordinal).ShouldBeFalse();
        roles.Contains(TestTenant.ReportsReader, StringComparer.Ordinal).ShouldBeFalse();
        roles.Length.ShouldBe(16);
        draft.ShouldWarn("who holds only 'Own role' is not asked");
    }

    [Fact]
    public void Address_ranges_become_a_trusted_location_and_grow()
    {
        using var tenant = Tenant().With(
            Resources.NamedLocations,
            new { id = TestTenant.Id("offices"), displayName = "Offices", isTrusted = true },
            new { id = TestTenant.Id("land"), displayName = "A/B", isTrusted = (bool?)null });
        var snapshot = tenant.OpenInMemory();

        var draft = snapshot.Draft(AllUsers, account: null, s_out, ("TrustedLocation", ["Offices", "A/B", "203.0.113.0/24", "198.51.100.7", "2001:db8::/32"]), PolicyPlans.Enforce);

        draft.Changes.Count.ShouldBe(4);
        var location = draft.Changes[0].ShouldBeOfType<ObjectCreation>();
        location.Label.ShouldBe("SecureScore: trusted addresses");
        location.Content["isTrusted"].AsFlag().ShouldBe(false);
        var trust = draft.Changes[1].ShouldBeOfType<SettingsChange>();
        trust.Identity.ShouldBe(CreatedIdentity.Of(0));
        trust.Settings.ShouldHaveSingleItem().Wanted.AsFlag().ShouldBe(true);
        location.Content["ipRanges"].AsList().Select(range => ((SettingGroup)range)["cidrAddress"].AsText()).ShouldBe(["203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32"]);
        location.Content["@odata.type"].AsText().ShouldBe("#microsoft.graph.ipNamedLocation");
        draft.Changes[2].ShouldBeOfType<ObjectCreation>().Content["conditions.locations.excludeLocations"].AsTexts()
            .ShouldBe([TestTenant.Id("offices"), TestTenant.Id("land"), CreatedIdentity.Of(0)]);
        draft.Changes[3].ShouldBeOfType<SettingsChange>().Identity.ShouldBe(CreatedIdentity.Of(2));
        draft.ShouldWarn("The named location 'A/B' is not marked as trusted.");

        var after = snapshot.After(draft);
        after.Draft(AllUsers, account: null, s_out, ("TrustedLocation", ["203.0.113.0/24"]), PolicyPlans.Enforce).Changes.ShouldBeEmpty();
        var more = after.Draft(AllUsers, account: null, ("TrustedLocation", ["192.0.2.0/24"])).Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();
        more.Resource.ShouldBe(Resources.NamedLocations);
        more.Settings.ShouldHaveSingleItem().Wanted.AsList().Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(AllUsers, "conditions.locations", "TrustedLocation", "Offices")]
    [InlineData(PolicyRemediationIds.SignInRisk, "sessionControls", "ExcludeUser", "ada@contoso.com")]
    [InlineData(PolicyRemediationIds.DeviceCode, "conditions.authenticationFlows", "ExcludeUser", "ada@contoso.com")]
    public void A_part_that_a_policy_lacks_comes_and_goes_as_a_whole(string id, string part, string parameter, string value)
    {
        using var tenant = Tenant().With(Resources.NamedLocations, new { id = TestTenant.Id("offices"), displayName = "Offices", isTrusted = true });
        var content = Created(tenant.OpenInMemory().Draft(id, account: null, s_out)).With("id", SettingValue.Of(TestTenant.Id("policy"))).With(part, SettingValue.Nothing);
        var before = ChangeProjection.Apply(tenant.OpenInMemory(), [new ObjectCreation(Resources.ConditionalAccessPolicies, content)]);

        var change = before.Draft(id, account: null, (parameter, [value])).Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();

        var setting = change.Settings.Single(setting => setting.Name == part);
        setting.Former.ShouldBe(SettingValue.Nothing);
        setting.Wanted.ShouldBeOfType<SettingGroup>();
        PolicyPlans.Find(id).Owns(change.Inverse()).ShouldBeTrue();
        ChangeProjection.Apply(before, [change, change.Inverse()]).Rows(Resources.ConditionalAccessPolicies).ShouldBe(before.Rows(Resources.ConditionalAccessPolicies));

        // What the service adds to a group is nothing that anybody set; what somebody else set in it is.
        var told = ((SettingGroup)setting.Wanted).With("more", SettingValue.Nothing);
        PolicyPlans.Find(id).Owns(change with { Settings = [setting with { Former = told, Wanted = SettingValue.Nothing }] }).ShouldBeTrue();
        PolicyPlans.Find(id).Owns(change with { Settings = [setting with { Wanted = told.With("more", SettingValue.Of("x")) }] }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("enabled", "is in force already", false)]
    [InlineData("disabled", "let it report first", true)]
    public void A_policy_of_the_tenants_own_is_put_in_force_only_from_reporting(string state, string message, bool isRefused)
    {
        using var tenant = Tenant().Policy("Mine", state: state);
        var snapshot = tenant.OpenInMemory();

        if (isRefused)
            Should.Throw<SecureScoreException>(() => snapshot.Draft(AllUsers, account: null, ("Policy", ["Mine"]))).Message.ShouldContain(message);
        else
            snapshot.Draft(AllUsers, account: null, ("Policy", ["Mine"])).ShouldWarn(message);
    }

    [Fact]
    public void A_policy_of_the_tenants_own_gets_another_state_and_nothing_else()
    {
        using var tenant = Tenant().Policy("Mine", state: "enabledForReportingButNotEnforced").Policy("Block", grants: """{"operator":"OR","builtInControls":["block"]}""", state: "enabledForReportingButNotEnforced");
        var snapshot = tenant.OpenInMemory();

        var change = snapshot.Draft(AllUsers, account: null, ("Policy", [TestTenant.Id("Mine")])).Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();
        change.Label.ShouldBe("Mine");
        change.Settings.ShouldHaveSingleItem().Name.ShouldBe("state");
        Should.Throw<SecureScoreException>(() => snapshot.Draft(AllUsers, account: null, ("Policy", ["Mine"]), s_out)).ErrorId.ShouldBe(ErrorIds.RemediationValueInvalid);
        Should.Throw<SecureScoreException>(() => snapshot.Draft(AllUsers, account: null, ("Policy", ["Block"]))).Message.ShouldContain("is about something else");
    }

    [Fact]
    public void Where_policies_of_the_tenants_own_do_it_already_nothing_is_added()
    {
        using var tenant = Tenant().Policy("Legacy", grants: """{"operator":"OR","builtInControls":["block"]}""", conditions: """ "clientAppTypes":["exchangeActiveSync","other"] """);

        var draft = tenant.OpenInMemory().Draft(PolicyRemediationIds.LegacyAuthentication, account: null, s_out);

        draft.Changes.ShouldBeEmpty();
        draft.Warnings.ShouldHaveSingleItem().ShouldContain("do already what");
    }

    [Fact]
    public void Passkeys_take_the_place_of_an_exclusion_from_phishing_resistant_MFA()
    {
        using var tenant = Tenant().Person("key1", methods: ["fido2"]).Role("key1");
        Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(PolicyRemediationIds.PhishingResistantMfa, account: null))
            .ErrorId.ShouldBe(ErrorIds.RemediationValueMissing);

        tenant.Person("key2", methods: ["windowsHelloForBusiness"]).Role("key2");
        var draft = tenant.OpenInMemory().Draft(PolicyRemediationIds.PhishingResistantMfa, account: null, PolicyPlans.Enforce);
        draft.Changes.Count.ShouldBe(2);
        draft.ShouldWarn("key1@contoso.com, key2@contoso.com");
        tenant.OpenInMemory().Draft(PolicyRemediationIds.PhishingResistantMfa, account: null, s_out).ShouldWarn("with the exclusion it earns no points");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Each_policy_is_planned_projected_and_judged_on_the_demo_tenant(string id)
    {
        var remediation = PolicyPlans.Find(id);
        (string, string[])[] values = PolicyBlueprint.All.Single(blueprint => blueprint.Id == id).CountsWholeOnly ? [] : [PolicyPlans.Exclude(PolicyPlans.Emergency)];

        // The demo tenant keeps Azure management to administrators by a policy of its own.
        var snapshot = id == PolicyRemediationIds.AzureManagement ? WithoutPolicies(PolicyPlans.Contoso) : PolicyPlans.Contoso;
        var reporting = snapshot.Plan(id, PolicyPlans.Karin, values);
        var enforced = snapshot.Plan(id, PolicyPlans.Karin, [.. values, PolicyPlans.Enforce]);

        reporting.ExpectedPoints.ShouldBe(reporting.Control.Points);
        reporting.PointsInForce.ShouldBe(enforced.ExpectedPoints);
        enforced.Draft.Changes.Count.ShouldBe(2);
        var after = snapshot.After(enforced.Draft);
        if (id == PolicyRemediationIds.DeviceCode)
            after.Judge().GetControl("ss_device_code").CompliantCount.ShouldNotBeNull().ShouldBeGreaterThan(100);
        else if (remediation.ControlIds.Count > 0)
            enforced.ExpectedPoints.ShouldNotBeNull().ShouldBeGreaterThan(enforced.Control.Points.ShouldNotBeNull());
        after.Plan(id, PolicyPlans.Karin, [.. values, PolicyPlans.Enforce]).IsDone.ShouldBeTrue();

        // Backwards, as Undo goes, with the identity that was given.
        string made = after.Rows(Resources.ConditionalAccessPolicies).Except(snapshot.Rows(Resources.ConditionalAccessPolicies), StringComparer.Ordinal).ShouldHaveSingleItem();
        string identity = ((SettingGroup)SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(made)))["id"].AsText().ShouldNotBeNull();
        var creation = (ObjectCreation)enforced.Draft.Changes[0] with { Identity = identity };
        TenantChange[] back = [CreatedIdentity.Resolve(enforced.Draft.Changes[1], 0, identity).Inverse(), creation.Inverse()];
        back.ShouldAllBe(change => remediation.Owns(change));
        ChangeProjection.Apply(after, back).Rows(Resources.ConditionalAccessPolicies).ShouldBe(snapshot.Rows(Resources.ConditionalAccessPolicies));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void No_remediation_owns_what_it_never_does(string id)
    {
        var remediation = PolicyPlans.Find(id);
        string name = PolicyBlueprint.All.Single(blueprint => blueprint.Id == id).Name;
        var block = SettingValue.Group(("displayName", SettingValue.Of(name)), ("grantControls", SettingValue.Group(("builtInControls", SettingValue.Of(["nothing"])))));
        TenantChange[] foreign =
        [
            new ObjectCreation(Resources.ConditionalAccessPolicies, SettingValue.Group(("displayName", SettingValue.Of("Mine")))),
            new ObjectCreation(Resources.ConditionalAccessPolicies, block),
            new ObjectRemoval(Resources.ConditionalAccessPolicies, "x", SettingValue.Group(("displayName", SettingValue.Of("Mine")))),
            new ObjectRemoval(Resources.NamedLocations, "x", SettingValue.Group(("displayName", SettingValue.Of("Offices")))),
            Settings(Resources.ConditionalAccessPolicies, "Mine", "conditions.users.excludeUsers", SettingValue.Of(["x"])),
            Settings(Resources.ConditionalAccessPolicies, name, "displayName", SettingValue.Of("x")),
            Settings(Resources.ConditionalAccessPolicies, name, "state", SettingValue.Of("odd")),
            Settings(Resources.NamedLocations, "Offices", "isTrusted", SettingValue.Of(true)),
            Settings(Resources.SecurityDefaults, "Security defaults", "isEnabled", SettingValue.Of(true)),
            Settings(Resources.AuthorizationPolicy, name, "state", SettingValue.Of("enabled")),
        ];

        foreign.ShouldAllBe(change => !remediation.Owns(change));

        static SettingsChange Settings(string resource, string label, string setting, SettingValue wanted) =>
            new(resource, "x", [new SettingChange(setting, SettingValue.Nothing, wanted)]) { Label = label };
    }

    private static TenantSnapshot WithoutPolicies(TenantSnapshot snapshot) => ChangeProjection.Apply(
        snapshot,
        new TenantEvidence(snapshot).ConditionalAccessPolicies.Select(policy => new ObjectRemoval(Resources.ConditionalAccessPolicies, policy.Id, SettingValue.Group())));

    private static TestTenant Tenant() => TestTenant.WithAda().Eligibility().Person("out").Role("out").With(Resources.NamedLocations);

    private static SettingGroup Created(RemediationDraft draft) => draft.Changes.OfType<ObjectCreation>().Last().Content;

    /// <summary>The tenant with the policy that this program makes, changed by somebody.</summary>
    private static TenantSnapshot Existing(TenantSnapshot snapshot, string state, Func<SettingGroup, SettingGroup>? change = null)
    {
        var content = Created(snapshot.Draft(AllUsers, account: null, s_out)).With("state", SettingValue.Of(state));
        return ChangeProjection.Apply(snapshot, [new ObjectCreation(Resources.ConditionalAccessPolicies, change?.Invoke(content) ?? content)]);
    }
}
