using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>mdo_safedocuments: Office checks files from outside before it lets people leave Protected View.</summary>
/// <remarks>Source: https://learn.microsoft.com/defender-office-365/safe-documents-in-e5-plus-security-about.</remarks>
internal sealed class SafeDocuments : ControlEvaluator, ISettingsControl
{
    private static readonly SettingRequirement s_switch = SettingRequirement.Switch("EnableSafeDocs");
    private static readonly SettingRequirement s_clickThrough = SettingRequirement.Switch("AllowSafeDocsOpen", expected: false);

    public override string ControlId => "mdo_safedocuments";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AtpPolicyForO365];

    public override string Rule => "Safe Documents is switched on, and people may not click through Protected View when a file was found to be malicious.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "The switch alone could count, whether or not people may click through.";

    public IReadOnlyList<SettingRequirement> Requirements { get; } = [s_switch, s_clickThrough];

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var policy = evidence.Single(Resources.AtpPolicyForO365);
        var (enabled, clickThrough) = (policy.RequiredBoolean(s_switch.Property), policy.RequiredBoolean(s_clickThrough.Property));
        string status = !enabled ? "Safe Documents is off."
            : clickThrough ? "Safe Documents is on, but people may open malicious files all the same."
            : "Safe Documents is on.";
        return Verdict.Settings(
            status,
            TenantSetting.Switch("Turn on Safe Documents for Office clients", s_switch.Property, enabled) with
            {
                Reason = "Files from outside are not checked before they leave Protected View.",
            },
            TenantSetting.Switch("Allow people to click through Protected View", s_clickThrough.Property, clickThrough, expected: false) with
            {
                Reason = "People may open a file that was found to be malicious.",
            }) with
        {
            Explanation = enabled
                ? "Microsoft Defender checks a file from outside before it leaves Protected View."
                : "A file from outside leaves Protected View at a click, unchecked.",
        };
    }
}
