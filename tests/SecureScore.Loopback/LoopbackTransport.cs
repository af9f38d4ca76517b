using System.Net;

namespace SecureScore.Loopback;

/// <summary>Sends what is meant for the services of a cloud to a <see cref="LoopbackHost"/>, over a real socket. The client keeps to https and
/// the hosts that it knows; only here the address becomes another, and the host that was meant goes along as a header.</summary>
public sealed class LoopbackTransport : DelegatingHandler
{
    private readonly Uri _host;
    private readonly Func<string, bool> _serves;

    /// <summary>Creates a transport to a host.</summary>
    /// <param name="host">Where it listens.</param>
    /// <param name="serves">Whether it serves the host of a name. What is meant for another has no address.</param>
    /// <param name="inner">Sends the requests; null for a handler that follows nothing and keeps nothing.</param>
    public LoopbackTransport(Uri host, Func<string, bool> serves, HttpMessageHandler? inner = null)
        : base(inner ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.All })
    {
        _host = host;
        _serves = serves;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var meant = request.RequestUri!;
        Redirect(request);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = meant;
        }
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var meant = request.RequestUri!;
        Redirect(request);
        try
        {
            return base.Send(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = meant;
        }
    }

    private void Redirect(HttpRequestMessage request)
    {
        var meant = request.RequestUri!;
        if (!_serves(meant.Host))
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"No such host is known: {meant.Host}");

        request.Headers.Host = meant.Authority;
        request.RequestUri = new Uri(_host, meant.PathAndQuery);
    }
}
