using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>mdo_safelinksforOfficeApps: links in Office documents are checked when they are clicked.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-safelinkspolicy.</remarks>
internal sealed class SafeLinksForOffice : MailSwitch
{
    public override string ControlId => "mdo_safelinksforOfficeApps";

    internal override MailFeature Feature => MailFeature.SafeLinks;

    protected override string Setting => "EnableSafeLinksForOffice";

    protected override bool BuiltInCounts => false;

    protected override string Alternative =>
        "The built-in protection checks links in Office apps too and could count, as it does for mail. A real score gave it no points.";
}
