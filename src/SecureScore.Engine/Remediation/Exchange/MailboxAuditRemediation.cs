using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Switches mailbox auditing on for the organisation, and ends the exceptions of single accounts when asked to.</summary>
internal sealed class MailboxAuditRemediation(ExchangeFix fix) : ExchangeRemediation(fix)
{
    private const string Bypass = "AuditBypassEnabled";
    private const string Disabled = "AuditDisabled";

    private static readonly RemediationParameter s_bypass =
        new("IncludeBypass", ParameterKind.Flag, "Whether accounts that bypass mailbox auditing, often those of services, are recorded from now on as well.");

    /// <summary>The settings that mailbox auditing has.</summary>
    public static IReadOnlyList<OwnedSettings> Settings { get; } =
        [new(Resources.OrganizationConfig, true, Disabled), new(Resources.MailboxAuditBypassAssociation, false, Bypass)];

    public override IReadOnlyList<RemediationParameter> Parameters => [s_bypass];

    protected override IReadOnlyList<OwnedSettings> Owned => Settings;

    public override IReadOnlyList<string> EvidenceFor(RemediationValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Evidence(base.EvidenceFor(values), values.Flag(s_bypass.Name));
    }

    /// <summary>Some resources without the list of accounts that bypass mailbox auditing, which has a row for each account, where nobody wants these.</summary>
    public static IReadOnlyList<string> Evidence(IReadOnlyList<string> resources, bool includesBypass) =>
        includesBypass ? resources : [.. resources.Where(resource => resource != Resources.MailboxAuditBypassAssociation)];

    /// <summary>What mailbox auditing lacks.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="includeBypass">Whether accounts that bypass it count.</param>
    /// <param name="warnings">Is told of what stays open.</param>
    public static IEnumerable<TenantChange> Missing(TenantEvidence evidence, bool includeBypass, List<string> warnings)
    {
        if (evidence.Single(Resources.OrganizationConfig).RequiredBoolean(Disabled))
            yield return new SettingsChange(Resources.OrganizationConfig, null, [new SettingChange(Disabled, SettingValue.Of(true), SettingValue.Of(false))]);
        if (!evidence.IsCollected(Resources.MailboxAuditBypassAssociation))
        {
            if (includeBypass)
                warnings.Add("Accounts that bypass mailbox auditing stay as they are: which ones do was not read.");
            yield break;
        }

        int left = 0;
        foreach (var account in evidence.Stream(Resources.MailboxAuditBypassAssociation).Where(account => account.Boolean(Bypass) == true))
        {
            if (includeBypass)
            {
                yield return new SettingsChange(
                    Resources.MailboxAuditBypassAssociation, IdentityOf(account), [new SettingChange(Bypass, SettingValue.Of(true), SettingValue.Of(false))])
                {
                    Label = $"audit bypass of '{NameOf(account)}'",
                };
            }
            else
            {
                left++;
            }
        }

        if (left > 0)
            warnings.Add($"Mailbox auditing goes on leaving out {Quantity.Of(left, "account")}, unless they are included.");
    }

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var warnings = new List<string>();
        TenantChange[] changes = [.. Missing(request.Evidence, request.Values.Flag(s_bypass.Name), warnings)];
        return new RemediationDraft { Changes = changes, Warnings = warnings, ForWhom = changes.Length == 0 ? null : "all mailboxes" };
    }
}
