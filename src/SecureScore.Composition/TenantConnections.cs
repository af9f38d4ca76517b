using System.Security;
using SecureScore.Emulator;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365;

namespace SecureScore.Composition;

/// <summary>Signs in to tenants over the network, and to emulated ones the same way without it.</summary>
internal sealed class TenantConnections : ITenantConnector
{
    private readonly TenantConnector _network = new();

    /// <inheritdoc/>
    public Task<ITenantConnection> ConnectAsync(SignInRequest request, ITenantObserver observer, CancellationToken cancellation) =>
        _network.ConnectAsync(request, observer, cancellation);

    /// <inheritdoc/>
    public async Task<ITenantConnection> ConnectDemoAsync(string snapshot, ITenantObserver observer, CancellationToken cancellation)
    {
        var source = TenantSnapshot.Open(snapshot);
        var clock = source.Manifest.CollectedAt is { } collectedAt ? new SnapshotClock(collectedAt) : TimeProvider.System;
        var tenant = new EmulatedTenant(source, new EmulatorOptions { Clock = clock });

        // Reading is all that the emulated application may do by itself; the demo can be changed too.
        tenant.AllowWriting(tenant.Application);
        using var secret = Protect(tenant.Application.Secret!);
        var request = new SignInRequest
        {
            Method = new ClientSecretSignIn(secret),
            TenantId = tenant.TenantId,
            ClientId = tenant.Application.ClientId,
            Cloud = Enum.TryParse(source.Manifest.Cloud, ignoreCase: true, out TenantCloud cloud) ? cloud : TenantCloud.Global,

            // The system's resolver would ask the Internet for domains that are not there.
            UseDnsOverHttps = true,
        };
        return await new TenantConnector(() => new EmulatedNetwork(tenant), clock, isPatient: false).ConnectAsync(request, observer, cancellation).ConfigureAwait(false);
    }

    private static SecureString Protect(string text)
    {
        var secure = new SecureString();
        foreach (char letter in text)
            secure.AppendChar(letter);
        secure.MakeReadOnly();
        return secure;
    }

    /// <summary>The way to one emulated tenant, which ends with it.</summary>
    private sealed class EmulatedNetwork(EmulatedTenant tenant) : DelegatingHandler(tenant.CreateHandler())
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
                tenant.Dispose();
        }
    }

    /// <summary>Goes on from the time of a snapshot, so that what depends on the time is judged as the snapshot is.</summary>
    private sealed class SnapshotClock(DateTimeOffset start) : TimeProvider
    {
        private readonly long _begin = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_begin);
    }
}
