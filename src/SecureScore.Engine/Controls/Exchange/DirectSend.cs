using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>ss_directsend: nobody sends mail to the tenant in its own name without authentication.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-organizationconfig, RejectDirectSend.</remarks>
internal sealed class DirectSend : SwitchControl
{
    public override string ControlId => "ss_directsend";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OrganizationConfig];

    public override string Rule => "Direct Send is rejected.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Reject Direct Send";

    protected override string Setting => "RejectDirectSend";

    protected override (string, string) Compliant => (
        "Direct Send is rejected.",
        "Mail in the name of an accepted domain that no connector and no sign-in vouches for is not delivered.");

    protected override (string, string) NotCompliant => (
        "Direct Send is not rejected.",
        "Anyone on the internet can hand in mail to your people in the name of your own domains.");
}
