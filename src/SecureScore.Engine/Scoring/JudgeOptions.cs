using SecureScore.Engine.Decisions;

namespace SecureScore.Engine.Scoring;

/// <summary>How a tenant is judged.</summary>
public sealed record JudgeOptions
{
    /// <summary>Leave Microsoft's published points out: only what the evidence shows counts.</summary>
    public bool EvidenceOnly { get; init; }

    /// <summary>The administrator's decisions.</summary>
    public IReadOnlyCollection<ControlDecision> Decisions { get; init; } = [];

    /// <summary>The clock by which decisions expire.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
