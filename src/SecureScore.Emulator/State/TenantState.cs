using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.State;

/// <summary>What the tenant holds: the rows of the snapshot, read as they are asked for, and those that were replaced since.</summary>
/// <remarks>What was written counts at once for the rules of the services (<see cref="Current"/>); what reads (<see cref="Rows"/>,
/// <see cref="StateOf"/>, <see cref="Seek"/>) sees it when <see cref="EmulatorOptions.ShowsAfter"/> has passed. Whoever writes holds
/// <see cref="Writing"/> from the first look at what is there to the last replacement.</remarks>
internal sealed class TenantState : IDisposable
{
    // A reader costs a file and a buffer; more lists than this are never read at once.
    private const int MaximumCursors = 32;

    private readonly TenantSnapshot _snapshot;
    private readonly EmulatorOptions _options;
    private readonly ConcurrentDictionary<string, IReadOnlyList<Version>> _replaced = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<RowCursor> _cursors = new();
    private readonly Lazy<GroupMembers> _members;

    public TenantState(TenantSnapshot snapshot, EmulatorOptions options)
    {
        _snapshot = snapshot;
        _options = options;
        _members = new Lazy<GroupMembers>(() => GroupMembers.Read(snapshot));
    }

    /// <summary>What a writer holds; there is one at a time, whichever service it writes to.</summary>
    public object Writing { get; } = new();

    /// <summary>Who belongs to which group.</summary>
    public GroupMembers Members => _members.Value;

    public ResourceState StateOf(string resource) => Shown(resource) is { } rows
        ? new ResourceState(resource, ResourceStatus.Collected) { Count = rows.Count }
        : _snapshot.StateOf(resource);

