using System.Net;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Collecting;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Reads and changes objects of Microsoft Graph: where they are is what the collection knows, and how they are changed is what
/// <see cref="GraphObject"/> allows.</summary>
internal sealed class GraphWriter : IObjectWriter
{
    // That a location was created, or is trusted and used no more, is known everywhere after seconds.
    private static readonly TimeSpan[] s_waits = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    private readonly ServicePipeline _pipeline;
    private readonly TimeProvider _clock;
    private readonly Uri _graph;

    /// <summary>Creates the writer.</summary>
    /// <param name="pipeline">The way to Graph.</param>
    /// <param name="clock">The clock.</param>
    public GraphWriter(ServicePipeline pipeline, TimeProvider clock)
    {
        _pipeline = pipeline;
        _clock = clock;
        _graph = pipeline.Cloud[TenantService.Graph].Address;
    }

    /// <inheritdoc/>
    public bool Knows(string resource) => GraphResource.All.ContainsKey(resource);

    /// <inheritdoc/>
    public void Check(TenantChange change) => GraphObject.Of(change).Check(change);

    /// <inheritdoc/>
    public async Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation)
    {
        var place = GraphResource.All[resource];
        if (place.HasIdentities != identity is not null || IsPath(identity))
            return null;

        return await AskAsync(
            place,
            asked => asked.CallOne(_graph, identity),
            body => place.Shape == GraphShape.ObjectInList ? Rows(Page.Read(body)).FirstOrDefault() : Row(body),
            observer,
            cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(
        string resource, string name, ITenantObserver observer, CancellationToken cancellation)
    {
        var place = GraphResource.All[resource];
        var trail = new PageTrail();
        var found = new List<KeyValuePair<string, SettingGroup>>();
        Uri? next = null;
        do
        {
            next = await AskAsync(place, asked => next is { } page ? asked.CallNamed(_graph, name) with { Address = page } : asked.CallNamed(_graph, name), Take, observer, cancellation)
                .ConfigureAwait(false);
        }
        while (next is not null);
        return found;

        Uri? Take(ReadOnlyMemory<byte> body)
        {
            var page = Page.Read(body);
            var rows = Rows(page).Where(row => name.Equals(row["displayName"].AsText(), StringComparison.OrdinalIgnoreCase) && row["id"].AsText() is not null);
            found.AddRange(rows.Select(row => KeyValuePair.Create(row["id"].AsText()!, row)));
            return trail.Follow(page);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation)
    {
        var target = GraphObject.Of(change);
        target.Check(change);
        switch (change)
        {
            case SettingsChange settings:
                var present = target.NeedsPresent(settings) ? await PresentAsync(settings, observer, cancellation).ConfigureAwait(false) : SettingValue.Group();
                await SendAsync(GraphRequests.Change(_graph, change.Resource, settings.Identity, target.BodyOf(settings, present)), static _ => true, observer, cancellation)
                    .ConfigureAwait(false);
                return null;
            case ObjectCreation creation:
                return await CreateAsync(GraphRequests.Create(_graph, change.Resource, creation.Content), observer, cancellation).ConfigureAwait(false);
            case ObjectRemoval removal:
                await RemoveAsync(removal, observer, cancellation).ConfigureAwait(false);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "No such change.");
        }
    }

    private async Task<SettingGroup> PresentAsync(SettingsChange change, ITenantObserver observer, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(change.Resource, change.Identity, observer, cancellation).ConfigureAwait(false)
                ?? throw WriteRefusal.Of(change, "is not there any more");
        }
        catch (ServiceFaultException exception) when (!exception.Fault.ChangedNothing)
        {
            throw exception.BeforeWrite();
        }
    }

    private async Task<string?> CreateAsync(ServiceCall call, ITenantObserver observer, CancellationToken cancellation)
    {
        for (int tried = 0; ; tried++)
        {
            try
            {
                return await SendAsync(call, ReadId, observer, cancellation).ConfigureAwait(false);
            }
            catch (ServiceFaultException exception) when (exception.Fault is { Rule: ServiceRule.LocationUnknown } && tried < s_waits.Length)
            {
                await Task.Delay(s_waits[tried], _clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task RemoveAsync(ObjectRemoval removal, ITenantObserver observer, CancellationToken cancellation)
    {
        var call = GraphRequests.Remove(_graph, removal.Resource, removal.Identity);
        for (int tried = 0; ; tried++)
        {
            try
            {
                await SendAsync(call, static _ => true, observer, cancellation).ConfigureAwait(false);
                return;
            }
            catch (ServiceFaultException exception) when (exception.Fault.Code == HttpStatusCode.NotFound)
            {
                // What is gone already is as it should be.
                return;
            }
            catch (ServiceFaultException exception) when (
                exception.Fault.Code == HttpStatusCode.BadRequest && removal.Resource == Resources.NamedLocations && tried < s_waits.Length)
            {
                await Task.Delay(s_waits[tried], _clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    private Task<T> SendAsync<T>(ServiceCall call, Func<ReadOnlyMemory<byte>, T> read, ITenantObserver observer, CancellationToken cancellation) =>
        _pipeline.SendAsync(call, read, observer, cancellation);

    /// <summary>Asks in the way of the collection: simpler where the service does not know the first question.</summary>
    private async Task<T> AskAsync<T>(
        GraphResource place, Func<GraphResource, ServiceCall> call, Func<ReadOnlyMemory<byte>, T> read, ITenantObserver observer, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(call(place), read, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception) when (place.Simpler is not null && exception.Fault.IsUnknownQuery)
        {
            return await SendAsync(call(place with { Query = place.Simpler, Simpler = null }), read, observer, cancellation).ConfigureAwait(false);
        }
    }

    // These would lead elsewhere; every other identity is escaped.
    private static bool IsPath(string? identity) => identity is "" or "." or "..";

    private static IEnumerable<SettingGroup> Rows(Page page) => Enumerable.Range(0, page.Count).Select(index => Row(page[index]));

    private static SettingGroup Row(ReadOnlyMemory<byte> body) =>
        SettingValue.Parse(body.Span) as SettingGroup ?? throw new ServiceFaultException(ServiceFault.Unusable("the answer is no object"));

    private static string ReadId(ReadOnlyMemory<byte> body) =>
        Row(body)["id"].AsText() ?? throw new ServiceFaultException(ServiceFault.Unusable("the answer tells no id"));
}
