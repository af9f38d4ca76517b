using System.Net;
using System.Text.Json;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Microsoft365.Collecting;
using SecureScore.Microsoft365.Tests.Http;
using SecureScore.Microsoft365.Writing;

namespace SecureScore.Microsoft365.Tests.Writing;

public class GraphWriterTests
{
    private const string Policy = "11111111-0000-0000-0000-000000000001";

    /// <summary>A change, what the service shows of the object before, and the request that makes it.</summary>
    public static TheoryData<TenantChange, string?, string, string, string?> Writes { get; } = new()
    {
        { Change(Resources.SecurityDefaults, null, ("isEnabled", SettingValue.Of(false))), null,
            "PATCH", "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy", """{"isEnabled":false}""" },
        { Change(Resources.AuthorizationPolicy, null, ("allowInvitesFrom", SettingValue.Of("adminsAndGuestInviters")), ("guestUserRoleId", SettingValue.Of("2af84b1e-32c8-42b7-82bc-daa82404023b"))), null,
            "PATCH", "/v1.0/policies/authorizationPolicy", """{"allowInvitesFrom":"adminsAndGuestInviters","guestUserRoleId":"2af84b1e-32c8-42b7-82bc-daa82404023b"}""" },
        { Change(Resources.AuthorizationPolicy, null,
                ("defaultUserRolePermissions.allowedToCreateApps", SettingValue.Of(false)),
                ("defaultUserRolePermissions.permissionGrantPoliciesAssigned", SettingValue.Of(["ManagePermissionGrantsForSelf.microsoft-user-default-low"]))), null,
            "PATCH", "/v1.0/policies/authorizationPolicy",
            """{"defaultUserRolePermissions":{"allowedToCreateApps":false,"permissionGrantPoliciesAssigned":["ManagePermissionGrantsForSelf.microsoft-user-default-low"]}}""" },
        { Change(Resources.AuthorizationPolicy, null, ("defaultUserRolePermissions.permissionGrantPoliciesAssigned", SettingValue.Of(Array.Empty<string>()))), null,
            "PATCH", "/v1.0/policies/authorizationPolicy", """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[]}}""" },

        // Replaced as a whole, without what the service adds.
        { Change(Resources.AdminConsentRequestPolicy, null, ("isEnabled", SettingValue.Of(true)), ("requestDurationInDays", SettingValue.Of(30))),
            """{"@odata.context":"x","isEnabled":false,"version":7,"notifyReviewers":true,"remindersEnabled":false,"requestDurationInDays":0,"reviewers":[{"@odata.type":"#microsoft.graph.accessReviewReviewerScope","query":"/v1.0/users/1","queryType":"MicrosoftGraph","queryRoot":null}]}""",
            "PUT", "/v1.0/policies/adminConsentRequestPolicy",
            """{"isEnabled":true,"notifyReviewers":true,"remindersEnabled":false,"requestDurationInDays":30,"reviewers":[{"query":"/v1.0/users/1","queryType":"MicrosoftGraph","queryRoot":null}]}""" },
        { Change(Resources.AuthenticationMethodsPolicy, null,
                ("policyMigrationState", SettingValue.Of("migrationComplete")), ("registrationEnforcement.authenticationMethodsRegistrationCampaign.state", SettingValue.Of("enabled"))), "{}",
            "PATCH", "/v1.0/policies/authenticationMethodsPolicy",
            """{"policyMigrationState":"migrationComplete","registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled"}}}""" },

        // Groups that are sent whole, with what stays.
        { Change(Resources.AuthenticationMethodsPolicy, null, ("registrationEnforcement.authenticationMethodsRegistrationCampaign.state", SettingValue.Of("enabled"))),
            """{"policyVersion":"1.5","registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"snoozeDurationInDays":3,"enforceRegistrationAfterAllowedSnoozes":true,"state":"disabled","excludeTargets":[],"includeTargets":[{"id":"all_users","targetType":"group","targetedAuthenticationMethod":"microsoftAuthenticator"}]}}}""",
            "PATCH", "/v1.0/policies/authenticationMethodsPolicy",
            """{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"snoozeDurationInDays":3,"state":"enabled","excludeTargets":[],"includeTargets":[{"id":"all_users","targetType":"group","targetedAuthenticationMethod":"microsoftAuthenticator"}]}}}""" },
        { Change(Resources.SharePointSettings, null, ("idleSessionSignOut.isEnabled", SettingValue.Of(true))),
            """{"sharingCapability":"disabled","idleSessionSignOut":{"isEnabled":false,"signOutAfterInSeconds":3600,"warnAfterInSeconds":3000}}""",
            "PATCH", "/v1.0/admin/sharepoint/settings", """{"idleSessionSignOut":{"isEnabled":true,"signOutAfterInSeconds":3600,"warnAfterInSeconds":3000}}""" },
        { Change(Resources.ActivityBasedTimeoutPolicies, "t1", ("definition", SettingValue.Of(["{\"ActivityBasedTimeoutPolicy\":{}}"]))), null,
            "PATCH", "/v1.0/policies/activityBasedTimeoutPolicies/t1", """{"definition":["{\"ActivityBasedTimeoutPolicy\":{}}"]}""" },

        // A domain that has neither is given both.
        { Change(Resources.Domains, "contoso.com", ("passwordValidityPeriodInDays", SettingValue.Of(2147483647))), """{"id":"contoso.com","passwordNotificationWindowInDays":null}""",
            "PATCH", "/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":2147483647,"passwordNotificationWindowInDays":14}""" },
        { Change(Resources.Domains, "contoso.com", ("passwordValidityPeriodInDays", SettingValue.Of(90))), """{"id":"contoso.com","passwordNotificationWindowInDays":30}""",
            "PATCH", "/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":90}""" },
        { Change(Resources.Groups, "g1", ("visibility", SettingValue.Of("Private"))), null, "PATCH", "/v1.0/groups/g1", """{"visibility":"Private"}""" },

