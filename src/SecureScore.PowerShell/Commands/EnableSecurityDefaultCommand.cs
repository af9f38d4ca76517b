using System.Management.Automation;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Turns security defaults on, where no Conditional Access policy is in force.</summary>
[Cmdlet(VerbsLifecycle.Enable, "SecurityDefault", SupportsShouldProcess = true)]
[OutputType(typeof(RemediationResult))]
public sealed class EnableSecurityDefaultCommand : RemediationCommand
{
    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => RemediateAsync(
        pipeline, [new RemediationOrder("AdminMFAV2", RemediationCatalog.FindById(PolicyRemediationIds.EnableSecurityDefaults))], cancellation);
}
