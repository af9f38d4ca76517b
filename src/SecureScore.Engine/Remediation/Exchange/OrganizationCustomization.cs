using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Microsoft lets tenants share their unchanged settings until one of them wants its own; some settings can be changed only after that.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/enable-organizationcustomization.</remarks>
internal static class OrganizationCustomization
{
    private const string Dehydrated = "IsDehydrated";

    /// <summary>What it changes.</summary>
    public static OwnedSettings Owned { get; } = new(Resources.OrganizationConfig, true, Dehydrated);

    /// <summary>What may go wrong.</summary>
    public const string Warning =
        "The organisation is customised first (Enable-OrganizationCustomization), which can take minutes to hours until it shows. If the service then refuses the rest, run it again later.";

    /// <summary>The step before changes; none where it was done before, or there are no changes.</summary>
    public static IEnumerable<TenantChange> Before(TenantEvidence evidence, IReadOnlyCollection<TenantChange> changes)
    {
        if (changes.Count == 0 || !evidence.IsCollected(Resources.OrganizationConfig) || evidence.Single(Resources.OrganizationConfig).Boolean(Dehydrated) != true)
            return [];

        return
        [
            new SettingsChange(Resources.OrganizationConfig, null, [new SettingChange(Dehydrated, SettingValue.Of(true), SettingValue.Of(false))])
            {
                Label = "the organisation",
                Permanent = "That the organisation is customised cannot be taken back. By itself it changes nothing for anybody.",
            },
        ];
    }

    /// <summary>Puts the step before the changes of a draft.</summary>
    public static RemediationDraft With(RemediationDraft draft, TenantEvidence evidence)
    {
        TenantChange[] before = [.. Before(evidence, draft.Changes)];
        return before.Length == 0 ? draft : draft with { Changes = [.. before, .. draft.Changes], Warnings = [Warning, .. draft.Warnings] };
    }
}