        // All values, also those that stay.
        { Change(Resources.GroupSettings, "s1", ("values.EnableBannedPasswordCheck", SettingValue.Of("True")), ("values.BannedPasswordList", SettingValue.Of("contoso\tfabrikam"))),
            """{"id":"s1","displayName":"Password Rule Settings","templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"LockoutThreshold","value":"10"},{"name":"EnableBannedPasswordCheck","value":"False"},{"name":"BannedPasswordList","value":""}]}""",
            "PATCH", "/v1.0/groupSettings/s1",
            """{"values":[{"name":"LockoutThreshold","value":"10"},{"name":"EnableBannedPasswordCheck","value":"True"},{"name":"BannedPasswordList","value":"contoso\tfabrikam"}]}""" },
        { Change(Resources.SharePointSettings, null, ("sharingCapability", SettingValue.Of("disabled")), ("idleSessionSignOut.signOutAfterInSeconds", SettingValue.Of(10800))), "{}",
            "PATCH", "/v1.0/admin/sharepoint/settings", """{"sharingCapability":"disabled","idleSessionSignOut":{"signOutAfterInSeconds":10800}}""" },
        { Change(Resources.AdminAppsAndServices, null, ("settings.isOfficeStoreEnabled", SettingValue.Of(false)), ("settings.isAppAndServicesTrialEnabled", SettingValue.Of(false))), null,
            "PATCH", "/beta/admin/appsAndServices", """{"settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":false}}""" },
        { Change(Resources.AdminForms, null, ("settings.isInOrgFormsPhishingScanEnabled", SettingValue.Of(true))), null,
            "PATCH", "/beta/admin/forms", """{"settings":{"isInOrgFormsPhishingScanEnabled":true}}""" },
        { Change(Resources.ConditionalAccessPolicies, Policy, ("state", SettingValue.Of("enabled"))), null,
            "PATCH", "/v1.0/identity/conditionalAccess/policies/" + Policy, """{"state":"enabled"}""" },

