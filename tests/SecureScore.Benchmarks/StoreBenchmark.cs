using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;
using SecureScore.Storage;
using SecureScore.Storage.Writer;

namespace SecureScore.Benchmarks;

/// <summary>The store in a file: what a judgement costs to record, what ten years of them cost to keep and to ask, and whether a thousand tenants
/// slow down the next.</summary>
internal static class StoreBenchmark
{
    private const int Controls = 460;
    private const int ChangesADay = 10;
    private const int Days = 3650;
    private const int Tenants = 1000;
    private const int Rounds = 15;
    private const int FileBytes = 64 * 1024;
    private const double LargestGrowth = 1.3;
    private const long LargestStore = 100_000_000;

    private static readonly TimeSpan s_record = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_query = TimeSpan.FromMilliseconds(200);

    public static void Run(Report report)
    {
        string folder = Directory.CreateTempSubdirectory("securescore-benchmark-").FullName;
        try
        {
            Record(report, folder);
            Ask(report, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Record(Report report, string folder)
    {
        var few = Open(Path.Join(folder, "few.db"));
        var many = Open(Path.Join(folder, "many.db"));
        for (int tenant = 0; tenant < Tenants; tenant++)
            Wait(many.RecordAsync(Made($"other{tenant}").Day(0), default));

        int day = 1;
        int next = 0;
        string scratch = Path.Join(folder, "scratch");
        byte[] bytes = new byte[FileBytes];
        Wait(few.RecordAsync(Made("tenant").Day(0), default));
        Wait(many.RecordAsync(Made("tenant").Day(0), default));
        Subject[] subjects =
        [
            Subject.InProcess("64 KB to the disk (baseline)", () =>
            {
                using var file = File.Create(scratch);
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }),
            Prepared($"{Controls} controls, the first time", () => Made($"new{next++}").Day(0), judgement => Wait(few.RecordAsync(judgement, default))),
            Prepared($"the same beside {Tenants:N0} tenants", () => Made($"new{next++}").Day(0), judgement => Wait(many.RecordAsync(judgement, default))),
            Prepared($"a day with {ChangesADay} changes", () => Made("tenant").Day(day), judgement => Wait(few.RecordAsync(judgement, default))),
            Prepared($"the same beside {Tenants:N0} tenants", () => Made("tenant").Day(day++), judgement => Wait(many.RecordAsync(judgement, default))),
        ];
        Series.Interleave(3, subjects);
        var series = Series.Interleave(Rounds, subjects);
        Close(few);
        Close(many);

        report.Title($"store: recording a judgement in a file, {Rounds} interleaved rounds, medians");
        report.Table(row => row.Median, series);
        report.Limit($"{Controls} controls recorded in under {Report.Milliseconds(s_record)}", series[1].Median < s_record, Report.Milliseconds(series[1].Median));
        foreach (int index in (int[])[2, 4])
        {
            double growth = series[index].Median / series[index - 1].Median;
            report.Limit($"{series[index - 1].Name}: beside {Tenants:N0} tenants at most {LargestGrowth} times as long", growth <= LargestGrowth, $"{growth:0.00}");
        }
    }

    private static void Ask(Report report, string folder)
    {
        string path = Path.Join(folder, "years.db");
        var made = Made("tenant");
        var store = Open(path);
        for (int day = 0; day < Days; day++)
        {
            Wait(store.RecordAsync(made.Day(day), default));
            if (day % 30 == 0)
                Wait(store.AddDecisionsAsync(made.Decisions(day), default));
        }

        Close(store);
        long bytes = new FileInfo(path).Length;
        store = Open(path);
        var all = new HistoryQuery("tenant");
        var last = Wait(store.FindLatestAsync("tenant", RecordedScore.CurrentSeries, null, default))!;
        var result = new SecureScoreResult { Edition = last.Score.Edition };
        ScoreHistory History(HistoryQuery query) => Wait(store.ReadHistoryAsync(query, default));
        IReadOnlyList<DecisionEntry> Decisions() => Wait(store.ReadDecisionsAsync("tenant", null, default));
        Subject[] subjects =
        [
            Subject.InProcess("read the file (baseline)", () => File.ReadAllBytes(path)),
            Subject.InProcess("the newest judgement", () => Wait(store.FindLatestAsync("tenant", RecordedScore.CurrentSeries, null, default))),
            Subject.InProcess("the score by day", () => HistoryPoints.Of(History(all with { WithControls = false }), HistoryPeriod.Day, HistorySubject.Score)),
            Subject.InProcess("the score by month", () => HistoryPoints.Of(History(all with { WithControls = false }), HistoryPeriod.Month, HistorySubject.Score)),
            Subject.InProcess("each category by day", () => HistoryPoints.Of(History(all), HistoryPeriod.Day, HistorySubject.Category)),
            Subject.InProcess("each product by week", () => HistoryPoints.Of(History(all), HistoryPeriod.Week, HistorySubject.Product)),
            Subject.InProcess("one control by day", () => HistoryPoints.Of(History(all with { ControlId = "control_007" }), HistoryPeriod.Day, HistorySubject.Control)),
            Subject.InProcess("all events", () => GC.KeepAlive(ScoreEvents.Of(History(all), Decisions()).ToArray())),
            Subject.InProcess("the events of 90 days", () => GC.KeepAlive(ScoreEvents.Of(History(all with { From = last.Score.CollectedAt.AddDays(-90) }), Decisions()).ToArray())),
            Subject.InProcess("what has regressed", () => Regression.Mark(result, History(all with { From = last.Score.CollectedAt - Regression.Memory }))),
            Subject.InProcess("the trend of accepted risks", () => ScoreTrends.RiskAcceptance(History(all), HistoryPeriod.Month)),
        ];
        Series.Interleave(3, subjects);
        var series = Series.Interleave(Rounds, subjects);
        Close(store);

        report.Title($"store: {Days:N0} days of one tenant, {ChangesADay} of {Controls} controls changing a day, {Rounds} interleaved rounds, medians");
        report.Table(row => row.Median, series);
        report.Limit($"under {Report.Megabytes(LargestStore)}", bytes < LargestStore, Report.Megabytes(bytes));
        foreach (var row in series.Skip(1))
            report.Limit($"{row.Name} in under {Report.Milliseconds(s_query)}", row.Median < s_query, Report.Milliseconds(row.Median));
    }

    private static MadeHistory Made(string tenant) => new(tenant, Controls, ChangesADay);

    // What is recorded is made before the clock runs.
    private static Subject Prepared(string name, Func<RecordedJudgement> make, Action<RecordedJudgement> record) => new(name, () =>
    {
        var judgement = make();
        return Subject.InProcess(name, () => record(judgement)).Run();
    });

    private static IScoreStore Open(string path) => Wait(new ScoreStores().OpenAsync(StoreLocation.Parse(path), default));

    private static void Close(IScoreStore store) => store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
