using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell;

/// <summary>What a store remembers of a tenant, as far as a judgement needs it. A store that fails never stops a judgement.</summary>
internal sealed class Recollection
{
    private readonly ConnectionStore? _memory;
    private readonly string? _tenantId;
    private readonly TimeProvider _clock;
    private IReadOnlyList<DecisionEntry> _decisions = [];
    private IReadOnlyList<ControlTag> _tags = [];

    private Recollection(ConnectionStore? memory, string? tenantId, TimeProvider clock)
    {
        _memory = memory;
        _tenantId = tenantId;
        _clock = clock;
    }

    /// <summary>What is known of a tenant that no store knows.</summary>
    public static Recollection Nothing { get; } = new(null, null, TimeProvider.System);

    /// <summary>Why the store could not be read; null when it could, or there is none.</summary>
    public SecureScoreException? Failure { get; private set; }

    /// <summary>Reads the decisions and tags of a tenant.</summary>
    /// <param name="memory">The store; null when there is none.</param>
    /// <param name="tenantId">The tenant; null when nothing tells which it is.</param>
    /// <param name="now">The time by which decisions end.</param>
    /// <param name="cancellation">Ends the look-up early.</param>
    public static async Task<Recollection> ReadAsync(ConnectionStore? memory, string? tenantId, DateTimeOffset now, CancellationToken cancellation)
    {
        if (memory is not { Exists: true } || tenantId is null)
            return Nothing;

        var recollection = new Recollection(memory, tenantId, new FixedClock(now));
        try
        {
            (recollection._decisions, recollection._tags) = await memory.UseAsync(async store => (
                await store.ReadCurrentDecisionsAsync(tenantId, cancellation).ConfigureAwait(false),
                await store.ReadTagsAsync(tenantId, cancellation).ConfigureAwait(false)), cancellation).ConfigureAwait(false);
        }
        catch (SecureScoreException exception)
        {
            recollection.Failure = exception;
        }

        return recollection;
    }

    /// <summary>How to judge by it.</summary>
    public JudgeOptions Options(bool evidenceOnly) => new()
    {
        EvidenceOnly = evidenceOnly,
        Decisions = ControlDecision.InForce(_decisions, _tags),
        Clock = _clock,
    };

    /// <summary>The judgement, with what regressed since earlier ones.</summary>
    public async Task<SecureScoreResult> MarkRegressedAsync(SecureScoreResult result, ControlCatalog catalog, CancellationToken cancellation)
    {
        if (_memory is null || Failure is not null || result.CollectedAt is not { } collectedAt)
            return result;

        try
        {
            var before = await _memory.UseAsync(
                store => TenantMemory.ReadBeforeAsync(store, _tenantId!, catalog, collectedAt, cancellation), cancellation).ConfigureAwait(false);
            return Regression.Mark(result, before);
        }
        catch (SecureScoreException exception)
        {
            Failure = exception;
            return result;
        }
    }

    /// <summary>Whether a judgement by the one is also one by the other.</summary>
    public bool IsSameAs(Recollection other) =>
        (_memory is null) == (other._memory is null)
        && (Failure is null) == (other.Failure is null)
        && _decisions.SequenceEqual(other._decisions)
        && _tags.SequenceEqual(other._tags)
        && _decisions.All(decision => HasEnded(decision) == other.HasEnded(decision));

    private bool HasEnded(DecisionEntry decision) => decision.Expires <= _clock.GetUtcNow();
}
