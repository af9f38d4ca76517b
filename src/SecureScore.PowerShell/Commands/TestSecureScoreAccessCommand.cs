using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Tells which permissions and directory roles the sign-in has, and which controls lack evidence without each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SecureScoreAccess")]
[OutputType(typeof(AccessRequirement))]
public sealed class TestSecureScoreAccessCommand : AsyncCommand
{
    private SecureScoreContext? _context;

    /// <summary>The connection to test instead of that of this session: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public SecureScoreContext? Context { get; set; }

    /// <summary>The edition of the control catalogue whose controls are told, for example 2026-09. Without it, that of the connection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EditionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Edition { get; set; }

    private protected override void PrepareRecord()
    {
        _context = Context ?? Connections.Find(SessionState);
        if (_context is null)
            ThrowTerminatingError(Errors.NotConnected());
        else if (_context.Live is null)
            ThrowTerminatingError(Errors.NotSignedIn());
    }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var catalog = ControlCatalog.Get(Edition ?? _context!.Edition);
        var report = AccessReport.Create(await ReadAsync(pipeline, cancellation).ConfigureAwait(false), catalog);
        foreach (var requirement in report.Requirements)
            await pipeline.WriteObjectAsync(requirement).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(Publishing(report.MayPublish)).ConfigureAwait(false);
        if (_context!.Account is null)
            return;

        // An application never opens the portal, and must not be given a role for it.
        await pipeline.WriteObjectAsync(Portal("Read Microsoft Secure Score", report.MayRead, DirectoryRole.Reading)).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(Portal("Change Microsoft Secure Score", report.MayWrite, DirectoryRole.Writing)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ServiceAccess>> ReadAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        using var observer = pipeline.Observe("Testing the access");
        return await _context!.Live!.UseAsync((connection, token) => connection.ReadAccessAsync(observer, token), cancellation).ConfigureAwait(false);
    }

    private static AccessRequirement Publishing(bool? granted) => new(AccessKind.Permission, ServicePermissions.PublishDecisions.Application, TenantService.Graph)
    {
        Granted = granted,
        Detail = "Only Set-ControlStatus -Publish takes it; reading does not. " + (granted == true
            ? "The token allows it."
            : "It is asked for then of a person without an application of their own; grant it to any other application, with admin consent."),
    };

    private static AccessRequirement Portal(string name, bool? granted, IEnumerable<DirectoryRole> roles) => new(AccessKind.DirectoryRole, name, TenantService.Graph)
    {
        Granted = granted,
        Detail = granted switch
        {
            true => "A directory role of the sign-in allows it, in Microsoft's portal.",
            false => $"None of the sign-in's directory roles allows it. One of these does: {string.Join(", ", roles)}.",
            null => $"No token tells the directory roles. One of these allows it: {string.Join(", ", roles)}.",
        },
    };
}
