using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Switches the unified audit log on, and mailbox auditing as well when asked to.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/audit-log-enable-disable and https://learn.microsoft.com/purview/audit-log-retention-policies.</remarks>
internal sealed class AuditRecording(ExchangeFix fix) : ExchangeRemediation(fix)
{
    private static readonly RemediationParameter s_mailbox = new(
        "IncludeMailbox", ParameterKind.Flag, "Whether mailbox auditing is switched on as well, for the organisation and for accounts that bypass it.");

    private static readonly LicenceGate s_premium = new(
        "AuditPremium", "Audit (Premium)", [new ServicePlan("M365_ADVANCED_AUDITING", Guid.Parse("2f442157-a11c-46b9-ae5b-6e39ff4e5849"))]);

    public override string Id => nameof(AuditRecording);

    public override IReadOnlyList<RemediationParameter> Parameters => [s_mailbox];

    protected override IReadOnlyList<OwnedSettings> Owned =>
        [new(Rule.Evidence[0], true, Requirement.Property), OrganizationCustomization.Owned, .. MailboxAuditRemediation.Settings];

    private SettingRequirement Requirement => ((ISettingsControl)Rule).Requirements[0];

    public override IReadOnlyList<string> EvidenceFor(RemediationValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return MailboxAuditRemediation.Evidence(base.EvidenceFor(values), values.Flag(s_mailbox.Name));
    }

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var evidence = request.Evidence;
        var warnings = new List<string>();
        TenantChange[] log =
            [.. new[] { Difference(Rule.Evidence[0], evidence.Single(Rule.Evidence[0]), "the unified audit log", [Requirement], request, warnings) }.OfType<TenantChange>()];
        TenantChange[] mailboxes = request.Values.Flag(s_mailbox.Name) ? [.. MailboxAuditRemediation.Missing(evidence, includeBypass: true, warnings)] : [];
        if (log.Length > 0)
            warnings.Insert(0, $"Recording starts now: nothing from before is there. {Retention(evidence)}");

        if (log.Length > 0 && mailboxes.Length == 0 && evidence.Single(Resources.OrganizationConfig).Boolean("AuditDisabled") == true)
            warnings.Add($"Mailbox auditing is off and stays off. {s_mailbox.Name} switches it on as well.");

        TenantChange[] before = [.. OrganizationCustomization.Before(evidence, log)];
        if (before.Length > 0)
            warnings.Add(OrganizationCustomization.Warning);
        return new RemediationDraft
        {
            Changes = [.. before, .. log, .. mailboxes],
            Warnings = warnings,
            ForWhom = log.Length + mailboxes.Length == 0 ? null : "the whole organisation",
            ShowsWithin = log.Length > 0 ? TimeSpan.FromMinutes(60) : null,
        };
    }

    private static string Retention(TenantEvidence evidence)
    {
        const string Standard = "Records are kept for 180 days";
        const string Premium = "records of Exchange, SharePoint, OneDrive and Microsoft Entra ID are kept for a year";
        if (evidence.Licences is not { } licences)
            return $"{Standard}; for users with Audit (Premium), {Premium}. Which licences there are is unknown.";
        if (licences.Opens(s_premium) == false)
            return $"{Standard}.";
        if (!evidence.IsCollected(Resources.Users))
            return $"{Standard}; for users with a licence for Audit (Premium), {Premium}.";

        int premium = evidence.Users.Licences.Where(evidence.Users.Everyone, assigned => assigned is not null && licences.Bring(assigned, s_premium) == true).Count;
        return premium == 0
            ? $"{Standard}: nobody has a licence for Audit (Premium) assigned, with which they are kept for a year."
            : $"{Standard}; for {Quantity.Of(premium, "user")} with a licence for Audit (Premium), {Premium}.";
    }
}
