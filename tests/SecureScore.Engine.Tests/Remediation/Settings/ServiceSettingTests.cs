using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation.Settings;

/// <summary>Edges of the remediations that change SharePoint, Teams and the admin centre.</summary>
public class ServiceSettingTests
{
    private const string SharingMode = "sharingDomainRestrictionMode";
    private const string AllowedDomains = "sharingAllowedDomainList";

    [Theory]
    [InlineData("none", "", "allowList", "partner.com")]
    [InlineData("none", "former.com", "allowList", "former.com partner.com")]
    [InlineData("blockList", "former.com", "allowList", "former.com partner.com")]
    [InlineData("AllowList", "former.com", null, "former.com partner.com")]
    [InlineData("allowList", "PARTNER.com", null, null)]
    public void Sharing_adds_domains_to_those_that_are_allowed(string mode, string former, string? wantedMode, string? wanted)
    {
        var draft = SharePoint((SharingMode, SettingValue.Of(mode)), (AllowedDomains, SettingValue.Of(Words(former))))
            .Draft("spo_external_sharing_managed", ("Domain", ["partner.com"]));

        Wanted(draft, SharingMode)?.AsText().ShouldBe(wantedMode);
        Wanted(draft, AllowedDomains)?.AsTexts().ShouldBe(Words(wanted ?? ""));
        (draft.Changes.Count == 0).ShouldBe(wantedMode is null && wanted is null);
        if (draft.Changes.Count > 0)
            draft.Warnings.Any(warning => warning.Contains("former.com", StringComparison.Ordinal)).ShouldBe(wantedMode is not null && former.Length > 0);
    }

    [Fact]
    public void Sharing_that_is_off_needs_no_list() =>
        SharePoint(("sharingCapability", SettingValue.Of("disabled"))).Draft("spo_external_sharing_managed", ("Domain", ["partner.com"])).Changes.ShouldBeEmpty();

    [Theory]
    [InlineData("https://partner.com")]
    [InlineData("someone@partner.com")]
    [InlineData("partner")]
    [InlineData("10.0.0.1")]
    [InlineData("")]
    public void What_is_no_domain_is_refused(string domain) => Should.Throw<SecureScoreException>(
        () => Planning.Contoso().Draft("spo_external_sharing_managed", ("Domain", [domain]))).ErrorId.ShouldBe(ErrorIds.RemediationValueInvalid);

    [Theory]
    [InlineData("contoso.com")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void What_is_no_guid_of_a_domain_is_refused(string guid) => Should.Throw<SecureScoreException>(
        () => Planning.Contoso().Draft("spo_block_onedrive_sync_unmanaged_devices", ("DomainGuid", [guid]))).ErrorId.ShouldBe(ErrorIds.RemediationValueInvalid);

    [Fact]
    public void Syncing_keeps_the_domains_that_are_allowed()
    {
        const string Former = "11111111-1111-1111-1111-111111111111";
        const string Added = "786548dd-877b-4760-a749-6b1efbc1190a";
        var snapshot = SharePoint(("isUnmanagedSyncAppForTenantRestricted", SettingValue.Of(true)), ("allowedDomainGuidsForSyncApp", SettingValue.Of([Former])));

        Wanted(snapshot.Draft("spo_block_onedrive_sync_unmanaged_devices", ("DomainGuid", [Added])), "allowedDomainGuidsForSyncApp")!.AsTexts().ShouldBe([Former, Added]);
        snapshot.Draft("spo_block_onedrive_sync_unmanaged_devices", ("DomainGuid", [$"{{{Former}}}"])).Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, 0, null, 10800)]
    [InlineData(false, 0, "60", 3600)]
    [InlineData(true, 36000, null, null)]
    [InlineData(true, 36000, "180", 10800)]
    [InlineData(true, 10800, "180", null)]
    public void Idle_sessions_end_as_somebody_chose(bool isOn, int seconds, string? minutes, int? wanted)
    {
        var snapshot = SharePoint(("idleSessionSignOut", SettingValue.Group(
            ("isEnabled", SettingValue.Of(isOn)), ("signOutAfterInSeconds", SettingValue.Of(seconds)), ("warnAfterInSeconds", SettingValue.Of(Math.Max(0, seconds - 300))))));

        var draft = minutes is null ? snapshot.Draft("spo_idle_session_timeout") : snapshot.Draft("spo_idle_session_timeout", ("SignOutAfterMinutes", [minutes]));

        Wanted(draft, "idleSessionSignOut.signOutAfterInSeconds")?.AsNumber().ShouldBe(wanted);
        Wanted(draft, "idleSessionSignOut.warnAfterInSeconds")?.AsNumber().ShouldBe(wanted - 300);
        (draft.Changes.Count == 0).ShouldBe(wanted is null);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("1441")]
    public void Idle_sessions_end_within_a_day(string minutes) => Should.Throw<SecureScoreException>(
        () => Planning.Contoso().Draft("spo_idle_session_timeout", ("SignOutAfterMinutes", [minutes]))).ErrorId.ShouldBe(ErrorIds.RemediationValueInvalid);