        // A list that is left out stays as it was; nothing means none, and a control that is gone is null.
        { Change(Resources.ConditionalAccessPolicies, Policy, ("conditions.users.excludeUsers", SettingValue.Nothing), ("sessionControls", SettingValue.Nothing)), null,
            "PATCH", "/v1.0/identity/conditionalAccess/policies/" + Policy, """{"conditions":{"users":{"excludeUsers":[]}},"sessionControls":null}""" },
        { Change(Resources.NamedLocations, "n1", ("isTrusted", SettingValue.Of(true))), """{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"n1","isTrusted":false}""",
            "PATCH", "/v1.0/identity/conditionalAccess/namedLocations/n1", """{"@odata.type":"#microsoft.graph.ipNamedLocation","isTrusted":true}""" },
        { new ObjectCreation(Resources.ConditionalAccessPolicies, Content("""
            {"displayName":"MFA","state":"enabledForReportingButNotEnforced","conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},
            "users":{"includeUsers":["All"],"excludeUsers":[],"excludeGroups":null,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest,internalGuest"}}},
            "grantControls":{"operator":"OR","builtInControls":["mfa"],"authenticationStrength@odata.context":"x"},
            "sessionControls":{"signInFrequency":{"isEnabled":true,"type":"hours","value":4,"authenticationType":"primaryAndSecondaryAuthentication","frequencyInterval":"timeBased"}}}
            """)), null,
            "POST", "/v1.0/identity/conditionalAccess/policies", """
            {"displayName":"MFA","state":"enabledForReportingButNotEnforced","conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},
            "users":{"includeUsers":["All"],"excludeUsers":[],"excludeGroups":[],"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest"}}},
            "grantControls":{"operator":"OR","builtInControls":["mfa"]},
            "sessionControls":{"signInFrequency":{"isEnabled":true,"type":"hours","value":4,"authenticationType":"primaryAndSecondaryAuthentication","frequencyInterval":"timeBased"}}}
            """ },
        { new ObjectCreation(Resources.NamedLocations, Content("""{"@odata.type":"#microsoft.graph.countryNamedLocation","displayName":"Home","countriesAndRegions":["BE"],"includeUnknownCountriesAndRegions":false}""")), null,
            "POST", "/v1.0/identity/conditionalAccess/namedLocations",
            """{"@odata.type":"#microsoft.graph.countryNamedLocation","displayName":"Home","countriesAndRegions":["BE"],"includeUnknownCountriesAndRegions":false}""" },
        { new ObjectCreation(Resources.ActivityBasedTimeoutPolicies, Content("""{"displayName":"Idle","isOrganizationDefault":true,"definition":["{}"]}""")), null,
            "POST", "/v1.0/policies/activityBasedTimeoutPolicies", """{"displayName":"Idle","isOrganizationDefault":true,"definition":["{}"]}""" },
        { new ObjectCreation(Resources.GroupSettings, Content("""{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"LockoutThreshold","value":"10"}]}""")), null,
            "POST", "/v1.0/groupSettings", """{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"LockoutThreshold","value":"10"}]}""" },
        { new ObjectRemoval(Resources.ConditionalAccessPolicies, Policy, Content("{}")), null, "DELETE", "/v1.0/identity/conditionalAccess/policies/" + Policy, null },
        { new ObjectRemoval(Resources.NamedLocations, "n1", Content("{}")), null, "DELETE", "/v1.0/identity/conditionalAccess/namedLocations/n1", null },
        { new ObjectRemoval(Resources.ActivityBasedTimeoutPolicies, "t1", Content("{}")), null, "DELETE", "/v1.0/policies/activityBasedTimeoutPolicies/t1", null },
        { new ObjectRemoval(Resources.GroupSettings, "s1", Content("{}")), null, "DELETE", "/v1.0/groupSettings/s1", null },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_change_is_one_request_with_the_smallest_difference(TenantChange change, string? present, string method, string path, string? body)
    {
        using var graph = new FakeGraph { Present = present };

        string? identity = await graph.WriteAsync(change);

        var (sentMethod, sentPath, sentBody) = graph.Writes.ShouldHaveSingleItem();
        sentMethod.ShouldBe(method);
        sentPath.ShouldBe(path);
        (sentBody is null).ShouldBe(body is null);
        if (body is not null)
            JsonSame(sentBody!, body).ShouldBeTrue(sentBody);
        identity.ShouldBe(change is ObjectCreation ? FakeGraph.NewId : null);
        GraphMetadata.Check(sentMethod, sentPath, sentBody).ShouldBeEmpty();
        graph.Reads.Count.ShouldBe(present is null ? 0 : 1);
    }

