using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation.Exchange;

public class AuditRecordingTests
{
    private const string Control = "mip_search_auditlog";

    private static readonly TenantSnapshot s_contoso = ExchangeTenant.Contoso;

    [Fact]
    public void A_tenant_that_was_never_customised_is_customised_first_and_for_good()
    {
        var draft = s_contoso.Set(Resources.OrganizationConfig, "IsDehydrated", "true").Plan(Control).Draft;

        draft.Changes.Select(change => change.Resource).ShouldBe([Resources.OrganizationConfig, Resources.AdminAuditLogConfig]);
        var customised = draft.Changes[0].ShouldBeOfType<SettingsChange>();
        customised.Identity.ShouldBeNull();
        customised.Settings.ShouldHaveSingleItem().ShouldBe(new SettingChange("IsDehydrated", SettingValue.Of(true), SettingValue.Of(false)));
        customised.Permanent.ShouldNotBeNull();
        draft.Changes[1].Permanent.ShouldBeNull();
        draft.Warnings.ShouldContain(warning => warning.Contains("Enable-OrganizationCustomization", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tenant_that_records_is_not_customised_for_nothing() => s_contoso
        .Set(Resources.OrganizationConfig, "IsDehydrated", "true")
        .Set(Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", "true")
        .Plan(Control).IsDone.ShouldBeTrue();

    [Fact]
    public void It_may_take_an_hour_until_it_shows()
    {
        s_contoso.Plan(Control).Draft.ShowsWithin.ShouldBe(TimeSpan.FromHours(1));
        s_contoso.Set(Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", "true").Plan(Control).Draft.ShowsWithin.ShouldBeNull();
    }

    [Fact]
    public void Mailbox_auditing_comes_with_it_when_asked_for()
    {
        var tenant = s_contoso.Set(Resources.OrganizationConfig, "AuditDisabled", "true").With(
            Resources.MailboxAuditBypassAssociation,
            JsonNode.Parse("""{"Identity": "backup", "Name": "backup", "AuditBypassEnabled": true}""")!,
            JsonNode.Parse("""{"Identity": "ada", "Name": "ada", "AuditBypassEnabled": false}""")!);

        var alone = tenant.Plan(Control).Draft;
        alone.Changes.Select(change => change.Resource).ShouldBe([Resources.AdminAuditLogConfig]);
        alone.Warnings.ShouldContain(warning => warning.Contains("Mailbox auditing is off and stays off", StringComparison.Ordinal));

        var both = tenant.Plan(Control, ExchangeTenant.Values("IncludeMailbox", "true"));
        both.Draft.Changes.Select(change => (change.Resource, (change as SettingsChange)!.Identity)).ShouldBe(
        [
            (Resources.AdminAuditLogConfig, null), (Resources.OrganizationConfig, null), (Resources.MailboxAuditBypassAssociation, "backup"),
        ]);
        ChangeProjection.Apply(tenant, both.Made()).Plan(Control, ExchangeTenant.Values("IncludeMailbox", "true")).IsDone.ShouldBeTrue();
        both.Draft.Changes.ShouldAllBe(change => both.Remediation.Owns(change) && both.Remediation.Owns(change.Inverse()));
    }

    [Fact]
    public void Accounts_that_bypass_it_are_told_where_they_were_not_read() => s_contoso
        .Plan(Control, ExchangeTenant.Values("IncludeMailbox", "true")).Draft.Warnings
        .ShouldContain(warning => warning.Contains("which ones do was not read", StringComparison.Ordinal));

    [Fact]
    public void It_says_from_when_and_how_long_records_are_kept()
    {
        string text = s_contoso.Plan(Control).Draft.Warnings[0];

        text.ShouldStartWith("Recording starts now: nothing from before is there. Records are kept for 180 days; for ");
        text.ShouldContain(" users with a licence for Audit (Premium)");
    }

    [Theory]
    [InlineData("""{"skuId": "e3", "capabilityStatus": "Enabled", "servicePlans": [{"servicePlanName": "EXCHANGE_S_ENTERPRISE", "provisioningStatus": "Success"}]}""", "Records are kept for 180 days.")]
    [InlineData(
        """{"skuId": "e5", "capabilityStatus": "Enabled", "servicePlans": [{"servicePlanName": "EXCHANGE_S_ENTERPRISE", "provisioningStatus": "Success"}, {"servicePlanName": "M365_ADVANCED_AUDITING", "provisioningStatus": "Success"}]}""",
        "nobody has a licence for Audit (Premium) assigned")]
    public void How_long_depends_on_the_licences(string sku, string text) => s_contoso.With(Resources.SubscribedSkus, JsonNode.Parse(sku)!)
        .Plan(Control).Draft.Warnings[0].ShouldContain(text);

    [Fact]
    public void Taking_it_back_is_warned_of() => ExchangeTenant.Find(Control).UndoWarnings.ShouldHaveSingleItem().ShouldContain("turns audit recording off");

    [Fact]
    public void The_journal_knows_it_by_a_name_of_its_own() => RemediationCatalog.FindById("AuditRecording").ShouldBeSameAs(ExchangeTenant.Find(Control));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("true", 1)]
    public void Accounts_that_bypass_mailbox_auditing_are_recorded_when_asked_for(string? include, int count)
    {
        var tenant = s_contoso.With(Resources.MailboxAuditBypassAssociation, JsonNode.Parse("""{"Identity": "backup", "AuditBypassEnabled": true}""")!);

        var draft = tenant.Plan("exo_mailboxaudit", include is null ? RemediationValues.None : ExchangeTenant.Values("IncludeBypass", include)).Draft;

        draft.Changes.Count.ShouldBe(count);
        draft.Warnings.Any(warning => warning.Contains("leaving out 1 account", StringComparison.Ordinal)).ShouldBe(count == 0);
    }
}
