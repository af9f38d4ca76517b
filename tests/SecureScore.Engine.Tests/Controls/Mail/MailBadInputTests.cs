using System.Text.Json.Nodes;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Mail;

/// <summary>Whatever a value turns out to be, there is a verdict or the reason why there is none.</summary>
public class MailBadInputTests
{
    private static readonly string[] s_values =
        ["null", "true", "7", "-1e30", "\"\"", "\"x\"", "\"\\u0000@\"", "[]", "{}", "[null]", "[[]]", "[{}]", "[\"@\",\"..\",\"a@b@c\"]"];

    /// <summary>Control, resource, row.</summary>
    public static TheoryData<string, string, string> Rows { get; } = new()
    {
        {
            "mdo_bulkthreshold", Resources.ContentFilterPolicy,
            """{"Identity":"A","Name":"A","IsDefault":false,"RecommendedPolicyType":"Custom","BulkThreshold":6,"MarkAsSpamBulkMail":"On"}"""
        },
        {
            "mdo_bulkthreshold", Resources.ContentFilterRule,
            """
            {"Identity":"R","Name":"R","State":"Enabled","Priority":0,"HostedContentFilterPolicy":"A","SentTo":["ada@contoso.com"],"SentToMemberOf":["g@contoso.com"],
            "RecipientDomainIs":["contoso.com"],"ExceptIfSentTo":[],"ExceptIfSentToMemberOf":[],"ExceptIfRecipientDomainIs":[]}
            """
        },
        {
            "mdo_bulkthreshold", Resources.EopProtectionPolicyRule,
            """
            {"Identity":"Strict","Name":"Strict","State":"Enabled","Priority":0,"HostedContentFilterPolicy":"A","SentTo":["ada@contoso.com"],"SentToMemberOf":null,
            "RecipientDomainIs":null,"ExceptIfSentTo":null,"ExceptIfSentToMemberOf":null,"ExceptIfRecipientDomainIs":null}
            """
        },
        {
            "mdo_allowedsenderscombined", Resources.ContentFilterPolicy,
            """{"Identity":"A","Name":"A","IsDefault":false,"AllowedSenders":[],"AllowedSenderDomains":[]}"""
        },
        {
            "mdo_targetedusersprotection", Resources.AntiPhishPolicy,
            """{"Identity":"A","Name":"A","IsDefault":false,"Enabled":true,"EnableTargetedUserProtection":true,"TargetedUsersToProtect":["Ada;ada@contoso.com"]}"""
        },
        {
            "mdo_safeattachments", Resources.SafeAttachmentPolicy,
            """{"Identity":"A","Name":"A","IsBuiltInProtection":true,"Enable":true,"Action":"Block"}"""
        },
        {
            "mdo_safeattachments", Resources.AtpBuiltInProtectionRule,
            """{"Identity":"B","State":"Enabled","ExceptIfSentTo":["ada@contoso.com"],"ExceptIfSentToMemberOf":["g@contoso.com"],"ExceptIfRecipientDomainIs":["x.com"]}"""
        },
        {
            "mdo_bulkthreshold", Resources.Users,
            """
            {"id":"1","userPrincipalName":"u@contoso.com","displayName":"u","accountEnabled":true,"userType":"Member","mail":"u@contoso.com","proxyAddresses":["SMTP:u@contoso.com"],
            "assignedLicenses":[{"skuId":"s","disabledPlans":[]}]}
            """
        },
        {
            "mdo_bulkthreshold", Resources.Groups,
            """{"id":"1","displayName":"h","mail":"h@contoso.com","mailNickname":"h","proxyAddresses":["SMTP:h@contoso.com"]}"""
        },
        {
            "mdo_bulkthreshold", Resources.SubscribedSkus,
            """{"skuId":"s","skuPartNumber":"S","capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}"""
        },
        {
            "mdo_blockmailforward", Resources.TransportRule,
            """{"Name":"T","State":"Enabled","RedirectMessageTo":["x@x.com"],"BlindCopyTo":null,"CopyTo":[],"AddToRecipients":[]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_value_ends_in_an_exception(string controlId, string resource, string row)
    {
        foreach (var (property, _) in JsonNode.Parse(row)!.AsObject())
        {
            foreach (string value in s_values)
                Judge(controlId, resource, row, property, value);
        }
    }

    private static void Judge(string controlId, string resource, string row, string property, string value)
    {
        using var tenant = Tenant();
        var changed = JsonNode.Parse(row)!.AsObject();
        changed[property] = JsonNode.Parse(value);
        tenant.With(resource, changed);
        Verdict verdict;
        try
        {
            verdict = tenant.Evaluate(controlId);
        }
        catch (EvidenceUnavailableException exception)
        {
            ControlEvaluators.Find(controlId)!.Evidence.Contains(exception.State.Name, StringComparer.Ordinal).ShouldBeTrue(exception.State.Name);
            return;
        }

        if (verdict.Reason is null)
            verdict.ShouldExplainItself();
        else
            verdict.Explanation.ShouldNotBeNullOrWhiteSpace($"{resource} {property} {value}");
    }

    private static TestTenant Tenant() => TestTenant.WithMail()
        .Mailbox("ada").Mailbox("ben").MailGroup("g", "ada")
        .DefaultPolicy(Resources.ContentFilterPolicy, """ "BulkThreshold":7,"AllowedSenders":[],"AllowedSenderDomains":[] """)
        .DefaultPolicy(Resources.AntiPhishPolicy, """ "EnableTargetedUserProtection":false,"TargetedUsersToProtect":[] """)
        .DefaultPolicy(Resources.OutboundSpamPolicy, """ "AutoForwardingMode":"On" """)
        .MailPolicy(Resources.ContentFilterPolicy, "B", """ "BulkThreshold":5,"AllowedSenders":[],"AllowedSenderDomains":[] """)
        .MailRule(Resources.ContentFilterRule, "Rule B", """ "HostedContentFilterPolicy":"B","Priority":1,"SentToMemberOf":["g@contoso.com","h@contoso.com"] """);
}
