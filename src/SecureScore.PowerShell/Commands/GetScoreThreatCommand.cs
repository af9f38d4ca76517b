using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Explains the threats that controls protect against, and what a tenant can still win against each.</summary>
[Cmdlet(VerbsCommon.Get, "ScoreThreat", DefaultParameterSetName = ConnectedSet)]
[OutputType(typeof(ScoreThreat))]
public sealed class GetScoreThreatCommand : TenantCommand
{
    /// <summary>Names of threats, with wildcards, for example 'Account*'. Without it, all of them.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ThreatCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    private protected override bool WorksUnconnected => true;

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var catalog = Catalog();
        foreach (var unknown in ControlFilter.UnknownThreats(Name))
            await pipeline.WriteErrorAsync(Errors.From(unknown)).ConfigureAwait(false);

        var result = HasTenant ? await JudgeAsync(pipeline, cancellation).ConfigureAwait(false) : null;
        var patterns = Name.Select(NamePattern.Create).ToArray();
        foreach (var threat in ControlCatalog.Threats.Where(threat => Array.Exists(patterns, matches => matches(threat.Name))))
        {
            var shown = result is null ? ScoreThreat.Of(threat, catalog) : ScoreThreat.Of(threat, result);
            await pipeline.WriteObjectAsync(shown).ConfigureAwait(false);
        }
    }
}
