using System.Text;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Microsoft365.Tests.Collecting;

namespace SecureScore.Microsoft365.Tests.Writing;

/// <summary>Remediations of settings, written to the demo tenant by the real writers and taken back.</summary>
public class SettingRemediationTests
{
    private const string GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10";

    [Theory]
    [InlineData("PWAgePolicyNew", "graph/domains", "contoso.com", "passwordValidityPeriodInDays=90")]
    [InlineData("IntegratedApps", "graph/authorizationPolicy", null, "defaultUserRolePermissions.permissionGrantPoliciesAssigned=[\"ManagePermissionGrantsForSelf.microsoft-user-default-legacy\"]")]
    [InlineData("aad_admin_consent_workflow", "graph/adminConsentRequestPolicy", null, "isEnabled=false;notifyReviewers=false;remindersEnabled=false;requestDurationInDays=0")]
    [InlineData("aad_custom_banned_passwords", "graph/groupSettings", null, "", "Word=falcon")]
    [InlineData("aad_managed_approved_public_groups_only", "graph/groups", null, "")]
    [InlineData("aad_third_party_apps", "graph/authorizationPolicy", null, "")]
    [InlineData("ss_create_tenants", "graph/authorizationPolicy", null, "")]
    [InlineData("ss_guest_role", "graph/authorizationPolicy", null, "guestUserRoleId=\"a0b1b346-4d3e-4e8b-98f8-753987be4970\"")]
    [InlineData("ss_guest_invites", "graph/authorizationPolicy", null, "")]
    [InlineData("MFARegistrationV2", "graph/authenticationMethodsPolicy", null, "", "SnoozeDays=3")]
    [InlineData("admincenter_owned_apps_and_services", "graph/adminAppsAndServices", null, "")]
    [InlineData("spo_legacy_auth", "graph/sharepointSettings", null, "isLegacyAuthProtocolsEnabled=true")]
    [InlineData("spo_external_users_sharing", "graph/sharepointSettings", null, "")]
    [InlineData("spo_idle_session_timeout", "graph/sharepointSettings", null, "idleSessionSignOut.isEnabled=false")]
    [InlineData("spo_external_sharing_managed", "graph/sharepointSettings", null, "", "Domain=partner.com")]
    [InlineData("spo_block_onedrive_sync_unmanaged_devices", "graph/sharepointSettings", null, "", "DomainGuid=786548dd-877b-4760-a749-6b1efbc1190a")]
    [InlineData("meeting_restrictanonymousjoin_v1", "teams/TeamsMeetingPolicy", null, "")]
    [InlineData("meeting_anonymousstartmeeting_v1", "teams/TeamsMeetingPolicy", "Global", "AllowAnonymousUsersToStartMeeting=true")]
    [InlineData("meeting_autoadmitusers_v1", "teams/TeamsMeetingPolicy", null, "")]
    [InlineData("meeting_pstnusersbypasslobby_v1", "teams/TeamsMeetingPolicy", null, "")]
    [InlineData("meeting_designatedpresenter_v1", "teams/TeamsMeetingPolicy", null, "")]
    [InlineData("meeting_externalrequestcontrol_v1", "teams/TeamsMeetingPolicy", "Global", "AllowExternalParticipantGiveRequestControl=true")]
    public async Task Is_taken_by_the_service_and_taken_back(string controlId, string resource, string? identity, string lacks, string value = "")
    {
        using var tenant = new CmdletTenant(roles: [GlobalAdministrator]);
        SettingChange[] former = [.. lacks.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=', 2))
            .Select(pair => new SettingChange(pair[0], SettingValue.Nothing, SettingValue.Parse(Encoding.UTF8.GetBytes(pair[1]))))];
        var evidence = ChangeProjection.Apply(TenantSnapshot.Open(Collection.SampleFolder), [new SettingsChange(resource, identity, former)]);
        tenant.Tenant.State.Replace(resource, [.. evidence.ReadRows(resource)]);
        var before = tenant.RowsOf(resource).ToArray();
        string[] given = value.Split('=', 2);
        var remediation = RemediationCatalog.Find(controlId)!;
        var changes = remediation.Plan(new RemediationRequest(new TenantEvidence(evidence))
        {
            ControlId = controlId,
            Values = value.Length == 0 ? RemediationValues.None : new RemediationValues([KeyValuePair.Create(given[0], (IReadOnlyList<string>)[given[1]])]),
        }).Changes;

        changes.ShouldNotBeEmpty();
        foreach (var change in changes)
            await tenant.WriteAsync(change);
        ShouldSaySame(tenant.RowsOf(resource), [.. ChangeProjection.Apply(evidence, changes).ReadRows(resource).Select(row => (SettingGroup)SettingValue.Parse(row.Span))]);

        TenantChange[] lasting = [.. changes.Where(change => change.Permanent is not null)];
        foreach (var change in changes.Except(lasting).Reverse())
            await tenant.WriteAsync(change.Inverse());
        ShouldSaySame(tenant.RowsOf(resource), lasting.Length == 0
            ? before
            : [.. ChangeProjection.Apply(evidence, lasting).ReadRows(resource).Select(row => (SettingGroup)SettingValue.Parse(row.Span))]);
    }

    // The service counts the versions of the consent policy.
    private static void ShouldSaySame(IEnumerable<SettingGroup> found, SettingGroup[] expected)
    {
        var rows = found.ToArray();
        rows.Length.ShouldBe(expected.Length);
        for (int i = 0; i < rows.Length; i++)
            Encoding.UTF8.GetString(rows[i].Without("version").ToJson()).ShouldBe(Encoding.UTF8.GetString(expected[i].Without("version").ToJson()));
    }
}
