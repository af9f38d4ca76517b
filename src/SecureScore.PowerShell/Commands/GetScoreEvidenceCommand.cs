using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Lists what costs controls their points: each user, policy, domain or setting, and why.</summary>
[Cmdlet(VerbsCommon.Get, "ScoreEvidence", DefaultParameterSetName = ControlSet)]
[OutputType(typeof(ScoreEvidence))]
public sealed class GetScoreEvidenceCommand : TenantCommand
{
    // The default set, because PowerShell binds that one first: a control must bind as itself and not by its property Id.
    private const string ControlSet = "Control";

    private readonly EvidenceGaps _gaps = new();

    /// <summary>Controls that Get-ScoreControl returned. Without any, all controls of the tenant.</summary>
    [Parameter(ParameterSetName = ControlSet, ValueFromPipeline = true)]
    [NotConverted(typeof(ControlResult))]
    [ValidateNotNullOrEmpty]
    public ControlResult[]? InputObject { get; set; }

    /// <summary>Ids of controls, for example AdminMFAV2.</summary>
    [Parameter(ParameterSetName = ConnectedSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = SnapshotSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Id { get; set; } = [];

    // What comes down the pipeline are controls: PowerShell would bind a path or a connection before them.

    /// <summary>The tenant to use instead of the connected one: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter(ParameterSetName = ConnectedSet)]
    [ValidateNotNull]
    public override SecureScoreContext? Context { get; set; }

    /// <summary>A snapshot folder or zip file to judge without connecting, written exactly as it is named: no character is a wildcard.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public override string? LiteralPath { get; set; }

    private protected override bool WorksUnconnected => true;

    private protected override IEnumerable<string> Named => Id;

    private protected override IEnumerable<ControlDefinition> Wanted(ControlCatalog catalog) => catalog.Controls.Where(Filter().MaySelect);

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        if (InputObject is null && !HasTenant)
            ThrowTerminatingError(Errors.NotConnected());
    }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var controls = InputObject ?? await FindControlsAsync(pipeline, cancellation).ConfigureAwait(false);
        foreach (var control in controls)
        {
            bool isEmpty = true;
            _gaps.Ask();
            try
            {
                foreach (var evidence in control.ReadEvidence())
                {
                    isEmpty = false;
                    await pipeline.WriteObjectAsync(evidence).ConfigureAwait(false);
                }
            }
            catch (EvidenceUnavailableException exception)
            {
                await pipeline.WriteErrorAsync(Errors.From(exception)).ConfigureAwait(false);
            }

            if (isEmpty)
                _gaps.Add(control, Id.Contains(control.Id, StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_gaps.Warning() is { } warning)
            WriteWarning(DisplayText.Clean(warning));
    }

    private async Task<IReadOnlyList<ControlResult>> FindControlsAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var result = await JudgeAsync(pipeline, cancellation).ConfigureAwait(false);
        var filter = Filter();
        foreach (var unknown in filter.UnknownNames(result))
            await pipeline.WriteErrorAsync(Errors.From(unknown)).ConfigureAwait(false);
        return ControlListing.Create(result.Controls, filter).Controls;
    }

    private ControlFilter Filter() => new() { Ids = Id, All = true, Pattern = NamePattern.Create };
}
