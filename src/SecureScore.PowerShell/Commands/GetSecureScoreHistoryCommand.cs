using System.Management.Automation;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Shows the score over time, by day, week or month: of the tenant, of controls, categories or products, or as trends.</summary>
[Cmdlet(VerbsCommon.Get, "SecureScoreHistory", DefaultParameterSetName = ScoreSet)]
[OutputType(typeof(HistoryPoint), ParameterSetName = [ScoreSet, ControlSet, CategorySet, ProductSet, PublishedSet])]
[OutputType(typeof(TrendPoint), ParameterSetName = [TrendSet])]
public sealed class GetSecureScoreHistoryCommand : HistoryCommand
{
    private const string ScoreSet = "Score";
    private const string ControlSet = "Control";
    private const string CategorySet = "Category";
    private const string ProductSet = "Product";
    private const string PublishedSet = "Published";
    private const string TrendSet = "Trend";

    /// <summary>How long the periods are. A period has the last judgement in it, and is a gap without values when there is none.</summary>
    [Parameter]
    public HistoryPeriod By { get; set; }

    /// <summary>Ids of controls, with wildcards: a line for each.</summary>
    [Parameter(ParameterSetName = ControlSet, Mandatory = true)]
    [Alias("Id", "ControlId")]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Control { get; set; } = [];

    /// <summary>Categories, with wildcards: a line for each.</summary>
    [Parameter(ParameterSetName = CategorySet, Mandatory = true)]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Category { get; set; } = [];

    /// <summary>Products, with wildcards: a line for each.</summary>
    [Parameter(ParameterSetName = ProductSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ProductCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Product { get; set; } = [];

    /// <summary>Shows the score that Microsoft published instead of the one that was judged here.</summary>
    [Parameter(ParameterSetName = PublishedSet, Mandatory = true)]
    public SwitchParameter Published { get; set; }

    /// <summary>Shows a trend: points gained and lost, points lost to changed settings and users, accepted risks, or the score beside what it compares
    /// with.</summary>
    [Parameter(ParameterSetName = TrendSet, Mandatory = true)]
    public ScoreTrend Trend { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var shown = await (ParameterSetName switch
        {
            PublishedSet => ReadAsync(ReadPublishedAsync(cancellation), cancellation),
            TrendSet => ReadAsync(ReadTrendAsync(pipeline, cancellation), cancellation),
            _ => ReadAsync(ReadPointsAsync(pipeline, cancellation), cancellation),
        }).ConfigureAwait(false);
        foreach (object point in shown)
            await pipeline.WriteObjectAsync(point).ConfigureAwait(false);
    }

    private Func<IScoreStore, string, Task<IEnumerable<object>>> ReadPublishedAsync(CancellationToken cancellation) => async (store, tenantId) =>
        HistoryPoints.Of(await store.ReadPublishedAsync(tenantId, From, End, cancellation).ConfigureAwait(false), By);

    private Func<IScoreStore, string, Task<IEnumerable<object>>> ReadPointsAsync(PipelineWriter pipeline, CancellationToken cancellation) => async (store, tenantId) =>
    {
        var (subject, names) = ParameterSetName switch
        {
            ControlSet => (HistorySubject.Control, Control),
            CategorySet => (HistorySubject.Category, Category),
            ProductSet => (HistorySubject.Product, Product),
            _ => (HistorySubject.Score, []),
        };
        var query = Query(tenantId, subject != HistorySubject.Score, Control);
        var history = await store.ReadHistoryAsync(query, cancellation).ConfigureAwait(false);
        await WarnIfEmptyAsync(pipeline, history).ConfigureAwait(false);
        var points = HistoryPoints.Of(history, By, subject);
        if (subject == HistorySubject.Score)
            return points;

        string[] recorded = [.. points.Select(point => point.Name!)];
        await WriteUnknownAsync(
            pipeline, UnknownControls(Control, recorded), UnknownCategories(Category, recorded), UnknownProducts(Product, recorded)).ConfigureAwait(false);
        var patterns = names.Select(NamePattern.Create).ToArray();
        return points.Where(point => Array.Exists(patterns, matches => matches(point.Name!)));
    };

    private Func<IScoreStore, string, Task<IEnumerable<object>>> ReadTrendAsync(PipelineWriter pipeline, CancellationToken cancellation) => async (store, tenantId) =>
    {
        var history = await store.ReadHistoryAsync(Query(tenantId, Trend != ScoreTrend.Comparison, []), cancellation).ConfigureAwait(false);
        await WarnIfEmptyAsync(pipeline, history).ConfigureAwait(false);
        switch (Trend)
        {
            case ScoreTrend.RiskAcceptance:
                return ScoreTrends.RiskAcceptance(history, By);
            case ScoreTrend.Comparison:
                var published = await store.ReadPublishedAsync(tenantId, From, End, cancellation).ConfigureAwait(false);
                var comparisons = await store.ReadComparisonsAsync(tenantId, cancellation).ConfigureAwait(false);
                return ScoreTrends.Comparison(history, published, comparisons, By);
            default:
                var events = ScoreEvents.Of(history, await store.ReadDecisionsAsync(tenantId, null, cancellation).ConfigureAwait(false));
                return Trend == ScoreTrend.Regression ? ScoreTrends.Regression(events, By) : ScoreTrends.ScoreChanges(events, By);
        }
    };
}
