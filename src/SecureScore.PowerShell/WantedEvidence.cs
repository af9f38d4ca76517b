using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell;

/// <summary>The resources that controls need.</summary>
internal static class WantedEvidence
{
    // What every judgement reads: whose licences, and Microsoft's own figures.
    private static readonly string[] s_always = [Resources.Organization, Resources.SubscribedSkus, Resources.SecureScores, Resources.SecureScoreControlProfiles];

    public static IReadOnlyCollection<string> Of(IEnumerable<ControlDefinition> controls) =>
    [
        .. controls.SelectMany(control => ControlEvaluators.Find(control.Id)?.Evidence ?? []).Concat(s_always).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    public static TenantService ServiceOf(string resource) => resource.Split('/')[0] switch
    {
        "exchange" => TenantService.Exchange,
        "compliance" => TenantService.Purview,
        "teams" => TenantService.Teams,
        "dns" => TenantService.Dns,
        _ => TenantService.Graph,
    };
}
