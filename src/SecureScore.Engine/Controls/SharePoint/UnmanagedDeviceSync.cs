using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.SharePoint;

/// <summary>spo_block_onedrive_sync_unmanaged_devices: OneDrive keeps files in step with computers of the organisation only.</summary>
/// <remarks>Source: https://learn.microsoft.com/sharepoint/allow-syncing-only-on-specific-domains.</remarks>
internal sealed class UnmanagedDeviceSync : ControlEvaluator
{
    public override string ControlId => "spo_block_onedrive_sync_unmanaged_devices";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.SharePointSettings];

    public override string Rule => "Syncing is allowed only on computers joined to specific domains, and at least one domain is named.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "The switch alone could count, without a domain.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var settings = evidence.Single(Resources.SharePointSettings);
        bool restricted = settings.RequiredBoolean("isUnmanagedSyncAppForTenantRestricted");
        int domains = settings.RequiredNames("allowedDomainGuidsForSyncApp").Count;
        string status = !restricted ? "OneDrive syncs to unmanaged devices."
            : domains == 0 ? "OneDrive sync is restricted, but to no domain."
            : "OneDrive sync is blocked on unmanaged devices.";
        return Verdict.Settings(
            status,
            TenantSetting.Switch("Allow syncing only on computers joined to specific domains", "isUnmanagedSyncAppForTenantRestricted", restricted),
            new TenantSetting(
                "Domains whose computers may sync",
                "allowedDomainGuidsForSyncApp",
                domains.ToString(CultureInfo.InvariantCulture),
                "1 or more",
                domains > 0)) with
        {
            Explanation = restricted
                ? string.Create(CultureInfo.InvariantCulture, $"Only computers joined to an Active Directory domain of the list may sync; domains on it: {domains}.")
                : "Any computer may keep a copy of the files that its user can reach.",
        };
    }
}
