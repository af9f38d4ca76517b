using SecureScore.Engine.History;

namespace SecureScore.PowerShell;

/// <summary>How a score stands to the organisation's bands and to the judgement before.</summary>
/// <param name="Zone">The band; null when nobody chose any.</param>
/// <param name="Before">The judgement before; null when there is none.</param>
internal sealed record ScoreStanding(ScoreZone? Zone, RecordedScore? Before);
