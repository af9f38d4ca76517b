using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Switches off the mail flow rules that let the mail of a domain past the spam filter. The rules stay, as they are.</summary>
internal sealed class SpamFilterBypassRemediation(ExchangeFix fix) : ExchangeRemediation(fix)
{
    private const string State = "State";

    private static readonly RemediationParameter s_keep =
        new("KeepRule", ParameterKind.Texts, "Names of mail flow rules that stay switched on. The control counts them as failed.");

    public override IReadOnlyList<RemediationParameter> Parameters => [s_keep];

    protected override IReadOnlyList<OwnedSettings> Owned => [new(Resources.TransportRule, false, State)];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var bypassing = SpamFilterBypassRules.Bypassing(request.Evidence);
        var kept = request.Values.Texts(s_keep.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (kept.FirstOrDefault(name => !bypassing.Any(rule => IsCalled(rule, name))) is { } unknown)
            throw Invalid(request, $"'{s_keep.Name}' of '{request.ControlId}': no mail flow rule that lets mail skip spam filtering is called '{unknown}'.");

        var wrong = bypassing.Where(rule => rule.LetsDomainsPast == true).ToLookup(rule => kept.Any(name => IsCalled(rule, name)));
        TenantChange[] changes =
        [
            .. wrong[false].Select(rule => new SettingsChange(
                Resources.TransportRule, IdentityOf(rule.Row), [new SettingChange(State, rule.Row.Setting(State), SettingValue.Of("Disabled"))])
            {
                Label = $"mail flow rule '{rule.Name}'",
            }),
        ];
        return new RemediationDraft
        {
            Changes = changes,
            Warnings =
            [
                .. wrong[false].Select(rule => $"Mail from {string.Join(", ", rule.Domains)} is filtered again, for which the rule '{rule.Name}' made an exception."),
                .. wrong[true].Select(rule => $"The rule '{rule.Name}' goes on letting mail from {string.Join(", ", rule.Domains)} skip spam filtering."),
                .. bypassing.Select(rule => rule.Unknown).OfType<string>(),
            ],
            ForWhom = changes.Length == 0 ? null : "everyone who gets mail from these domains",
        };
    }

    private static bool IsCalled(SpamFilterBypassRules.BypassRule rule, string name) => name.Equals(rule.Name, StringComparison.OrdinalIgnoreCase);
}
