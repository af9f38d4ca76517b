using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that changes what is remembered of controls. It takes all of the pipeline first, and then changes what it can at once.</summary>
public abstract class ControlCommand : TenantCommand
{
    private readonly ControlRows _rows = new();

    /// <summary>Ids of controls, for example AdminMFAV2.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Controls that Get-ScoreControl returned, rows of a CSV file with a column Id, or ids.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    // What comes down the pipeline are controls.

    /// <summary>The tenant to use instead of the connected one: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter(ParameterSetName = ConnectedSet)]
    [ValidateNotNull]
    public override SecureScoreContext? Context { get; set; }

    /// <summary>A snapshot folder or zip file of the tenant, written exactly as it is named: no character is a wildcard.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public override string? LiteralPath { get; set; }

    /// <summary>Returns the controls as they are judged afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The controls to change.</summary>
    private protected IReadOnlyList<ControlRow> Rows => _rows.Rows;

    private protected override IEnumerable<string> Named => Rows.Select(row => row.Id);

    private protected override IEnumerable<ControlDefinition> Wanted(ControlCatalog catalog)
    {
        var ids = Named.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return catalog.Controls.Where(control => ids.Contains(control.Id));
    }

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        _rows.Add(Id, InputObject);
    }

    private protected sealed override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(async (pipeline, cancellation) =>
    {
        if (await _rows.CheckAsync(pipeline).ConfigureAwait(false))
            await ChangeAsync(pipeline, _rows.Unusable, cancellation).ConfigureAwait(false);
    });

    /// <summary>Changes the controls.</summary>
    /// <param name="pipeline">Takes what is written.</param>
    /// <param name="unusable">How many objects of the pipeline were no controls.</param>
    /// <param name="cancellation">Ends the work early.</param>
    private protected abstract Task ChangeAsync(PipelineWriter pipeline, int unusable, CancellationToken cancellation);

    /// <summary>Returns controls as they are judged with the change.</summary>
    private protected async Task WriteChangedAsync(PipelineWriter pipeline, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        if (!PassThru || ids.Count == 0)
            return;

        var result = await JudgeAsync(pipeline, cancellation).ConfigureAwait(false);
        foreach (string id in ids)
            await pipeline.WriteObjectAsync(result.GetControl(id)).ConfigureAwait(false);
    }
}
