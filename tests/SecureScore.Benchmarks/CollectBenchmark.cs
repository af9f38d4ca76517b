namespace SecureScore.Benchmarks;

/// <summary>Collecting a tenant over real sockets from an emulated tenant, each in a process of its own.</summary>
internal static class CollectBenchmark
{
    private const long LargestWorkingSet = 400_000_000;

    /// <summary>Documented quotas on: whether the collector loses time beside what the slowest of them takes.</summary>
    public static void RunQuotas(Report report)
    {
        // Seventeen pages of the registration report, of which five go in ten seconds.
        const int Users = 16_000;
        const int Rounds = 2;
        const double Limit = 1.3;
        string folder = TenantGenerator.Ensure(Users);
        report.Title($"collect-quotas: {Users:N0} users, documented quotas on, {Rounds} rounds, the slower one");
        var runs = new List<(Measurement Measured, CollectionOutcome Outcome)>();
        for (int round = 0; round < Rounds; round++)
        {
            // A new tenant has all of its quotas left.
            using var emulator = EmulatorProcess.Start(folder, quotas: true);
            runs.Add((CollectionProcess.Run(out var outcome, emulator, folder, quotas: true), outcome));
        }

        var slower = runs.MaxBy(run => run.Measured.Time).Outcome;
        report.Table(
            series => series.Runs.Max(run => run.Time),
            new Series($"the quota of {slower.SlowestQuota} (baseline)", [new Measurement(slower.QuotaTime, 0)]),
            new Series("collect everything", [.. runs.Select(run => run.Measured)]));
        report.Line($"  {slower.Requests} requests, {runs.Max(run => run.Outcome.Throttled)} answered with 429");
        report.Limit($"at most {Limit} times what the slowest quota takes", slower.Time <= slower.QuotaTime * Limit, $"{slower.Time / slower.QuotaTime:0.00}");
    }

    /// <summary>Latency of a network: how much faster than what an administrator would write today.</summary>
    public static void RunPlain(Report report)
    {
        const int Users = 200;
        const int Groups = 50;
        const int Rounds = 3;
        const double Limit = 5;
        var latency = TimeSpan.FromMilliseconds(50);
        if (Repository.PowerShell is null)
        {
            report.Line("collect-plain skipped: no pwsh on the PATH");
            return;
        }

        string folder = TenantGenerator.Ensure(Users, groups: Groups);
        report.Title($"collect-plain: {Users} users, {Groups} groups, {Report.Milliseconds(latency)} of latency, {Rounds} interleaved rounds, the collection alone in processes of their own, medians");
        using var emulator = EmulatorProcess.Start(folder, latency);
        PlainScript.Answer? plain = null;
        CollectionOutcome? collected = null;
        var series = Series.Interleave(
            Rounds,
            new Subject("pwsh: Invoke-RestMethod (baseline)", () => PlainScript.Run(out plain, emulator)),
            new Subject("collect, quotas off", () => CollectionProcess.Run(out collected, emulator, folder, quotas: false)),
            new Subject("collect as shipped, quotas kept", () => CollectionProcess.Run(out _, emulator, folder, quotas: true)));
        if (!plain!.Agrees(collected!))
            throw new BenchmarkException($"The script has {plain}, the collector other rows: {string.Join(", ", collected!.Counts)}.");

        report.Table(row => row.Median, series);
        report.Line($"  {plain.Requests} requests by the script, {collected!.Requests} by the collector");
        double faster = series[0].Median / series[1].Median;
        report.Limit($"at least {Limit} times faster than the script", faster >= Limit, $"{faster:0.0}");
    }

    /// <summary>Tenants that grow: whether memory stays bounded, and time grows with the users and no faster.</summary>
    public static void RunLarge(Report report)
    {
        const double Limit = 1.2;

        // So few users that what remains is the cost of any collection: starting, compiling, and all that does not grow.
        Size[] sizes = [new(200, 50), new(100_000, 1_000), new(1_000_000, 10_000)];
        report.Title("collect-large: no latency, quotas off, one run each after a warm-up of the emulated tenant");
        report.Line($"  {"users",-12}{"groups",8}{"time",14}{"processor",14}{"a user",12}{"peak memory",14}");
        var runs = new List<(Measurement Measured, CollectionOutcome Outcome)>();
        foreach (var size in sizes)
        {
            string folder = TenantGenerator.Ensure(size.Users, groups: size.Groups);
            using var emulator = EmulatorProcess.Start(folder);
            if (size == sizes[0])
                CollectionProcess.Run(out _, emulator, folder, quotas: false);
            runs.Add((CollectionProcess.Run(out var outcome, emulator, folder, quotas: false), outcome));
            string user = size == sizes[0] ? "fixed cost" : $"{PerUser(runs.Count - 1):0.0} us";
            report.Line($"  {size.Users,-12:N0}{size.Groups,8:N0}{Report.Milliseconds(outcome.Time),14}{Report.Milliseconds(outcome.ProcessorTime),14}{user,12}{Report.Megabytes(runs[^1].Measured.PeakBytes),14}");
        }

        for (int index = 1; index < sizes.Length; index++)
        {
            report.Limit(
                $"working set under {Report.Megabytes(LargestWorkingSet)} with {sizes[index].Users:N0} users",
                runs[index].Measured.PeakBytes < LargestWorkingSet, Report.Megabytes(runs[index].Measured.PeakBytes));
        }

        double growth = PerUser(2) / PerUser(1);
        report.Limit($"a user of {sizes[2].Users:N0} costs at most {Limit} times one of {sizes[1].Users:N0}", growth <= Limit, $"{growth:0.00}");

        // Processor time of the collector: the wall time is as much that of the emulated tenant, which writes every page.
        double PerUser(int index) =>
            (runs[index].Outcome.ProcessorTime - runs[0].Outcome.ProcessorTime).TotalMicroseconds / (sizes[index].Users - sizes[0].Users);
    }

    private sealed record Size(int Users, int Groups);
}
