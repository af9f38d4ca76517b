using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_mailtipsenabled: Outlook warns people before they send to the wrong recipients.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-organizationconfig, MailTips*.</remarks>
internal sealed class MailTips : ControlEvaluator, ISettingsControl
{
    private const int LargestThreshold = 25;

    private static readonly (string Name, string Reason, SettingRequirement Requirement)[] s_settings =
    [
        ("All MailTips", "Outlook shows no MailTips at all.", SettingRequirement.Switch("MailTipsAllTipsEnabled")),
        ("External recipients", "Outlook does not tell when a message goes outside.", SettingRequirement.Switch("MailTipsExternalRecipientsTipsEnabled")),
        ("Group metrics", "Outlook does not know how many people a group reaches.", SettingRequirement.Switch("MailTipsGroupMetricsEnabled")),
        ("Large audience threshold", "Outlook warns of a large audience late or not at all.", SettingRequirement.Number(
            "MailTipsLargeAudienceThreshold", (decimal.MinValue, decimal.MaxValue), value => value <= LargestThreshold, "25 or less", wanted: LargestThreshold)),
    ];

    public override string ControlId => "exo_mailtipsenabled";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OrganizationConfig];

    public override string Rule =>
        "MailTips, those about external recipients and those that need group metrics are switched on, and an audience counts as large from 25 recipients at most.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "The threshold could have to be 25 exactly, as in Microsoft's instructions; a lower one warns earlier.";

    public IReadOnlyList<SettingRequirement> Requirements { get; } = [.. s_settings.Select(setting => setting.Requirement)];

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var organization = evidence.Single(Resources.OrganizationConfig);
        TenantSetting[] settings =
        [
            .. from setting in s_settings
               let found = setting.Requirement.Judge(organization)
               select new TenantSetting(setting.Name, found.Name, found.Actual, found.Expected, found.Complies == true) { Reason = setting.Reason },
        ];
        int right = settings.Count(setting => setting.Complies);
        string status = right == settings.Length ? "MailTips are enabled for end users."
            : string.Create(CultureInfo.InvariantCulture, $"{right} of {settings.Length} settings of MailTips comply.");
        return Verdict.Settings(status, settings) with
        {
            Explanation = string.Join(" ", settings.Select(setting => $"{setting.Name} is {setting.Actual}.")),
        };
    }
}
