using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Ports;

/// <summary>Reads and changes single objects of a tenant, each as it is at that moment. Permissions that only writing takes are asked for with the first
/// write to a service.</summary>
/// <remarks>Every method may fail with a <see cref="SecureScoreException"/> whose id begins with Remediation: <c>RemediationDenied</c> names the
/// permission and the roles, <c>RemediationRefused</c> is a rule of the service, <c>RemediationUncertain</c> says that the service may have carried it
/// out, <c>RemediationFailed</c> that it did not.</remarks>
public interface ITenantWriter
{
    /// <summary>Reads one object.</summary>
    /// <param name="resource">The resource that it is a row of.</param>
    /// <param name="identity">Which row; null for what is there once.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The object with the names that evidence has; null when there is none.</returns>
    Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation);

    /// <summary>Finds the objects of a name.</summary>
    /// <param name="resource">The resource that they are rows of.</param>
    /// <param name="name">The display name, or the Name in Exchange and Purview.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Identities and objects.</returns>
    Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(string resource, string name, ITenantObserver observer, CancellationToken cancellation);

    /// <summary>Makes one change. What was sent is never blindly sent again.</summary>
    /// <param name="change">The change.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends it early. What was sent may have been carried out.</param>
    /// <returns>The identity of what was created; null for any other change.</returns>
    Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation);

    /// <summary>Sends a mail from a mailbox of the tenant, and keeps it among the sent ones.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends it early.</param>
    Task SendAsync(TenantMail mail, ITenantObserver observer, CancellationToken cancellation);
}

/// <summary>A mail to one person of the tenant.</summary>
/// <param name="Sender">The user principal name of the mailbox that it comes from.</param>
/// <param name="Recipient">The address that it goes to.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">The text, without mark-up.</param>
public sealed record TenantMail(string Sender, string Recipient, string Subject, string Body);
