using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>The entries of a log since a review was last due. Streamed at each reading; nothing of them is kept.</summary>
internal sealed class ReviewWindow
{
    // Services keep a log for as long as the window, so that its first hours are often gone when it is read.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromDays(1);

    private readonly TenantEvidence _evidence;
    private readonly string _log;
    private readonly string _date;
    private readonly Func<EvidenceObject, string?> _unknownIn;
    private DateTimeOffset? _earliest;

    private ReviewWindow(TenantEvidence evidence, string log, string date, Func<EvidenceObject, string?> unknownIn)
    {
        _evidence = evidence;
        _log = log;
        _date = date;
        _unknownIn = unknownIn;
    }

    public required DateTimeOffset Start { get; init; }

    /// <summary>How often a review is due, in a word.</summary>
    public required string Cadence { get; init; }

    /// <summary>What is unknown about the entries that were read.</summary>
    public string? Unknown { get; private set; }

    /// <summary>Why the entries that were read do not tell of the whole window; null when they do, or nearly.</summary>
    public string? Gap => _earliest is not { } earliest ? $"{_log} holds no entry, so that it does not tell how far back it reaches"
        : earliest > Start + s_tolerance ? Begins(earliest)
        : null;

    /// <summary>That the entries begin after the window does; null when they do not.</summary>
    public string? BeginsLate => _earliest is { } earliest && earliest > Start ? Begins(earliest) : null;

    public static ReviewWindow Open(
        TenantEvidence evidence, string log, string date, ReviewCadence cadence, Func<EvidenceObject, string?> unknownIn)
    {
        var state = evidence.StateOf(log);
        var end = state.CollectedAt ?? evidence.Snapshot.Manifest.CollectedAt ?? throw new EvidenceUnavailableException(
            state.Status == ResourceStatus.Collected ? state with { Status = ResourceStatus.Failed, Error = "the snapshot does not tell when it was collected" } : state);
        var (days, word) = cadence switch
        {
            ReviewCadence.Monthly => (30, "monthly"),
            ReviewCadence.BiWeekly => (14, "every two weeks"),
            _ => (7, "weekly"),
        };
        return new ReviewWindow(evidence, log, date, unknownIn) { Start = end - TimeSpan.FromDays(days), Cadence = word };
    }

    /// <summary>Reads the log.</summary>
    public IEnumerable<LogEntry> Entries()
    {
        foreach (var row in _evidence.Stream(_log))
        {
            var date = row.Date(_date) ?? throw EvidenceUnavailableException.Unusable(_log, $"an entry does not tell its {_date}");
            _earliest = _earliest is { } earliest && earliest <= date ? earliest : date;
            if (date < Start)
                continue;

            Unknown ??= _unknownIn(row);
            yield return new LogEntry(date, row);
        }
    }

    private string Begins(DateTimeOffset earliest) => string.Create(
        CultureInfo.InvariantCulture, $"{_log} begins on {earliest.UtcDateTime:yyyy-MM-dd}, and the time to review on {Start.UtcDateTime:yyyy-MM-dd}");
}

/// <summary>One entry of a log.</summary>
internal readonly record struct LogEntry(DateTimeOffset Date, EvidenceObject Row)
{
    public string Day => Date.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + "Z";
}
