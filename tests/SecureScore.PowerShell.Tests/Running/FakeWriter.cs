using System.Collections.Concurrent;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>Changes the rows of a snapshot in memory, as a service would, and counts what it is asked to.</summary>
internal sealed class FakeWriter(TenantSnapshot source) : ITenantWriter
{
    private readonly ConcurrentDictionary<string, List<SettingGroup>> _rows = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action> _hidden = [];

    /// <summary>The changes that were asked for, in their order, those that failed among them.</summary>
    public List<TenantChange> Writes { get; } = [];

    /// <summary>The mails that were sent.</summary>
    public List<TenantMail> Mails { get; } = [];

    /// <summary>What happens before a change is made; an exception is the service's refusal.</summary>
    public Action<TenantChange> OnWrite { get; set; } = _ => { };

    /// <summary>What happens before an object is read.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>What happens before a mail is sent; an exception is the service's refusal.</summary>
    public Action<TenantMail> OnSend { get; set; } = _ => { };

    /// <summary>Whether what is written shows later, when somebody calls <see cref="Show"/>.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Lets everything show that was written.</summary>
    public void Show()
    {
        foreach (var change in _hidden)
            change();
        _hidden.Clear();
    }

    /// <summary>The rows of a resource as they are now.</summary>
    public List<SettingGroup> Rows(string resource) => _rows.GetOrAdd(resource, name => source.StateOf(name).Status == ResourceStatus.Collected
        ? [.. source.ReadRows(name).Select(row => (SettingGroup)SettingValue.Parse(row.Span))]
        : []);

    /// <summary>The rows that differ from the snapshot; null when none was ever touched.</summary>
    public IReadOnlyList<string>? ChangedRows(string resource) =>
        _rows.TryGetValue(resource, out var rows) ? [.. rows.Select(row => System.Text.Encoding.UTF8.GetString(row.ToJson()))] : null;

    public Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation)
    {
        OnRead(resource);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Rows(resource).Find(row => identity is null || ChangeProjection.IsNamed(row, identity)));
    }

    public Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(string resource, string name, ITenantObserver observer, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<KeyValuePair<string, SettingGroup>>>(
        [
            .. Rows(resource).Where(row => name == (row["displayName"].AsText() ?? row["Name"].AsText()))
                .Select(row => KeyValuePair.Create(row["id"].AsText() ?? row["Identity"].AsText()!, row)),
        ]);

    public Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation)
    {
        lock (Writes)
            Writes.Add(change);
        OnWrite(change);
        cancellation.ThrowIfCancellationRequested();
        var rows = Rows(change.Resource);
        string? created = change is ObjectCreation ? Guid.NewGuid().ToString() : null;
        if (IsSlow)
            _hidden.Add(Make);
        else
            Make();
        return Task.FromResult(created);

        void Make()
        {
            switch (change)
            {
                case SettingsChange settings:
                    int index = rows.FindIndex(row => settings.Identity is null || ChangeProjection.IsNamed(row, settings.Identity));
                    rows[index] = settings.Settings.Aggregate(rows[index], (row, setting) => row.With(setting.Name, setting.Wanted));
                    break;
                case ObjectCreation creation:
                    rows.Add(creation.Content.With("id", SettingValue.Of(created)));
                    break;
                case ObjectRemoval removal:
                    rows.RemoveAll(row => ChangeProjection.IsNamed(row, removal.Identity));
                    break;
                default:
                    throw new NotSupportedException(change.GetType().Name);
            }
        }
    }

    public Task SendAsync(TenantMail mail, ITenantObserver observer, CancellationToken cancellation)
    {
        OnSend(mail);
        cancellation.ThrowIfCancellationRequested();
        lock (Mails)
            Mails.Add(mail);
        return Task.CompletedTask;
    }

    /// <summary>A refusal by a service.</summary>
    public static SecureScoreException Failure(string id = ErrorIds.RemediationFailed) => new(id, "The service answered 500.");
}
