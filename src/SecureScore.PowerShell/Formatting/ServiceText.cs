using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell.Formatting;

/// <summary>What could not be asked or read, said in one warning.</summary>
internal static class ServiceText
{
    private const int MostNames = 3;

    /// <summary>Which services are left out of a connection, and why; null when none is.</summary>
    /// <param name="services">The services of the connection.</param>
    /// <param name="wanted">The services that the user named; empty means all.</param>
    public static string? LeftOut(IEnumerable<ServiceConnection> services, IReadOnlyCollection<TenantService> wanted)
    {
        string[] reasons =
        [
            .. services.Where(service => !service.Connected && (wanted.Count == 0 || wanted.Contains(service.Service)))
                .GroupBy(service => service.Reason?.TrimEnd('.'), service => service.Service.ToString(), StringComparer.Ordinal)
                .Select(group => string.Join(", ", group) + (group.Key is null ? "" : $" ({group.Key})")),
        ];
        return reasons.Length == 0
            ? null
            : $"Left out: {string.Join("; ", reasons)}. Their controls are judged by Microsoft's published score where there is one, and else not at all.";
    }

    /// <summary>What a collection could not read, and how many controls that hides; null when nothing is hidden.</summary>
    /// <param name="evidence">What was collected.</param>
    /// <param name="resources">The resources that were asked for.</param>
    /// <param name="controls">The controls that they were asked for, judged.</param>
    public static string? Gaps(TenantSnapshot evidence, IEnumerable<string> resources, IEnumerable<ControlResult> controls)
    {
        var gaps = GapsOf(evidence, resources);
        var hidden = controls.Where(control =>
            (control.Source == ResultSource.Published || control.Reason is NotEvaluatedReason.PermissionMissing or NotEvaluatedReason.NotConnected or NotEvaluatedReason.SourceFailed)
            && ControlEvaluators.Find(control.Id)?.Evidence.Any(gaps.ContainsKey) == true).ToArray();
        if (hidden.Length == 0)
            return null;

        string?[] sentences =
        [
            .. Sentences(gaps),
            Hidden(hidden.Length, hidden.Count(control => control.Source == ResultSource.Published)),
            "(Get-SecureScoreContext).Resources lists each, Test-SecureScoreAccess what is missing; -Refresh asks again.",
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    /// <summary>What an export could not read; null when it has everything.</summary>
    public static string? Missing(TenantSnapshot evidence, IReadOnlyCollection<string> resources)
    {
        var gaps = GapsOf(evidence, resources);
        return gaps.Count == 0
            ? null
            : string.Join(' ', Sentences(gaps).OfType<string>().Prepend($"{gaps.Count} of {resources.Count} resources are missing from the snapshot."));
    }

    private static Dictionary<string, ResourceState> GapsOf(TenantSnapshot evidence, IEnumerable<string> resources) => resources.Select(evidence.StateOf)
        .Where(state => state.Status is ResourceStatus.Denied or ResourceStatus.NotConnected or ResourceStatus.Failed)
        .ToDictionary(state => state.Name, StringComparer.OrdinalIgnoreCase);

    private static string?[] Sentences(Dictionary<string, ResourceState> gaps) =>
    [
        Sentence(gaps, ResourceStatus.NotConnected, "Not connected", state => ResourceDefinitions.Find(state.Name)?.Service.ToString() ?? state.Name),
        Sentence(gaps, ResourceStatus.Denied, "Not permitted", state => state.Permission is null ? state.Name : $"{state.Name} (needs {state.Permission})"),
        Sentence(gaps, ResourceStatus.Failed, "Failed", state => state.Error is null ? state.Name : $"{state.Name} ({state.Error.TrimEnd('.')})"),
    ];

    private static string Hidden(int all, int published) =>
        $"This hides the evidence of {(all == 1 ? "1 control" : $"{all} controls")}: {all - published} not judged, {published} with Microsoft's published points only.";

    private static string? Sentence(Dictionary<string, ResourceState> gaps, ResourceStatus status, string label, Func<ResourceState, string> name)
    {
        string[] names = [.. gaps.Values.Where(state => state.Status == status).Select(name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? null : $"{label}: {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? $" and {names.Length - MostNames} more" : "")}.";
    }
}
