using System.Globalization;
using System.Text;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

/// <summary>How a write to a made-up tenant goes wrong.</summary>
public enum WriteFailure
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The service refuses.</summary>
    Refused,

    /// <summary>No answer comes, and nothing was done.</summary>
    UncertainAndNotDone,

    /// <summary>No answer comes, and it was done.</summary>
    UncertainAndDone,

    /// <summary>Something throws that nobody thought of, after it was done.</summary>
    UnforeseenAndDone,
}

/// <summary>A tenant that is made up: objects by resource, each with an id. It leaves out what is null, as services do, and keeps the rule that security
/// defaults and an enabled policy exclude each other.</summary>
public sealed class MadeTenant : ITenantWriter
{
    public const string Policies = "graph/conditionalAccessPolicies";
    public const string Locations = "graph/namedLocations";
    public const string SecurityDefaults = "graph/identitySecurityDefaultsEnforcementPolicy";
    public const string Organization = "exchange/Get-OrganizationConfig";

    private readonly SortedDictionary<string, List<SettingGroup>> _resources = new(StringComparer.Ordinal);
    private SortedDictionary<string, List<SettingGroup>>? _shown;
    private int _created;

    /// <summary>Runs before a write and tells how it goes, by its number from 1.</summary>
    public Func<int, TenantChange, WriteFailure> OnWrite { get; set; } = (_, _) => WriteFailure.None;

    /// <summary>Runs after a write was done.</summary>
    public Action<TenantChange> Written { get; set; } = _ => { };

    /// <summary>Runs before a read, with the resource.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    public int Writes { get; private set; }

    /// <summary>Whether reads show what was there when it was set.</summary>
    public bool IsLate
    {
        get => _shown is not null;
        set => _shown = !value ? null : _shown ?? new(_resources.ToDictionary(pair => pair.Key, pair => pair.Value.ToList(), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public MadeTenant With(string resource, string json)
    {
        if (!_resources.TryGetValue(resource, out var rows))
            _resources[resource] = rows = [];
        rows.Add((SettingGroup)SettingValue.Parse(Encoding.UTF8.GetBytes(json)));
        return this;
    }

    public static MadeTenant FromJson(string json)
    {
        var tenant = new MadeTenant();
        foreach (var (resource, rows) in ((SettingGroup)SettingValue.Parse(Encoding.UTF8.GetBytes(json))).Members)
            tenant._resources[resource] = [.. rows.AsList().Cast<SettingGroup>()];
        return tenant;
    }

    /// <summary>All of it, byte for byte.</summary>
    public string ToJson() => Encoding.UTF8.GetString(
        SettingValue.Group(_resources.Where(pair => pair.Value.Count > 0).Select(pair => (pair.Key, SettingValue.ListOf(pair.Value)))).ToJson());

    public SettingGroup? Find(string resource, string? identity) => Find(_resources, resource, identity);

    public Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        OnRead(resource);
        return Task.FromResult(Find(_shown ?? _resources, resource, identity));
    }

    public Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(string resource, string name, ITenantObserver observer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        OnRead(resource);
        return Task.FromResult<IReadOnlyList<KeyValuePair<string, SettingGroup>>>(
            [.. (_shown ?? _resources).GetValueOrDefault(resource, []).Where(row => row["displayName"].AsText() == name).Select(row => KeyValuePair.Create(row["id"].AsText()!, row))]);
    }

    public Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation)
    {
        var failure = OnWrite(++Writes, change);
        if (failure is WriteFailure.Refused or WriteFailure.UncertainAndNotDone)
            throw Failure(failure == WriteFailure.Refused ? ErrorIds.RemediationRefused : ErrorIds.RemediationUncertain);

        string? identity = Make(change);
        Written(change);
        return failure switch
        {
            WriteFailure.UncertainAndDone => throw Failure(ErrorIds.RemediationUncertain),
            WriteFailure.UnforeseenAndDone => throw new InvalidOperationException("Nobody thought of that."),
            _ => Task.FromResult(identity),
        };
    }

    public Task SendAsync(TenantMail mail, ITenantObserver observer, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Makes a change as somebody else would.</summary>
    public string? Make(TenantChange change)
    {
        var rows = _resources.GetValueOrDefault(change.Resource) ?? (_resources[change.Resource] = []);
        switch (change)
        {
            case SettingsChange settings:
                int index = settings.Identity is null ? 0 : rows.FindIndex(row => row["id"].AsText() == settings.Identity);
                if (index < 0 || index >= rows.Count)
                    throw Failure(ErrorIds.RemediationFailed);
                var changed = settings.Settings.Aggregate(rows[index], (row, setting) => row.With(setting.Name, setting.Wanted));
                CheckRules(change.Resource, changed);
                rows[index] = changed.Without(changed.Members.Where(member => member.Value.Equals(SettingValue.Nothing)).Select(member => member.Key));
                return null;
            case ObjectCreation creation:
                CheckRules(change.Resource, creation.Content);
                string id = string.Create(CultureInfo.InvariantCulture, $"created-{++_created}");
                rows.Add(SettingValue.Group([("id", SettingValue.Of(id)), .. creation.Content.Members.Select(member => (member.Key, member.Value)), ("addedByService", SettingValue.Of(true))]));
                return id;
            case ObjectRemoval removal:
                return rows.RemoveAll(row => row["id"].AsText() == removal.Identity) == 1 ? null : throw Failure(ErrorIds.RemediationFailed);
            default:
                throw new NotSupportedException();
        }
    }

    private static SettingGroup? Find(SortedDictionary<string, List<SettingGroup>> resources, string resource, string? identity) =>
        resources.GetValueOrDefault(resource)?.Find(row => identity is null || row["id"].AsText() == identity);

    private void CheckRules(string resource, SettingGroup changed)
    {
        bool hasDefaults = resource == SecurityDefaults ? changed["isEnabled"].AsFlag() == true : Find(SecurityDefaults, null)?["isEnabled"].AsFlag() == true;
        bool hasPolicy = resource == Policies
            ? changed["state"].AsText() == "enabled"
            : _resources.GetValueOrDefault(Policies, []).Exists(policy => policy["state"].AsText() == "enabled");
        if (hasDefaults && hasPolicy)
            throw Failure(ErrorIds.RemediationRefused);
    }

    private static SecureScoreException Failure(string id) => new(id, $"The made-up tenant answers {id}.");
}
