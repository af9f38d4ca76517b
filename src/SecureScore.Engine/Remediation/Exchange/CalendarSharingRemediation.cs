using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Ends the sharing of calendars outside the organisation: with everybody, or with those who are not named by their domain.</summary>
internal sealed class CalendarSharingRemediation(ExchangeFix fix) : ExchangeRemediation(fix)
{
    private const string OnlyOpen = "RemoveOpen";
    private const string Enabled = "Enabled";
    private const string Domains = "Domains";

    private static readonly RemediationParameter s_mode = new(
        "Mode",
        ParameterKind.Text,
        "Disable ends all sharing and keeps the list of domains; RemoveOpen takes away what is shared with everybody (*) and with anonymous people, and leaves named domains.")
    {
        Choices = ["Disable", OnlyOpen],
    };

    public override IReadOnlyList<RemediationParameter> Parameters => [s_mode];

    protected override IReadOnlyList<OwnedSettings> Owned => [new(Resources.SharingPolicy, false, Enabled, Domains), OrganizationCustomization.Owned];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        bool onlyOpen = OnlyOpen.Equals(request.Values.Text(s_mode.Name), StringComparison.OrdinalIgnoreCase);
        var changes = new List<TenantChange>();
        var warnings = new List<string>();
        foreach (var row in request.Evidence.List(Resources.SharingPolicy))
        {
            var policy = CalendarSharing.SharingPolicy.Parse(row);
            if (!policy.Shares)
                continue;

            // A policy that is left with no domain is switched off instead: nobody has to make the list again.
            string[] named = [.. policy.Domains.Where(domain => !IsOpen(domain))];
            bool keeps = onlyOpen && named.Length > 0;
            string label = $"sharing policy '{policy.Name}'";
            if (keeps)
                warnings.Add($"The {label} goes on sharing with {string.Join(", ", named)}, for which the control counts it as failed.");
            if (keeps && named.Length == policy.Domains.Count)
                continue;

            changes.Add(new SettingsChange(
                Resources.SharingPolicy,
                IdentityOf(row),
                [keeps ? new SettingChange(Domains, row.Setting(Domains), SettingValue.Of(named)) : new SettingChange(Enabled, SettingValue.Of(true), SettingValue.Of(false))])
            {
                Label = label,
            });
        }

        return OrganizationCustomization.With(
            new RemediationDraft { Changes = changes, Warnings = warnings, ForWhom = changes.Count == 0 ? null : "everyone who has one of these policies" }, request.Evidence);
    }

    private static bool IsOpen(string domain) =>
        domain.StartsWith("*:", StringComparison.Ordinal) || domain.StartsWith("Anonymous:", StringComparison.OrdinalIgnoreCase);
}
