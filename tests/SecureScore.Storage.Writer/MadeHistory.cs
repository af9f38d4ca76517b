using System.Globalization;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Storage.Writer;

/// <summary>A history that is made up, the same at each call: what a day must look like is known to whoever asks.</summary>
public sealed class MadeHistory(string tenantId, int controls, int changesADay)
{
    /// <summary>The first day.</summary>
    public static DateTimeOffset Begin { get; } = new(2024, 1, 1, 6, 0, 0, TimeSpan.Zero);

    /// <summary>The judgement of a day.</summary>
    public RecordedJudgement Day(int day)
    {
        RecordedControl[] all = [.. Enumerable.Range(0, controls).Select(number => Control(number, day)).OfType<RecordedControl>()];
        return new RecordedJudgement(
            new RecordedScore
            {
                TenantId = tenantId,
                TenantName = "Made up",
                Edition = "2026-09",
                RuleVersion = "1.0.0/00000000",
                CollectedAt = Begin.AddDays(day),
                RecordedAt = Begin.AddDays(day).AddMinutes(5),
                Score = all.Sum(control => control.ScoredPoints),
                MaxScore = all.Sum(control => control.ScoredMaxPoints),
                PlannedScore = all.Sum(control => control.ScoredPoints),
                AchievableScore = all.Sum(control => control.ScoredMaxPoints),
                CurrentLicenceScore = 87.6543210987m,
                Coverage = 95,
            },
            all);
    }

    /// <summary>The decisions of a day, which are written at once.</summary>
    public IReadOnlyList<DecisionEntry> Decisions(int day) =>
    [
        .. Enumerable.Range(0, 3).Select(number => new DecisionEntry
        {
            TenantId = tenantId,
            ControlId = Id(number),
            Status = ControlStatus.Planned,
            Note = string.Create(CultureInfo.InvariantCulture, $"day {day}"),
            DecidedAt = Begin.AddDays(day),
            DecidedBy = "writer",
        }),
    ];

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"control_{number:000}");

    // A control changes on each day that is its turn, and one in ten is away for a while.
    private RecordedControl? Control(int number, int day)
    {
        int turn = (day * changesADay + controls - 1 - number) / controls;
        if (number % 10 == 9 && turn % 7 == 3)
            return null;

        long compliant = (turn * 13 + number) % 101;
        return new RecordedControl
        {
            Id = Id(number),
            Title = $"What {Id(number)} asks for",
            Category = number % 3 == 0 ? "Identity" : number % 3 == 1 ? "Apps" : "Data",
            Product = string.Create(CultureInfo.InvariantCulture, $"Product {number % 12}"),
            IsShare = number % 2 == 0,
            Points = Math.Round(5m * compliant / 101, 10),
            MaxPoints = 5,
            MeasuredPoints = Math.Round(5m * compliant / 101, 10),
            CompliantCount = compliant,
            TotalCount = 101,
            AffectedCount = 101 - compliant,
            Outcome = compliant == 0 ? ControlOutcome.Failed : ControlOutcome.Partial,
            Source = ResultSource.Evidence,
            Licensed = number % 5 == 0 ? null : true,
        };
    }
}
