using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Cli;

/// <summary>What the options of every command ask for.</summary>
internal sealed record TenantOptions(string? Snapshot, string? Edition, bool EvidenceOnly, StoreLocation? Store)
{
    /// <summary>Whether nobody named a snapshot, so that the built-in demo tenant is meant.</summary>
    public bool IsDemo => Snapshot is null;

    /// <summary>The options as typed, to repeat them in a hint; a connection string, which may hold a password, is not repeated.</summary>
    public string AsTyped => (Snapshot is null ? "" : $" --snapshot {Quoted(Snapshot)}")
        + (Edition is null ? "" : $" --edition {Quoted(Edition)}")
        + (EvidenceOnly ? " --evidence-only" : "")
        + (Store is null ? "" : $" --store {(Store.Kind == StoreKind.File ? Quoted(Store.Value) : "CONNECTION")}");

    /// <summary>Opens the snapshot that is meant.</summary>
    public TenantSnapshot OpenSnapshot() => TenantSnapshot.Open(Snapshot ?? DemoTenant.Locate(AppContext.BaseDirectory));

    private static string Quoted(string value) => value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value;
}

/// <summary>A tenant that was judged for a command.</summary>
/// <param name="Score">The judgement.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Last">The judgement of the tenant that was recorded last before; null when there is none or it cannot be had.</param>
/// <param name="StoreFailure">Why the store could not be read; null when it could, or when there is none.</param>
internal sealed record JudgedTenant(SecureScoreResult Score, TenantOptions Options, RecordedJudgement? Last, SecureScoreException? StoreFailure)
{
    public bool IsDemo => Options.IsDemo;

    /// <summary>Judges a tenant with what the store remembers of it. A store that fails is left out.</summary>
    public static async Task<JudgedTenant> JudgeAsync(TenantOptions options, StoreAccess stores, CancellationToken cancellation)
    {
        var snapshot = options.OpenSnapshot();
        var catalog = options.Edition is null ? ControlCatalog.Default : ControlCatalog.Get(options.Edition);
        var (memory, failure) = await stores.RememberAsync(options, snapshot.Manifest, catalog, cancellation).ConfigureAwait(false);
        var score = SecureScoreEvaluator.Judge(
            snapshot, catalog, new JudgeOptions { EvidenceOnly = options.EvidenceOnly, Decisions = memory.Decisions }, cancellation);
        return new JudgedTenant(Regression.Mark(score, memory.Before), options, memory.Last, failure);
    }
}
