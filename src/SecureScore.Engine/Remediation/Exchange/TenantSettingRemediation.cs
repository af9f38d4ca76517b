using SecureScore.Engine.Controls;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Puts settings of the whole tenant right.</summary>
internal sealed class TenantSettingRemediation(ExchangeFix fix) : ExchangeRemediation(fix)
{
    protected override IReadOnlyList<OwnedSettings> Owned => [new(Rule.Evidence[0], true, [.. Requirements.Select(requirement => requirement.Property)])];

    private IReadOnlyList<SettingRequirement> Requirements => ((ISettingsControl)Rule).Requirements;

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var warnings = new List<string>();
        var change = Difference(Rule.Evidence[0], request.Evidence.Single(Rule.Evidence[0]), null, Requirements, request, warnings);
        return new RemediationDraft { Changes = change is null ? [] : [change], Warnings = warnings, ForWhom = change is null ? null : "the whole organisation" };
    }
}
