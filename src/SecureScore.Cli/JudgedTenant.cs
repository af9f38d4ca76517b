using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Cli;

/// <summary>What the options of every command ask for.</summary>
internal sealed record TenantOptions(string? Snapshot, string? Edition, bool EvidenceOnly)
{
    /// <summary>The options as typed, to repeat them in a hint.</summary>
    public string AsTyped => (Snapshot is null ? "" : $" --snapshot {Quoted(Snapshot)}")
        + (Edition is null ? "" : $" --edition {Quoted(Edition)}")
        + (EvidenceOnly ? " --evidence-only" : "");

    private static string Quoted(string value) => value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value;
}

/// <summary>A tenant that was judged for a command.</summary>
internal sealed record JudgedTenant(SecureScoreResult Score, TenantOptions Options)
{
    /// <summary>Whether nobody named a snapshot, so that the built-in demo tenant was judged.</summary>
    public bool IsDemo => Options.Snapshot is null;

    public static JudgedTenant Judge(TenantOptions options, CancellationToken cancellation)
    {
        var snapshot = TenantSnapshot.Open(options.Snapshot ?? DemoTenant.Locate(AppContext.BaseDirectory));
        var catalog = options.Edition is null ? ControlCatalog.Default : ControlCatalog.Get(options.Edition);
        var score = SecureScoreEvaluator.Judge(snapshot, catalog, new JudgeOptions { EvidenceOnly = options.EvidenceOnly }, cancellation);
        return new JudgedTenant(score, options);
    }
}
