using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Benchmarks;

/// <summary>A whole judgement inside this process, from opening the snapshot on.</summary>
internal static class Judging
{
    /// <exception cref="BenchmarkException">Evidence was missing: the judgement was quick because it skipped work.</exception>
    public static SecureScoreResult Judge(string folder)
    {
        var result = SecureScoreEvaluator.Judge(TenantSnapshot.Open(folder), ControlCatalog.Default);
        var unread = result.Controls.Where(control => control.Reason is NotEvaluatedReason.SourceFailed or NotEvaluatedReason.NotCollected).ToList();
        return unread.Count == 0
            ? result
            : throw new BenchmarkException($"{unread.Count} controls could not be judged, {unread[0].Id} among them: {unread[0].Explanation}");
    }
}
