using System.Net;

namespace SecureScore.Microsoft365.Http;

/// <summary>Makes the handler that real requests go through.</summary>
internal static class ServiceHandler
{
    /// <summary>Pooled connections with compression, through the system's proxy. Redirects are never followed by themselves: the token would go along.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = true,
        DefaultProxyCredentials = CredentialCache.DefaultCredentials,
    };
}
