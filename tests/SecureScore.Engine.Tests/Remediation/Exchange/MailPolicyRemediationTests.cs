using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation.Exchange;

/// <summary>Which policies are changed, to what, and what is made for users whom none covers.</summary>
public class MailPolicyRemediationTests
{
    private static readonly TenantSnapshot s_contoso = ExchangeTenant.Contoso;

    [Fact]
    public void Only_policies_are_changed_that_decide_for_somebody_and_fail()
    {
        // The rule of "Everyone (pilot)" is switched off, so its policy decides for nobody.
        var tenant = s_contoso.Set(Resources.ContentFilterPolicy, "BulkThreshold", "6")
            .Change(Resources.ContentFilterPolicy, row => row["BulkThreshold"] = row["Name"]!.GetValue<string>() is "Everyone (pilot)" or "Fabrikam" ? 9 : 6);

        var change = tenant.Plan("mdo_bulkthreshold").Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();

        change.Identity.ShouldBe("Fabrikam");
        change.Label.ShouldBe("anti-spam policy 'Fabrikam'");
        change.Settings.ShouldHaveSingleItem().ShouldBe(new SettingChange("BulkThreshold", SettingValue.Of(9), SettingValue.Of(6)));
    }

    [Fact]
    public void It_says_for_how_many_users() =>
        s_contoso.Set(Resources.ContentFilterPolicy, "SpamZapEnabled", "false").Plan("mdo_zapspam").Draft.ForWhom.ShouldNotBeNull().ShouldMatch("^[0-9]+ of [0-9]+ users with a mailbox$");

    [Fact]
    public void A_list_is_journalled_with_all_its_entries()
    {
        var tenant = s_contoso.Set(Resources.ContentFilterPolicy, "AllowedSenders", """["z@adatum.com", "a@adatum.com"]""");

        var settings = tenant.Plan("mdo_allowedsenderscombined").Draft.Changes.OfType<SettingsChange>().Single(change => change.Identity == "Default").Settings;

        settings.Single(setting => setting.Name == "AllowedSenders").Former.AsTexts().ShouldBe(["z@adatum.com", "a@adatum.com"]);
        settings.ShouldAllBe(setting => setting.Wanted.IsEmpty);
    }

