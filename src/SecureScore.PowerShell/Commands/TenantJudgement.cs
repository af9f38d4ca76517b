using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell.Commands;

/// <summary>A tenant as it is judged.</summary>
/// <param name="Result">The judgement.</param>
/// <param name="Evidence">What it was judged by.</param>
/// <param name="Judge">Judges other evidence by the same edition and decisions.</param>
internal sealed record TenantJudgement(SecureScoreResult Result, TenantSnapshot Evidence, Func<TenantSnapshot, SecureScoreResult> Judge)
{
    /// <summary>The judgement and what it was judged by.</summary>
    public void Deconstruct(out SecureScoreResult result, out TenantSnapshot evidence) => (result, evidence) = (Result, Evidence);
}
