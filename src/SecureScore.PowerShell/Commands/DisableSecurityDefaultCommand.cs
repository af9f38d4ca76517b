using System.Management.Automation;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Replaces security defaults by Conditional Access policies that ask for the same: makes them, turns the defaults off, and puts the policies in force.</summary>
[Cmdlet(VerbsLifecycle.Disable, "SecurityDefault", SupportsShouldProcess = true)]
[OutputType(typeof(RemediationResult))]
public sealed class DisableSecurityDefaultCommand : PolicyCommand
{
    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => RemediateAsync(
        pipeline, [new RemediationOrder("AdminMFAV2", RemediationCatalog.FindById(PolicyRemediationIds.DisableSecurityDefaults)) { Values = Values }], cancellation);
}
