using System.Text.Json;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>The cmdlets of Exchange Online, or of Security &amp; Compliance, that the service lets the caller run.</summary>
internal sealed class AllowedCmdlets
{
    private readonly ServicePipeline _pipeline;
    private readonly ExchangeHost _host;
    private readonly QuotaClass _quota;

    public AllowedCmdlets(ServicePipeline pipeline, TenantService service, TenantSession session)
    {
        _pipeline = pipeline;
        _host = new ExchangeHost(pipeline.Cloud[service], session);
        _quota = service == TenantService.Purview ? QuotaClass.Purview : QuotaClass.Exchange;
    }

    /// <summary>Asks the service; null when it answers without a list.</summary>
    /// <exception cref="ServiceFaultException">It does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<string>?> ReadAsync(ITenantObserver observer, CancellationToken cancellation)
    {
        while (true)
        {
            var asked = _host.Address;
            try
            {
                var call = new ServiceCall(_host.Service, _host.ModuleFile, _quota) { Headers = [_host.Anchor, new("CommandName", "*")] };
                return await _pipeline.SendAsync(call, Read, observer, cancellation).ConfigureAwait(false);
            }
            catch (ServiceFaultException fault) when (fault.Fault.Redirect is { } redirect && _host.TryMove(asked, redirect) is null)
            {
                // Asked again, of the host that serves the tenant.
            }
        }
    }

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