    [Fact]
    public void A_policy_of_a_preset_that_a_rule_of_ones_own_uses_stays()
    {
        var tenant = s_contoso.Set(Resources.ContentFilterPolicy, "SpamAction", "\"MoveToJmf\"")
            .Change(Resources.ContentFilterPolicy, row => row["SpamAction"] = ExchangeTenant.IsMicrosofts(row) ? "NoAction" : "MoveToJmf")
            .Change(Resources.ContentFilterRule, row => row["HostedContentFilterPolicy"] = "Strict Preset Security Policy1698414520110");

        var draft = tenant.Plan("mdo_spamaction").Draft;

        draft.Changes.ShouldBeEmpty();
        draft.Warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_value_that_is_unknown_here_stays_and_is_told()
    {
        var draft = s_contoso.Set(Resources.ContentFilterPolicy, "SpamAction", "\"Vaporise\"").Plan("mdo_spamaction").Draft;

        draft.Changes.ShouldBeEmpty();
        draft.Warnings.ShouldContain(warning => warning == "anti-spam policy 'Default' keeps SpamAction 'Vaporise', which is unknown here.");
    }

    [Fact]
    public void A_rule_whose_policy_is_gone_is_told()
    {
        var draft = s_contoso.Change(Resources.ContentFilterRule, row => row["HostedContentFilterPolicy"] = "Gone")
            .Plan("mdo_spamaction").Draft;

        draft.Changes.ShouldBeEmpty();
        draft.Warnings.ShouldContain(warning => warning.Contains("'Gone', which does not exist", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_policy_still_lacks_is_told() => s_contoso
        .Set(Resources.ContentFilterPolicy, "BulkThreshold", "9").Set(Resources.ContentFilterPolicy, "MarkAsSpamBulkMail", "\"Off\"")
        .Plan("mdo_bulkthreshold").Draft.Warnings.ShouldContain(warning => warning.Contains("has no effect", StringComparison.Ordinal));

    [Theory]
    [InlineData("mdo_autoforwardingmode", "On", null, null, "Off")]
    [InlineData("mdo_autoforwardingmode", "On", "Mode", "automatic", "Automatic")]
    [InlineData("mdo_bulkspamaction", "NoAction", null, null, "MoveToJmf")]
    [InlineData("mdo_bulkspamaction", "NoAction", "Action", "Quarantine", "Quarantine")]
    [InlineData("mdo_recipientlimitperday", 5000, null, null, "1000")]
    [InlineData("mdo_recipientlimitperday", 5000, "Limit", "800", "800")]
    [InlineData("mdo_bulkthreshold", 9, "Threshold", "5", "5")]
    [InlineData("mdo_phishthresholdlevel", 1, null, null, "3")]
    [InlineData("mdo_phishthresholdlevel", 1, "Threshold", "4", "4")]
    public void A_value_can_be_chosen_among_those_that_comply(string control, object wrong, string? parameter, string? value, string wanted)
    {
        var (resource, property) = Setting(control);
        var tenant = s_contoso.Set(resource, property, JsonValue.Create(wrong)!.ToJsonString());

        var plan = tenant.Plan(control, parameter is null ? RemediationValues.None : ExchangeTenant.Values(parameter, value!));

        plan.Draft.Changes.Cast<SettingsChange>().ShouldAllBe(change => change.Settings.Single().Wanted.ToString() == wanted);
        plan.Draft.Changes.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("mdo_autoforwardingmode", "Mode", "On")]
    [InlineData("mdo_recipientlimitperday", "Limit", "1001")]
    [InlineData("mdo_recipientlimitperday", "Limit", "-1")]
    [InlineData("mdo_bulkthreshold", "Threshold", "7")]
    [InlineData("mdo_phishthresholdlevel", "Threshold", "5")]
    [InlineData("mdo_spamaction", "Action", "Delete")]
    [InlineData("mdo_spam_notifications_only_for_admins", "Recipient", "somebody")]
    [InlineData("mdo_targetedusersprotection", "User", "nobody@contoso.com")]
    [InlineData("mdo_targetedusersprotection", "User", ";chair@adatum.com")]
    [InlineData("mdo_targetedusersprotection", "User", "Chair;adatum")]
    [InlineData("exo_transportrulesallowlistdomains", "KeepRule", "No such rule")]
    public void A_value_that_does_not_comply_is_refused(string control, string parameter, string value)
    {
        var (resource, property) = Setting(control);
        var tenant = s_contoso.Set(resource, property, Wrong(control));

        Should.Throw<SecureScoreException>(() => tenant.Plan(control, ExchangeTenant.Values(parameter, value))).ErrorId.ShouldBe(ErrorIds.RemediationValueInvalid);
    }

    [Theory]
    [InlineData("mdo_spam_notifications_only_for_admins", "Recipient")]
    [InlineData("mdo_targetedusersprotection", "User")]
    public void What_only_a_person_knows_is_asked_for_only_where_it_is_missing(string control, string parameter)
    {
        var (resource, property) = Setting(control);

        var missing = Should.Throw<SecureScoreException>(() => s_contoso.Set(resource, property, "[]").Plan(control, RemediationValues.None));
        missing.ErrorId.ShouldBe(ErrorIds.RemediationValueMissing);
        missing.Message.ShouldContain(parameter);

        string switched = control == "mdo_targetedusersprotection" ? "EnableTargetedUserProtection" : "NotifyOutboundSpam";
        var tenant = s_contoso.Set(resource, property, """["Ada;ada@contoso.com"]""").Set(resource, "BccSuspiciousOutboundMail", "true")
            .Set(resource, "BccSuspiciousOutboundAdditionalRecipients", """["soc@contoso.com"]""").Set(resource, switched, "false");
        tenant.Plan(control, RemediationValues.None).Draft.Changes.Cast<SettingsChange>().ShouldAllBe(change => change.Settings.Single().Name == switched);
    }

    [Fact]
    public void Protected_users_are_kept_as_name_and_address()
    {
        string id = ExchangeTenant.Rows(s_contoso, Resources.Users).Single(row => row["userPrincipalName"]!.GetValue<string>() == "ingrid.solberg@contoso.com")["id"]!.GetValue<string>();
        var tenant = s_contoso.Set(Resources.AntiPhishPolicy, "TargetedUsersToProtect", "[]");

        var changes = tenant.Plan("mdo_targetedusersprotection", ExchangeTenant.Values("User", "INGRID.SOLBERG@contoso.com", id, "Chair;chair@adatum.com")).Draft.Changes;

        changes.Cast<SettingsChange>().SelectMany(change => change.Settings).Where(setting => setting.Name == "TargetedUsersToProtect")
            .ShouldAllBe(setting => setting.Wanted.ToString() == "Ingrid Solberg;ingrid.solberg@contoso.com, Chair;chair@adatum.com");
    }

    [Fact]
    public void More_users_than_a_policy_protects_are_refused() => Should.Throw<SecureScoreException>(() => s_contoso
        .Set(Resources.AntiPhishPolicy, "TargetedUsersToProtect", "[]")
        .Plan("mdo_targetedusersprotection", ExchangeTenant.Values("User", [.. Enumerable.Range(0, 351).Select(number => $"A;a{number}@adatum.com")])))
        .ErrorId.ShouldBe(ErrorIds.RemediationValueInvalid);

    [Fact]
    public void Users_without_a_policy_get_one_that_comes_after_all_others()
    {
        var draft = s_contoso.Plan("mdo_safelinksforOfficeApps").Draft;

        var made = draft.Changes.OfType<ObjectCreation>().ToArray();
        made.Select(creation => creation.Resource).ShouldBe([Resources.SafeLinksPolicy, Resources.SafeLinksRule]);
        made.ShouldAllBe(creation => creation.Label == "SecureScore Safe Links" && creation.Content["Name"].AsText() == creation.Label);
        made[0].Content["AllowClickThrough"].AsFlag().ShouldBe(false);
        made[1].Content["SafeLinksPolicy"].AsText().ShouldBe("SecureScore Safe Links");
        made[1].Content["Priority"].AsNumber().ShouldBe(ExchangeTenant.Rows(s_contoso, Resources.SafeLinksRule).Length);
        made[1].Content["RecipientDomainIs"].AsTexts().ShouldBe(
            ["contoso.com", "contoso.onmicrosoft.com", "contoso.mail.onmicrosoft.com", "fabrikam.com", "wingtiptoys.com"]);
        draft.Warnings.ShouldContain(warning => warning.Contains("'SecureScore Safe Links' is made", StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_rule_of_a_tenant_has_priority_0()
    {
        var rule = s_contoso.With(Resources.SafeAttachmentRule).Plan("mdo_safeattachments").Draft.Changes.OfType<ObjectCreation>()
            .ToArray();

        // Those left out of the built-in protection.
        rule.Select(creation => creation.Resource).ShouldBe([Resources.SafeAttachmentPolicy, Resources.SafeAttachmentRule]);
        rule[1].Content["Priority"].AsNumber().ShouldBe(0);
    }

    [Fact]
    public void A_name_that_is_taken_is_not_taken_again()
    {
        var tenant = s_contoso.Change(Resources.SafeLinksPolicy, row => row["Name"] = row["Name"]!.GetValue<string>() == "Marketing campaigns" ? "securescore safe links" : row["Name"]!.GetValue<string>());

        tenant.Plan("mdo_safelinksforOfficeApps").Draft.Changes.OfType<ObjectCreation>().ShouldAllBe(creation => creation.Label == "SecureScore Safe Links 2");
    }

    [Fact]
    public void Users_of_no_accepted_domain_are_told()
    {
        var tenant = s_contoso.Change(Resources.AcceptedDomain, row =>
        {
            if (row["DomainName"]!.GetValue<string>() == "contoso.com")
                row["DomainName"] = "elsewhere.com";
        });

        var plan = tenant.Plan("mdo_safelinksforOfficeApps");

        plan.Draft.Warnings.ShouldContain(warning => warning.Contains("in none of the accepted domains", StringComparison.Ordinal));
        ChangeProjection.Apply(tenant, plan.Made()).Judge("mdo_safelinksforOfficeApps").Outcome.ShouldBe(ControlOutcome.Partial);
    }

    [Fact]
    public void The_default_remote_domain_forbids_forwarding_when_asked_to()
    {
        var values = ExchangeTenant.Values("IncludeRemoteDomain", "true");
        var plan = s_contoso.Plan("mdo_blockmailforward", values);

        var change = plan.Draft.Changes.OfType<SettingsChange>().Single(change => change.Resource == Resources.RemoteDomain);
        change.Identity.ShouldBe("Default");
        change.Settings.ShouldHaveSingleItem().ShouldBe(new SettingChange("AutoForwardEnabled", SettingValue.Of(true), SettingValue.Of(false)));
        plan.Remediation.Owns(change.Inverse()).ShouldBeTrue();
        ChangeProjection.Apply(s_contoso, plan.Made()).Plan("mdo_blockmailforward", values).IsDone.ShouldBeTrue();
        plan.Draft.Warnings.ShouldNotContain(warning => warning.StartsWith("Remote domain", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_ways_out_are_told_and_left()
    {
        var draft = s_contoso.Plan("mdo_blockmailforward").Draft;

        draft.Changes.ShouldAllBe(change => change.Resource == Resources.OutboundSpamPolicy);
        draft.Warnings.ShouldContain(warning => warning.StartsWith("Remote domain '*'", StringComparison.Ordinal));
        draft.Warnings.ShouldContain(warning => warning.Contains("'Copy of press enquiries'", StringComparison.Ordinal));
    }

    private static (string Resource, string Property) Setting(string control) => control switch
    {
        "mdo_autoforwardingmode" => (Resources.OutboundSpamPolicy, "AutoForwardingMode"),
        "mdo_recipientlimitperday" => (Resources.OutboundSpamPolicy, "RecipientLimitPerDay"),
        "mdo_bulkspamaction" => (Resources.ContentFilterPolicy, "BulkSpamAction"),
        "mdo_spamaction" => (Resources.ContentFilterPolicy, "SpamAction"),
        "mdo_bulkthreshold" => (Resources.ContentFilterPolicy, "BulkThreshold"),
        "mdo_phishthresholdlevel" => (Resources.AntiPhishPolicy, "PhishThresholdLevel"),
        "mdo_targetedusersprotection" => (Resources.AntiPhishPolicy, "TargetedUsersToProtect"),
        "exo_transportrulesallowlistdomains" => (Resources.TransportRule, "Mode"),
        _ => (Resources.OutboundSpamPolicy, "NotifyOutboundSpamRecipients"),
    };

    private static string Wrong(string control) => control switch
    {
        "mdo_autoforwardingmode" => "\"On\"",
        "mdo_recipientlimitperday" => "5000",
        "mdo_bulkthreshold" => "9",
        "mdo_phishthresholdlevel" => "1",
        "mdo_spamaction" => "\"NoAction\"",
        "exo_transportrulesallowlistdomains" => "\"Enforce\"",
        _ => "[]",
    };
}
