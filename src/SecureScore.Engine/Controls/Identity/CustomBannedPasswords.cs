using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_custom_banned_passwords: the tenant bans passwords of its own choice.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/authentication/tutorial-configure-custom-password-protection.</remarks>
internal sealed class CustomBannedPasswords : ControlEvaluator
{
    public override string ControlId => "aad_custom_banned_passwords";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.GroupSettings];

    public override string Rule => "Enforcement of the tenant's own list of banned passwords is switched on.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "An enforced list without words could count as unused. It earns the points here, and a finding says so.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var rules = evidence.PasswordRules;
        bool enforced = rules is { EnforcesCustomList: true };
        int words = enforced ? rules!.CustomWords.Count : 0;
        string status = enforced
            ? string.Create(CultureInfo.InvariantCulture, $"Your list of banned passwords is enforced; words on it: {words}.")
            : "No list of banned passwords of your own is enforced.";
        return Verdict.Settings(
            status, new TenantSetting("Enforce custom list", "EnableBannedPasswordCheck", rules is null ? "not set" : enforced.ToString(), "True", enforced)) with
        {
            Explanation = rules is null
                ? "The password rules were never changed; by default there is no list of your own."
                : "Microsoft's own list of weak passwords always applies; this control asks for yours, with names that attackers of your organisation would guess.",
            Findings = enforced && words == 0
                ? [new Finding("EmptyBannedPasswordList", "The list of banned passwords is enforced but holds no word: it bans nothing.")]
                : [],
        };
    }
}
