using System.Collections.Concurrent;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.State;

/// <summary>What the tenant holds: the rows of the snapshot, read as they are asked for, and those that were replaced since.</summary>
internal sealed class TenantState : IDisposable
{
    // A reader costs a file and a buffer; more lists than this are never read at once.
    private const int MaximumCursors = 32;

    private readonly TenantSnapshot _snapshot;
    private readonly ConcurrentDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> _replaced = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<RowCursor> _cursors = new();
    private readonly Lazy<GroupMembers> _members;

    public TenantState(TenantSnapshot snapshot)
    {
        _snapshot = snapshot;
        _members = new Lazy<GroupMembers>(() => GroupMembers.Read(snapshot));
    }

    /// <summary>Who belongs to which group.</summary>
    public GroupMembers Members => _members.Value;

    public ResourceState StateOf(string resource) => _replaced.TryGetValue(resource, out var rows)
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

    /// <summary>Every row of a resource that is there.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Rows(string resource) =>
        _replaced.TryGetValue(resource, out var rows) ? rows : _snapshot.ReadRows(resource);

    /// <summary>Replaces the rows of a resource, in memory only.</summary>
    public void Replace(string resource, IReadOnlyList<ReadOnlyMemory<byte>> rows)
    {
        _replaced[resource] = rows;
        _counts.TryRemove(resource, out _);
        lock (_cursors)
        {
            foreach (var cursor in _cursors.Where(cursor => cursor.Resource.Equals(resource, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                _cursors.Remove(cursor);
                cursor.Dispose();
            }
        }
    }

    /// <summary>How many rows a resource has.</summary>
    public long Count(string resource) => _counts.GetOrAdd(resource, name => StateOf(name).Count ?? Rows(name).LongCount());

    /// <summary>A reader that stands before the row at a position. One that stopped there goes on; otherwise the rows before it are read over.</summary>
    public RowCursor Seek(string resource, long position)
    {
        lock (_cursors)
        {
            for (var node = _cursors.First; node is not null; node = node.Next)
            {
                if (node.Value.Position == position && node.Value.Resource.Equals(resource, StringComparison.OrdinalIgnoreCase))
                {
                    _cursors.Remove(node);
                    return node.Value;
                }
            }
        }

        var cursor = new RowCursor(resource, Rows(resource).GetEnumerator());
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
}

/// <summary>Reads the rows of a resource forward, and knows where it stands.</summary>
internal sealed class RowCursor : IDisposable
{
    private readonly IEnumerator<ReadOnlyMemory<byte>> _rows;
    private ReadOnlyMemory<byte>? _next;

    public RowCursor(string resource, IEnumerator<ReadOnlyMemory<byte>> rows)
    {
        Resource = resource;
        _rows = rows;
    }

    public string Resource { get; }

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
