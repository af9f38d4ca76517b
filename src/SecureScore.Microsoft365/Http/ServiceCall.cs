using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;

namespace SecureScore.Microsoft365.Http;

/// <summary>What a service is asked. What changes nothing there may be asked again.</summary>
/// <param name="Service">The service, whose token goes with it.</param>
/// <param name="Address">The full address.</param>
/// <param name="Class">The quota that it counts against.</param>
internal sealed record ServiceCall(TenantService Service, Uri Address, QuotaClass Class)
{
    /// <summary>The method.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The body, as JSON; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Whether it changes something, so that it is sent again only where it surely was not carried out.</summary>
    public bool IsWrite { get; init; }

    /// <summary>What it costs of its quota.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>Headers that this call needs beyond those of every call.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
