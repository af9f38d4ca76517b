using System.Globalization;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>PWAgePolicyNew: passwords never expire, domain by domain.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/domain-update.</remarks>
internal sealed class PasswordExpirationRemediation : SettingRemediation
{
    private const string Period = "passwordValidityPeriodInDays";
    private const string Window = "passwordNotificationWindowInDays";
    private const int UsualWindow = 14;

    public PasswordExpirationRemediation()
        : base("PWAgePolicyNew", RiskClass.A, Resources.Domains, Period, Window)
    {
    }

    public override string Summary => "Lets passwords never expire, on each verified root domain whose passwords are in Microsoft Entra ID.";

    public override string UserNotice => "Nobody is asked any more to change a password only because it is old.";

    protected override IReadOnlyList<string> ReadsBesides { get; } = [Resources.Users, Resources.UserRegistrationDetails];

    public override IReadOnlyList<string> UndoWarnings { get; } = 
    [
        "Passwords that are older than the period expire at the next sign-in.",
        "A domain that had no period of its own gets none back: its passwords go on not to expire.",
    ];

    protected override bool HasIdentities => true;

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var judged = PasswordExpiration.Judged(request.Evidence).Select(domain => domain.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        SettingsChange[] changes = [.. request.Evidence.Settings(Resources.Domains).Where(domain => domain["id"].AsText() is { } name && judged.Contains(name))
            .Select(Change).OfType<SettingsChange>()];
        return changes.Length == 0 ? RemediationDraft.Nothing : new RemediationDraft
        {
            Changes = changes,
            ForWhom = $"everyone with a password on {string.Join(", ", changes.Select(change => change.Label))}",
            Warnings = [.. Advice(request.Evidence), .. changes.Select(change => change.Permanent).OfType<string>()],
        };
    }

    protected override bool Accepts(string setting, SettingValue value) => value.IsEmpty || value.AsNumber() is >= 0;

    private SettingsChange? Change(SettingGroup domain)
    {
        if (domain[Period].AsNumber() == PasswordExpiration.Never)
            return null;

        // The service refuses a period where the domain never had a notification window.
        string name = domain["id"].AsText()!;
        var window = domain[Window];
        var change = Missing(
            domain, name, name, (Period, SettingValue.Of(PasswordExpiration.Never)), (Window, window.IsEmpty ? SettingValue.Of(UsualWindow) : window))!;
        return domain[Period].IsEmpty || window.IsEmpty
            ? change with { Permanent = $"{name} had no {(domain[Period].IsEmpty ? "password period" : "notification window")} of its own, and what is set once cannot be unset: {Instead(domain[Period])}." }
            : change;
    }

    private static string Instead(SettingValue period) => period.AsNumber() is { } days
        ? string.Create(CultureInfo.InvariantCulture, $"set {days} days in the admin centre to go back")
        : "set 90 days in the admin centre if passwords expired before";

    private static IEnumerable<string> Advice(TenantEvidence evidence)
    {
        string counts;
        try
        {
            var population = evidence.Population;
            counts = $"{population.Intersect(evidence.Registration.MfaRegistered).Count} of {Quantity.Of(population.Count, "user")} have registered for MFA now";
        }
        catch (EvidenceUnavailableException exception)
        {
            counts = $"how many have registered cannot be told ({exception.Message})";
        }

        yield return $"A password that never expires is right only where it is not enough to sign in: require MFA as well (AdminMFAV2, MFARegistrationV2). As it is, {counts}.";
    }
}