    [Fact]
    public void Every_resource_that_is_changed_is_tried_here() =>
        Writes.Select(row => ((TenantChange)row.ToArray()[0]!).Resource).Distinct(StringComparer.Ordinal).ShouldBe(GraphObject.All.Select(item => item.Resource), ignoreOrder: true);

    // The SDK and the collection must mean the same place.
    [Theory]
    [MemberData(nameof(Writes))]
    public void What_is_changed_is_where_it_was_read(TenantChange change, string? present, string method, string path, string? body)
    {
        string place = GraphResource.All[change.Resource].Path;

        path.ShouldBe(change switch
        {
            SettingsChange { Identity: { } identity } => $"{place}/{identity}",
            ObjectRemoval removal => $"{place}/{removal.Identity}",
            _ => place,
        });
        _ = (present, method, body);
    }

    public static TheoryData<TenantChange, string> Refusals { get; } = new()
    {
        { Change(Resources.Users, "u1", ("accountEnabled", SettingValue.Of(false))), "is nothing that is written" },
        { Change(Resources.SubscribedSkus, "u1", ("x", SettingValue.Of(false))), "is nothing that is written" },
        { Change(Resources.Groups, "g1", ("displayName", SettingValue.Of("x"))), "has no property 'displayName'" },
        { Change(Resources.Groups, null, ("visibility", SettingValue.Of("Private"))), "none is named" },
        { Change(Resources.Groups, "..", ("visibility", SettingValue.Of("Private"))), "none is named" },
        { Change(Resources.ConditionalAccessPolicies, CreatedIdentity.Of(0), ("state", SettingValue.Of("enabled"))), "none is named" },
        { Change(Resources.AuthorizationPolicy, "authorizationPolicy", ("allowInvitesFrom", SettingValue.Of("none"))), "has no identity" },
        { Change(Resources.AuthorizationPolicy, null, ("allowInvitesFromX", SettingValue.Of("none"))), "'allowInvitesFromX'" },
        { Change(Resources.AdminForms, null, ("settings", SettingValue.Group())), "'settings'" },
        { Change(Resources.AuthorizationPolicy, null, ("allowInvitesFrom", SettingValue.Of("nobody"))), "takes no 'nobody'" },
        { Change(Resources.AuthorizationPolicy, null, ("defaultUserRolePermissions.allowedToFly", SettingValue.Of(true))), "no properties of such names" },
        { Change(Resources.AuthorizationPolicy, null, ("defaultUserRolePermissions.allowedToFly", SettingValue.Nothing)), "no properties of such names" },
        { Change(Resources.AuthorizationPolicy, null, ("defaultUserRolePermissions.allowedToCreateApps", SettingValue.Of("False"))), "'allowedToCreateApps'" },
        { Change(Resources.AuthorizationPolicy, null, ("guestUserRoleId", SettingValue.Of("guest"))), "" },
        { Change(Resources.SharePointSettings, null, ("idleSessionSignOut.signOutAfterInSeconds", SettingValue.Of(1.5m))), "" },
        { Change(Resources.SharePointSettings, null, ("sharingAllowedDomainList", SettingValue.Of("contoso.com"))), "" },
        { Change(Resources.ConditionalAccessPolicies, Policy, ("conditions", Content("""{"users":{"includeUsers":["All"],"includeRobots":["All"]}}"""))), "no properties of such names" },
        { Change(Resources.ConditionalAccessPolicies, Policy, ("grantControls.builtInControls", SettingValue.Of(["mfa", "sms"]))), "'builtInControls'" },
        { Change(Resources.ConditionalAccessPolicies, Policy, ("conditions.users.includeGuestsOrExternalUsers.guestOrExternalUserTypes", SettingValue.Of("internalGuest,robot"))), "" },
        { Change(Resources.Domains, "contoso.com", ("passwordValidityPeriodInDays", SettingValue.Nothing)), "never goes back" },
        { new ObjectCreation(Resources.Groups, Content("""{"visibility":"Private"}""")), "is neither created nor removed" },
        { new ObjectRemoval(Resources.Domains, "contoso.com", Content("{}")), "is neither created nor removed" },
        { new ObjectRemoval(Resources.ConditionalAccessPolicies, "", Content("{}")), "none is named" },
        { new ObjectCreation(Resources.ConditionalAccessPolicies, Content("""{"displayName":"x","createdDateTime":"2026-01-01T00:00:00Z"}""")), "'createdDateTime'" },
        { new ObjectCreation(Resources.NamedLocations, Content("""{"@odata.type":"#microsoft.graph.robotNamedLocation","displayName":"x","isTrusted":true}""")), "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_no_table_and_no_model_knows_is_refused_and_nothing_is_sent(TenantChange change, string reason)
    {
        using var graph = new FakeGraph { Present = "{}" };

        var error = await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(change));

        error.ErrorId.ShouldBe(ErrorIds.RemediationRefused);
        error.Message.ShouldContain(reason);
        error.Message.ShouldContain("Nothing was sent");
        graph.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_permission_for_what_is_refused_anyway()
    {
        using var graph = new FakeGraph();

        await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(Change(Resources.Users, "u1", ("accountEnabled", SettingValue.Of(false)))));
        graph.Allowed.ShouldBeEmpty();

        await graph.WriteAsync(Change(Resources.SecurityDefaults, null, ("isEnabled", SettingValue.Of(false))));
        graph.Allowed.ShouldHaveSingleItem().Select(permission => permission.Delegated).ShouldBe(["Policy.ReadWrite.SecurityDefaults", "Policy.Read.All"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, """{"error":{"code":"Authorization_RequestDenied","message":"ada may not"}}""", ErrorIds.RemediationDenied, "Authorization_RequestDenied")]
    [InlineData(HttpStatusCode.Unauthorized, """{"error":{"code":"InvalidAuthenticationToken"}}""", ErrorIds.RemediationDenied, "InvalidAuthenticationToken")]
    [InlineData(HttpStatusCode.BadRequest, """{"error":{"code":"BadRequest","message":"1007: ada is wrong"}}""", ErrorIds.RemediationRefused, "BadRequest, rule 1007")]
    [InlineData(HttpStatusCode.NotFound, """{"error":{"code":"ResourceNotFound","message":"ada"}}""", ErrorIds.RemediationRefused, "ResourceNotFound")]
    [InlineData(HttpStatusCode.Conflict, """{"error":{"code":"Conflict","message":"ada"}}""", ErrorIds.RemediationRefused, "Conflict")]
    [InlineData(HttpStatusCode.InternalServerError, """{"error":{"code":"generalException","message":"ada"}}""", ErrorIds.RemediationUncertain, "generalException")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "", ErrorIds.RemediationUncertain, "503")]
    [InlineData(HttpStatusCode.RequestTimeout, "", ErrorIds.RemediationUncertain, "408")]
    public async Task A_refusal_is_told_by_its_code_and_never_in_the_words_of_the_service(HttpStatusCode status, string answer, string errorId, string told)
    {
        using var graph = new FakeGraph { Answer = _ => Script.Answer(status, answer) };

        var error = await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(Change(Resources.ConditionalAccessPolicies, Policy, ("state", SettingValue.Of("enabled")))));

        error.ErrorId.ShouldBe(errorId);
        error.Message.ShouldContain(told);
        error.Message.ShouldNotContain("ada");
        if (errorId == ErrorIds.RemediationDenied)
        {
            error.Message.ShouldContain("Policy.ReadWrite.ConditionalAccess and Policy.Read.All and Application.Read.All");
            error.Message.ShouldContain("Conditional Access Administrator");
        }

        // A refused token is renewed once; nothing else is sent again.
        graph.Writes.Count.ShouldBe(status == HttpStatusCode.Unauthorized ? 2 : 1);
    }

