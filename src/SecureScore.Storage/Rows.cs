using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Storage;

/// <summary>A series with its tenant.</summary>
internal sealed class SeriesRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string TenantId { get; init; } = "";

    public string? TenantName { get; init; }
}

/// <summary>A row of judgement.</summary>
internal sealed class JudgementRow
{
    public long Id { get; set; }

    public long Series { get; init; }

    public long CollectedAt { get; init; }

    public long RecordedAt { get; init; }

    public string Edition { get; init; } = "";

    public string RuleVersion { get; init; } = "";

    public long Score { get; init; }

    public long MaxScore { get; init; }

    public long Asserted { get; init; }

    public long Planned { get; init; }

    public long Achievable { get; init; }

    public long? CurrentLicence { get; init; }

    public long? Coverage { get; init; }

    public static JudgementRow Of(RecordedScore score, long series) => new()
    {
        Series = series,
        CollectedAt = Stored.Moment(score.CollectedAt),
        RecordedAt = Stored.Moment(score.RecordedAt),
        Edition = score.Edition,
        RuleVersion = score.RuleVersion,
        Score = Stored.Number(score.Score),
        MaxScore = Stored.Number(score.MaxScore),
        Asserted = Stored.Number(score.AssertedPoints),
        Planned = Stored.Number(score.PlannedScore),
        Achievable = Stored.Number(score.AchievableScore),
        CurrentLicence = Stored.Number(score.CurrentLicenceScore),
        Coverage = Stored.Number(score.Coverage),
    };

    /// <summary>Whether another row differs in nothing but when it was recorded.</summary>
    public bool SaysTheSame(JudgementRow other) =>
        (Edition, RuleVersion, Score, MaxScore, Asserted, Planned) == (other.Edition, other.RuleVersion, other.Score, other.MaxScore, other.Asserted, other.Planned)
        && (Achievable, CurrentLicence, Coverage) == (other.Achievable, other.CurrentLicence, other.Coverage);

    public RecordedScore ToScore(SeriesRow series) => new()
    {
        TenantId = series.TenantId,
        TenantName = series.TenantName,
        Series = series.Name,
        Edition = Edition,
        RuleVersion = RuleVersion,
        CollectedAt = Stored.ToMoment(CollectedAt),
        RecordedAt = Stored.ToMoment(RecordedAt),
        Score = Stored.ToDecimal(Score),
        MaxScore = Stored.ToDecimal(MaxScore),
        AssertedPoints = Stored.ToDecimal(Asserted),
        PlannedScore = Stored.ToDecimal(Planned),
        AchievableScore = Stored.ToDecimal(Achievable),
        CurrentLicenceScore = Stored.ToDecimal(CurrentLicence),
        Coverage = Stored.ToDecimal(Coverage),
    };
}

/// <summary>A row of decision.</summary>
internal sealed class DecisionRow
{
    public string ControlId { get; init; } = "";

    public long Status { get; init; }

    public string? Note { get; init; }

    public string? Owner { get; init; }

    public long? Expires { get; init; }

    public long DecidedAt { get; init; }

    public string DecidedBy { get; init; } = "";

    public long? Outcome { get; init; }

    public long? Points { get; init; }

    public long? MaxPoints { get; init; }

    public long? Compliant { get; init; }

    public long? Total { get; init; }

    public long? Affected { get; init; }

    public DecisionEntry ToEntry(string tenantId) => new()
    {
        TenantId = tenantId,
        ControlId = ControlId,
        Status = Stored.ToEnum<ControlStatus>(Status),
        Note = Note,
        Owner = Owner,
        Expires = Stored.ToMoment(Expires),
        DecidedAt = Stored.ToMoment(DecidedAt),
        DecidedBy = DecidedBy,
        Evidence = Outcome is not { } outcome ? null : new DecisionEvidence
        {
            Outcome = Stored.ToEnum<ControlOutcome>(outcome),
            Points = Stored.ToDecimal(Points),
            MaxPoints = Stored.ToDecimal(MaxPoints),
            CompliantCount = Compliant,
            TotalCount = Total,
            AffectedCount = Affected,
        },
    };
}

/// <summary>A row of journal.</summary>
internal sealed class JournalRow
{
    public long Sequence { get; init; }

    public string TenantId { get; init; } = "";

    public string EntryId { get; init; } = "";

    public string Event { get; init; } = "";

    public string ControlId { get; init; } = "";

    public string RemediationId { get; init; } = "";

    public long At { get; init; }

    public string Author { get; init; } = "";

    public string? UndoOf { get; init; }

    public string Changes { get; init; } = "";

    public long? Step { get; init; }

    public string? Detail { get; init; }

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    public static JournalRow Of(JournalRecord record) => new()
    {
        Sequence = record.Sequence,
        TenantId = record.Draft.TenantId,
        EntryId = record.Draft.EntryId,
        Event = record.Draft.Event.ToString(),
        ControlId = record.Draft.ControlId,
        RemediationId = record.Draft.RemediationId,
        At = Stored.Moment(record.Draft.At),
        Author = record.Draft.By,
        UndoOf = record.Draft.UndoOf,
        Changes = TenantChangeText.Write(record.Draft.Changes),
        Step = record.Draft.Step,
        Detail = record.Draft.Detail,
        PreviousHash = record.PreviousHash,
        Hash = record.Hash,
    };

    /// <summary>The line. One that somebody damaged has what can be read of it: the others are as good as before.</summary>
    public JournalRecord ToRecord()
    {
        bool isKnown = Array.IndexOf(Enum.GetNames<JournalEvent>(), Event) >= 0;
        bool isMoment = At >= 0 && At <= DateTimeOffset.MaxValue.UtcTicks;
        bool isStep = Step is null or (>= 0 and <= int.MaxValue);
        var changes = ReadChanges();
        return new JournalRecord(
            Sequence,
            new JournalDraft
            {
                TenantId = TenantId,
                EntryId = EntryId,
                Event = isKnown ? Enum.Parse<JournalEvent>(Event) : JournalEvent.Begun,
                ControlId = ControlId,
                RemediationId = RemediationId,
                At = isMoment ? Stored.ToMoment(At) : DateTimeOffset.MinValue,
                By = Author,
                UndoOf = UndoOf,
                Changes = changes ?? [],
                Step = isStep ? (int?)Step : null,
                Detail = Detail,
            },
            PreviousHash,
            Hash)
        {
            IsReadable = isKnown && isMoment && isStep && changes is not null,
        };
    }

    private IReadOnlyList<TenantChange>? ReadChanges()
    {
        try
        {
            return TenantChangeText.Read(Changes);
        }
        catch (FormatException)
        {
            // The line is marked as one that cannot be read.
            return null;
        }
    }
}
