using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>spo_external_sharing_managed: SharePoint shares with people of allowed domains only.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/sharepointsettings, sharingDomainRestrictionMode.</remarks>
internal sealed class SharingDomainRemediation : SettingRemediation
{
    private const string Mode = "sharingDomainRestrictionMode";
    private const string List = "sharingAllowedDomainList";
    private const string AllowList = "allowList";
    private const string Domain = "Domain";

    private static readonly string[] s_modes = [AllowList, "blockList", "none"];

    public SharingDomainRemediation()
        : base("spo_external_sharing_managed", RiskClass.B, Resources.SharePointSettings, Mode, List)
    {
    }

    public override string Summary => "Lets people share files and sites outside the organisation only with the domains that you name.";

    public override string UserNotice => "Nobody can share with somebody of another domain any more, and guests of other domains lose what is shared with them.";

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Domain, ParameterKind.Texts, "The domains to share with, such as partner.com; they are added to those that are on the list.") { IsRequired = true },
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.SharePointSettings);
        string mode = present[Mode].AsText() ?? throw EvidenceUnavailableException.Unusable(Resources.SharePointSettings, $"it does not hold {Mode}");
        if ("disabled".Equals(present["sharingCapability"].AsText(), StringComparison.OrdinalIgnoreCase))
            return RemediationDraft.Nothing;

        var former = present[List].AsTexts();
        var wanted = former.Concat(request.Values.Texts(Domain).Select(Check)).Distinct(StringComparer.OrdinalIgnoreCase);
        var warnings = new List<string> { "See in the SharePoint sharing report with which domains people share now: what is not on the list is cut off." };
        bool isAllowList = mode.Equals(AllowList, StringComparison.OrdinalIgnoreCase);
        if (!isAllowList && former.Count > 0)
            warnings.Add($"These are on the list already, and are allowed as well from then on: {string.Join(", ", former)}.");
        if (mode.Equals("blockList", StringComparison.OrdinalIgnoreCase))
            warnings.Add("The list of blocked domains, which limits sharing now, no longer counts; it is kept.");
        return DraftOf(Missing(present, null, null, (Mode, SettingValue.Of(isAllowList ? mode : AllowList)), (List, SettingValue.Of(wanted))), warnings) with
        {
            ForWhom = "everyone who shares outside the organisation",
        };
    }

    protected override bool Accepts(string setting, SettingValue value) => setting == Mode
        ? value.AsText() is { } mode && s_modes.Contains(mode, StringComparer.OrdinalIgnoreCase)
        : value.IsEmpty || value.AsTexts() is { Count: > 0 } texts && texts.Count == value.AsList().Count;

    private string Check(string domain) => Uri.CheckHostName(domain) == UriHostNameType.Dns && domain.Contains('.', StringComparison.Ordinal)
        ? domain
        : throw Invalid($"'{domain}' is no domain. '{ControlId}' takes domains such as partner.com, without anything before or after them.");
}
