using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.History;

/// <summary>What a store remembers of a tenant that matters when it is judged.</summary>
/// <param name="Decisions">The decisions, with the tags.</param>
/// <param name="Before">The judgements over <see cref="Regression.Memory"/> before this one, with the controls.</param>
public sealed record TenantMemory(IReadOnlyList<ControlDecision> Decisions, ScoreHistory Before)
{
    /// <summary>Nothing is remembered.</summary>
    public static TenantMemory None { get; } = new([], new ScoreHistory(null, []));

    /// <summary>The last judgement before this one, however long ago; null when there is none.</summary>
    public RecordedJudgement? Last => Before.End();

    /// <summary>Reads what matters for a judgement of now: the decisions that count now, and the history before the evidence was collected. A
    /// judgement of the same evidence is not before it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="catalog">The edition that judges.</param>
    /// <param name="collectedAt">When the evidence was collected.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    public static async Task<TenantMemory> ReadAsync(
        IScoreStore store, string tenantId, ControlCatalog catalog, DateTimeOffset collectedAt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        var entries = await store.ReadCurrentDecisionsAsync(tenantId, cancellation).ConfigureAwait(false);
        var tags = await store.ReadTagsAsync(tenantId, cancellation).ConfigureAwait(false);
        var before = await ReadBeforeAsync(store, tenantId, catalog, collectedAt, cancellation).ConfigureAwait(false);
        return new TenantMemory(ControlDecision.InForce(entries, tags), before);
    }

    /// <summary>Reads the judgements over <see cref="Regression.Memory"/> before evidence was collected, with the controls.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="catalog">The edition that judges.</param>
    /// <param name="collectedAt">When the evidence was collected.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    public static Task<ScoreHistory> ReadBeforeAsync(
        IScoreStore store, string tenantId, ControlCatalog catalog, DateTimeOffset collectedAt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        var query = new HistoryQuery(tenantId)
        {
            Series = RecordedScore.SeriesOf(catalog),
            From = Earlier(collectedAt, Regression.Memory),
            To = Earlier(collectedAt, TimeSpan.FromTicks(1)),
        };
        return store.ReadHistoryAsync(query, cancellation);
    }

    /// <summary>Adds a snapshot to the history at its own date: as it would have been judged then, with the decisions of that time. Microsoft's own
    /// days in it are added too.</summary>
    /// <param name="store">The store.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="catalog">The edition to judge by.</param>
    /// <param name="clock">The time at which it is recorded.</param>
    /// <param name="cancellation">Ends the attempt early.</param>
    /// <returns>What the history holds of it now, and whether that is new.</returns>
    /// <exception cref="SecureScoreException">The snapshot does not say which tenant it is of or when it was collected, or the store fails.</exception>
    public static async Task<(RecordedScore Score, bool IsNew)> ImportAsync(
        IScoreStore store, TenantSnapshot snapshot, ControlCatalog catalog, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(clock);
        var options = new JudgeOptions();
        if (snapshot.Manifest is { TenantId: { } tenantId, CollectedAt: { } collectedAt })
        {
            var entries = await store.ReadDecisionsAsync(tenantId, null, cancellation).ConfigureAwait(false);
            var then = entries.Where(entry => entry.DecidedAt <= collectedAt)
                .GroupBy(entry => entry.ControlId, StringComparer.OrdinalIgnoreCase).Select(control => control.Last());
            options = new JudgeOptions { Decisions = ControlDecision.InForce(then, []), Clock = new StoppedClock(collectedAt) };
        }

        var result = SecureScoreEvaluator.Judge(snapshot, catalog, options, cancellation);
        var judgement = RecordedJudgement.From(result, clock.GetUtcNow());
        bool isNew = await store.RecordAsync(judgement, cancellation).ConfigureAwait(false);
        if (PublishedHistory.Read(snapshot, cancellation) is { Count: > 0 } published)
            await store.AddPublishedAsync(judgement.Score.TenantId, published, cancellation).ConfigureAwait(false);
        return (judgement.Score, isNew);
    }

    // A snapshot may claim any date, the first one of the calendar too.
    private static DateTimeOffset Earlier(DateTimeOffset moment, TimeSpan by) =>
        moment.UtcTicks > by.Ticks ? moment.ToUniversalTime() - by : DateTimeOffset.MinValue;

    private sealed class StoppedClock(DateTimeOffset moment) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => moment;
    }
}
