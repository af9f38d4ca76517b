using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation.Settings;

/// <summary>Edges of the remediations that change the directory.</summary>
public class DirectorySettingTests
{
    private const string Consent = "defaultUserRolePermissions.permissionGrantPoliciesAssigned";
    private const string ForSelf = "ManagePermissionGrantsForSelf.";
    private const string Legacy = ForSelf + "microsoft-user-default-legacy";
    private const string Low = ForSelf + "microsoft-user-default-low";
    private const string ForTeams = "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team";
    private const string ForChats = "managepermissiongrantsforownedresource.microsoft-dynamically-managed-permissions-for-chat";

    [Theory]
    [InlineData(Legacy, null, Low)]
    [InlineData($"{Legacy} {ForTeams} {ForChats}", null, $"{Low} {ForTeams} {ForChats}")]
    [InlineData($"{ForTeams} {Legacy} {ForChats}", "Off", $"{ForTeams} {ForChats}")]
    [InlineData($"{Legacy} {Low}", null, Low)]
    [InlineData($"{ForSelf}CUSTOM-OPEN {ForTeams}", null, $"{Low} {ForTeams}")]
    [InlineData($"{ForSelf}custom-open {ForSelf}custom-limited", null, $"{ForSelf}custom-limited")]
    [InlineData($"{ForSelf}custom-limited", "Off", "")]
    [InlineData(Low, "LowRisk", null)]
    [InlineData(Low, null, null)]
    [InlineData($"{ForSelf}microsoft-user-default-recommended", null, null)]
    [InlineData(ForTeams, null, null)]
    [InlineData("", "LowRisk", null)]
    [InlineData("", "Off", null)]
    public void Consent_keeps_what_is_not_about_users(string former, string? mode, string? wanted)
    {
        var snapshot = Planning.Contoso()
            .With(Resources.AuthorizationPolicy, row => row.With(Consent, SettingValue.Of(former.Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            .With(Resources.PermissionGrantPolicies,
            [
                Planning.Row("""{ "id": "custom-open", "includes": [ { "permissionClassification": "all" } ] }"""),
                Planning.Row("""{ "id": "custom-limited", "includes": [ { "permissionClassification": "low" } ] }"""),
            ]);

        var draft = mode is null ? snapshot.Draft("IntegratedApps") : snapshot.Draft("IntegratedApps", ("Mode", [mode]));

        if (wanted is null)
            draft.Changes.ShouldBeEmpty();
        else
            Setting(draft, Consent).AsTexts().ShouldBe(wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Consent_warns_where_nobody_can_be_asked(bool hasWorkflow, int warnings)
    {
        var draft = Planning.Contoso()
            .With(Resources.AuthorizationPolicy, row => row.With(Consent, SettingValue.Of([Legacy])))
            .With(Resources.AdminConsentRequestPolicy, row => row.With("isEnabled", SettingValue.Of(hasWorkflow))).Draft("IntegratedApps");

        draft.Warnings.Count.ShouldBe(warnings);
        draft.Warnings.Any(warning => warning.Contains("aad_admin_consent_workflow", StringComparison.Ordinal)).ShouldBe(!hasWorkflow);
    }

    [Fact]
    public void A_consent_policy_that_cannot_be_read_stops_it()
    {
        var snapshot = Planning.Contoso().With(Resources.AuthorizationPolicy, row => row.With(Consent, SettingValue.Of([ForSelf + "nobody-knows"])));

        Should.Throw<EvidenceUnavailableException>(() => snapshot.Draft("IntegratedApps"));
        Setting(snapshot.Draft("IntegratedApps", ("Mode", ["Off"])), Consent).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("90", "14", "Managed", true, true, false)]
    [InlineData("0", "14", "Managed", true, true, false)]
    [InlineData("null", "null", "Managed", true, true, true)]
    [InlineData("90", "null", "Managed", true, true, true)]
    [InlineData("2147483647", "null", "Managed", true, false, false)]
    [InlineData("90", "14", "Federated", true, false, false)]
    [InlineData("90", "14", "Managed", false, false, false)]
    public void Passwords_never_expire_where_they_are_kept_here(string period, string window, string authentication, bool verified, bool changes, bool isPermanent)
    {
        var snapshot = Planning.Contoso().With(Resources.Domains,
        [
            Planning.Row($$"""
                { "id": "contoso.com", "authenticationType": "{{authentication}}", "isVerified": {{(verified ? "true" : "false")}}, "isRoot": true,
                  "passwordValidityPeriodInDays": {{period}}, "passwordNotificationWindowInDays": {{window}} }
                """),
            Planning.Row("""{ "id": "sub.contoso.com", "authenticationType": "Managed", "isVerified": true, "isRoot": false, "passwordValidityPeriodInDays": 90 }"""),
        ]);

        var draft = snapshot.Draft("PWAgePolicyNew");

        if (!changes)
        {
            draft.Changes.ShouldBeEmpty();
            return;
        }

        var change = draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();
        change.Identity.ShouldBe("contoso.com");
        change.Settings.Single(setting => setting.Name == "passwordValidityPeriodInDays").Wanted.AsNumber().ShouldBe(int.MaxValue);
        change.Settings.Where(setting => setting.Name == "passwordNotificationWindowInDays").Select(setting => setting.Wanted.AsNumber()).ShouldBe(window == "null" ? [14m] : []);
        (change.Permanent is not null).ShouldBe(isPermanent);
        draft.Warnings[0].ShouldContain("have registered for MFA now");
    }

    [Fact]
    public void Reviewers_of_consent_are_added_to_those_who_are_there()
    {
        const string There = "/users/11111111-1111-1111-1111-111111111111";
        var snapshot = Planning.Contoso().With(Resources.AdminConsentRequestPolicy, row => row.With(
            "reviewers", SettingValue.ListOf(SettingValue.Group(("query", SettingValue.Of(There)), ("queryType", SettingValue.Of("MicrosoftGraph")), ("queryRoot", SettingValue.Nothing)))));
        var user = Planning.Contoso().Rows(Resources.Users)[0];
        var group = Planning.Contoso().Rows(Resources.Groups)[0];

        snapshot.Draft("aad_admin_consent_workflow").Changes.ShouldBeEmpty();
        Queries(snapshot.Draft("aad_admin_consent_workflow", ("Reviewer",
        [
            user["userPrincipalName"].AsText()!.ToUpperInvariant(), group["displayName"].AsText()!, "security administrator",
        ]))).ShouldBe(
        [
            There,
            $"/v1.0/users/{user["id"].AsText()}",
            $"/v1.0/groups/{group["id"].AsText()}/transitiveMembers/microsoft.graph.user",
            "/beta/roleManagement/directory/roleAssignments?$filter=roleDefinitionId eq '194ae4cb-b126-40b2-bd5b-6091b380977d'",
        ]);
    }

    [Fact]
    public void A_reviewer_who_is_there_is_not_added_again()
    {
        var user = Planning.Contoso().Rows(Resources.Users)[0];
        var snapshot = Planning.Contoso().With(Resources.AdminConsentRequestPolicy, row => row.With(
            "reviewers", SettingValue.ListOf(SettingValue.Group(("query", SettingValue.Of($"/users/{user["id"].AsText()!.ToUpperInvariant()}"))))));

        snapshot.Draft("aad_admin_consent_workflow", ("Reviewer", [user["id"].AsText()!])).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_reviews_is_no_workflow()
    {
        var draft = Planning.Contoso().Draft("aad_admin_consent_workflow");

        Queries(draft).ShouldHaveSingleItem()!.ShouldContain("62e90394-69f5-4237-9190-012177145e10");
        ((SettingsChange)draft.Changes[0]).Settings.Select(setting => setting.Name).ShouldBe(["reviewers"]);
    }

    [Theory]
    [InlineData("nobody@contoso.com")]
    [InlineData("No such group")]
    [InlineData("11111111-1111-1111-1111-111111111111")]
    public void A_reviewer_must_be_there(string name) => Fails(
        ErrorIds.RemediationValueInvalid, () => Planning.Contoso().Draft("aad_admin_consent_workflow", ("Reviewer", [name]))).ShouldContain(name);

    [Fact]
    public void A_group_name_that_two_have_is_refused()
    {
        var snapshot = Planning.Contoso();
        var twins = snapshot.With(Resources.Groups, [.. snapshot.Rows(Resources.Groups).Take(2).Select(row => row.With("displayName", SettingValue.Of("Twins")))]);

        Fails(ErrorIds.RemediationObjectMissing, () => twins.Draft("aad_managed_approved_public_groups_only", ("ExceptGroup", ["twins"]))).ShouldContain("2 groups");
    }

    [Fact]
    public void Words_are_added_to_those_that_are_there()
    {
        var draft = Planning.Contoso().Draft("aad_custom_banned_passwords", ("Word", ["Kestrel", "falcon"]));

        Setting(draft, "values.BannedPasswordList").AsText().ShouldBe("contoso\tfabrikam\twingtip\tkestrel\tantwerp\tfalcon");
        ((SettingsChange)draft.Changes[0]).Settings.Count.ShouldBe(1);
    }

    [Fact]
    public void A_list_that_is_not_enforced_is_enforced_as_it_is()
    {
        var snapshot = Planning.Contoso().With(Resources.GroupSettings, row => row.With("values.EnableBannedPasswordCheck", SettingValue.Of("false")));

        Setting(snapshot.Draft("aad_custom_banned_passwords"), "values.EnableBannedPasswordCheck").AsText().ShouldBe("True");
    }

    [Theory]
    [InlineData("abc", "4 to 16")]
    [InlineData("seventeen-letters", "4 to 16")]
    [InlineData("two\twords", "control character")]
    [InlineData(" falcon", "space")]
    [InlineData("falcon|FALCON", "twice")]
    public void A_word_that_the_service_would_not_keep_is_refused(string words, string why) => Fails(
        ErrorIds.RemediationValueInvalid, () => Planning.Contoso().Draft("aad_custom_banned_passwords", ("Word", words.Split('|')))).ShouldContain(why);

    [Theory]
    [InlineData(995, true)]
    [InlineData(996, false)]
    public void The_list_holds_a_thousand_words(int added, bool fits)
    {
        string[] words = [.. Enumerable.Range(1000, added).Select(number => "word" + number.ToString(CultureInfo.InvariantCulture))];
        if (fits)
            Setting(Planning.Contoso().Draft("aad_custom_banned_passwords", ("Word", words)), "values.BannedPasswordList").AsText()!.Split('\t').Length.ShouldBe(1000);
        else
            Fails(ErrorIds.RemediationValueInvalid, () => Planning.Contoso().Draft("aad_custom_banned_passwords", ("Word", words))).ShouldContain("1000");
    }

    [Fact]
    public void An_empty_list_wants_words()
    {
        var snapshot = Planning.Contoso().With(Resources.GroupSettings, row => row.With("values.BannedPasswordList", SettingValue.Of("")));

        Fails(ErrorIds.RemediationValueMissing, () => snapshot.Draft("aad_custom_banned_passwords")).ShouldContain("-Value @{ Word");
        Fails(ErrorIds.RemediationValueMissing, () => snapshot.With(Resources.GroupSettings, Array.Empty<SettingGroup>()).Draft("aad_custom_banned_passwords"));
    }

    [Fact]
    public void Rules_that_nobody_saved_are_made_with_all_six_values()
    {
        var content = Planning.Contoso().With(Resources.GroupSettings, Array.Empty<SettingGroup>())
            .Draft("aad_custom_banned_passwords", ("Word", ["kestrel"])).Changes.ShouldHaveSingleItem().ShouldBeOfType<ObjectCreation>().Content;

        content["templateId"].AsText().ShouldBe("5cf42378-d67d-4f36-ba46-e8b86229381d");
        content["values"].AsList().Cast<SettingGroup>().Select(value => $"{value["name"].AsText()}={value["value"].AsText()}").ShouldBe(
        [
            "BannedPasswordCheckOnPremisesMode=Audit", "EnableBannedPasswordCheckOnPremises=True", "EnableBannedPasswordCheck=True",
            "LockoutDurationInSeconds=60", "LockoutThreshold=10", "BannedPasswordList=kestrel",
        ]);
    }

    [Theory]
    [InlineData("True", "Enforce", null, "")]
    [InlineData("True", "Enforced", null, "")]
    [InlineData("True", "Enforce", "Audit", "")]
    [InlineData("True", "Enforced", "Enforce", "BannedPasswordCheckOnPremisesMode=Enforce")]
    [InlineData("False", "Audit", null, "EnableBannedPasswordCheckOnPremises=True")]
    [InlineData("False", "Enforce", null, "EnableBannedPasswordCheckOnPremises=True BannedPasswordCheckOnPremisesMode=Audit")]
    [InlineData("True", "Audit", null, "")]
    [InlineData("True", "Audit", "enforce", "BannedPasswordCheckOnPremisesMode=Enforce")]
    public void What_domain_controllers_enforce_is_not_weakened(string isOn, string present, string? mode, string wanted)
    {
        var snapshot = Hybrid().With(Resources.GroupSettings, row => row
            .With("values.EnableBannedPasswordCheckOnPremises", SettingValue.Of(isOn)).With("values.BannedPasswordCheckOnPremisesMode", SettingValue.Of(present)));

        var draft = mode is null ? snapshot.Draft("aad_password_protection") : snapshot.Draft("aad_password_protection", ("Mode", [mode]));

        string.Join(' ', draft.Changes.Cast<SettingsChange>().SelectMany(change => change.Settings).Select(setting => $"{setting.Name["values.".Length..]}={setting.Wanted}")).ShouldBe(wanted);
    }

    [Fact]
    public void Audit_says_that_it_earns_nothing()
    {
        Hybrid().Draft("aad_password_protection").Warnings.ShouldHaveSingleItem().ShouldContain("no points");
        var unsaved = Hybrid().With(Resources.GroupSettings, Array.Empty<SettingGroup>()).Draft("aad_password_protection");
        unsaved.Changes.ShouldBeEmpty();
        unsaved.Warnings.ShouldHaveSingleItem().ShouldContain("no points");
    }

    [Fact]
    public void Without_an_active_directory_there_is_nothing_to_protect() => Fails(
        ErrorIds.RemediationNotPossible,
        () => Planning.Contoso().With(Resources.Organization, row => row.With("onPremisesSyncEnabled", SettingValue.Nothing)).Draft("aad_password_protection"));

    [Fact]
    public void Public_groups_become_private_but_for_those_that_are_approved()
    {
        var snapshot = Planning.Contoso().With(Resources.Groups,
        [
            Group("1", "Open", "\"Public\""), Group("2", "Approved", "\"public\""), Group("3", "Closed", "\"Private\""), Group("4", "Hidden", "\"HiddenMembership\""),
            Group("5", "Unset", "null"), Group("6", "Strange", "\"Secret\""), Planning.Row("""{ "id": "7", "displayName": "Security", "groupTypes": [], "visibility": "Public" }"""),
        ]);

        var draft = snapshot.Draft("aad_managed_approved_public_groups_only", ("ExceptGroup", ["approved"]));

        draft.Changes.Cast<SettingsChange>().Select(change => change.Label).ShouldBe(["Open", "Unset"]);
        draft.Changes[0].Permanent.ShouldBeNull();
        draft.Changes[1].Permanent.ShouldNotBeNull();
        draft.MustExist.ShouldBe([(Resources.Groups, "2")]);
        draft.Warnings.ShouldContain(warning => warning.Contains("'Secret'", StringComparison.Ordinal));
        draft.Warnings.ShouldContain(warning => warning.Contains("AlternateMitigation", StringComparison.Ordinal));
        Fails(ErrorIds.RemediationObjectMissing, () => snapshot.Draft("aad_managed_approved_public_groups_only", ("ExceptGroup", ["Nobody"]))).ShouldContain("Nobody");

        static SettingGroup Group(string id, string name, string visibility) =>
            Planning.Row($$"""{ "id": "{{id}}", "displayName": "{{name}}", "groupTypes": ["Unified"], "visibility": {{visibility}} }""");
    }

    [Fact]
    public void Without_the_licence_nothing_is_changed() => Fails(
        ErrorIds.RemediationNotPossible,
        () => Planning.Contoso().With(Resources.SubscribedSkus, Array.Empty<SettingGroup>()).Draft("aad_custom_banned_passwords", ("Word", ["falcon"]))).ShouldContain("does not own");

    [Theory]
    [InlineData("A0B1B346-4D3E-4E8B-98F8-753987BE4970", null, "10dae51f-b6af-4016-8d66-8c2a99b929b3")]
    [InlineData("a0b1b346-4d3e-4e8b-98f8-753987be4970", "Restricted", "2af84b1e-32c8-42b7-82bc-daa82404023b")]
    [InlineData("10dae51f-b6af-4016-8d66-8c2a99b929b3", "Restricted", "2af84b1e-32c8-42b7-82bc-daa82404023b")]
    [InlineData("10dae51f-b6af-4016-8d66-8c2a99b929b3", null, null)]
    [InlineData("2af84b1e-32c8-42b7-82bc-daa82404023b", "Limited", null)]
    public void Guests_never_get_more_access(string former, string? access, string? wanted)
    {
        var snapshot = Planning.Contoso().With(Resources.AuthorizationPolicy, row => row.With("guestUserRoleId", SettingValue.Of(former)));

        var draft = access is null ? snapshot.Draft("ss_guest_role") : snapshot.Draft("ss_guest_role", ("Access", [access]));

        if (wanted is null)
            draft.Changes.ShouldBeEmpty();
        else
            Setting(draft, "guestUserRoleId").AsText().ShouldBe(wanted);
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("adminsAndGuestInviters", false)]
    [InlineData("everyone", true)]
    public void Invitations_that_are_closed_stay_closed(string former, bool changes) => Planning.Contoso()
        .With(Resources.AuthorizationPolicy, row => row.With("allowInvitesFrom", SettingValue.Of(former))).Draft("ss_guest_invites").Changes.Count.ShouldBe(changes ? 1 : 0);

    [Theory]
    [InlineData("ss_guest_role", "guestUserRoleId")]
    [InlineData("ss_guest_invites", "allowInvitesFrom")]
    [InlineData("aad_third_party_apps", "defaultUserRolePermissions.allowedToCreateApps")]
    public void An_unknown_value_is_not_overwritten(string controlId, string setting) => Should.Throw<EvidenceUnavailableException>(
        () => Planning.Contoso().With(Resources.AuthorizationPolicy, row => row.With(setting, SettingValue.Of("newValue"))).Draft(controlId));

    [Fact]
    public void The_registration_campaign_keeps_whom_it_names()
    {
        const string Campaign = "registrationEnforcement.authenticationMethodsRegistrationCampaign.";
        var group = Planning.Contoso().Rows(Resources.Groups)[0];
        var former = SettingValue.Group(("id", SettingValue.Of("pilot")), ("targetType", SettingValue.Of("group")), ("targetedAuthenticationMethod", SettingValue.Of("fido2")));
        var snapshot = Planning.Contoso().With(Resources.AuthenticationMethodsPolicy, row => row
            .With(Campaign + "includeTargets", SettingValue.ListOf(former)).With(Campaign + "excludeTargets", SettingValue.ListOf(former)));

        var plan = snapshot.Plan("MFARegistrationV2", Planning.Values(("SnoozeDays", ["3"]), ("ExceptGroup", [group["displayName"].AsText()!])));

        Setting(plan.Draft, Campaign + "state").AsText().ShouldBe("enabled");
        Setting(plan.Draft, Campaign + "snoozeDurationInDays").AsNumber().ShouldBe(3);
        Ids(Campaign + "includeTargets").ShouldBe(["pilot", "all_users"]);
        Ids(Campaign + "excludeTargets").ShouldBe(["pilot", group["id"].AsText()]);
        plan.ExpectedPoints.ShouldBe(plan.Control.Points);
        plan.Draft.Warnings[0].ShouldContain("no points by itself");
        plan.Remediation.Owns(plan.Draft.Changes[0]).ShouldBeTrue();
        plan.Remediation.Owns(plan.Draft.Changes[0].Inverse()).ShouldBeTrue();
        var after = ChangeProjection.Apply(snapshot, plan.Draft.Changes);
        after.Draft("MFARegistrationV2").Changes.ShouldBeEmpty();
        ChangeProjection.Apply(after, [plan.Draft.Changes[0].Inverse()]).Rows(Resources.AuthenticationMethodsPolicy)[0].ToJson()
            .ShouldBe(snapshot.Rows(Resources.AuthenticationMethodsPolicy)[0].ToJson());

        IEnumerable<string?> Ids(string setting) => Setting(plan.Draft, setting).AsList().Cast<SettingGroup>().Select(target => target["id"].AsText());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("15")]
    public void The_registration_campaign_waits_two_weeks_at_most(string days) =>
        Fails(ErrorIds.RemediationValueInvalid, () => Planning.Contoso().Draft("MFARegistrationV2", ("SnoozeDays", [days]))).ShouldContain("0 to 14");

    [Fact]
    public void The_registration_campaign_needs_the_method() => Planning.Contoso()
        .With(Resources.AuthenticationMethodsPolicy, row => row.With("authenticationMethodConfigurations", SettingValue.ListOf())).Draft("MFARegistrationV2").Warnings.Count.ShouldBe(2);

    private static TenantSnapshot Hybrid() => Planning.Contoso().With(Resources.Organization, row => row.With("onPremisesSyncEnabled", SettingValue.Of(true)));

    private static SettingValue Setting(RemediationDraft draft, string name) =>
        draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.Single(setting => setting.Name == name).Wanted;

    private static IEnumerable<string?> Queries(RemediationDraft draft) => Setting(draft, "reviewers").AsList().Cast<SettingGroup>().Select(reviewer => reviewer["query"].AsText());

    private static string Fails(string errorId, Action plan)
    {
        var failure = Should.Throw<SecureScoreException>(plan);
        failure.ErrorId.ShouldBe(errorId);
        return failure.Message;
    }
}
