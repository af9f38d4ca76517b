namespace SecureScore.Benchmarks;

/// <summary>Whether the time of a judgement grows with the number of users and no faster.</summary>
internal static class LinearBenchmark
{
    private const int Rounds = 5;
    private const double Limit = 1.6;
    private const double SmallestSpeed = 0.5;

    // So few users that what remains is the cost of any judgement. The repeats make the runs of all sizes about equally long.
    private static readonly Size s_fixed = new(TenantGenerator.SmallestTenant, 100);
    private static readonly Size[] s_sizes = [new(10_000, 50), new(100_000, 5), new(1_000_000, 1)];

    public static void Run(Report report)
    {
        Size[] sizes = [s_fixed, .. s_sizes];
        Subject[] subjects = [.. sizes.Select(Read), .. sizes.Select(Judge)];
        Series.Interleave(1, subjects);
        var series = Series.Interleave(Rounds, subjects);
        var read = sizes.Zip(series, (size, row) => row.Median / size.Repeats).ToArray();
        var judged = sizes.Zip(series.Skip(sizes.Length), (size, row) => row.Median / size.Repeats).ToArray();
        double[] perUser = [.. sizes.Zip(judged, (size, time) => (time - judged[0]).TotalMicroseconds / size.Users)];

        report.Title($"linear: warm, in one process, {Rounds} interleaved rounds, medians");
        report.Line($"  {"users",-12}{"read (baseline)",18}{"judge",14}{"ratio",8}{"a user",12}");
        for (int index = 0; index < sizes.Length; index++)
        {
            string user = index == 0 ? "fixed cost" : $"{perUser[index]:0.00} us";
            report.Line($"  {sizes[index].Users,-12:N0}{Report.Milliseconds(read[index]),18}{Report.Milliseconds(judged[index]),14}{judged[index] / read[index],8:0.00}{user,12}");
        }

        double speed = read[^1] / judged[^1];
        report.Limit($"at {sizes[^1].Users:N0} users at least half the speed of the baseline", speed >= SmallestSpeed, $"{speed:0.00}");
        report.Line($"  peak memory: {Report.Megabytes(series.Max(row => row.PeakBytes))}");
        for (int index = 2; index < sizes.Length; index++)
        {
            double growth = perUser[index] / perUser[1];
            report.Limit($"a user of {sizes[index].Users:N0} costs at most {Limit} times one of {sizes[1].Users:N0}", growth <= Limit, $"{growth:0.00}");
        }
    }

    private static Subject Read(Size size) => Repeated("read", size, folder => JsonWalk.Walk(folder));

    private static Subject Judge(Size size) => Repeated("judge", size, folder => Judging.Judge(folder));

    private static Subject Repeated(string name, Size size, Action<string> work)
    {
        string folder = TenantGenerator.Ensure(size.Users);
        return Subject.InProcess(name, () =>
        {
            for (int time = 0; time < size.Repeats; time++)
                work(folder);
        });
    }

    private sealed record Size(int Users, int Repeats);
}
