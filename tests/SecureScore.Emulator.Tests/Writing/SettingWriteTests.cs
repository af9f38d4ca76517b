using System.Text.Json;

namespace SecureScore.Emulator.Tests.Writing;

public class SettingWriteTests
{
    private const string Authorization = "/v1.0/policies/authorizationPolicy";
    private const string Consent = "/v1.0/policies/adminConsentRequestPolicy";
    private const string Methods = "/v1.0/policies/authenticationMethodsPolicy";
    private const string Timeouts = "/v1.0/policies/activityBasedTimeoutPolicies";
    private const string SharePoint = "/v1.0/admin/sharepoint/settings";
    private const string Apps = "/beta/admin/appsAndServices";
    private const string Domain = "/v1.0/domains/fabrikam.com";
    private const string Settings = "/v1.0/groupSettings";
    private const string PasswordSettings = Settings + "/b5f6259c-6dfa-6b9e-3050-c934712e0e3b";
    private const string Timeout = """["{\"ActivityBasedTimeoutPolicy\":{\"Version\":1,\"ApplicationPolicies\":[{\"ApplicationId\":\"default\",\"WebSessionIdleTimeout\":\"01:00:00\"}]}}"]""";

    [Theory]
    [InlineData(Authorization, """{"allowedToUseSSPR":false}""", 204)]
    [InlineData(Authorization, """{"allowUserConsentForRiskyApps":null}""", 204)]
    [InlineData(Authorization, """{"allowInvitesFrom":"none","guestUserRoleId":"2af84b1e-32c8-42b7-82bc-daa82404023b"}""", 204)]
    [InlineData(Authorization, """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"]}}""", 204)]
    [InlineData(Authorization, "nothing", 400)]
    [InlineData(Authorization, "[]", 400)]
    [InlineData(Authorization, """{"allowedToUseSSPR":true,"allowedToUseSSPR":false}""", 400)]
    [InlineData(Authorization, """{"allowedToUseMagic":true}""", 400)]
    [InlineData(Authorization, """{"allowedToUseSSPR":"yes"}""", 400)]
    [InlineData(Authorization, """{"id":"other"}""", 400)]
    [InlineData(Authorization, """{"displayName":"Mine"}""", 400)]
    [InlineData(Authorization, """{"allowInvitesFrom":"nobody"}""", 400)]
    [InlineData(Authorization, """{"guestUserRoleId":"62e90394-69f5-4237-9190-012177145e10"}""", 400)]
    [InlineData(Authorization, """{"defaultUserRolePermissions":null}""", 400)]
    [InlineData(Authorization, """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":null}}""", 400)]
    [InlineData(Authorization, """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[null]}}""", 400)]
    [InlineData(Authorization, """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.nobody-made-it"]}}""", 400)]
    [InlineData(Authorization, """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":["microsoft-user-default-low"]}}""", 400)]
    [InlineData(Methods, """{"policyMigrationState":"migrationComplete"}""", 204)]
    [InlineData(Methods, """{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled","snoozeDurationInDays":1,"excludeTargets":[],"includeTargets":[{"id":"all_users","targetType":"group","targetedAuthenticationMethod":"microsoftAuthenticator"}]}}}""", 204)]
    [InlineData(Methods, """{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled"}}}""", 400)]
    [InlineData(Methods, """{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":null,"snoozeDurationInDays":1}}}""", 400)]
    [InlineData(Methods, """{"policyMigrationState":"done"}""", 400)]
    [InlineData(Methods, """{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled","snoozeDurationInDays":15}}}""", 400)]
    [InlineData(Methods, """{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled","snoozeDurationInDays":1,"excludeTargets":[{"id":"11111111-0000-4000-8000-000000000001","targetType":"group"}]}}}""", 400)]
    [InlineData(Methods, """{"authenticationMethodConfigurations":[]}""", 400)]
    [InlineData(Methods, """{"reportSuspiciousActivitySettings":{"state":"enabled"}}""", 400)]
    [InlineData(SharePoint, """{"isLegacyAuthProtocolsEnabled":true}""", 200)]
    [InlineData(SharePoint, """{"idleSessionSignOut":{"isEnabled":true,"signOutAfterInSeconds":60,"warnAfterInSeconds":10}}""", 200)]
    [InlineData(SharePoint, """{"idleSessionSignOut":{"warnAfterInSeconds":10}}""", 400)]
    [InlineData(SharePoint, """{"sharingDomainRestrictionMode":"allowList","sharingAllowedDomainList":["fabrikam.com"]}""", 200)]
    [InlineData(SharePoint, """{"sharingDomainRestrictionMode":"allowList"}""", 400)]
    [InlineData(SharePoint, """{"idleSessionSignOut":{"isEnabled":true,"signOutAfterInSeconds":3600,"warnAfterInSeconds":3600}}""", 400)]
    [InlineData(SharePoint, """{"sharingCapability":"everybody"}""", 400)]
    [InlineData(SharePoint, """{"allowedDomainGuidsForSyncApp":["contoso.com"]}""", 400)]
    [InlineData(SharePoint, """{"availableManagedPathsForSiteCreation":[]}""", 400)]
    [InlineData(Apps, """{"settings":{"isOfficeStoreEnabled":false}}""", 204)]
    [InlineData(Apps, """{"settings":{"isOfficeStoreEnabled":1}}""", 400)]
    [InlineData(Apps, """{"isOfficeStoreEnabled":false}""", 400)]
    [InlineData("/v1.0/admin/appsAndServices", """{"settings":{"isOfficeStoreEnabled":false}}""", 400)]
    [InlineData(Domain, """{"passwordValidityPeriodInDays":2147483647,"passwordNotificationWindowInDays":14}""", 204)]
    [InlineData(Domain, """{"passwordValidityPeriodInDays":2147483647}""", 400)]
    [InlineData("/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":90}""", 204)]
    [InlineData("/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":null}""", 400)]
    [InlineData("/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":90.5}""", 400)]
    [InlineData("/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":2147483648}""", 400)]
    [InlineData("/v1.0/domains/contoso.com", """{"isVerified":true}""", 400)]
    [InlineData("/v1.0/domains/nowhere.example", """{"passwordValidityPeriodInDays":90}""", 404)]
    public async Task A_change_is_taken_or_refused(string path, string body, int status)
    {
        using var demo = Demo.ToWrite();
        string former = (await demo.GetAsync(path)).Text;

        var answer = await demo.PatchAsync(path, body);

        answer.Status.ShouldBe(status, answer.Text);
        if (status >= 400)
        {
            answer.ErrorMessage.ShouldNotBeEmpty();
            WithoutIds(await demo.GetAsync(path)).ShouldBe(WithoutIds(former));
        }

        demo.Tenant.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task Objects_are_merged_and_lists_are_replaced()
    {
        using var demo = Demo.ToWrite();

        await demo.PatchAsync(Authorization, """{"defaultUserRolePermissions":{"allowedToCreateApps":false}}""");
        await demo.PatchAsync(Authorization, """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-low"]}}""");

        var policy = (await demo.GetAsync(Authorization)).Json;
        var rights = policy.GetProperty("defaultUserRolePermissions");
        rights.GetProperty("allowedToCreateApps").GetBoolean().ShouldBeFalse();
        rights.GetProperty("allowedToCreateTenants").GetBoolean().ShouldBeTrue();
        rights.GetProperty("permissionGrantPoliciesAssigned").EnumerateArray().Select(name => name.GetString()).ShouldBe(["ManagePermissionGrantsForSelf.microsoft-user-default-low"]);
        policy.GetProperty("allowInvitesFrom").GetString().ShouldBe("adminsGuestInvitersAndAllMembers");
    }

    [Theory]
    [InlineData(Authorization, """{"allowedToUseSSPR":false,"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[]}}""",
        """{"allowedToUseSSPR":true,"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-low","ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"]}}""")]
    [InlineData(SharePoint, """{"sharingDomainRestrictionMode":"none","sharingBlockedDomainList":[]}""",
        """{"sharingBlockedDomainList":["wideworldimporters.com","fourthcoffee.com"],"sharingDomainRestrictionMode":"blockList"}""")]
    [InlineData("/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":90}""", """{"passwordValidityPeriodInDays":2147483647}""")]
    [InlineData(Apps, """{"settings":{"isOfficeStoreEnabled":false}}""", """{"settings":{"isOfficeStoreEnabled":true}}""")]
    public async Task What_is_changed_back_is_what_it_was_byte_for_byte(string path, string change, string back)
    {
        using var demo = Demo.ToWrite();
        string former = (await demo.GetAsync(path)).Text;

        await demo.PatchAsync(path, change);
        string changed = (await demo.GetAsync(path)).Text;
        await demo.PatchAsync(path, back);

        changed.ShouldNotBe(former, StringComparer.Ordinal);
        (await demo.GetAsync(path)).Text.ShouldBe(former);
    }

    [Theory]
    [InlineData("PATCH", """{"isEnabled":true}""", 405)]
    [InlineData("PUT", """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":[{"query":"/v1.0/users/e06fc6bd-e4ca-6b4b-6f8d-468e5af1c1ee","queryType":"MicrosoftGraph"}]}""", 204)]
    [InlineData("PUT", """{"isEnabled":false,"notifyReviewers":false,"remindersEnabled":false,"requestDurationInDays":0,"reviewers":[]}""", 204)]
    [InlineData("PUT", """{"isEnabled":true}""", 400)]
    [InlineData("PUT", """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":null}""", 400)]
    [InlineData("PUT", """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":0,"reviewers":[]}""", 400)]
    [InlineData("PUT", """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":61,"reviewers":[]}""", 400)]
    [InlineData("PUT", """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"version":9,"reviewers":[]}""", 400)]
    [InlineData("PUT", """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":[{"queryType":"MicrosoftGraph"}]}""", 400)]
    [InlineData("PUT", """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":true,"requestDurationInDays":30,"reviewers":[{"query":"/v1.0/users/11111111-0000-4000-8000-000000000001","queryType":"MicrosoftGraph"}]}""", 400)]
    public async Task The_consent_policy_is_put_whole(string method, string body, int status)
    {
        using var demo = Demo.ToWrite();

        var answer = await demo.SendAsync(method, Consent, body);

        answer.Status.ShouldBe(status, answer.Text);
        var policy = (await demo.GetAsync(Consent)).Json;
        policy.GetProperty("version").GetInt32().ShouldBe(status == 204 ? 4 : 3);
        policy.GetProperty("requestDurationInDays").GetInt32().ShouldBe(body.Contains(":0", StringComparison.Ordinal) && status == 204 ? 0 : 30);
    }

    [Theory]
    [InlineData("""[["LockoutThreshold","5"]]""", 400)]
    [InlineData("""[["BannedPasswordCheckOnPremisesMode","Enforce"],["EnableBannedPasswordCheckOnPremises","True"],["EnableBannedPasswordCheck","True"],["LockoutDurationInSeconds","60"],["LockoutThreshold","5"],["BannedPasswordList","contoso\tkestrel"]]""", 204)]
    [InlineData("""[["BannedPasswordCheckOnPremisesMode","Enforced"],["EnableBannedPasswordCheckOnPremises","True"],["EnableBannedPasswordCheck","True"],["LockoutDurationInSeconds","60"],["LockoutThreshold","5"],["BannedPasswordList",""]]""", 400)]
    [InlineData("""[["BannedPasswordCheckOnPremisesMode","Audit"],["EnableBannedPasswordCheckOnPremises","True"],["EnableBannedPasswordCheck","True"],["LockoutDurationInSeconds","60"],["LockoutThreshold","few"],["BannedPasswordList",""]]""", 400)]
    [InlineData("""[["BannedPasswordCheckOnPremisesMode","Audit"],["EnableBannedPasswordCheckOnPremises","True"],["EnableBannedPasswordCheck","True"],["LockoutDurationInSeconds","60"],["LockoutThreshold","5"],["BannedPasswordList","abc"]]""", 400)]
    [InlineData("""[["BannedPasswordCheckOnPremisesMode","Audit"],["EnableBannedPasswordCheckOnPremises","True"],["EnableBannedPasswordCheck","True"],["LockoutDurationInSeconds","60"],["LockoutThreshold","5"],["LockoutThreshold","6"],["BannedPasswordList",""]]""", 400)]
    [InlineData("""[["BannedPasswordCheckOnPremisesMode","Audit"],["EnableBannedPasswordCheckOnPremises","True"],["EnableBannedPasswordCheck","True"],["LockoutDurationInSeconds","60"],["LockoutThreshold","5"],["BannedPasswordList",""],["Magic","True"]]""", 400)]
    public async Task Directory_settings_are_sent_with_all_their_values(string values, int status)
    {
        using var demo = Demo.ToWrite();
        string body = "{\"values\":[" + string.Join(',', JsonSerializer.Deserialize<string[][]>(values)!.Select(pair => JsonSerializer.Serialize(new { name = pair[0], value = pair[1] }))) + "]}";

        (await demo.PatchAsync(PasswordSettings, body)).Status.ShouldBe(status);

        (await demo.GetAsync(PasswordSettings)).Text.Contains("\"5\"", StringComparison.Ordinal).ShouldBe(status == 204);
    }

    [Fact]
    public async Task Directory_settings_are_created_from_their_template_once()
    {
        using var demo = Demo.ToWrite();
        const string Body = """{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"LockoutThreshold","value":"7"}]}""";

        (await demo.PostAsync(Settings, Body)).Status.ShouldBe(400);
        (await demo.SendAsync("DELETE", PasswordSettings, content: null)).Status.ShouldBe(204);
        var created = await demo.PostAsync(Settings, Body);
        (await demo.PostAsync(Settings, """{"templateId":"11111111-0000-4000-8000-000000000001","values":[]}""")).Status.ShouldBe(400);

        created.Status.ShouldBe(201);
        var read = (await demo.GetAsync($"{Settings}/{created.Json.GetProperty("id").GetString()}")).Json;
        read.GetProperty("displayName").GetString().ShouldBe("Password Rule Settings");
        read.GetProperty("values").GetArrayLength().ShouldBe(6);
        read.GetProperty("values").EnumerateArray().Single(value => value.GetProperty("name").ValueEquals("LockoutThreshold")).GetProperty("value").GetString().ShouldBe("7");
    }

    [Theory]
    [InlineData("""{"displayName":"Idle","definition":DEFINITION}""", 201)]
    [InlineData("""{"displayName":"Idle","definition":DEFINITION,"isOrganizationDefault":true}""", 400)]
    [InlineData("""{"displayName":"Idle","definition":[]}""", 400)]
    [InlineData("""{"displayName":"Idle","definition":["{}"]}""", 400)]
    [InlineData("""{"displayName":"Idle","definition":["three hours"]}""", 400)]
    [InlineData("""{"definition":DEFINITION}""", 400)]
    [InlineData("""{"displayName":"Idle","definition":DEFINITION,"id":"b134447d-50af-341e-6e7a-17ae2e9139f8"}""", 400)]
    public async Task A_timeout_policy_has_a_definition_and_one_is_the_default(string body, int status)
    {
        using var demo = Demo.ToWrite();

        var answer = await demo.PostAsync(Timeouts, body.Replace("DEFINITION", Timeout, StringComparison.Ordinal));

        answer.Status.ShouldBe(status, answer.Text);
        (await demo.GetAsync(Timeouts)).Rows.Count.ShouldBe(status == 201 ? 2 : 1);
        if (status == 201)
        {
            string created = $"{Timeouts}/{answer.Json.GetProperty("id").GetString()}";
            (await demo.PatchAsync(created, """{"displayName":"Idle sessions end"}""")).Status.ShouldBe(204);
            (await demo.GetAsync(created)).Json.GetProperty("displayName").GetString().ShouldBe("Idle sessions end");
            (await demo.SendAsync("DELETE", created, content: null)).Status.ShouldBe(204);
            (await demo.GetAsync(created)).Status.ShouldBe(404);
            (await demo.SendAsync("DELETE", created, content: null)).Status.ShouldBe(404);
        }
    }

    [Fact]
    public async Task A_cloud_group_becomes_private_and_one_of_the_premises_does_not()
    {
        using var demo = Demo.ToWrite();
        var groups = (await demo.GetAsync("/v1.0/groups?$top=999")).Rows;
        string cloud = Id(row => row.GetProperty("visibility").ValueEquals("Public") && row.GetProperty("onPremisesSyncEnabled").ValueKind != JsonValueKind.True);
        string premises = Id(row => row.GetProperty("onPremisesSyncEnabled").ValueKind == JsonValueKind.True);

        (await demo.PatchAsync(cloud, """{"visibility":"Private"}""")).Status.ShouldBe(204);
        (await demo.PatchAsync(cloud, """{"visibility":"HiddenMembership"}""")).Status.ShouldBe(400);
        (await demo.PatchAsync(premises, """{"visibility":"Private"}""")).Status.ShouldBe(400);
        (await demo.GetAsync(cloud)).Json.GetProperty("visibility").GetString().ShouldBe("Private");

        string Id(Func<JsonElement, bool> matches) => "/v1.0/groups/" + groups.First(matches).GetProperty("id").GetString();
    }

    [Fact]
    public async Task The_forms_of_the_sample_stay_out_of_reach()
    {
        using var demo = Demo.ToWrite();

        (await demo.PatchAsync("/beta/admin/forms", """{"settings":{"isExternalSendFormEnabled":false}}""")).Status.ShouldBe(403);
        demo.Tenant.AllowWriting(demo.Tenant.Application).Permissions.Values.SelectMany(names => names).ShouldNotContain(name => name.Contains("Forms", StringComparison.Ordinal));
    }

    // Errors of a GET have ids of their own.
    private static string WithoutIds(Answer answer) => WithoutIds(answer.Text);

    private static string WithoutIds(string text) => text.Contains("innerError", StringComparison.Ordinal) ? text[..text.IndexOf("innerError", StringComparison.Ordinal)] : text;
}
