using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;

namespace SecureScore.Engine.Ports;

/// <summary>Opens stores.</summary>
public interface IScoreStores
{
    /// <summary>Opens a store, and makes it when there is none. One of an older version is brought up to date.</summary>
    /// <param name="location">Where it is. Each store in memory is a new one.</param>
    /// <param name="cancellation">Ends the attempt early.</param>
    /// <exception cref="SecureScoreException">The store cannot be opened; the id tells why. No message holds a password.</exception>
    Task<IScoreStore> OpenAsync(StoreLocation location, CancellationToken cancellation);
}

/// <summary>Decisions, the history of the score and the journal of changes, of several tenants. Tenants never meet: each method but one is about one of them.</summary>
/// <remarks>What a method reported as done survives a kill of the process and a failure of power. Several processes may use a store at once.
/// Ids of tenants and controls compare ignoring case. Every method may fail with a <see cref="SecureScoreException"/> whose id begins with Store.</remarks>
public interface IScoreStore : IRemediationJournal, IAsyncDisposable
{
    /// <summary>Where the store is, fit to be shown: a path, or host and database.</summary>
    string Name { get; }

    /// <summary>The tenants that the store knows, by name.</summary>
    Task<IReadOnlyList<StoredTenant>> ReadTenantsAsync(CancellationToken cancellation);

    /// <summary>Adds a judgement at its own collection date, wherever in the history that is.</summary>
    /// <returns>False when the newest judgement of that moment says the same already: nothing was added.</returns>
    Task<bool> RecordAsync(RecordedJudgement judgement, CancellationToken cancellation);

    /// <summary>The newest judgement by collection date; null when there is none.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="series">The line of history.</param>
    /// <param name="notAfter">The latest collection date to look at; null is any.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    Task<RecordedJudgement?> FindLatestAsync(string tenantId, string series, DateTimeOffset? notAfter, CancellationToken cancellation);

    /// <summary>A part of the history.</summary>
    Task<ScoreHistory> ReadHistoryAsync(HistoryQuery query, CancellationToken cancellation);

    /// <summary>Adds decisions: all of them, or none.</summary>
    Task AddDecisionsAsync(IReadOnlyCollection<DecisionEntry> decisions, CancellationToken cancellation);

    /// <summary>The decisions that count: the last one of each control, ended or not, by control.</summary>
    Task<IReadOnlyList<DecisionEntry>> ReadCurrentDecisionsAsync(string tenantId, CancellationToken cancellation);

    /// <summary>All decisions ever taken, oldest first.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="controlId">The only control; null reads those of all.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    Task<IReadOnlyList<DecisionEntry>> ReadDecisionsAsync(string tenantId, string? controlId, CancellationToken cancellation);

    /// <summary>Changes the tags of a control, as <see cref="ControlTag.Change"/> does, on what is stored at that moment.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="controlId">The control.</param>
    /// <param name="add">The tags to add.</param>
    /// <param name="remove">The tags to remove; null removes all that were there.</param>
    /// <param name="cancellation">Ends the attempt early.</param>
    /// <returns>The tags that the control has then.</returns>
    /// <exception cref="SecureScoreException">A tag is invalid, or there would be too many.</exception>
    Task<IReadOnlyList<string>> ChangeTagsAsync(
        string tenantId, string controlId, IReadOnlyCollection<string> add, IReadOnlyCollection<string>? remove, CancellationToken cancellation);

    /// <summary>The tags of all controls.</summary>
    Task<IReadOnlyList<ControlTag>> ReadTagsAsync(string tenantId, CancellationToken cancellation);

    /// <summary>Adds days of Microsoft's own history; a day that is there already is replaced.</summary>
    Task AddPublishedAsync(string tenantId, IReadOnlyCollection<PublishedScorePoint> points, CancellationToken cancellation);

    /// <summary>Microsoft's own history, oldest first. A day that it lacks is not there.</summary>
    Task<IReadOnlyList<PublishedScorePoint>> ReadPublishedAsync(string tenantId, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation);

    /// <summary>The bands of the score; null when nobody chose any.</summary>
    Task<ScoreZones?> ReadZonesAsync(string tenantId, CancellationToken cancellation);

    /// <summary>Sets the bands of the score; null takes them away.</summary>
    Task SetZonesAsync(string tenantId, ScoreZones? zones, CancellationToken cancellation);

    /// <summary>The custom comparisons, by name.</summary>
    Task<IReadOnlyList<CustomComparison>> ReadComparisonsAsync(string tenantId, CancellationToken cancellation);

    /// <summary>Sets a custom comparison; one of the same name, whatever its case, is replaced.</summary>
    Task SetComparisonAsync(string tenantId, CustomComparison comparison, CancellationToken cancellation);

    /// <summary>Takes a custom comparison away; one that is not there is no error.</summary>
    Task RemoveComparisonAsync(string tenantId, string name, CancellationToken cancellation);
}

/// <summary>A tenant that a store knows.</summary>
/// <param name="TenantId">The tenant's directory id.</param>
/// <param name="TenantName">The tenant's name, as it was last recorded.</param>
/// <param name="LastCollectedAt">The collection date of its newest judgement; null when it has none.</param>
public sealed record StoredTenant(string TenantId, string? TenantName, DateTimeOffset? LastCollectedAt);
