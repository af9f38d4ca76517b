using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>spo_block_onedrive_sync_unmanaged_devices: OneDrive syncs to computers of named Active Directory domains only.</summary>
/// <remarks>Source: https://learn.microsoft.com/sharepoint/allow-syncing-only-on-specific-domains. Domains go by their GUIDs, not by their names.</remarks>
internal sealed class DeviceSyncRemediation : SettingRemediation
{
    private const string Restricted = "isUnmanagedSyncAppForTenantRestricted";
    private const string List = "allowedDomainGuidsForSyncApp";
    private const string DomainGuid = "DomainGuid";

    public DeviceSyncRemediation()
        : base("spo_block_onedrive_sync_unmanaged_devices", RiskClass.B, Resources.SharePointSettings, Restricted, List)
    {
    }

    public override string Summary => "Lets OneDrive sync only to computers that are joined to the Active Directory domains that you name.";

    public override string UserNotice => "OneDrive stops syncing on every other Windows computer, also on those that are joined to Microsoft Entra ID alone; files there stay as they are.";

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(DomainGuid, ParameterKind.Texts, "The GUIDs of the Active Directory domains, as (Get-ADDomain).ObjectGUID tells them; they are added to those that are on the list.") { IsRequired = true },
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.SharePointSettings);
        if (present[Restricted].AsFlag() is null)
            throw EvidenceUnavailableException.Unusable(Resources.SharePointSettings, $"it does not hold {Restricted}");

        var wanted = present[List].AsTexts().Concat(request.Values.Texts(DomainGuid).Select(Check)).Distinct(StringComparer.OrdinalIgnoreCase);
        return DraftOf(
            Missing(present, null, null, (Restricted, SettingValue.Of(true)), (List, SettingValue.Of(wanted))),
            "Computers that are joined to Microsoft Entra ID alone are in no Active Directory domain and sync no more. Whether Macs sync is a setting of its own, which stays as it is.") with
        {
            ForWhom = "everyone who syncs files to a computer outside these domains",
        };
    }

    protected override bool Accepts(string setting, SettingValue value) => setting == Restricted
        ? value.AsFlag() is not null
        : value.IsEmpty || value.AsTexts() is { Count: > 0 } texts && texts.Count == value.AsList().Count && texts.All(text => Guid.TryParse(text, out _));

    private string Check(string text) => Guid.TryParse(text, out var guid) && guid != Guid.Empty
        ? guid.ToString()
        : throw Invalid($"'{text}' is no GUID of a domain. '{ControlId}' takes what (Get-ADDomain).ObjectGUID tells, not the domain's name.");
}
