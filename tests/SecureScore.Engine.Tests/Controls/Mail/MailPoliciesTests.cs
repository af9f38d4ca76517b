using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Mail;

/// <summary>Which policy decides for whom, shown on the anti-spam policies: ada and ben are in sales, cem has an address in a sub-domain, dot one
/// in a domain with an umlaut. Users who may have a policy but do not certainly have it stand in brackets.</summary>
public class MailPoliciesTests
{
    private const string Strict = "Strict Preset Security Policy";
    private const string Standard = "Standard Preset Security Policy";

    public static TheoryData<string, string, string> Conditions { get; } = new()
    {
        { "none", "", "A: ada ben cem dot; Default: " },
        { "null", """ "SentTo":null,"SentToMemberOf":null,"RecipientDomainIs":null """, "A: ada ben cem dot; Default: " },
        { "empty", """ "SentTo":[],"SentToMemberOf":[],"RecipientDomainIs":[] """, "A: ada ben cem dot; Default: " },
        // People.
        { "address", """ "SentTo":["ada@contoso.com"] """, "A: ada; Default: ben cem dot" },
        { "one text", """ "SentTo":"ada@contoso.com" """, "A: ada; Default: ben cem dot" },
        { "other case", """ "sentto":["ADA@Contoso.COM"] """, "A: ada; Default: ben cem dot" },
        { "alias", """ "SentTo":["a.lovelace@contoso.com"] """, "A: ada; Default: ben cem dot" },
        { "name", """ "SentTo":["Ada"] """, "A: ada; Default: ben cem dot" },
        { "two", """ "SentTo":["ada@contoso.com","ben@contoso.com"] """, "A: ada ben; Default: cem dot" },
        { "stranger", """ "SentTo":["eve@fabrikam.com"] """, "A: ; Default: ada ben cem dot" },
        { "umlaut", """ "SentTo":["dot@BÜCHER.example"] """, "A: dot; Default: ada ben cem" },
        // A name that is nobody's here may be one that Exchange alone knows.
        { "unknown name", """ "SentTo":["Board room"] """, "A: (ada ben cem dot); Default: (ada ben cem dot)" },
        // Groups.
        { "group", """ "SentToMemberOf":["sales@contoso.com"] """, "A: ada ben; Default: cem dot" },
        { "group by alias", """ "SentToMemberOf":["SALES.OLD@contoso.com"] """, "A: ada ben; Default: cem dot" },
        { "group by name", """ "SentToMemberOf":["Sales"] """, "A: ada ben; Default: cem dot" },
        { "group by id", """ "SentToMemberOf":["{sales}"] """, "A: ada ben; Default: cem dot" },
        { "nested group", """ "SentToMemberOf":["all@contoso.com"] """, "A: ada ben cem; Default: dot" },
        { "two groups", """ "SentToMemberOf":["boss@contoso.com","sales@contoso.com"] """, "A: ada ben; Default: cem dot" },
        { "unknown group", """ "SentToMemberOf":["dynamic@contoso.com"] """, "A: (ada ben cem dot); Default: (ada ben cem dot)" },
        { "group of one name", """ "SentToMemberOf":["twins"] """, "A: (ada ben cem dot); Default: (ada ben cem dot)" },
        { "unknown and known", """ "SentToMemberOf":["dynamic@contoso.com","boss@contoso.com"] """, "A: ada (ben cem dot); Default: (ben cem dot)" },
        // Domains: sub-domains belong, and only the primary address counts.
        { "domain", """ "RecipientDomainIs":["contoso.com"] """, "A: ada ben cem; Default: dot" },
        { "domain in other case", """ "RecipientDomainIs":["CONTOSO.COM"] """, "A: ada ben cem; Default: dot" },
        { "sub-domain", """ "RecipientDomainIs":["sub.contoso.com"] """, "A: cem; Default: ada ben dot" },
        { "not a sub-domain", """ "RecipientDomainIs":["toso.com"] """, "A: ; Default: ada ben cem dot" },
        { "U-label", """ "RecipientDomainIs":["Bücher.example"] """, "A: dot; Default: ada ben cem" },
        { "A-label", """ "RecipientDomainIs":["XN--BCHER-KVA.example"] """, "A: dot; Default: ada ben cem" },
        { "domain of an alias", """ "RecipientDomainIs":["old.example"] """, "A: ; Default: ada ben cem dot" },
        { "no domain at all", """ "RecipientDomainIs":["..","@","a b\u0000","﷽"] """, "A: ; Default: ada ben cem dot" },
        // Kinds of conditions are joined with AND.
        { "person and group", """ "SentTo":["ada@contoso.com","cem@sub.contoso.com"],"SentToMemberOf":["sales@contoso.com"] """, "A: ada; Default: ben cem dot" },
        { "group and domain", """ "SentToMemberOf":["sales@contoso.com"],"RecipientDomainIs":["bücher.example"] """, "A: ; Default: ada ben cem dot" },
        { "all three", """ "SentTo":["ada@contoso.com","dot@bücher.example"],"SentToMemberOf":["sales@contoso.com"],"RecipientDomainIs":["contoso.com"] """, "A: ada; Default: ben cem dot" },
        { "unknown and person", """ "SentTo":["ada@contoso.com"],"SentToMemberOf":["dynamic@contoso.com"] """, "A: (ada); Default: ben cem dot (ada)" },
        // Exceptions: each of them is enough.
        { "except a person", """ "ExceptIfSentTo":["ada@contoso.com"] """, "A: ben cem dot; Default: ada" },
        { "except a group", """ "ExceptIfSentToMemberOf":["sales@contoso.com"] """, "A: cem dot; Default: ada ben" },
        { "except kinds", """ "ExceptIfSentTo":["dot@bücher.example"],"ExceptIfSentToMemberOf":["boss@contoso.com"] """, "A: ben cem; Default: ada dot" },
        { "except an unknown group", """ "ExceptIfSentToMemberOf":["dynamic@contoso.com"] """, "A: (ada ben cem dot); Default: (ada ben cem dot)" },
        { "except who is not in", """ "SentTo":["ada@contoso.com"],"ExceptIfSentTo":["ben@contoso.com"] """, "A: ada; Default: ben cem dot" },
        { "except everyone in", """ "SentTo":["ada@contoso.com"],"ExceptIfSentTo":["ada@contoso.com"] """, "A: ; Default: ada ben cem dot" },
        { "except a sub-domain", """ "RecipientDomainIs":["contoso.com"],"ExceptIfRecipientDomainIs":["sub.contoso.com"] """, "A: ada ben; Default: cem dot" },
        // Nobody documents whether an exception covers sub-domains.
        { "except a domain", """ "ExceptIfRecipientDomainIs":["contoso.com"] """, "A: dot (cem); Default: ada ben (cem)" },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_rule_covers_whom_it_names(string name, string conditions, string expected)
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A")
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0, conditions));

        Describe(tenant).ShouldBe(expected, name);
    }

    [Fact]
    public void The_strict_preset_comes_before_the_standard_one_and_both_before_custom_rules()
    {
        using var tenant = Tenant()
            .MailPolicy(Resources.ContentFilterPolicy, "Standard17")
            .MailPolicy(Resources.ContentFilterPolicy, "Strict17")
            .MailPolicy(Resources.ContentFilterPolicy, "A")
            .MailRule(Resources.EopProtectionPolicyRule, Standard, Preset("Standard17", """ "SentToMemberOf":["sales@contoso.com"],"Priority":0 """))
            .MailRule(Resources.EopProtectionPolicyRule, Strict, Preset("Strict17", """ "SentTo":["ada@contoso.com","cem@sub.contoso.com"],"Priority":1 """))
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0));

        Describe(tenant).ShouldBe($"{Strict}: ada cem; {Standard}: ben; A: dot; Default: ");
    }

    [Fact]
    public void Two_presets_for_everyone_are_the_strict_one()
    {
        using var tenant = Tenant()
            .MailPolicy(Resources.ContentFilterPolicy, "Standard17")
            .MailPolicy(Resources.ContentFilterPolicy, "Strict17")
            .MailRule(Resources.EopProtectionPolicyRule, Standard, Preset("Standard17"))
            .MailRule(Resources.EopProtectionPolicyRule, Strict, Preset("Strict17"));

        Describe(tenant).ShouldBe($"{Strict}: ada ben cem dot; {Standard}: ; Default: ");
    }

    [Fact]
    public void A_preset_that_is_off_covers_nobody_and_is_not_worth_a_finding()
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "Strict17", """ "RecommendedPolicyType":"Strict" """)
            .MailRule(Resources.EopProtectionPolicyRule, Strict, Preset("Strict17"), state: "Disabled");

        Describe(tenant).ShouldBe("Default: ada ben cem dot");
        Policies(tenant).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_preset_of_another_name_has_no_place_in_the_order()
    {
        using var tenant = Tenant().MailRule(Resources.EopProtectionPolicyRule, "Lenient Preset", Preset("Default"));

        var state = Should.Throw<EvidenceUnavailableException>(() => Policies(tenant)).State;

        state.Name.ShouldBe(Resources.EopProtectionPolicyRule);
        state.Error!.ShouldContain("'Lenient Preset'");
    }

    [Fact]
    public void Presets_leave_outbound_mail_alone()
    {
        using var tenant = People().DefaultPolicy(Resources.OutboundSpamPolicy)
            .MailRule(Resources.EopProtectionPolicyRule, Strict, Preset("Strict17"));

        Describe(tenant, MailFeature.OutboundSpam).ShouldBe("Default: ada ben cem dot");
    }

    [Theory]
    [InlineData(""" "From":["ada@contoso.com"] """, "A: ada; Default: ben cem dot")]
    [InlineData(""" "FromMemberOf":["sales@contoso.com"],"ExceptIfFrom":["ada@contoso.com"] """, "A: ben; Default: ada cem dot")]
    [InlineData(""" "SenderDomainIs":["bücher.example"] """, "A: dot; Default: ada ben cem")]
    // Microsoft documents sub-domains for recipients only.
    [InlineData(""" "SenderDomainIs":["contoso.com"] """, "A: ada ben (cem); Default: dot (cem)")]
    [InlineData(""" "SenderDomainIs":["contoso.com","sub.contoso.com"] """, "A: ada ben cem; Default: dot")]
    // Conditions on recipients mean nothing to outbound mail.
    [InlineData(""" "SentTo":["ada@contoso.com"] """, "A: ada ben cem dot; Default: ")]
    public void Outbound_rules_name_senders(string conditions, string expected)
    {
        using var tenant = People().DefaultPolicy(Resources.OutboundSpamPolicy).MailPolicy(Resources.OutboundSpamPolicy, "A")
            .MailRule(Resources.OutboundSpamRule, "Rule A", $""" "HostedOutboundSpamFilterPolicy":"A","Priority":0,{conditions} """);

        Describe(tenant, MailFeature.OutboundSpam).ShouldBe(expected);
    }

    /// <summary>Priority of a rule for sales and of one for boss, where the users end, and the finding.</summary>
    public static TheoryData<string, string, string, string> Priorities { get; } = new()
    {
        { "0", "1", "A: ada ben; B: ; Default: cem dot", "" },
        { "1", "0", "B: ada; A: ben; Default: cem dot", "" },
        { "\"10\"", "9", "B: ada; A: ben; Default: cem dot", "" },
        { "1", "1", "A: ben (ada); B: (ada); Default: cem dot", "RepeatedPriority" },
        { "null", "0", "A: ben (ada); B: (ada); Default: cem dot", "MissingPriority" },
        { "null", "null", "A: ben (ada); B: (ada); Default: cem dot", "MissingPriority" },
    };

    [Theory]
    [MemberData(nameof(Priorities))]
    public void The_lowest_priority_decides_and_an_order_that_is_open_is_not_guessed(string sales, string boss, string expected, string finding)
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A").MailPolicy(Resources.ContentFilterPolicy, "B")
            .MailRule(Resources.ContentFilterRule, "Rule A", $""" "HostedContentFilterPolicy":"A","Priority":{sales},"SentToMemberOf":["sales@contoso.com"] """)
            .MailRule(Resources.ContentFilterRule, "Rule B", $""" "HostedContentFilterPolicy":"B","Priority":{boss},"SentToMemberOf":["boss@contoso.com"] """);

        Describe(tenant).ShouldBe(expected);
        string.Join(',', Policies(tenant).Findings.Select(found => found.Id)).ShouldBe(finding);
    }

    [Fact]
    public void Rules_that_share_nobody_need_no_order()
    {
        using var tenant = Tenant();
        foreach (string name in new[] { "ada", "ben", "cem" })
        {
            tenant.MailPolicy(Resources.ContentFilterPolicy, name)
                .MailRule(Resources.ContentFilterRule, $"Rule {name}", With(name, 3, $""" "SentTo":["{name}"] """));
        }

        Describe(tenant).ShouldBe("ada: ada; ben: ben; cem: cem; Default: dot");
        Policies(tenant).Findings.ShouldHaveSingleItem().Message
            .ShouldBe("The order is open: rules 'Rule ada', 'Rule ben', 'Rule cem' of the anti-spam policies have the same place in the order, 3.");
    }

    [Fact]
    public void A_rule_after_others_of_open_order_gets_whom_they_leave()
    {
        using var tenant = Tenant();
        foreach (var (name, priority, people) in new[] { ("A", 1, """ "ada","ben" """), ("B", 1, """ "ben","cem" """), ("C", 2, """ "ada","ben","cem","dot" """) })
        {
            tenant.MailPolicy(Resources.ContentFilterPolicy, name)
                .MailRule(Resources.ContentFilterRule, $"Rule {name}", With(name, priority, $""" "SentTo":[{people}] """));
        }

        Describe(tenant).ShouldBe("A: ada (ben); B: cem (ben); C: dot; Default: ");
    }

    [Theory]
    [InlineData("Disabled", "Default: ada ben cem dot", "DisabledRule")]
    [InlineData("disabled", "Default: ada ben cem dot", "DisabledRule")]
    [InlineData("ENABLED", "A: ada ben cem dot; Default: ", "")]
    [InlineData("Halfway", "A: (ada ben cem dot); Default: (ada ben cem dot)", "")]
    public void Only_a_rule_in_force_decides(string state, string expected, string finding)
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A")
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0), state);

        Describe(tenant).ShouldBe(expected);
        string.Join(',', Policies(tenant).Findings.Select(found => found.Id)).ShouldBe(finding);
    }

    [Theory]
    [InlineData("Identity")]
    [InlineData("Guid")]
    [InlineData("DistinguishedName")]
    public void A_rule_names_its_policy_in_several_ways(string property)
    {
        using var tenant = Tenant()
            .MailPolicy(Resources.ContentFilterPolicy, "A", $""" "{property}":"policy-17" """)
            .MailRule(Resources.ContentFilterRule, "Rule A", With("POLICY-17", 0));

        Describe(tenant).ShouldBe("A: ada ben cem dot; Default: ");
    }

    [Fact]
    public void A_policy_without_a_rule_covers_nobody_and_is_told()
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A");

        Describe(tenant).ShouldBe("Default: ada ben cem dot");
        Policies(tenant).Findings.ShouldHaveSingleItem().ToString().ShouldBe("The anti-spam policy 'A' has no rule, so it covers nobody.");
    }

    [Fact]
    public void Names_that_nobody_goes_by_are_told()
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A")
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0, """ "SentTo":["eve@fabrikam.com","ada@contoso.com"] """));

        Policies(tenant).Findings.ShouldHaveSingleItem().ToString().ShouldBe("Rule 'Rule A' names eve@fabrikam.com, which no user goes by.");
    }

    [Theory]
    [InlineData("ADA")]
    [InlineData("a.lovelace@contoso.com")]
    public void A_name_that_two_users_go_by_is_open(string name)
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A")
            .With(Resources.Users, $$"""
                {"id":"{{TestTenant.Id("other")}}","userPrincipalName":"other@contoso.com","displayName":"ada","accountEnabled":true,
                "proxyAddresses":["SMTP:other@contoso.com","smtp:a.lovelace@contoso.com"],"assignedLicenses":[{"skuId":"{{TestTenant.Id("E5")}}"}]}
                """)
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0, $""" "SentTo":["{name}","ben@contoso.com"] """));

        Describe(tenant).ShouldBe("A: ben (ada other); Default: cem dot (ada other)");
        Policies(tenant).Doubts.ShouldHaveSingleItem().Message.ShouldContain(name);
    }

    [Fact]
    public void Rows_with_one_id_are_one_user()
    {
        using var tenant = Tenant().Mailbox("ada", "ada@fabrikam.com").MailPolicy(Resources.ContentFilterPolicy, "A").MailPolicy(Resources.ContentFilterPolicy, "B")
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0, """ "SentTo":["Ada"],"RecipientDomainIs":["fabrikam.com"] """))
            .MailRule(Resources.ContentFilterRule, "Rule B", With("B", 1, """ "SentTo":["a.lovelace@contoso.com"] """));

        Describe(tenant).ShouldBe("A: ada; B: ; Default: ben cem dot");
        Policies(tenant).Findings.ShouldHaveSingleItem().Message.ShouldContain("a.lovelace@contoso.com");
    }

    [Fact]
    public void An_address_that_is_nobodys_is_open_while_rows_do_not_tell_addresses()
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A")
            .With(Resources.Users, new
            {
                id = TestTenant.Id("old"),
                userPrincipalName = "old@contoso.com",
                accountEnabled = true,
                mail = "old@contoso.com",
                assignedLicenses = new[] { new { skuId = TestTenant.Id("E5") } },
            })
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0, """ "SentTo":["alias@contoso.com"] """));

        Describe(tenant).ShouldBe("A: (old); Default: ada ben cem dot (old)");
    }

    [Theory]
    [InlineData(Resources.ContentFilterPolicy)]
    [InlineData(Resources.ContentFilterRule)]
    [InlineData(Resources.EopProtectionPolicyRule)]
    [InlineData(Resources.Users)]
    public void Nothing_is_told_without_policies_rules_presets_and_users(string resource)
    {
        using var tenant = Tenant().WithState(resource, ResourceStatus.Denied);

        Should.Throw<EvidenceUnavailableException>(() => Policies(tenant)).State.Name.ShouldBe(resource);
    }

    [Theory]
    [InlineData(Resources.ContentFilterRule, "SentTo")]
    [InlineData(Resources.ContentFilterRule, "RecipientDomainIs")]
    [InlineData(Resources.ContentFilterRule, "ExceptIfSentTo")]
    [InlineData(Resources.EopProtectionPolicyRule, "SentToMemberOf")]
    [InlineData(Resources.EopProtectionPolicyRule, "ExceptIfSentToMemberOf")]
    public void A_rule_that_leaves_out_a_condition_is_not_a_rule_for_everyone(string resource, string condition)
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A");
        var rule = new JsonObject { ["Name"] = Strict, ["State"] = "Enabled", ["Priority"] = 0, ["HostedContentFilterPolicy"] = "A" };
        foreach (string prefix in new[] { "", "ExceptIf" })
        {
            foreach (string name in new[] { "SentTo", "SentToMemberOf", "RecipientDomainIs" })
                rule[prefix + name] = null;
        }

        rule.Remove(condition);
        tenant.With(resource, rule);

        var state = Should.Throw<EvidenceUnavailableException>(() => Policies(tenant)).State;

        state.Name.ShouldBe(resource);
        state.Error!.ShouldContain(condition);
    }

    [Fact]
    public void The_rule_of_the_built_in_protection_has_exceptions_alone()
    {
        using var whole = People().BuiltInPolicy(Resources.SafeLinksPolicy).With(
            Resources.AtpBuiltInProtectionRule,
            """{"Name":"Built-In","State":"Enabled","ExceptIfSentTo":["ada@contoso.com"],"ExceptIfSentToMemberOf":null,"ExceptIfRecipientDomainIs":[]}""");
        using var less = People().BuiltInPolicy(Resources.SafeLinksPolicy).With(Resources.AtpBuiltInProtectionRule, """{"Name":"Built-In","State":"Enabled"}""");

        Describe(whole, MailFeature.SafeLinks).ShouldBe("Built-In Protection Policy: ben cem dot; No policy: ada");
        Describe(less, MailFeature.SafeLinks).ShouldBe("Built-In Protection Policy: (ada ben cem dot); No policy: (ada ben cem dot)");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_list_without_exactly_one_default_policy_is_not_whole(int count)
    {
        using var tenant = People();
        for (int number = 0; number < count; number++)
            tenant.DefaultPolicy(Resources.ContentFilterPolicy);

        var state = Should.Throw<EvidenceUnavailableException>(() => Policies(tenant)).State;

        state.Name.ShouldBe(Resources.ContentFilterPolicy);
        state.Status.ShouldBe(ResourceStatus.Failed);
    }

    [Theory]
    [InlineData(Resources.Groups, ResourceStatus.Denied)]
    [InlineData(Resources.GroupMembers, ResourceStatus.Skipped)]
    public void Members_that_were_not_collected_leave_it_open_and_say_why(string resource, ResourceStatus status)
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A")
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0, """ "SentToMemberOf":["sales@contoso.com"] """))
            .WithState(resource, status);

        Describe(tenant).ShouldBe("A: (ada ben cem dot); Default: (ada ben cem dot)");
        Policies(tenant).Doubts.ShouldHaveSingleItem().Missing!.Name.ShouldBe(resource);
    }

    [Theory]
    [InlineData(ResourceStatus.Collected, "A: ada ben; Default: cem dot")]
    [InlineData(ResourceStatus.Denied, "A: (ada ben cem dot); Default: (ada ben cem dot)")]
    public void A_member_that_is_no_user_may_be_a_group_where_groups_are_unknown(ResourceStatus status, string expected)
    {
        using var tenant = Tenant().MailPolicy(Resources.ContentFilterPolicy, "A")
            .MailRule(Resources.ContentFilterRule, "Rule A", With("A", 0, """ "SentToMemberOf":["{sales}"] """))
            .With(Resources.GroupMembers, new { groupId = TestTenant.Id("sales"), memberId = TestTenant.Id("contact") });
        if (status != ResourceStatus.Collected)
            tenant.WithState(Resources.Groups, status);

        Describe(tenant).ShouldBe(expected);
        string.Join(',', Policies(tenant).Doubts.Select(doubt => doubt.Missing?.Name)).ShouldBe(status == ResourceStatus.Collected ? "" : Resources.Groups);
    }

    [Fact]
    public void Groups_that_nobody_names_are_not_missed()
    {
        using var tenant = Tenant().WithState(Resources.Groups, ResourceStatus.Denied).WithState(Resources.GroupMembers, ResourceStatus.Denied);

        Describe(tenant).ShouldBe("Default: ada ben cem dot");
    }

    [Theory]
    [InlineData("", "Enabled", "Built-In Protection Policy: ada ben cem dot")]
    [InlineData(""" "ExceptIfSentTo":["ada@contoso.com"] """, "Enabled", "Built-In Protection Policy: ben cem dot; No policy: ada")]
    [InlineData(""" "ExceptIfSentToMemberOf":["dynamic@contoso.com"] """, "Enabled", "Built-In Protection Policy: (ada ben cem dot); No policy: (ada ben cem dot)")]
    [InlineData("", "Disabled", "Built-In Protection Policy: ; No policy: ada ben cem dot")]
    public void The_built_in_protection_may_leave_users_without_a_policy(string exceptions, string state, string expected)
    {
        using var tenant = People().BuiltInPolicy(Resources.SafeLinksPolicy)
            .MailRule(Resources.AtpBuiltInProtectionRule, "Built-In", exceptions, state);

        Describe(tenant, MailFeature.SafeLinks).ShouldBe(expected);
    }

    [Fact]
    public void Presets_and_rules_come_before_the_built_in_protection()
    {
        using var tenant = People().BuiltInPolicy(Resources.SafeLinksPolicy)
            .MailPolicy(Resources.SafeLinksPolicy, "Strict17").MailPolicy(Resources.SafeLinksPolicy, "A")
            .MailRule(Resources.AtpProtectionPolicyRule, Strict, """ "SafeLinksPolicy":"Strict17","SafeAttachmentPolicy":"Other","SentTo":["ada@contoso.com"] """)
            .MailRule(Resources.EopProtectionPolicyRule, Strict, Preset("Strict17"))
            .MailRule(Resources.SafeLinksRule, "Rule A", """ "SafeLinksPolicy":"A","Priority":0,"SentToMemberOf":["sales@contoso.com"] """);

        Describe(tenant, MailFeature.SafeLinks).ShouldBe($"{Strict}: ada; A: ben; Built-In Protection Policy: cem dot");
    }

    [Theory]
    [InlineData(ResourceStatus.Denied)]
    [InlineData(ResourceStatus.Skipped)]
    public void Whom_the_built_in_protection_leaves_out_is_open_without_its_rule(ResourceStatus status)
    {
        using var tenant = People().BuiltInPolicy(Resources.SafeLinksPolicy).WithState(Resources.AtpBuiltInProtectionRule, status);

        Describe(tenant, MailFeature.SafeLinks).ShouldBe("Built-In Protection Policy: (ada ben cem dot); No policy: (ada ben cem dot)");
        Policies(tenant, MailFeature.SafeLinks).Doubts.ShouldHaveSingleItem().Missing!.Status.ShouldBe(status);
    }

    [Fact]
    public void Without_the_built_in_protection_users_may_have_no_policy()
    {
        using var tenant = People();

        Describe(tenant, MailFeature.SafeAttachments).ShouldBe("No policy: ada ben cem dot");
    }

    private static string With(string policy, int priority, string conditions = "") =>
        $""" "HostedContentFilterPolicy":"{policy}","Priority":{priority}{(conditions.Length == 0 ? "" : ",")}{conditions.Replace("{sales}", TestTenant.Id("sales"), StringComparison.Ordinal)} """;

    private static string Preset(string policy, string conditions = "") =>
        $""" "HostedContentFilterPolicy":"{policy}"{(conditions.Length == 0 ? "" : ",")}{conditions} """;

    private static TestTenant Tenant() => People().DefaultPolicy(Resources.ContentFilterPolicy);

    private static TestTenant People() => TestTenant.WithMail()
        .Mailbox("ada", aliases: ["a.lovelace@contoso.com", "ada@old.example"])
        .Mailbox("ben")
        .Mailbox("cem", "cem@sub.contoso.com")
        .Mailbox("dot", "dot@xn--bcher-kva.example")
        .MailGroup("sales", "ada", "ben")
        .MailGroup("boss", "ada")
        .MailGroup("all", "sales", "cem")
        .MailGroup("dynamic")
        .With(Resources.Groups, new { id = TestTenant.Id("twin1"), displayName = "twins" }, new { id = TestTenant.Id("twin2"), displayName = "twins" })
        .With(Resources.GroupMembers, new { groupId = TestTenant.Id("twin1"), memberId = TestTenant.Id("ada") }, new { groupId = TestTenant.Id("twin2"), memberId = TestTenant.Id("ben") });

    private static MailPolicies Policies(TestTenant tenant, MailFeature? feature = null) => tenant.Evidence().MailPolicies(feature ?? MailFeature.AntiSpam);

    private static string Describe(TestTenant tenant, MailFeature? feature = null)
    {
        var evidence = tenant.Evidence();
        return string.Join("; ", evidence.MailPolicies(feature ?? MailFeature.AntiSpam).Reaches.Select(reach =>
        {
            string certain = Names(reach.Users.Certain);
            string possible = Names(reach.Users.Possible.Except(reach.Users.Certain));
            return $"{reach.Name}: {certain}{(possible.Length > 0 && certain.Length > 0 ? " " : "")}{(possible.Length == 0 ? "" : $"({possible})")}";
        }));

        string Names(UserSet users) => string.Join(' ', evidence.ReadUsers(users).Select(user => user.UserPrincipalName!.Split('@')[0]));
    }
}
