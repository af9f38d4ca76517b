using System.Management.Automation;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Judges a tenant and returns its score.</summary>
[Cmdlet(VerbsCommon.Get, "SecureScore", DefaultParameterSetName = ConnectedSet)]
[OutputType(typeof(SecureScoreResult))]
public sealed class GetSecureScoreCommand : TenantCommand
{
    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) =>
        await pipeline.WriteObjectAsync(await JudgeAsync(pipeline, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
}
