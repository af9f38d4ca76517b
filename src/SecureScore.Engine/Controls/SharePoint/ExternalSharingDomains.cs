using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.SharePoint;

/// <summary>spo_external_sharing_managed: a list of domains decides with whom SharePoint shares.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/sharepointsettings, sharingDomainRestrictionMode.</remarks>
internal sealed class ExternalSharingDomains : ControlEvaluator
{
    private const string Mode = "sharingDomainRestrictionMode";

    public override string ControlId => "spo_external_sharing_managed";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.SharePointSettings];

    public override string Rule => "Sharing outside the organisation is limited by a list of allowed or of blocked domains that holds at least one, or it is switched off.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading => "Only a list of allowed domains could count: a list of blocked ones lets all others through, which is a finding here.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var settings = evidence.Single(Resources.SharePointSettings);
        if (Is(settings.RequiredText("sharingCapability"), "disabled"))
        {
            return Verdict.Settings("Sharing outside the organisation is switched off.") with
            {
                Explanation = "Nobody outside the organisation is shared with, so there is nothing to limit.",
            };
        }

        string mode = settings.RequiredText(Mode);
        string? list = Is(mode, "allowList") ? "sharingAllowedDomainList" : Is(mode, "blockList") ? "sharingBlockedDomainList" : null;
        if (list is null && !Is(mode, "none"))
            return Verdict.NotEvaluated(NotEvaluatedReason.SourceFailed, $"SharePoint has {Mode} = '{mode}', which is unknown here.");

        int domains = list is null ? 0 : settings.RequiredNames(list).Count;
        string status = list is null ? "No list of domains limits external sharing."
            : domains == 0 ? "The list of domains that limits external sharing is empty."
            : "External sharing is limited by a list of domains.";
        return Verdict.Settings(
            status,
            new TenantSetting(
                "Limit external sharing by domain", Mode, list is null ? mode : $"{mode} of {Quantity.Of(domains, "domain")}", "allowList of 1 domain or more", domains > 0)) with
        {
            Explanation = list is null
                ? "People may share with anyone outside the organisation, whatever the domain."
                : $"{Mode} is {mode}; {list} holds {Quantity.Of(domains, "domain")}.",
            Findings = domains > 0 && Is(mode, "blockList")
                ? [new Finding("BlockListOnly", "A list of blocked domains lets all others through; a list of allowed domains is stricter.")]
                : [],
        };
    }

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