    [Fact]
    public void Trials_are_left_where_the_service_does_not_tell_of_them()
    {
        var snapshot = Planning.Contoso().With(Resources.AdminAppsAndServices, [Planning.Row("""{ "settings": { "isOfficeStoreEnabled": true, "isAppAndServicesTrialEnabled": null } }""")]);

        snapshot.Draft("admincenter_owned_apps_and_services").Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>()
            .Settings.Select(setting => setting.Name).ShouldBe(["settings.isOfficeStoreEnabled"]);
    }

    [Fact]
    public void Every_meeting_policy_that_fails_is_changed_but_for_those_that_come_with_teams()
    {
        var draft = Meetings(Policy("Global", "true"), Policy("Tag:Board", "\"False\""), Policy("Tag:Webinars", "\"True\""), Policy("Tag:AllOn", "true"), Policy("Tag:Kiosk", "true"))
            .Draft("meeting_restrictanonymousjoin_v1");

        draft.Changes.Cast<SettingsChange>().Select(change => (change.Identity, change.Label)).ShouldBe([("Global", "Global"), ("Tag:Webinars", "Webinars")]);
        draft.Changes.Cast<SettingsChange>().ShouldAllBe(change => change.Settings.Count == 1 && change.Settings[0].Wanted.AsFlag() == false && change.Settings[0].Wanted.AsText() == null);
    }

    [Fact]
    public void A_meeting_policy_without_the_setting_is_not_guessed_at() =>
        Should.Throw<EvidenceUnavailableException>(() => Meetings(Policy("Global", "true"), Policy("Tag:Webinars", "null")).Draft("meeting_restrictanonymousjoin_v1"));

    [Fact]
    public void A_value_of_teams_that_is_unknown_is_left()
    {
        var global = Meetings(Policy("Global", "\"Guests\"")).With(Resources.TeamsMeetingPolicy, row => row.With("AutoAdmittedUsers", SettingValue.Of("Nobody")));
        var custom = Planning.Contoso().With(Resources.TeamsMeetingPolicy, row => row.With("AutoAdmittedUsers", SettingValue.Of("Nobody")), "Tag:Webinars");

        Should.Throw<EvidenceUnavailableException>(() => global.Draft("meeting_autoadmitusers_v1"));
        var draft = custom.Draft("meeting_autoadmitusers_v1");
        draft.Changes.Cast<SettingsChange>().Select(change => change.Identity).ShouldBe(["Global"]);
        draft.Warnings.ShouldHaveSingleItem().ShouldContain("'Nobody'");
    }

    [Fact]
    public void A_value_that_teams_takes_no_more_cannot_be_restored()
    {
        var draft = Planning.Contoso()
            .With(Resources.TeamsMeetingPolicy, row => row.With("DesignatedPresenterRoleMode", SettingValue.Of("EveryoneInSameAndFederatedCompanyUserOverride")))
            .Draft("meeting_designatedpresenter_v1");

        draft.Changes[0].Permanent.ShouldNotBeNull();
        draft.Changes[1].Permanent.ShouldBeNull();
    }

    private static TenantSnapshot SharePoint(params (string Name, SettingValue Value)[] settings) =>
        Planning.Contoso().With(Resources.SharePointSettings, row => settings.Aggregate(row, (changed, setting) => changed.With(setting.Name, setting.Value)));

    private static TenantSnapshot Meetings(params SettingGroup[] policies) => Planning.Contoso().With(Resources.TeamsMeetingPolicy, policies);

    private static SettingGroup Policy(string identity, string anonymous) => Planning.Row($$"""{ "Identity": "{{identity}}", "AllowAnonymousUsersToJoinMeeting": {{anonymous}} }""");

    private static SettingValue? Wanted(RemediationDraft draft, string setting) =>
        draft.Changes.Cast<SettingsChange>().SelectMany(change => change.Settings).FirstOrDefault(change => change.Name == setting)?.Wanted;

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
