using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_mailboxaudit: what happens in mailboxes is recorded.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/audit-mailboxes. While the organisation records, the setting of a single mailbox does not count.</remarks>
internal sealed class MailboxAudit : SwitchControl
{
    private const int NamesShown = 5;

    public override string ControlId => "exo_mailboxaudit";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OrganizationConfig, Resources.MailboxAuditBypassAssociation];

    public override string Rule => "Mailbox auditing is not switched off for the organisation.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "Accounts that bypass auditing could cost the points, as could resource and public folder mailboxes, which Microsoft's text names besides. "
        + "The organisation's switch decides here; accounts that bypass it are a finding where the snapshot tells them.";

    protected override string DisplayName => "Mailbox auditing";

    protected override string Setting => "AuditDisabled";

    protected override bool Expected => false;

    protected override (string, string) Compliant => (
        "Mailbox auditing is on for the organisation.",
        "Exchange Online records what owners, delegates and administrators do in mailboxes.");

    protected override (string, string) NotCompliant => (
        "Mailbox auditing is off for the organisation.",
        "Nothing of what happens in mailboxes is recorded: a taken-over mailbox leaves no trace.");

    protected override IEnumerable<Finding> FindingsOn(TenantEvidence evidence, EvidenceObject settings, bool complies)
    {
        if (!complies || !evidence.IsCollected(Resources.MailboxAuditBypassAssociation))
            return [];

        try
        {
            var bypassing = evidence.Stream(Resources.MailboxAuditBypassAssociation)
                .Where(account => account.Boolean("AuditBypassEnabled") == true)
                .Select(account => account.Text("Name") ?? account.RequiredText("Identity"));
            return FindingOn(bypassing);
        }
        catch (EvidenceUnavailableException)
        {
            // It decides nothing here; the coverage of the snapshot tells that it is missing.
            return [];
        }
    }

    private static Finding[] FindingOn(IEnumerable<string> bypassing)
    {
        int count = 0;
        var shown = new List<string>();
        foreach (string name in bypassing)
        {
            if (++count <= NamesShown)
                shown.Add(name);
        }

        return count == 0
            ? []
            : [new Finding(
                "AuditBypass",
                $"Mailbox auditing leaves out {Quantity.Of(count, "account")}: {string.Join(", ", shown)}{(count > NamesShown ? ", ..." : "")}.")];
    }
}
