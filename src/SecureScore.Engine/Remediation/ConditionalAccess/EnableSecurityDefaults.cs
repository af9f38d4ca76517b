using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Switches security defaults on, where no policy is in force that they would exclude.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/fundamentals/security-defaults.</remarks>
internal sealed class EnableSecurityDefaults : ControlRemediation
{
    public override string Id => PolicyRemediationIds.EnableSecurityDefaults;

    // Policies put these controls in place; security defaults are asked for by name.
    public override IReadOnlyList<string> ControlIds => [];

    public override RiskClass Risk => RiskClass.B;

    public override string Summary => "Switches security defaults on: everyone registers for MFA, administrators are always asked for it, and legacy authentication is blocked.";

    public override string UserNotice => "Everyone is asked to register for MFA at the next sign-in, emergency accounts too; old mail programs stop working. Nobody can be left out.";

    public override IReadOnlyList<string> Writes { get; } = [Resources.SecurityDefaults];

    public override IReadOnlyList<string> Reads { get; } =
        [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, Resources.UserRegistrationDetails, .. Administrators.Sources];

    public override IReadOnlyList<string> LogsFor(RemediationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Evidence.SecurityDefaultsEnabled ? [] : [Resources.LegacySignIns];
    }

    public override IReadOnlyList<string> UndoWarnings { get; } =
        ["Without security defaults nothing asks for MFA, nor blocks legacy authentication, until policies do."];

    public override RemediationDraft Plan(RemediationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var evidence = request.Evidence;
        if (evidence.SecurityDefaultsEnabled)
            return RemediationDraft.Nothing;

        string[] enabled = [.. evidence.ConditionalAccessPolicies
            .Where(policy => policy.State is PolicyState.Enabled or PolicyState.Unknown).Select(policy => $"'{policy.Name}'")];
        if (enabled.Length > 0)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationNotPossible,
                $"Security defaults stay off: they do not go with policies that are in force ({PolicyDrafting.Some(enabled)}). They would have to be off first, and nothing would protect the tenant "
                + "meanwhile. Policies do all that security defaults do: put MFA for administrators and for all users in force with New-MfaPolicy instead.")
            {
                Target = request.ControlId,
            };
        }

        return new RemediationDraft
        {
            Changes = [Switch(on: true)],
            Warnings = [.. Warnings(evidence)],
            ForWhom = "all users",
        };
    }

    public override bool Owns(TenantChange change) => IsSwitch(change);

    /// <summary>Switches security defaults.</summary>
    public static SettingsChange Switch(bool on) =>
        new(Resources.SecurityDefaults, null, [new SettingChange("isEnabled", SettingValue.Of(!on), SettingValue.Of(on))]) { Label = "Security defaults" };

    /// <summary>Whether a change switches security defaults, and does nothing else.</summary>
    public static bool IsSwitch(TenantChange change) =>
        change is SettingsChange { Resource: Resources.SecurityDefaults, Identity: null, Settings: [{ Name: "isEnabled" } setting] }
        && setting.Former.AsFlag() is not null && setting.Wanted.AsFlag() is not null;

    private static IEnumerable<string> Warnings(TenantEvidence evidence)
    {
        var users = evidence.Population;
        var registered = RegisteredMethods.Read(evidence, users);
        var missing = evidence.Users.NoOne();
        foreach (int user in users.Members().Where(user => !registered.Has(user, RequiredMethod.Mfa)))
            missing.Add(user);
        if (!registered.IsKnown)
            yield return "The registration report was not read: nothing tells who has registered for MFA.";
        else if (!missing.IsEmpty)
            yield return $"{missing.Count} of {Quantity.Of(users.Count, "user")} have not registered for MFA and must do so at the next sign-in: {PolicyDrafting.NamesOf(evidence, missing)}.";
        var emergency = evidence.Users.NamedForEmergency.Intersect(evidence.Users.Enabled);
        if (!emergency.IsEmpty)
            yield return $"Emergency accounts are asked for MFA as well: {PolicyDrafting.NamesOf(evidence, emergency)}. Give each a passkey.";
        yield return LegacySignIns.Sentence(evidence);
        yield return "Policies that only report stay, and cannot be put in force while security defaults are on.";
    }
}
