using System.Buffers;
using System.Globalization;
using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Collects the users of the groups that policies, rules and role assignments name, through any depth of nested groups.</summary>
/// <remarks>A group that was deleted has no row, and one without users a row without member.</remarks>
internal sealed class GroupMembersCollector
{
    private const string Version = "/v1.0";
    private const int CostOfGroup = 5;

    private static readonly KeyValuePair<string, string>[] s_headers = [new("ConsistencyLevel", "eventual")];

    private readonly CollectionRun _run;
    private readonly BatchSender _batches;
    private readonly ResourceStates _states;
    private readonly ArrayBufferWriter<byte> _row = new();
    private readonly Queue<BatchItem<Group>> _items = [];
    private ServiceFault? _denied;
    private ServiceFault? _fault;
    private int _read;

    public GroupMembersCollector(CollectionRun run, BatchSender batches, ResourceStates states)
    {
        _run = run;
        _batches = batches;
        _states = states;
    }

    /// <summary>Collects the members of groups.</summary>
    /// <param name="groups">The ids of the groups.</param>
    /// <param name="cancellation">Ends the collection at once.</param>
    public async Task CollectAsync(IReadOnlyCollection<string> groups, CancellationToken cancellation)
    {
        // Whatever is no id of the directory belongs to no group of it.
        foreach (string id in groups.Where(group => Guid.TryParseExact(group, "D", out _)))
        {
            _items.Enqueue(new BatchItem<Group>(new Group(id), $"/groups/{id}/transitiveMembers/microsoft.graph.user?$select=id&$top=999&$count=true")
            {
                Headers = s_headers,
            });
        }

        using var writer = _run.Target.AddResource(Resources.GroupMembers, SnapshotFormat.Lines, _run.Clock.GetUtcNow());
        var call = new ServiceCall(
            TenantService.Graph, new Uri(_run.Pipeline.Cloud[TenantService.Graph].Address, Version + "/$batch"), QuotaClass.Directory) { Cost = CostOfGroup };
        try
        {
            await _batches.SendAsync(call, _items, (item, body) => Take(item.Subject, body, writer), Refuse, _run.Observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception)
        {
            _fault ??= exception.Fault;
        }

        // Groups may hide their members even from who may read all others.
        if (_read == 0)
            _fault ??= _denied;
        if (_fault is not null)
        {
            writer.Dispose();
            _run.Miss(TenantService.Graph, _states.Of(Resources.GroupMembers, _fault));
            return;
        }

        writer.Complete();
        _run.End(TenantService.Graph, Resources.GroupMembers, writer.Count);
    }

    private void Take(Group group, ReadOnlyMemory<byte> body, SnapshotResourceWriter writer)
    {
        var page = Page.Read(body);
        var next = group.Trail.Follow(page);
        for (int index = 0; index < page.Count; index++)
            Write(group, page[index], writer);
        group.Rows += page.Count;
        if (next is not null)
        {
            _items.Enqueue(new BatchItem<Group>(group, InBatch(next)) { Headers = s_headers });
        }
        else
        {
            group.Trail.End($"{Resources.GroupMembers} of group {group.Id}", group.Rows, _run.Observer);
            if (group.Rows == 0)
                Write(group, member: null, writer);
            _read++;
        }

        _run.Report(TenantService.Graph, Resources.GroupMembers, writer.Count, total: null);
    }

    private void Refuse(BatchItem<Group> item, ServiceFault fault)
    {
        if (fault.Code == System.Net.HttpStatusCode.NotFound && item.Subject.Rows == 0)
        {
            _read++;
        }
        else if (fault.Status == ResourceStatus.Denied && item.Subject.Rows == 0)
        {
            _denied = fault;
            _run.Observer.Warn(string.Create(CultureInfo.InvariantCulture, $"The members of group {item.Subject.Id} could not be read: {fault.Reason}."));
        }
        else
        {
            _fault ??= fault;
        }
    }

    // A link goes into a batch without its host, so this is where it is looked at.
    private string InBatch(Uri next)
    {
        if (!_run.Pipeline.Cloud[TenantService.Graph].Serves(next) || !next.AbsolutePath.StartsWith(Version + "/groups/", StringComparison.OrdinalIgnoreCase))
            throw new ServiceFaultException(ServiceFault.Unusable($"an address leads out of the service, to {next.IdnHost}, and was not followed"));

        return next.PathAndQuery[Version.Length..];
    }

    private void Write(Group group, ReadOnlyMemory<byte> user, SnapshotResourceWriter writer)
    {
        var reader = new Utf8JsonReader(user.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
            {
                Write(group, reader.ReadText(), writer);
                return;
            }

            reader.Skip();
        }

        throw new ServiceFaultException(ServiceFault.Unusable("a member has no id"));
    }

    private void Write(Group group, string? member, SnapshotResourceWriter writer)
    {
        _row.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_row))
        {
            json.WriteStartObject();
            json.WriteString("groupId"u8, group.Id);
            if (member is not null)
                json.WriteString("memberId"u8, member);
            json.WriteEndObject();
        }

        writer.WriteRow(_row.WrittenMemory);
    }

    private sealed class Group(string id)
    {
        public string Id { get; } = id;

        public PageTrail Trail { get; } = new();

        public long Rows { get; set; }
    }
}
