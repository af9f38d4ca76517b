using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Reads and changes the objects of some resources, each as it is at that moment.</summary>
/// <remarks>Faults leave as <see cref="ServiceFaultException"/>: <see cref="TenantWriter"/> makes errors of them.</remarks>
internal interface IObjectWriter
{
    /// <summary>Whether it knows a resource.</summary>
    bool Knows(string resource);

    /// <summary>As <see cref="ITenantWriter.ReadAsync"/>.</summary>
    Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation);

    /// <summary>As <see cref="ITenantWriter.FindAsync"/>.</summary>
    Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(string resource, string name, ITenantObserver observer, CancellationToken cancellation);

    /// <summary>Refuses a change that it never makes, before anybody is asked for anything.</summary>
    /// <exception cref="SecureScore.Engine.SecureScoreException">It is none that it makes.</exception>
    void Check(TenantChange change)
    {
    }

    /// <summary>As <see cref="ITenantWriter.WriteAsync"/>.</summary>
    Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation);
}
