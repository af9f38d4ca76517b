using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>ss_smtpauth: no client hands in mail by SMTP with the password alone.</summary>
/// <remarks>Source: https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission.</remarks>
internal sealed class SmtpAuthentication : SwitchControl
{
    public override string ControlId => "ss_smtpauth";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.TransportConfig];

    public override string Rule => "Authenticated SMTP submission is switched off for the organisation. Mailboxes may still have a setting of their own.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Turn off SMTP AUTH protocol for your organisation";

    protected override string Setting => "SmtpClientAuthenticationDisabled";

    protected override (string, string) Compliant =>
        ("SMTP AUTH is off for the organisation.", "Only mailboxes that are let through one by one can send by SMTP.");

    protected override (string, string) NotCompliant => (
        "SMTP AUTH is on for the organisation.",
        "A stolen password is enough to send mail by SMTP in the name of any mailbox that does not forbid it.");
}
