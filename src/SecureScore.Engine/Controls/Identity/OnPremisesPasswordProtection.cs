using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_password_protection: domain controllers refuse banned passwords too.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/authentication/howto-password-ban-bad-on-premises-operations.</remarks>
internal sealed class OnPremisesPasswordProtection : ControlEvaluator
{
    public override string ControlId => "aad_password_protection";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.GroupSettings, Resources.Organization];

    public override string Rule =>
        "Password protection for Active Directory on premises is switched on and its mode is Enforce. Not judged where no users come from an Active Directory.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "The mode Enforce alone could count, even while the protection itself is switched off.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        if (!evidence.IsHybrid)
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.NotApplicable, "No users are synchronised from an Active Directory: there is none to protect.");
        }

        var rules = evidence.PasswordRules;
        bool on = rules is { ChecksOnPremises: true };
        string? mode = rules?.OnPremisesMode;
        // The service writes Enforce; some tools write Enforced and the service keeps it.
        bool enforces = IsOneOf(mode, "Enforce", "Enforced");
        bool isUnknown = mode is not null && !enforces && !IsOneOf(mode, "Audit", "Audited");
        if (on && isUnknown)
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.SourceFailed,
                $"The password rule settings have BannedPasswordCheckOnPremisesMode = '{mode}', which is unknown here.");
        }

        bool compliant = on && enforces;
        string status = compliant ? "Domain controllers refuse banned passwords."
            : on ? "Domain controllers do not refuse banned passwords."
            : "Password protection for Active Directory is off.";
        return Verdict.Settings(
            status,
            new TenantSetting(
                "Enable password protection on Windows Server Active Directory",
                "EnableBannedPasswordCheckOnPremises",
                mode is null ? "not set" : on.ToString(),
                "True",
                on)
            {
                Reason = "Domain controllers do not check passwords.",
            },
            new TenantSetting("Mode", "BannedPasswordCheckOnPremisesMode", mode ?? "not set", "Enforce", enforces)
            {
                Reason = "Banned passwords are accepted and only logged.",
            }) with
        {
            Explanation = rules is null
                ? "The password rules were never changed; by default Active Directory on premises is only audited, where agents are installed at all."
                : $"Protection on premises is {(on ? "on" : "off")}, its mode is {mode}. It works on domain controllers that have the agent, which the setting does not tell.",
            Findings = isUnknown
                ? [new Finding("UnknownValue", $"BannedPasswordCheckOnPremisesMode has the value '{mode}', which is unknown here.")]
                : [],
        };
    }

    private static bool IsOneOf(string? text, string first, string second) =>
        first.Equals(text, StringComparison.OrdinalIgnoreCase) || second.Equals(text, StringComparison.OrdinalIgnoreCase);
}
