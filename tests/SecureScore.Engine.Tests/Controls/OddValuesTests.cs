using System.Text.Json.Nodes;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Dns;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls;

/// <summary>Whatever stands in the place of a setting, a rule ends with a verdict or with the resource that it cannot read.</summary>
public class OddValuesTests
{
    private static readonly string[] s_values =
    [
        "null", "[]", "{}", "\"\"", "\" \"", "\"x\"", "\"..\"", "\"bücher.example\"", "\"\\u0000\"", "\"\\\"\"", "\"@\"", "-1", "1e400", "\"1e400\"", "true", "\"True\"",
        "[null]", "[[]]", "[{}]", "[\"\"]", "[\"All\",{\"Name\":\"All\"}]", "[1,true]", "{\"Name\":null}", "{\"Name\":[]}",
    ];

    private static readonly ControlEvaluator[] s_rules = [.. ControlEvaluators.All, new DirectSend(), new SmtpAuthentication(), new DkimSigning(), new DmarcRecords()];

    /// <summary>Resources with a row that can be judged.</summary>
    public static TheoryData<string, string> Rows { get; } = new()
    {
        {
            Resources.OrganizationConfig,
            """
            {
              "CustomerLockBoxEnabled":true,"AuditDisabled":false,"OAuth2ClientProfileEnabled":true,"RejectDirectSend":true,"MailTipsAllTipsEnabled":true,
              "MailTipsExternalRecipientsTipsEnabled":true,"MailTipsGroupMetricsEnabled":true,"MailTipsLargeAudienceThreshold":25
            }
            """
        },
        { Resources.MailboxAuditBypassAssociation, """{"Name":"Ada","AuditBypassEnabled":true}""" },
        { Resources.AdminAuditLogConfig, """{"UnifiedAuditLogIngestionEnabled":true}""" },
        { Resources.TransportConfig, """{"SmtpClientAuthenticationDisabled":true}""" },
        {
            Resources.TransportRule,
            """
            {
              "Name":"Partners","Identity":"Partners","State":"Enabled","Mode":"Enforce","SetSCL":-1,"SenderDomainIs":["fabrikam.com"],
              "SenderIpRanges":["192.0.2.1"],"HeaderContainsWords":["dmarc=pass"],"FromAddressContainsWords":[]
            }
            """
        },
        { Resources.AcceptedDomain, """{"DomainName":"contoso.com"}""" },
        {
            Resources.DkimSigningConfig,
            """{"Domain":"contoso.com","Enabled":true,"Selector1CNAME":"selector1.contoso.onmicrosoft.com","Selector2CNAME":"selector2.contoso.onmicrosoft.com"}"""
        },
        { Resources.DnsRecords, """{"domain":"contoso.com","type":"TXT","name":"contoso.com","values":["v=spf1 include:contoso.com -all"]}""" },
        { Resources.DnsRecords, """{"domain":"contoso.com","type":"TXT","name":"_dmarc.contoso.com","values":["v=DMARC1; p=reject"]}""" },
        { Resources.OwaMailboxPolicy, """{"Name":"OwaMailboxPolicy-Default","Identity":"OwaMailboxPolicy-Default","AdditionalStorageProvidersAvailable":true}""" },
        { Resources.RoleAssignmentPolicy, """{"Name":"Default","Identity":"Default","IsDefault":true,"AssignedRoles":["My Custom Apps"]}""" },
        { Resources.SharingPolicy, """{"Name":"Default","Identity":"Default","Enabled":true,"Domains":["*:CalendarSharingFreeBusySimple"]}""" },
        { Resources.ConnectionFilterPolicy, """{"Identity":"Default","IsDefault":true,"IPAllowList":["192.0.2.1"],"EnableSafeList":true}""" },
        { Resources.AtpPolicyForO365, """{"EnableATPForSPOTeamsODB":true,"EnableSafeDocs":true,"AllowSafeDocsOpen":true}""" },
        { Resources.DlpCompliancePolicy, """{"Name":"Cards","Identity":"Cards","Mode":"Enable","Enabled":true,"TeamsLocation":["All"],"Workload":"Teams"}""" },
        {
            Resources.LabelPolicy,
            """
            {
              "Name":"Labels","Identity":"Labels","Enabled":true,"Type":"PublishedSensitivityLabel","Mode":"Enforce","Labels":["Public"],"ScopedLabels":[],
              "ExchangeLocation":["ada@contoso.com"],"ExchangeLocationException":["bob@contoso.com"],
              "ModernGroupLocation":["sales@contoso.com"],"ModernGroupLocationException":["sales@contoso.com"],"ExchangeAdaptiveScopes":[]
            }
            """
        },
        {
            Resources.AutoSensitivityLabelPolicy,
            """
            {
              "Name":"Labels","Identity":"Labels","Enabled":true,"Mode":"Enable","ExchangeLocation":["All"],"ExchangeSender":["ada@contoso.com"],
              "ExchangeSenderMemberOf":["sales@contoso.com"],"ExchangeSenderException":["bob@contoso.com"],"OneDriveLocation":["All"],"OneDriveSharedBy":["ada@contoso.com"]
            }
            """
        },
        { Resources.PolicyConfig, """{"PurviewLabelConsent":true}""" },
        {
            Resources.SharePointSettings,
            """
            {
              "isLegacyAuthProtocolsEnabled":false,"isResharingByExternalUsersEnabled":false,"idleSessionSignOut":{"isEnabled":true,"signOutAfterInSeconds":3600},
              "isUnmanagedSyncAppForTenantRestricted":true,"allowedDomainGuidsForSyncApp":["786548dd-877b-4760-a749-6b1efbc1190a"],
              "sharingCapability":"externalUserSharingOnly","sharingDomainRestrictionMode":"allowList","sharingAllowedDomainList":["fabrikam.com"],"sharingBlockedDomainList":[]
            }
            """
        },
        { Resources.AdminAppsAndServices, """{"settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":true}}""" },
        { Resources.AdminForms, """{"settings":{"isInOrgFormsPhishingScanEnabled":true}}""" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_rule_survives_every_value(string resource, string row)
    {
        var rules = s_rules.Where(rule => rule.Evidence.Contains(resource, StringComparer.Ordinal)).ToArray();
        rules.ShouldNotBeEmpty();
        foreach (string[] path in Paths(JsonNode.Parse(row)!.AsObject()))
        {
            foreach (string? value in s_values.Append(null))
            {
                using var tenant = Tenant(resource, Changed(row, path, value));
                var evidence = new TenantEvidence(tenant.OpenInMemory());
                foreach (var rule in rules)
                    Judge(rule, evidence, $"{rule.ControlId}: {string.Join('.', path)} = {value ?? "absent"}");
            }
        }
    }

    private static void Judge(ControlEvaluator rule, TenantEvidence evidence, string what)
    {
        try
        {
            var verdict = rule.Evaluate(evidence, TestTenant.Definition(rule.ControlId));
            verdict.Explanation.ShouldNotBeNullOrWhiteSpace(what);
            if (verdict.Reason is null)
                (verdict.Items?.Invoke().Any() ?? false).ShouldBe(verdict.CompliantCount < verdict.TotalCount, what);
        }
        catch (EvidenceUnavailableException exception)
        {
            rule.Evidence.Contains(exception.State.Name, StringComparer.Ordinal).ShouldBeTrue(what);
        }
    }

    private static IEnumerable<string[]> Paths(JsonObject row)
    {
        foreach (var (name, value) in row)
        {
            yield return [name];
            foreach (string[] path in value is JsonObject nested ? Paths(nested) : [])
                yield return [name, .. path];
        }
    }

    private static JsonObject Changed(string row, string[] path, string? value)
    {
        var changed = JsonNode.Parse(row)!.AsObject();
        var holder = path.SkipLast(1).Aggregate(changed, (node, name) => node[name]!.AsObject());
        holder.Remove(path[^1]);
        if (value is not null)
            holder[path[^1]] = JsonNode.Parse(value);
        return changed;
    }

    // Everything else is as usual, so that the odd value decides.
    private static TestTenant Tenant(string resource, JsonObject row)
    {
        var tenant = TestTenant.WithAda().Person("bob").Group("sales@contoso.com", "bob").With(resource, row);
        if (resource is not Resources.OrganizationConfig)
            tenant.With(Resources.OrganizationConfig, """{"AuditDisabled":false}""");
        if (resource is not Resources.AcceptedDomain)
            tenant.With(Resources.AcceptedDomain, """{"DomainName":"contoso.com"}""");
        if (resource is not Resources.DkimSigningConfig)
            tenant.With(Resources.DkimSigningConfig, """{"Domain":"contoso.com","Enabled":true}""");
        return resource is Resources.DnsRecords ? tenant : tenant.Txt("contoso.com", "v=spf1 -all").Txt("_dmarc.contoso.com");
    }
}