    /// <summary>The names of a service's resources.</summary>
    public IEnumerable<ResourceState> ResourcesUnder(string prefix) =>
        _snapshot.Resources.Where(state => state.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a token can be had for a service: not where the snapshot says that there was none.</summary>
    public bool HasService(TenantService service)
    {
        string prefix = service == TenantService.Purview ? "compliance/" : service.ToString().ToLowerInvariant() + "/";
        var states = ResourcesUnder(prefix).ToList();
        return !states.Exists(state => state.Status == ResourceStatus.NotConnected)
            || states.Exists(state => state.Status == ResourceStatus.Collected);
    }

    /// <summary>Every row of a resource that is there, as it is shown now.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Rows(string resource) => Shown(resource) ?? _snapshot.ReadRows(resource);

    /// <summary>Every row of a resource as it was written last, shown or not; none where the resource is not there.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Current(string resource)
    {
        if (_replaced.TryGetValue(resource, out var versions))
            return versions[^1].Rows;

        return _snapshot.StateOf(resource).Status == ResourceStatus.Collected ? _snapshot.ReadRows(resource) : [];
    }

    /// <summary>Replaces the rows of a resource, in memory only. A row that says what one of the snapshot says becomes that one, byte for byte.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="rows">All its rows.</param>
    /// <param name="showsAfter">How long those who read still see what was there before; null for as long as usual.</param>
    public void Replace(string resource, IReadOnlyList<ReadOnlyMemory<byte>> rows, TimeSpan? showsAfter = null)
    {
        var now = _options.Clock.GetUtcNow();
        var version = new Version(now + (showsAfter ?? _options.ShowsAfter), WithOriginals(resource, rows));
        _replaced.AddOrUpdate(resource, _ => [version], (_, earlier) =>
        {
            // What nobody sees any more is let go, and nothing shows before what was written earlier.
            int shown = earlier.ToList().FindLastIndex(one => one.ShowsAt <= now);
            var latest = earlier[^1].ShowsAt;
            return [.. earlier.Skip(Math.Max(shown, 0)), version.ShowsAt < latest ? version with { ShowsAt = latest } : version];
        });
    }

    /// <summary>How many rows a resource has.</summary>
    public long Count(string resource) => Shown(resource)?.Count
        ?? _counts.GetOrAdd(resource, name => _snapshot.StateOf(name).Count ?? _snapshot.ReadRows(name).LongCount());

    /// <summary>A reader that stands before the row at a position. One that stopped there goes on; otherwise the rows before it are read over.</summary>
    public RowCursor Seek(string resource, long position)
    {
        var shown = Shown(resource);
        lock (_cursors)
        {
            for (var node = _cursors.First; node is not null; node = node.Next)
            {
                if (node.Value.Position == position && ReferenceEquals(node.Value.Source, shown)
                    && node.Value.Resource.Equals(resource, StringComparison.OrdinalIgnoreCase))
                {
                    _cursors.Remove(node);
                    return node.Value;
                }
            }
        }

        var cursor = new RowCursor(resource, shown, (shown ?? _snapshot.ReadRows(resource)).GetEnumerator());
        while (cursor.Position < position && cursor.Read(out _))
        {
        }

        return cursor;
    }

    /// <summary>Keeps a reader for the page that follows.</summary>
    public void Keep(RowCursor cursor)
    {
        RowCursor? oldest = null;
        lock (_cursors)
        {
            _cursors.AddFirst(cursor);
            if (_cursors.Count > MaximumCursors)
            {
                oldest = _cursors.Last!.Value;
                _cursors.RemoveLast();
            }
        }

        oldest?.Dispose();
    }

    public void Dispose()
    {
        lock (_cursors)
        {
            foreach (var cursor in _cursors)
                cursor.Dispose();
            _cursors.Clear();
        }
    }

    /// <summary>The rows that those who read see in place of the snapshot's; null when they see the snapshot's.</summary>
    private IReadOnlyList<ReadOnlyMemory<byte>>? Shown(string resource) =>
        _replaced.TryGetValue(resource, out var versions)
            ? versions.LastOrDefault(version => version.ShowsAt <= _options.Clock.GetUtcNow())?.Rows
            : null;

    private List<ReadOnlyMemory<byte>> WithOriginals(string resource, IReadOnlyList<ReadOnlyMemory<byte>> rows)
    {
        if (_snapshot.StateOf(resource).Status != ResourceStatus.Collected)
            return [.. rows];

        var originals = _snapshot.ReadRows(resource).ToLookup(row => row.Length);
        return [.. rows.Select(row => originals[row.Length].Any(original => original.Span.SequenceEqual(row.Span)) ? row : Original(row))];

        ReadOnlyMemory<byte> Original(ReadOnlyMemory<byte> row)
        {
            var meaning = JsonNode.Parse(row.Span);
            return originals.SelectMany(same => same).FirstOrDefault(original => JsonNode.DeepEquals(JsonNode.Parse(original.Span), meaning), row);
        }
    }

    private sealed record Version(DateTimeOffset ShowsAt, IReadOnlyList<ReadOnlyMemory<byte>> Rows);
}

/// <summary>Reads the rows of a resource forward, and knows where it stands.</summary>
internal sealed class RowCursor : IDisposable
{
    private readonly IEnumerator<ReadOnlyMemory<byte>> _rows;
    private ReadOnlyMemory<byte>? _next;

    public RowCursor(string resource, IReadOnlyList<ReadOnlyMemory<byte>>? source, IEnumerator<ReadOnlyMemory<byte>> rows)
    {
        Resource = resource;
        Source = source;
        _rows = rows;
    }

    public string Resource { get; }

    /// <summary>The rows that it reads; null for those of the snapshot.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Source { get; }

    /// <summary>The number of rows behind it.</summary>
    public long Position { get; private set; }

    /// <summary>Whether a row follows.</summary>
    public bool HasNext
    {
        get
        {
            if (_next is null && _rows.MoveNext())
                _next = _rows.Current;
            return _next is not null;
        }
    }

    public bool Read(out ReadOnlyMemory<byte> row)
    {
        row = HasNext ? _next!.Value : default;
        if (_next is null)
            return false;

        _next = null;
        Position++;
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
