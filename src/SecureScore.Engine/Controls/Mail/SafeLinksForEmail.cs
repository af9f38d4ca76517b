using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_safelinksforemail: links in mail are checked when they are clicked.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-safelinkspolicy.</remarks>
internal sealed class SafeLinksForEmail : MailSwitch
{
    public override string ControlId => "mdo_safelinksforemail";

    internal override MailFeature Feature => MailFeature.SafeLinks;

    protected override string Setting => "EnableSafeLinksForEmail";

    protected override string Alternative =>
        "Links could have to be rewritten and scanned, for internal senders too, and without letting users click through. What is missing is a finding.";

    internal override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Boolean("EnableForInternalSenders") == false)
            yield return Note("InternalSendersNotChecked", reach, "does not check mail from internal senders");
        if (policy.Boolean("AllowClickThrough") == true)
            yield return Note("ClickThroughAllowed", reach, "lets users click through to a dangerous page");
        if (policy.Boolean("DisableUrlRewrite") == true)
            yield return Note("LinksNotRewritten", reach, "does not rewrite links");
        if (policy.Boolean("ScanUrls") == false)
            yield return Note("LinksNotScanned", reach, "does not scan what suspicious links lead to");
        if (policy.Boolean("DeliverMessageAfterScan") == false)
            yield return Note("DeliveredBeforeScan", reach, "delivers messages before their links are scanned");
    }
}
