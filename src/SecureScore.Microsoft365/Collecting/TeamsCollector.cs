using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects policies and settings of Teams from the service behind its administration centre.</summary>
internal sealed class TeamsCollector
{
    private readonly CollectionRun _run;
    private readonly ResourceStates _states;

    public TeamsCollector(CollectionRun run, ResourceStates states)
    {
        _run = run;
        _states = states;
    }

    /// <summary>Collects resources, which are named as the service names its types.</summary>
    public async Task CollectAsync(IEnumerable<string> resources, CancellationToken cancellation)
    {
        foreach (string resource in resources)
        {
            string type = resource[(resource.IndexOf('/', StringComparison.Ordinal) + 1)..];
            var call = new ServiceCall(
                TenantService.Teams, new Uri(_run.Pipeline.Cloud[TenantService.Teams].Address, "/Skype.Policy/configurations/" + type), QuotaClass.Teams)
            {
                Headers = [new("x-authz-scope", "tenant"), new("x-ms-correlation-id", Guid.NewGuid().ToString())],
            };
            using var list = new CollectedList(_run, TenantService.Teams, resource, SnapshotFormat.Array);
            await ListCollector.CollectAsync(_run, list, call, simpler: null, next: null, fault => _states.Of(resource, fault), cancellation).ConfigureAwait(false);
        }
    }
}
