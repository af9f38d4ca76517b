using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>aad_password_protection: domain controllers refuse banned passwords too.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/authentication/howto-password-ban-bad-on-premises-operations.</remarks>
internal sealed class OnPremisesPasswordRemediation : PasswordRuleRemediation
{
    private const string Mode = "Mode";
    private const string Audit = "Audit";
    private const string Enforce = "Enforce";

    public OnPremisesPasswordRemediation()
        : base("aad_password_protection", RiskClass.B, ChecksOnPremises, OnPremisesMode)
    {
    }

    public override string Summary => "Lets domain controllers check new passwords of Active Directory, and refuse banned ones with Enforce.";

    public override string UserNotice => "With Audit nobody notices anything; with Enforce a weak new password is refused on premises as in the cloud.";

    protected override IReadOnlyList<string> ReadsBesides { get; } = [Resources.Organization];

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Mode, ParameterKind.Text, "What domain controllers do with a banned password: Audit (log it) or Enforce (refuse it). Audit when nothing is said.") { Choices = [Audit, Enforce] },
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        if (!request.Evidence.IsHybrid)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationNotPossible, $"'{ControlId}' protects an Active Directory on premises, and no users come from one. There is nothing to put in place.")
            {
                Target = ControlId,
            };
        }

        // What is enforced already is not weakened because somebody named no mode.
        var rules = Present(request.Evidence);
        string present = Value(rules, OnPremisesMode);
        bool enforces = Enforce.Equals(request.Values.Text(Mode), StringComparison.OrdinalIgnoreCase);
        bool isEnforced = IsOn(rules, ChecksOnPremises) && present.StartsWith(Enforce, StringComparison.OrdinalIgnoreCase);
        var change = rules is null && !enforces ? null
            : Change(rules, (ChecksOnPremises, TextOf(true)), (OnPremisesMode, enforces ? Enforce : isEnforced ? present : Audit));
        return new RemediationDraft
        {
            Changes = change is null ? [] : [change],
            Warnings = isEnforced ? [] : enforces
                ? ["It works on domain controllers that have the agent; look through what they logged in Audit before passwords are refused."]
                : ["Audit earns no points: it only logs on domain controllers what would be refused. Install the agents, read the log, and then run it again with Mode = Enforce."],
            ForWhom = "everyone whose password is in Active Directory",
        };
    }
}
