using System.Net;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Reads and changes policies and settings of Teams, through the service behind its administration centre.</summary>
/// <remarks>The service merges what it is sent into what is there.</remarks>
internal sealed class TeamsWriter : IObjectWriter
{
    private const string Prefix = "teams/";
    private const string Global = "Global";
    private const string Tag = "Tag:";
    private const string Key = "Key";

    private readonly ServicePipeline _pipeline;

    /// <summary>Creates a writer.</summary>
    /// <param name="pipeline">The way to the service.</param>
    public TeamsWriter(ServicePipeline pipeline) => _pipeline = pipeline;

    /// <inheritdoc/>
    public bool Knows(string resource) => resource.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Check(TenantChange change) => Wanted(change);

    /// <inheritdoc/>
    public async Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation) =>
        await _pipeline.SendAsync(CallOf(resource, identity), Read, observer, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(
        string resource, string name, ITenantObserver observer, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(resource, name, observer, cancellation).ConfigureAwait(false) is { } found ? [KeyValuePair.Create(found["Identity"].AsText() ?? name, found)] : [];
        }
        catch (ServiceFaultException exception) when (exception.Fault.Code == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation)
    {
        var wanted = Wanted(change);
        string? name = ((SettingsChange)change).Identity;

        // Some policies come in an envelope, which the service wants back.
        SettingGroup? present;
        try
        {
            present = await ReadAsync(change.Resource, name, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception) when (!exception.Fault.ChangedNothing)
        {
            throw exception.BeforeWrite();
        }

        var content = SettingValue.Group([("Identity", present?["Identity"] is { IsEmpty: false } identity ? identity : SettingValue.Of(name ?? Global)), .. wanted]);
        if (present?[Key] is { IsEmpty: false } key)
            content = content.With(Key, key);
        var call = CallOf(change.Resource, name) with { Method = HttpMethod.Put, Body = content.ToJson(), IsWrite = true };
        return await _pipeline.SendAsync(call, static _ => (string?)null, observer, cancellation).ConfigureAwait(false);
    }

    private static (string Parameter, SettingValue Value)[] Wanted(TenantChange change)
    {
        var known = WriteRefusal.ObjectOf(change);
        if (change is not SettingsChange { Settings.Count: > 0 } settings)
            throw WriteRefusal.Of(change, "gets no setting, and is neither made nor removed");

        return
        [
            .. settings.Settings.Select(setting =>
            {
                var property = WriteRefusal.PropertyOf(change, known, setting.Name);
                return (property.Parameter, WriteRefusal.ValueOf(change, property, property.ToChange(setting.Former, setting.Wanted)));
            }),
        ];
    }

    private ServiceCall CallOf(string resource, string? identity)
    {
        // What administrators made is called without the tag that lists put before it.
        string name = identity is null ? Global : identity.StartsWith(Tag, StringComparison.OrdinalIgnoreCase) ? identity[Tag.Length..] : identity;
        string path = $"/Skype.Policy/configurations/{resource[Prefix.Length..]}/configuration/{Uri.EscapeDataString(name)}";
        return new ServiceCall(TenantService.Teams, new Uri(_pipeline.Cloud[TenantService.Teams].Address, path), QuotaClass.Teams)
        {
            Headers = [new("x-authz-scope", "tenant"), new("x-ms-correlation-id", Guid.NewGuid().ToString())],
        };
    }

    private static SettingGroup? Read(ReadOnlyMemory<byte> answer) => SettingValue.Parse(answer.Span) as SettingGroup;
}
