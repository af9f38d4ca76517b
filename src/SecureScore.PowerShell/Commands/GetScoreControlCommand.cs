using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Lists the controls of a tenant in the order in which they are worth doing.</summary>
[Cmdlet(VerbsCommon.Get, "ScoreControl", DefaultParameterSetName = ConnectedSet)]
[OutputType(typeof(ControlResult))]
public sealed class GetScoreControlCommand : TenantCommand
{
    /// <summary>Ids of controls, for example AdminMFAV2. A control that is named by its whole id is listed even where All would be needed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotConverted(typeof(string))]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Id { get; set; } = [];

    /// <summary>Titles, with wildcards, for example '*multifactor*'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Title { get; set; } = [];

    /// <summary>Words that must all occur somewhere in the control's id, title, explanation, threats or next steps.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Search { get; set; }

    /// <summary>Categories: Identity, Apps, Data or Device.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Category { get; set; } = [];

    /// <summary>Products, for example 'Microsoft Entra ID'.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Product { get; set; } = [];

    /// <summary>How the control was judged.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ControlOutcome[] Outcome { get; set; } = [];

    /// <summary>What was decided about the control, or Completed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ControlStatus[] Status { get; set; } = [];

    /// <summary>Threats that the control protects against, for example 'Account Breach'.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ThreatCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Threat { get; set; } = [];

    /// <summary>Tags that were set with Set-ControlTag.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Tag { get; set; } = [];

    /// <summary>The most that users may notice of it. Controls whose impact is unknown are left out, and a warning tells how many.</summary>
    [Parameter]
    [ValidateSet(nameof(EffortLevel.Low), nameof(EffortLevel.Moderate), nameof(EffortLevel.High))]
    public EffortLevel? MaxUserImpact { get; set; }

    /// <summary>The most that it may cost to put in place. Controls whose cost is unknown are left out, and a warning tells how many.</summary>
    [Parameter]
    [ValidateSet(nameof(EffortLevel.Low), nameof(EffortLevel.Moderate), nameof(EffortLevel.High))]
    public EffortLevel? MaxCost { get; set; }

    /// <summary>How many controls to list at most: those that win most points.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = int.MaxValue;

    /// <summary>Lists controls too that need a licence the tenant lacks, that do not apply to it, or that Microsoft offers no public way to read.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Keeps the judgement out of the history.</summary>
    [Parameter]
    public SwitchParameter NoRecord { get; set; }

    private protected override bool Records => !NoRecord;

    private protected override IEnumerable<string> Named => Id;

    private protected override IEnumerable<ControlDefinition> Wanted(ControlCatalog catalog)
    {
        var filter = Filter();
        return catalog.Controls.Where(filter.MaySelect);
    }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var result = await JudgeAsync(pipeline, cancellation).ConfigureAwait(false);
        var filter = Filter();
        foreach (var unknown in filter.UnknownNames(result))
            await pipeline.WriteErrorAsync(Errors.From(unknown)).ConfigureAwait(false);

        var listing = ControlListing.Create(result.Controls, filter);
        if (listing.UnknownEffort > 0)
            await pipeline.WriteWarningAsync($"{listing.UnknownEffort} controls left out: their user impact or cost is unknown.").ConfigureAwait(false);
        if (listing.Controls.Count == 0 && listing.Hidden.Count > 0)
            await pipeline.WriteWarningAsync(ScoreText.Hidden(listing)).ConfigureAwait(false);

        string caption = ScoreText.Caption(result, listing, IsPartial(Catalog()));
        foreach (var control in listing.Controls)
            await pipeline.WriteObjectAsync(ControlResultView.WithCaption(control, caption)).ConfigureAwait(false);
    }

    private ControlFilter Filter() => new()
    {
        Ids = Id,
        Titles = Title,
        Search = Search,
        Categories = Category,
        Products = Product,
        Outcomes = Outcome,
        Statuses = Status,
        Threats = Threat,
        Tags = Tag,
        MaxUserImpact = MaxUserImpact,
        MaxCost = MaxCost,
        All = All,
        Top = Top,
        Pattern = NamePattern.Create,
    };
}
