using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.Settings;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation.Settings;

/// <summary>What holds for every remediation of a setting.</summary>
public class SettingRemediationTests
{
    private const string NewObject = "00000000-0000-0000-0000-000000000001";

    // How the demo tenant is made to lack what it has, and what the remediation is told.
    private static readonly Dictionary<string, Case> s_cases = new[]
    {
        new Case("PWAgePolicyNew", snapshot => snapshot.With(
            Resources.Domains, row => row.With("passwordValidityPeriodInDays", SettingValue.Of(90)), "contoso.com")),
        new Case("IntegratedApps", snapshot => snapshot.With(Resources.AuthorizationPolicy, row => row.With(
            "defaultUserRolePermissions.permissionGrantPoliciesAssigned",
            SettingValue.Of(["managepermissiongrantsforself.microsoft-user-default-legacy", "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"])))),
        new Case("IntegratedApps off", snapshot => snapshot.With(Resources.AuthorizationPolicy, row => row.With(
            "defaultUserRolePermissions.permissionGrantPoliciesAssigned", SettingValue.Of(["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]))), ("Mode", ["off"])),
        new Case("aad_admin_consent_workflow", snapshot => snapshot.With(Resources.AdminConsentRequestPolicy, row => row
            .With("isEnabled", SettingValue.Of(false)).With("notifyReviewers", SettingValue.Of(false)).With("remindersEnabled", SettingValue.Of(false)).With("requestDurationInDays", SettingValue.Of(0)))),
        new Case("aad_custom_banned_passwords", snapshot => snapshot.With(
            Resources.GroupSettings, row => row.With("values.EnableBannedPasswordCheck", SettingValue.Of("False")).With("values.BannedPasswordList", SettingValue.Of(""))), ("Word", ["contoso", "kestrel"])),
        new Case("aad_custom_banned_passwords new", WithoutRules, ("Word", ["contoso", "kestrel"])),
        new Case("aad_password_protection", AsHybrid, ("Mode", ["Enforce"])),
        new Case("aad_password_protection new", snapshot => WithoutRules(AsHybrid(snapshot)), ("Mode", ["Enforce"])),
        new Case("aad_managed_approved_public_groups_only", Unchanged),
        new Case("aad_third_party_apps", Unchanged),
        new Case("ss_create_tenants", Unchanged),
        new Case("ss_guest_role", snapshot => snapshot.With(Resources.AuthorizationPolicy, row => row.With("guestUserRoleId", SettingValue.Of("a0b1b346-4d3e-4e8b-98f8-753987be4970")))),
        new Case("ss_guest_invites", Unchanged),
        new Case("admincenter_owned_apps_and_services", Unchanged),
        new Case("forms_phishing_protection", snapshot => snapshot.With(
            Resources.AdminForms, [Planning.Row("""{ "id": "forms", "settings": { "isInOrgFormsPhishingScanEnabled": false, "isBingImageSearchEnabled": true } }""")])),
        new Case("spo_legacy_auth", snapshot => snapshot.With(Resources.SharePointSettings, row => row.With("isLegacyAuthProtocolsEnabled", SettingValue.Of(true)))),
        new Case("spo_external_users_sharing", Unchanged),
        new Case("spo_idle_session_timeout", snapshot => snapshot.With(Resources.SharePointSettings, row => row
            .With("idleSessionSignOut", SettingValue.Group(("isEnabled", SettingValue.Of(false)), ("signOutAfterInSeconds", SettingValue.Of(0)), ("warnAfterInSeconds", SettingValue.Of(0)))))),
        new Case("spo_external_sharing_managed", snapshot => snapshot.With(
            Resources.SharePointSettings, row => row.With("sharingDomainRestrictionMode", SettingValue.Of("none")).With("sharingAllowedDomainList", SettingValue.Of(["former.com"]))), ("Domain", ["partner.com"])),
        new Case("spo_block_onedrive_sync_unmanaged_devices", Unchanged, ("DomainGuid", ["{786548DD-877B-4760-A749-6B1EFBC1190A}"])),
        new Case("meeting_restrictanonymousjoin_v1", Unchanged),
        new Case("meeting_anonymousstartmeeting_v1", snapshot => snapshot.With(Resources.TeamsMeetingPolicy, row => row.With("AllowAnonymousUsersToStartMeeting", SettingValue.Of("True")))),
        new Case("meeting_autoadmitusers_v1", Unchanged),
        new Case("meeting_pstnusersbypasslobby_v1", snapshot => snapshot.With(Resources.TeamsMeetingPolicy, row => row.With("AllowPSTNUsersToBypassLobby", SettingValue.Of(true)))),
        new Case("meeting_designatedpresenter_v1", Unchanged),
        new Case("meeting_externalrequestcontrol_v1", snapshot => snapshot.With(Resources.TeamsMeetingPolicy, row => row.With("AllowExternalParticipantGiveRequestControl", SettingValue.Of(true)))),
        new Case("mip_purviewlabelconsent", snapshot => snapshot.With(Resources.PolicyConfig, [Planning.Row("""{ "Identity": "PolicyConfig", "PurviewLabelConsent": false, "EnableLabelCoauth": true }""")])),
    }.ToDictionary(item => item.Name, StringComparer.Ordinal);

    public static TheoryData<string> Cases { get; } = [.. s_cases.Keys];

    [Fact]
    public void Every_remediation_is_tried()
    {
        var tried = s_cases.Values.Select(item => item.ControlId).Append("MFARegistrationV2").ToHashSet(StringComparer.Ordinal);
        SettingRemediations.All.SelectMany(remediation => remediation.ControlIds).Order(StringComparer.Ordinal).ShouldBe(tried.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_missing_earns_all_points_and_is_then_missing_no_more(string name)
    {
        var (controlId, before, values) = Prepare(name);
        before.Control(controlId).Outcome.ShouldBe(ControlOutcome.Failed);

        var plan = before.Plan(controlId, values);
        var after = ChangeProjection.Apply(before, plan.Draft.Changes);

        plan.IsDone.ShouldBeFalse();
        plan.ExpectedPoints.ShouldBe(plan.Control.MaxPoints);
        after.Control(controlId).Outcome.ShouldBe(ControlOutcome.Completed);
        after.Plan(controlId, values).Draft.Changes.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Taken_back_the_evidence_is_as_it_was(string name)
    {
        var (controlId, before, values) = Prepare(name);
        TenantChange[] made = [.. before.Plan(controlId, values).Draft.Changes.Select(Identified)];
        var after = ChangeProjection.Apply(before, made);
        var back = ChangeProjection.Apply(after, made.Reverse().Where(change => change.Permanent is null).Select(change => change.Inverse()));

        // What cannot be taken back is left, and nothing else.
        var permanent = made.Where(change => change.Permanent is not null).OfType<SettingsChange>();
        string resource = RemediationCatalog.Find(controlId)!.Writes.ShouldHaveSingleItem();
        Texts(after, resource).ShouldNotBe(Texts(before, resource));
        Texts(back, resource).ShouldBe(Texts(ChangeProjection.Apply(before, permanent), resource));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_its_own_changes_are_believed_of_the_journal(string name)
    {
        var (controlId, before, values) = Prepare(name);
        var remediation = RemediationCatalog.Find(controlId)!;
        foreach (var change in before.Plan(controlId, values).Draft.Changes.Select(Identified))
        {
            var read = TenantChangeText.Read(TenantChangeText.Write([change, change.Inverse()]));
            remediation.Owns(read[0]).ShouldBeTrue();
            remediation.Owns(read[1]).ShouldBeTrue();

            remediation.Owns(change with { Resource = Resources.ConditionalAccessPolicies }).ShouldBeFalse();
            remediation.Owns(new ObjectRemoval(change.Resource, "contoso.com", SettingValue.Group())).ShouldBeFalse();
            remediation.Owns(new ObjectCreation(change.Resource, SettingValue.Group(("displayName", SettingValue.Of("x"))))).ShouldBeFalse();
            if (change is not SettingsChange settings)
                continue;

            remediation.Owns(settings with { Settings = [] }).ShouldBeFalse();
            remediation.Owns(settings with { Identity = settings.Identity is null ? "x" : null }).ShouldBeFalse();
            remediation.Owns(settings with { Settings = [.. settings.Settings, new SettingChange("displayName", SettingValue.Of("a"), SettingValue.Of("b"))] }).ShouldBeFalse();
            foreach (var setting in settings.Settings)
            {
                var strange = SettingValue.Group(("@odata.type", SettingValue.Of("x")));
                remediation.Owns(settings with { Settings = [setting with { Wanted = strange }] }).ShouldBeFalse(setting.Name);
                remediation.Owns(settings with { Settings = [setting with { Former = strange }] }).ShouldBeFalse(setting.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evidence_that_is_not_there_changes_nothing(string name)
    {
        var (controlId, before, values) = Prepare(name);
        string resource = RemediationCatalog.Find(controlId)!.Writes.ShouldHaveSingleItem();
        string row = resource == Resources.GroupSettings ? """{ "id": "x", "templateId": "5cf42378-d67d-4f36-ba46-e8b86229381d", "values": [] }""" : "{}";

        Should.Throw<SecureScoreException>(() => before.With(resource, [Planning.Row(row), Planning.Row(row)]).Plan(controlId, values)).ErrorId.ShouldBe(ErrorIds.RemediationEvidenceMissing);
    }

    private static (string ControlId, TenantSnapshot Before, RemediationValues Values) Prepare(string name)
    {
        var item = s_cases[name];
        return (item.ControlId, item.Before(Planning.Contoso()), Planning.Values(item.Values));
    }

    private static TenantChange Identified(TenantChange change) => change is ObjectCreation creation ? creation with { Identity = NewObject } : change;

    private static string[] Texts(TenantSnapshot snapshot, string resource) => [.. snapshot.Rows(resource).Select(row => System.Text.Encoding.UTF8.GetString(row.ToJson()))];

    private static TenantSnapshot Unchanged(TenantSnapshot snapshot) => snapshot;

    private static TenantSnapshot AsHybrid(TenantSnapshot snapshot) => snapshot.With(Resources.Organization, row => row.With("onPremisesSyncEnabled", SettingValue.Of(true)));

    private static TenantSnapshot WithoutRules(TenantSnapshot snapshot) => snapshot.With(Resources.GroupSettings, snapshot.Rows(Resources.GroupSettings).Skip(1));

    private sealed record Case(string Name, Func<TenantSnapshot, TenantSnapshot> Before, params (string Name, string[] Texts)[] Values)
    {
        public string ControlId => Name.Split(' ')[0];
    }
}
