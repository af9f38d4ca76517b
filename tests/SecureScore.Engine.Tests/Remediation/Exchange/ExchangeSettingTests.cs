using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation.Exchange;

/// <summary>Default policies, sharing policies and mail flow rules.</summary>
public class ExchangeSettingTests
{
    private const string Sharing = "exo_individualsharing";
    private const string Bypass = "exo_transportrulesallowlistdomains";

    private static readonly TenantSnapshot s_contoso = ExchangeTenant.Contoso;

    [Fact]
    public void Only_the_roles_for_add_ins_are_taken()
    {
        var change = s_contoso.Plan("exo_outlookaddins").Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();

        change.Identity.ShouldBe("Default Role Assignment Policy");
        var roles = change.Settings.ShouldHaveSingleItem();
        roles.Former.AsTexts().Count.ShouldBe(11);
        roles.Former.AsTexts().Except(roles.Wanted.AsTexts(), StringComparer.Ordinal).ShouldBe(["My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps"]);
    }

    [Fact]
    public void A_custom_policy_is_told_and_changed_only_when_asked_to()
    {
        var alone = s_contoso.Plan("exo_storageproviderrestricted").Draft;
        alone.Changes.ShouldBeEmpty();
        alone.Warnings.ShouldHaveSingleItem().ShouldStartWith("Outlook on the web policy 'Marketing' is left as it is");

        var all = s_contoso.Plan("exo_storageproviderrestricted", ExchangeTenant.Values("IncludeCustom", "true")).Draft;
        all.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Identity.ShouldBe("Marketing");
    }

    [Theory]
    [InlineData("exo_outlookaddins")]
    [InlineData("exo_storageproviderrestricted")]
    [InlineData("exo_individualsharing")]
    public void A_tenant_that_was_never_customised_is_customised_first(string control)
    {
        var tenant = s_contoso.Set(Resources.OrganizationConfig, "IsDehydrated", "true").Set(Resources.OwaMailboxPolicy, "AdditionalStorageProvidersAvailable", "true");

        var plan = tenant.Plan(control);

        plan.Draft.Changes[0].Permanent.ShouldNotBeNull();
        plan.Draft.Changes.Skip(1).ShouldNotBeEmpty();
        plan.Draft.Changes.ShouldAllBe(change => plan.Remediation.Owns(change));
        plan.Remediation.Writes.ShouldContain(resource => resource == Resources.OrganizationConfig);
        ChangeProjection.Apply(tenant, plan.Made()).Plan(control).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void The_safe_list_of_the_connection_filter_is_told() => s_contoso.Set(Resources.ConnectionFilterPolicy, "EnableSafeList", "true")
        .Plan("mdo_connectionfilter").Draft.Warnings.ShouldHaveSingleItem().ShouldStartWith("The safe list is on");

    [Fact]
    public void Sharing_ends_and_its_list_stays()
    {
        var change = s_contoso.Plan(Sharing).Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();

        change.Settings.ShouldHaveSingleItem().ShouldBe(new SettingChange("Enabled", SettingValue.Of(true), SettingValue.Of(false)));
    }

    [Fact]
    public void Sharing_with_named_domains_stays_when_asked_to()
    {
        var tenant = s_contoso.Set(Resources.SharingPolicy, "Domains", """["*:CalendarSharingFreeBusySimple", "anonymous:CalendarSharingFreeBusyReviewer", "adatum.com:CalendarSharingFreeBusyDetail"]""");

        var plan = tenant.Plan(Sharing, ExchangeTenant.Values("Mode", "RemoveOpen"));

        var setting = plan.Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.ShouldHaveSingleItem();
        setting.Name.ShouldBe("Domains");
        setting.Former.AsTexts().Count.ShouldBe(3);
        setting.Wanted.AsTexts().ShouldBe(["adatum.com:CalendarSharingFreeBusyDetail"]);
        plan.Draft.Warnings.ShouldHaveSingleItem().ShouldContain("adatum.com");
        plan.Remediation.Owns(plan.Draft.Changes[0].Inverse()).ShouldBeTrue();

        var after = ChangeProjection.Apply(tenant, plan.Made());
        after.Judge(Sharing).Outcome.ShouldBe(ControlOutcome.Failed);
        after.Plan(Sharing, ExchangeTenant.Values("Mode", "RemoveOpen")).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void A_sharing_policy_is_never_left_with_an_empty_list() => s_contoso.Plan(Sharing, ExchangeTenant.Values("Mode", "RemoveOpen"))
        .Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.ShouldHaveSingleItem().Name.ShouldBe("Enabled");

    [Fact]
    public void Only_rules_are_switched_off_that_let_a_domain_past()
    {
        var draft = s_contoso.Plan(Bypass).Draft;

        var change = draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();
        change.Identity.ShouldBe("Adatum bypasses spam filtering");
        change.Settings.ShouldHaveSingleItem().ShouldBe(new SettingChange("State", SettingValue.Of("Enabled"), SettingValue.Of("Disabled")));
        draft.Warnings.ShouldHaveSingleItem().ShouldContain("adatum.com");
    }

    [Fact]
    public void A_rule_stays_when_asked_to()
    {
        var draft = s_contoso.Plan(Bypass, ExchangeTenant.Values("KeepRule", "ADATUM bypasses spam filtering")).Draft;

        draft.Changes.ShouldBeEmpty();
        draft.Warnings.ShouldHaveSingleItem().ShouldContain("goes on letting mail from adatum.com");
    }

    [Fact]
    public void A_rule_in_a_state_that_is_unknown_here_is_told_and_left()
    {
        var draft = s_contoso.Set(Resources.TransportRule, "State", "\"Dreaming\"").Plan(Bypass).Draft;

        draft.Changes.ShouldBeEmpty();
        draft.Warnings.ShouldContain(warning => warning.Contains("Dreaming", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    public void A_tenant_without_such_policies_has_nothing_to_do(string? domains)
    {
        var tenant = domains is null ? s_contoso.Set(Resources.SharingPolicy, "Enabled", "false") : s_contoso.Set(Resources.SharingPolicy, "Domains", domains);

        tenant.Plan(Sharing).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void MailTips_change_only_what_differs() => s_contoso.Plan("exo_mailtipsenabled").Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>()
        .Settings.ShouldHaveSingleItem().ShouldBe(new SettingChange("MailTipsExternalRecipientsTipsEnabled", SettingValue.Of(false), SettingValue.Of(true)));
}
