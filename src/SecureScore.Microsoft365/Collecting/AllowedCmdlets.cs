using System.Text.Json;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>The cmdlets of Exchange Online, or of Security &amp; Compliance, that the service lets the caller run.</summary>
internal sealed class AllowedCmdlets
{
    private readonly ServicePipeline _pipeline;
    private readonly ExchangeHost _host;

    public AllowedCmdlets(ServicePipeline pipeline, TenantService service, TenantSession session)
    {
        _pipeline = pipeline;
        _host = new ExchangeHost(pipeline.Cloud[service], session);
    }

    /// <summary>Asks the service; null when it answers without a list.</summary>
    /// <exception cref="ServiceFaultException">It does not answer, or refuses.</exception>
    public Task<IReadOnlyList<string>?> ReadAsync(ITenantObserver observer, CancellationToken cancellation) => _host.SendAsync(
        _pipeline, () => new ServiceCall(_host.Service, _host.ModuleFile, _host.Quota) { Headers = [_host.Anchor, new("CommandName", "*")] }, Read, observer, cancellation);

    private static IReadOnlyList<string>? Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("value", out var rows)
            || rows.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        try
        {
            var cmdlets = rows.EnumerateArray()
                .Where(row => row.ValueKind == JsonValueKind.Object && row.TryGetProperty("exportedCmdlets", out var list) && list.ValueKind == JsonValueKind.String)
                .SelectMany(row => row.GetProperty("exportedCmdlets").GetString()!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .ToArray();
            return cmdlets.Length > 0 ? cmdlets : null;
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode lists nothing.
            return null;
        }
    }
}
