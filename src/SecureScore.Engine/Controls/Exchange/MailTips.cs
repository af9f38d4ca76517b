using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_mailtipsenabled: Outlook warns people before they send to the wrong recipients.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-organizationconfig, MailTips*.</remarks>
internal sealed class MailTips : ControlEvaluator
{
    private const string Threshold = "MailTipsLargeAudienceThreshold";
    private const int LargestThreshold = 25;

    public override string ControlId => "exo_mailtipsenabled";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OrganizationConfig];

    public override string Rule =>
        "MailTips, those about external recipients and those that need group metrics are switched on, and an audience counts as large from 25 recipients at most.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "The threshold could have to be 25 exactly, as in Microsoft's instructions; a lower one warns earlier.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var organization = evidence.Single(Resources.OrganizationConfig);
        decimal threshold = organization.RequiredNumber(Threshold);
        var settings = new[]
        {
            Tip("All MailTips", "MailTipsAllTipsEnabled", "Outlook shows no MailTips at all."),
            Tip("External recipients", "MailTipsExternalRecipientsTipsEnabled", "Outlook does not tell when a message goes outside."),
            Tip("Group metrics", "MailTipsGroupMetricsEnabled", "Outlook does not know how many people a group reaches."),
            new TenantSetting(
                "Large audience threshold",
                Threshold,
                threshold.ToString(CultureInfo.InvariantCulture),
                $"{LargestThreshold} or less",
                threshold <= LargestThreshold)
            {
                Reason = "Outlook warns of a large audience late or not at all.",
            },
        };
        int right = settings.Count(setting => setting.Complies);
        string status = right == settings.Length ? "MailTips are enabled for end users."
            : string.Create(CultureInfo.InvariantCulture, $"{right} of {settings.Length} settings of MailTips comply.");
        return Verdict.Settings(status, settings) with
        {
            Explanation = string.Join(" ", settings.Select(setting => $"{setting.Name} is {setting.Actual}.")),
        };

        TenantSetting Tip(string displayName, string name, string reason) =>
            TenantSetting.Switch(displayName, name, organization.RequiredBoolean(name)) with { Reason = reason };
    }
}
