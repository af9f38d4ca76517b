using System.Net;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Reads and changes single objects of a tenant: asks for the permission to write first, and says what became of it.</summary>
internal sealed class TenantWriter : ITenantWriter
{
    private readonly IReadOnlyList<IObjectWriter> _writers;
    private readonly Func<TenantService, ITenantObserver, CancellationToken, Task> _allowWriting;

    /// <summary>Creates a writer.</summary>
    /// <param name="writers">Those who know resources.</param>
    /// <param name="allowWriting">Sees to it that the token of a service may write.</param>
    public TenantWriter(IReadOnlyList<IObjectWriter> writers, Func<TenantService, ITenantObserver, CancellationToken, Task> allowWriting)
    {
        _writers = writers;
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
        await _allowWriting(ServiceOf(change.Resource), observer, cancellation).ConfigureAwait(false);
        try
        {
            return await WriterOf(change.Resource).WriteAsync(change, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception)
        {
            throw NotWritten(change, exception.Fault);
        }
    }

    /// <inheritdoc/>
    public Task SendAsync(TenantMail mail, ITenantObserver observer, CancellationToken cancellation) => throw new NotSupportedException();

    private static TenantService ServiceOf(string resource) => resource[..resource.IndexOf('/', StringComparison.Ordinal)] switch
    {
        "exchange" => TenantService.Exchange,
        "compliance" => TenantService.Purview,
        "teams" => TenantService.Teams,
        _ => TenantService.Graph,
    };

    private IObjectWriter WriterOf(string resource) =>
        _writers.FirstOrDefault(writer => writer.Knows(resource)) ?? throw new ArgumentOutOfRangeException(nameof(resource), resource, "Nothing changes this resource.");

    private static SecureScoreException Unreadable(string resource, string? identity, ServiceFault fault) => new(
        fault.Status == ResourceStatus.Denied ? ErrorIds.RemediationDenied : ErrorIds.RemediationFailed,
        $"{Describe(resource, identity)} cannot be read ({fault.Reason}). What cannot be read is not changed.")
    {
        Target = identity ?? resource,
    };

    private static SecureScoreException NotWritten(TenantChange change, ServiceFault fault)
    {
        string what = Describe(change.Resource, change.Label);
        return fault switch
        {
            { Status: ResourceStatus.Denied } or { Code: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new SecureScoreException(
                ErrorIds.RemediationDenied,
                $"The service refuses to change {what} ({fault.Reason}). It takes {string.Join(" and ", WriteAccess.PermissionsFor(change.Resource))}, with admin consent, "
                + $"and one of the roles {string.Join(", ", WriteAccess.RolesFor(change.Resource))}. Sign in again after that was granted.") { Target = change.Resource },
            { ChangedNothing: false } => new SecureScoreException(
                ErrorIds.RemediationUncertain, $"Whether {what} was changed is not certain ({fault.Reason}).") { Target = change.Resource },
            { Code: HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed } => new SecureScoreException(
                ErrorIds.RemediationRefused, $"The service refuses the change of {what} ({fault.Reason}).") { Target = change.Resource },
            _ => new SecureScoreException(ErrorIds.RemediationFailed, $"{what} was not changed ({fault.Reason}). Try again later.") { Target = change.Resource },
        };
    }

    private static string Describe(string resource, string? name) => name is null ? resource : $"{resource} '{name}'";
}
