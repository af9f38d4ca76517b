using System.Management.Automation;

namespace SecureScore.Benchmarks;

[Cmdlet(VerbsCommon.Get, "Toy")]
[OutputType(typeof(string))]
public sealed class GetToyCommand : PSCmdlet
{
    protected override void EndProcessing() => WriteObject("toy");
}
