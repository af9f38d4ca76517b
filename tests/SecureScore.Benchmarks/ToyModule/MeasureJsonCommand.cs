using System.Management.Automation;

namespace SecureScore.Benchmarks;

/// <summary>The baseline of a judgement inside the shell.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Json")]
[OutputType(typeof(long))]
public sealed class MeasureJsonCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public string Path { get; set; } = "";

    protected override void EndProcessing() => WriteObject(JsonWalk.Walk(Path));
}
