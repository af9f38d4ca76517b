using System.Management.Automation;
using SecureScore.Engine.Remediation;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Switches the recording of what users and administrators do on, so that it can be searched from then on.</summary>
[Cmdlet(VerbsLifecycle.Enable, "AuditRecording", SupportsShouldProcess = true)]
[OutputType(typeof(RemediationResult))]
public sealed class EnableAuditRecordingCommand : RemediationCommand
{
    private const string ControlId = "mip_search_auditlog";

    /// <summary>Switches mailbox auditing on as well: for the organisation, and for accounts that bypass it.</summary>
    [Parameter]
    public SwitchParameter IncludeMailbox { get; set; }

    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        KeyValuePair<string, IReadOnlyList<string>>[] values = IncludeMailbox ? [new(nameof(IncludeMailbox), [bool.TrueString])] : [];
        return RemediateAsync(pipeline, [new RemediationOrder(ControlId, RemediationCatalog.Find(ControlId)) { Values = new RemediationValues(values) }], cancellation);
    }
}
