using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Dns;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects the evidence of one tenant: all services beside one another, each resource as soon as those that it waits for are there.</summary>
internal sealed class TenantCollector
{
    private readonly ServicePipeline _pipeline;
    private readonly TenantSession _session;
    private readonly IDnsResolver? _dns;
    private readonly TimeProvider _clock;
    private readonly BatchSender _batches;
    private readonly ResourceStates _states;
    private readonly TenantHosts _hosts;

    /// <summary>Creates a collector.</summary>
    /// <param name="pipeline">The way to the services.</param>
    /// <param name="session">The tenant.</param>
    /// <param name="hosts">Where its cmdlets are run.</param>
    /// <param name="dns">Looks records up; null when nobody does.</param>
    /// <param name="clock">Tells the time.</param>
    public TenantCollector(ServicePipeline pipeline, TenantSession session, TenantHosts hosts, IDnsResolver? dns, TimeProvider clock)
    {
        _pipeline = pipeline;
        _session = session;
        _dns = dns;
        _clock = clock;
        _batches = new BatchSender(pipeline, clock);
        _states = new ResourceStates(session);
        _hosts = hosts;
    }

    /// <summary>Collects resources and what they depend on. What is there already is not asked for again.</summary>
    /// <param name="resources">Names of the resources that are wanted.</param>
    /// <param name="target">Takes the evidence.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends the collection at once; what was completed stays.</param>
    public async Task CollectAsync(
        IReadOnlyCollection<string> resources, WorkingSnapshot target, ITenantObserver observer, CancellationToken cancellation)
    {
        var wanted = CollectionPlan.Order(resources).Where(resource => target.StateOf(resource.Name).Status != ResourceStatus.Collected).ToList();
        Describe(target);
        var run = new CollectionRun(wanted.Select(resource => resource.Name), target, _pipeline, observer, _clock);
        foreach (var absent in wanted.Where(resource => resource.AbsentIn.Contains(_session.Cloud)))
            run.Miss(absent.Service, ResourceStates.Absent(absent.Name, _session.Cloud));
        wanted.RemoveAll(resource => resource.AbsentIn.Contains(_session.Cloud));

        // What needs a licence waits for the licences, which come with the first answer.
        var free = wanted.Where(resource => resource.LicenceGate is null).ToList();
        var gated = wanted.Where(resource => resource.LicenceGate is not null).ToList();
        await Parallels.WhenAll(
        [
            stop => CollectAsync(run, free, stop),
            async stop => await CollectAsync(run, await LicensedAsync(run, gated, stop).ConfigureAwait(false), stop).ConfigureAwait(false),
        ], cancellation).ConfigureAwait(false);
    }

    private void Describe(WorkingSnapshot target)
    {
        var present = target.Manifest;
        target.Describe(present with
        {
            TenantId = _session.TenantId,
            DisplayName = _session.TenantName ?? present.DisplayName,
            InitialDomain = _session.InitialDomain ?? present.InitialDomain,
            Cloud = _session.Cloud.ToString(),
            CollectedAt = present.CollectedAt ?? _clock.GetUtcNow(),
        });
    }

    private static async Task<IReadOnlyList<ResourceDefinition>> LicensedAsync(
        CollectionRun run, List<ResourceDefinition> gated, CancellationToken cancellation)
    {
        if (gated.Count == 0)
            return gated;

        await run.WhenEnded([Resources.SubscribedSkus], cancellation).ConfigureAwait(false);
        var unlicensed = CollectionPlan.Unlicensed(run.Target.Open(), gated);
        foreach (var resource in gated.Where(resource => unlicensed.ContainsKey(resource.Name)))
            run.Miss(resource.Service, ResourceStates.Unlicensed(resource.Name, unlicensed[resource.Name]));
        return [.. gated.Where(resource => !unlicensed.ContainsKey(resource.Name))];
    }

