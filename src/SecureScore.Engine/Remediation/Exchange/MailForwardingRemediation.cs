using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Forbids automatic forwarding by the outbound policies, and by the default remote domain when asked to. Mail flow rules are only told.</summary>
internal sealed class MailForwardingRemediation(ExchangeFix fix) : MailPolicyRemediation(fix)
{
    private const string Setting = "AutoForwardEnabled";

    private static readonly RemediationParameter s_remoteDomain =
        new("IncludeRemoteDomain", ParameterKind.Flag, "Whether the default remote domain forbids automatic forwarding as well.");

    public override IReadOnlyList<RemediationParameter> Parameters => [s_remoteDomain];

    protected override IReadOnlyList<OwnedSettings> Owned => [.. base.Owned, new(Resources.RemoteDomain, false, Setting)];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var draft = base.Draft(request);
        TenantChange[] domains = request.Values.Flag(s_remoteDomain.Name) ? [.. RemoteDomains(request.Evidence)] : [];
        return draft with
        {
            Changes = [.. draft.Changes, .. domains],
            Warnings = [.. draft.Warnings, .. MailForwarding.OtherWaysOut(request.Evidence)
                .Where(finding => domains.Length == 0 || finding.Id != MailForwarding.RemoteDomainForwards).Select(finding => finding.Message)],
            ForWhom = draft.ForWhom ?? (domains.Length > 0 ? "everyone" : null),
        };
    }

    private static IEnumerable<TenantChange> RemoteDomains(TenantEvidence evidence) => evidence.List(Resources.RemoteDomain)
        .Where(domain => domain.RequiredText("DomainName") == "*" && domain.RequiredBoolean(Setting))
        .Select(domain => new SettingsChange(
            Resources.RemoteDomain, IdentityOf(domain), [new SettingChange(Setting, SettingValue.Of(true), SettingValue.Of(false))])
        {
            Label = $"remote domain '{NameOf(domain)}'",
        });
}
