namespace SecureScore.Benchmarks;

/// <summary>All controls of the default edition on the sample tenant, again and again in one process.</summary>
internal static class SampleBenchmark
{
    private const int WarmUp = 100;
    private const int Rounds = 400;
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(10);

    public static void Run(Report report)
    {
        var baseline = Subject.InProcess("read the files (baseline)", () => JsonWalk.Walk(Repository.Sample));
        var judgement = Subject.InProcess("judge all controls", () => Judging.Judge(Repository.Sample));
        Series.Interleave(WarmUp, baseline, judgement);
        var series = Series.Interleave(Rounds, baseline, judgement);

        report.Title($"sample: {Path.GetFileName(Repository.Sample)}, warm, {Rounds} interleaved rounds, medians");
        report.Table(row => row.Median, series);
        report.Limit($"under {Report.Milliseconds(s_limit)}", series[1].Median < s_limit, Report.Milliseconds(series[1].Median));
    }
}