    [Fact]
    public async Task A_licence_that_is_missing_is_no_matter_of_permissions()
    {
        using var graph = new FakeGraph
        {
            Answer = _ => Script.Answer(HttpStatusCode.Forbidden, """{"error":{"code":"AccessDenied","message":"Your tenant does not have a premium license."}}"""),
        };

        var error = await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(Creation()));

        error.ErrorId.ShouldBe(ErrorIds.RemediationRefused);
        error.Message.ShouldContain("lacks the licence");
        error.Message.ShouldNotContain("Policy.ReadWrite");
    }

    [Fact]
    public async Task A_write_without_an_answer_is_uncertain_and_never_sent_twice()
    {
        using var graph = new FakeGraph { Answer = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset") };

        var error = await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(Creation()));

        error.ErrorId.ShouldBe(ErrorIds.RemediationUncertain);
        graph.Writes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":""")]
    public async Task A_creation_whose_answer_tells_no_id_is_uncertain_and_never_sent_twice(string answer)
    {
        using var graph = new FakeGraph { Answer = _ => Script.Answer(HttpStatusCode.Created, answer) };

        (await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(Creation()))).ErrorId.ShouldBe(ErrorIds.RemediationUncertain);

        graph.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_throttled_write_is_sent_again()
    {
        int answers = 0;
        using var graph = new FakeGraph { Answer = _ => answers++ == 0 ? Script.Answer(HttpStatusCode.TooManyRequests) : Script.Answer(HttpStatusCode.NoContent) };

        await graph.WriteAsync(Change(Resources.SecurityDefaults, null, ("isEnabled", SettingValue.Of(false))));

        graph.Writes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_policy_waits_for_its_named_location_to_be_known()
    {
        int answers = 0;
        using var graph = new FakeGraph { Answer = _ => answers++ < 2 ? UnknownLocation() : FakeGraph.Created() };

        (await graph.WriteAsync(Creation())).ShouldBe(FakeGraph.NewId);

        graph.Writes.Count.ShouldBe(3);
        graph.Clock.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_location_that_never_shows_is_told()
    {
        using var graph = new FakeGraph { Answer = _ => UnknownLocation() };

        var error = await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(Creation()));

        error.ErrorId.ShouldBe(ErrorIds.RemediationRefused);
        error.Message.ShouldContain("rule 1040");
        error.Message.ShouldNotContain("NamedLocation");
        graph.Writes.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(Resources.NamedLocations, 2, true, 3)]
    [InlineData(Resources.NamedLocations, 9, false, 4)]
    [InlineData(Resources.ConditionalAccessPolicies, 2, false, 1)]
    public async Task A_location_waits_for_it_to_be_known_that_nothing_uses_it(string resource, int refusals, bool isRemoved, int sent)
    {
        int answers = 0;
        using var graph = new FakeGraph { Answer = _ => Script.Answer(answers++ < refusals ? HttpStatusCode.BadRequest : HttpStatusCode.NoContent) };

        var removal = graph.WriteAsync(new ObjectRemoval(resource, "n1", Content("{}")));

        if (isRemoved)
            await removal;
        else
            (await Should.ThrowAsync<SecureScoreException>(() => removal)).ErrorId.ShouldBe(ErrorIds.RemediationRefused);
        graph.Writes.Count.ShouldBe(sent);
    }

    [Fact]
    public async Task What_is_gone_already_is_removed()
    {
        using var graph = new FakeGraph { Answer = _ => Script.Answer(HttpStatusCode.NotFound) };

        await graph.WriteAsync(new ObjectRemoval(Resources.NamedLocations, "n1", Content("{}")));

        graph.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_read_before_is_not_written()
    {
        using var graph = new FakeGraph { ReadAnswer = _ => Script.Answer(HttpStatusCode.ServiceUnavailable) };

        var error = await Should.ThrowAsync<SecureScoreException>(() => graph.WriteAsync(Change(Resources.Domains, "contoso.com", ("passwordValidityPeriodInDays", SettingValue.Of(90)))));

        error.ErrorId.ShouldBe(ErrorIds.RemediationFailed);
        graph.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Resources.AuthorizationPolicy, null, "/v1.0/policies/authorizationPolicy")]
    [InlineData(Resources.Groups, "a b/c?d", "/v1.0/groups/a%20b%2Fc%3Fd?$select=id,displayName,description,mail,proxyAddresses,mailEnabled,mailNickname,securityEnabled,groupTypes,visibility,isAssignableToRole,onPremisesSyncEnabled,createdDateTime")]
    [InlineData(Resources.ConditionalAccessPolicies, Policy, "/v1.0/identity/conditionalAccess/policies/" + Policy)]
    [InlineData(Resources.AdminForms, null, "/beta/admin/forms")]
    public async Task An_object_is_read_where_the_collection_reads_it(string resource, string? identity, string address)
    {
        using var graph = new FakeGraph { Present = """{"id":"1","Some":{"Thing":true}}""" };

        var read = await graph.Writer.ReadAsync(resource, identity, graph.Observer, default);

        read!["some.thing"].AsFlag().ShouldBe(true);
        graph.Reads.ShouldBe([address]);
    }

    [Fact]
    public async Task A_user_is_read_by_name_and_without_what_the_service_does_not_know()
    {
        int answers = 0;
        using var graph = new FakeGraph { ReadAnswer = _ => answers++ == 0 ? Script.Answer(HttpStatusCode.BadRequest) : Script.Ok("""{"id":"1"}""") };

        (await graph.Writer.ReadAsync(Resources.Users, "ada#EXT#@contoso.com", graph.Observer, default)).ShouldNotBeNull();

        graph.Reads.Count.ShouldBe(2);
        graph.Reads.ShouldAllBe(read => read.StartsWith("/v1.0/users/ada%23EXT%23%40contoso.com?$select=id,", StringComparison.Ordinal) && !read.Contains("$top", StringComparison.Ordinal));
        graph.Reads[1].ShouldNotContain("perUserMfaState");
    }

    [Theory]
    [InlineData(Resources.Users, "u1")]
    [InlineData(Resources.Users, "..")]
    [InlineData(Resources.Users, null)]
    [InlineData(Resources.SecurityDefaults, "x")]
    public async Task What_is_not_there_is_nothing(string resource, string? identity)
    {
        using var graph = new FakeGraph { ReadAnswer = _ => Script.Answer(HttpStatusCode.NotFound) };

        (await graph.Writer.ReadAsync(resource, identity, graph.Observer, default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_may_not_be_read_is_denied()
    {
        using var graph = new FakeGraph { ReadAnswer = _ => Script.Answer(HttpStatusCode.Forbidden) };

        (await Should.ThrowAsync<SecureScoreException>(() => graph.Writer.ReadAsync(Resources.Users, "u1", graph.Observer, default))).ErrorId.ShouldBe(ErrorIds.RemediationDenied);
        (await Should.ThrowAsync<SecureScoreException>(() => graph.Writer.FindAsync(Resources.Users, "u1", graph.Observer, default))).ErrorId.ShouldBe(ErrorIds.RemediationDenied);
    }

    [Theory]
    [InlineData(Resources.ConditionalAccessPolicies, "/v1.0/identity/conditionalAccess/policies?$filter=displayName%20eq%20%27O%27%27Brien%20%26%20Co%27")]
    [InlineData(Resources.GroupSettings, "/v1.0/groupSettings")]
    public async Task Objects_are_found_by_name_on_all_pages(string resource, string address)
    {
        int pages = 0;
        using var graph = new FakeGraph
        {
            ReadAnswer = _ => Script.Ok(pages++ == 0
                ? """{"value":[{"id":"1","displayName":"o'brien & co"},{"id":"2","displayName":"Other"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/next"}"""
                : """{"value":[{"id":"3","displayName":"O'Brien & Co"}]}"""),
        };

        var found = await graph.Writer.FindAsync(resource, "O'Brien & Co", graph.Observer, default);

        found.Select(item => item.Key).ShouldBe(["1", "3"]);
        graph.Reads.ShouldBe([address, "/v1.0/next"]);
    }

    [Fact]
    public async Task A_mail_is_plain_text_and_kept()
    {
        using var graph = new FakeGraph();

        await graph.Writer.SendAsync(new TenantMail("sec@contoso.com", "ada@contoso.com", "MFA", "<b>Register</b>\n"), graph.Observer, default);

        var (method, path, body) = graph.Writes.ShouldHaveSingleItem();
        path.ShouldBe("/v1.0/users/sec%40contoso.com/sendMail");
        JsonSame(body!, """
            {"Message":{"@odata.type":"#microsoft.graph.message","subject":"MFA","body":{"contentType":"text","content":"<b>Register</b>\n"},
            "toRecipients":[{"emailAddress":{"address":"ada@contoso.com"}}]},"SaveToSentItems":true}
            """).ShouldBeTrue(body);
        GraphMetadata.Check(method, path, body).ShouldBeEmpty();
        graph.Allowed.ShouldHaveSingleItem().ShouldBe([ServicePermissions.SendMail]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, ErrorIds.RemediationDenied, "Mail.Send")]
    [InlineData(HttpStatusCode.NotFound, ErrorIds.NotificationSenderMissing, "a@b.c")]
    [InlineData(HttpStatusCode.GatewayTimeout, ErrorIds.RemediationUncertain, "not certain")]
    public async Task A_mail_that_is_not_sent_is_told(HttpStatusCode status, string errorId, string told)
    {
        using var graph = new FakeGraph { Answer = _ => Script.Answer(status) };

        var error = await Should.ThrowAsync<SecureScoreException>(() => graph.Writer.SendAsync(new TenantMail("a@b.c", "d@e.f", "s", "b"), graph.Observer, default));

        error.ErrorId.ShouldBe(errorId);
        error.Message.ShouldContain(told);
        graph.Writes.Count.ShouldBe(1);
    }

    private static ObjectCreation Creation() => new(Resources.ConditionalAccessPolicies, Content("""{"displayName":"x","state":"disabled"}"""));

    private static HttpResponseMessage UnknownLocation() =>
        Script.Answer(HttpStatusCode.BadRequest, """{"error":{"code":"BadRequest","message":"1040: NamedLocation with id 1 does not exist in the directory."}}""");

    private static SettingsChange Change(string resource, string? identity, params (string Name, SettingValue Wanted)[] settings) =>
        new(resource, identity, [.. settings.Select(setting => new SettingChange(setting.Name, SettingValue.Nothing, setting.Wanted))]);

    private static SettingGroup Content(string json) => (SettingGroup)SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(json));

    // The type that the SDK tells of an object is no setting; everything else is there to the letter, the order aside.
    private static bool JsonSame(string sent, string expected)
    {
        using var one = JsonDocument.Parse(sent);
        using var other = JsonDocument.Parse(expected);
        return Same(one.RootElement, other.RootElement);

        static bool Same(JsonElement sent, JsonElement expected) => expected.ValueKind switch
        {
            _ when sent.ValueKind != expected.ValueKind => false,
            JsonValueKind.Object => expected.EnumerateObject().All(member => sent.TryGetProperty(member.Name, out var value) && Same(value, member.Value))
                && sent.EnumerateObject().All(member => member.Name == "@odata.type" || expected.TryGetProperty(member.Name, out _)),
            JsonValueKind.Array => sent.GetArrayLength() == expected.GetArrayLength() && sent.EnumerateArray().Zip(expected.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
            JsonValueKind.String => sent.GetString() == expected.GetString(),
            _ => sent.GetRawText() == expected.GetRawText(),
        };
    }
}