    private Task CollectAsync(CollectionRun run, IReadOnlyList<ResourceDefinition> resources, CancellationToken cancellation)
    {
        IReadOnlyList<string> Of(TenantService service) => [.. resources.Where(resource => resource.Service == service).Select(resource => resource.Name)];
        var graph = Of(TenantService.Graph);
        var exchange = Of(TenantService.Exchange);
        var purview = Of(TenantService.Purview);
        var teams = Of(TenantService.Teams);
        var actions = new List<Func<CancellationToken, Task>>
        {
            stop => new GraphCollector(run, _batches, _states).CollectAsync([.. graph.Where(GraphResource.All.ContainsKey).Select(name => GraphResource.All[name])], stop),
        };
        if (graph.Contains(Resources.GroupMembers, StringComparer.OrdinalIgnoreCase))
            actions.Add(stop => CollectGroupMembersAsync(run, stop));
        if (exchange.Count > 0)
            actions.Add(stop => CollectExchangeAsync(run, exchange, stop));
        if (purview.Count > 0)
            actions.Add(stop => _hosts.Purview.CollectAsync(run, host => Cmdlets(run, TenantService.Purview, host), purview, stop));
        if (teams.Count > 0)
            actions.Add(stop => new TeamsCollector(run, _states).CollectAsync(teams, stop));
        foreach (string name in Of(TenantService.Dns))
            actions.Add(stop => CollectDnsAsync(run, name, stop));
        return Parallels.WhenAll(actions, cancellation);
    }

    private ExchangeCollector Cmdlets(CollectionRun run, TenantService service, ExchangeHost host) => new(run, _batches, _states, service, host);

    private async Task CollectExchangeAsync(CollectionRun run, IReadOnlyList<string> resources, CancellationToken cancellation)
    {
        var cmdlets = Cmdlets(run, TenantService.Exchange, _hosts.Exchange);
        if (await cmdlets.CollectAsync(resources, cancellation).ConfigureAwait(false) is var (refused, fault))
        {
            foreach (string resource in refused)
                cmdlets.Miss(resource, fault);
        }
    }

    private async Task CollectGroupMembersAsync(CollectionRun run, CancellationToken cancellation)
    {
        await run.WhenEnded(NamedGroups.Sources, cancellation).ConfigureAwait(false);
        string[] groups = [.. NamedGroups.Find(run.Target.Open(), cancellation).Union(run.Target.FurtherGroups, StringComparer.OrdinalIgnoreCase)];
        if (groups.Length == 0 && NamedGroups.Sources.Select(run.Target.StateOf).FirstOrDefault(IsUnknown) is { } unknown)
        {
            run.Miss(TenantService.Graph, unknown with { Name = Resources.GroupMembers, Error = $"it is unknown which groups are named: {unknown.Name}: {unknown.Error}" });
            return;
        }

        await new GroupMembersCollector(run, _batches, _states).CollectAsync(groups, cancellation).ConfigureAwait(false);
    }

    private static bool IsUnknown(ResourceState state) =>
        state.Status is ResourceStatus.Failed or ResourceStatus.Denied or ResourceStatus.NotConnected;

    private async Task CollectDnsAsync(CollectionRun run, string resource, CancellationToken cancellation)
    {
        await run.WhenEnded(ResourceDefinitions.Find(resource)!.After, cancellation).ConfigureAwait(false);
        if (_dns is null)
        {
            run.Miss(TenantService.Dns, new ResourceState(resource, ResourceStatus.Skipped));
            return;
        }

        try
        {
            var domains = DnsCollector.DomainsOf(run.Target.Open());
            await new DnsCollector(_dns, _clock)
                .CollectAsync(domains, run.Target, rows => run.Report(TenantService.Dns, resource, rows, total: null), cancellation).ConfigureAwait(false);
            run.End(TenantService.Dns, resource, run.Target.StateOf(resource).Count ?? 0);
        }
        catch (EvidenceUnavailableException exception)
        {
            run.Miss(TenantService.Dns, new ResourceState(resource, ResourceStatus.Failed) { Error = "the domains to look up are unknown: " + exception.Message.TrimEnd('.') });
        }
    }
}
