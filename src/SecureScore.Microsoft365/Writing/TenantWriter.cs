using System.Net;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Reads and changes single objects of a tenant: asks for the permission to write first, and says what became of it.</summary>
internal sealed class TenantWriter : ITenantWriter
{
    private readonly IReadOnlyList<IObjectWriter> _writers;
    private readonly MailSender _mail;
    private readonly Func<IReadOnlyList<PermissionDefinition>, ITenantObserver, CancellationToken, Task> _allowWriting;

    /// <summary>Creates a writer.</summary>
    /// <param name="writers">Those who know resources.</param>
    /// <param name="mail">Sends mail.</param>
    /// <param name="allowWriting">Sees to it that the tokens have permissions, where a person can be asked for them.</param>
    public TenantWriter(
        IReadOnlyList<IObjectWriter> writers, MailSender mail, Func<IReadOnlyList<PermissionDefinition>, ITenantObserver, CancellationToken, Task> allowWriting)
    {
        _writers = writers;
        _mail = mail;
        _allowWriting = allowWriting;
    }

    /// <inheritdoc/>
    public async Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation)
    {
        try
        {
            return await WriterOf(resource).ReadAsync(resource, identity, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception) when (exception.Fault.Code == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (ServiceFaultException exception)
        {
            throw Unreadable(resource, identity, exception.Fault);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(
        string resource, string name, ITenantObserver observer, CancellationToken cancellation)
    {
        try
        {
            return await WriterOf(resource).FindAsync(resource, name, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception)
        {
            throw Unreadable(resource, name, exception.Fault);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        var writer = WriterOf(change.Resource);
        writer.Check(change);
        var permissions = WriteAccess.PermissionsFor(change.Resource);
        await _allowWriting(permissions, observer, cancellation).ConfigureAwait(false);
        try
        {
            return await writer.WriteAsync(change, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception)
        {
            throw Failed(
                $"the change of {Describe(change.Resource, change.Label)}", change.Resource, exception.Fault, permissions,
                $", and one of the roles {string.Join(", ", WriteAccess.RolesFor(change.Resource))}");
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(TenantMail mail, ITenantObserver observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        IReadOnlyList<PermissionDefinition> permissions = [ServicePermissions.SendMail];
        await _allowWriting(permissions, observer, cancellation).ConfigureAwait(false);
        try
        {
            await _mail.SendAsync(mail, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception) when (exception.Fault.Code == HttpStatusCode.NotFound)
        {
            // The address names the sender alone.
            throw new SecureScoreException(
                ErrorIds.NotificationSenderMissing,
                $"There is no mailbox of '{mail.Sender}' to send from ({exception.Fault.Reason}). Name one of this tenant's in Exchange Online with -From.") { Target = mail.Sender };
        }
        catch (ServiceFaultException exception)
        {
            throw Failed($"the mail from {mail.Sender} to {mail.Recipient}", mail.Recipient, exception.Fault, permissions, roles: "");
        }
    }

    private IObjectWriter WriterOf(string resource) =>
        _writers.FirstOrDefault(writer => writer.Knows(resource)) ?? throw new ArgumentOutOfRangeException(nameof(resource), resource, "Nothing changes this resource.");

    private static SecureScoreException Unreadable(string resource, string? identity, ServiceFault fault) => new(
        fault.Status == ResourceStatus.Denied ? ErrorIds.RemediationDenied : ErrorIds.RemediationFailed,
        $"{Describe(resource, identity)} cannot be read ({fault.Reason}). What cannot be read is not changed.")
    {
        Target = identity ?? resource,
    };

    private static SecureScoreException Failed(string what, string target, ServiceFault fault, IReadOnlyList<PermissionDefinition> permissions, string roles) => fault switch
    {
        { Status: ResourceStatus.NotLicensed } => new SecureScoreException(
            ErrorIds.RemediationRefused, $"The service refuses {what}, since the tenant lacks the licence that it takes ({fault.Reason}).") { Target = target },
        { Status: ResourceStatus.Denied } or { Code: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new SecureScoreException(
            ErrorIds.RemediationDenied,
            $"The service refuses {what} ({fault.Reason}). It takes {string.Join(" and ", permissions)}, with admin consent{roles}. Sign in again after that was granted.")
        {
            Target = target,
        },
        { ChangedNothing: false } => new SecureScoreException(
            ErrorIds.RemediationUncertain, $"Whether {what} was carried out is not certain ({fault.Reason}).") { Target = target },
        { Code: HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed } => new SecureScoreException(
            ErrorIds.RemediationRefused, $"The service refuses {what} ({fault.Reason}).") { Target = target },
        _ => new SecureScoreException(ErrorIds.RemediationFailed, $"The service did not carry out {what} ({fault.Reason}). Try again later.") { Target = target },
    };

    private static string Describe(string resource, string? name) => name is null ? resource : $"{resource} '{name}'";
}
