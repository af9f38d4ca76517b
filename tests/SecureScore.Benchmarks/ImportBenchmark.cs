namespace SecureScore.Benchmarks;

/// <summary>What importing the module adds to the start of a shell.</summary>
internal static class ImportBenchmark
{
    private const int Rounds = 11;
    private static readonly TimeSpan s_overToy = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_overBare = TimeSpan.FromMilliseconds(150);
    private static readonly string[] s_foreign = ["Azure.", "Microsoft.Graph", "CsvHelper"];

    public static void Run(Report report)
    {
        if (Repository.PowerShell is null)
        {
            report.Line("import skipped: no pwsh on the PATH");
            return;
        }

        var bare = new Subject("pwsh alone (baseline)", () => Shell.Run(out _, "1"));
        var toy = new Subject("import a module of two cmdlets", () => Shell.Run(out _, $"Import-Module '{Repository.ToyModule}'"));
        var ours = new Subject("import SecureScore", () => Shell.Run(out _, $"Import-Module '{Repository.Module}'"));
        Series.Interleave(1, bare, toy, ours);
        var series = Series.Interleave(Rounds, bare, toy, ours);

        report.Title($"import: {Rounds} interleaved rounds of whole shells, lower quartiles");
        report.Table(row => row.LowerQuartile, series);
        Limit("over the module of two cmdlets", series[2].LowerQuartile - series[1].LowerQuartile, s_overToy);
        Limit("over the shell alone", series[2].LowerQuartile - series[0].LowerQuartile, s_overBare);

        Shell.Run(out string assemblies, $"Import-Module '{Repository.Module}'; [AppDomain]::CurrentDomain.GetAssemblies().ForEach{{ $_.GetName().Name }}");
        string[] loaded = assemblies.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!loaded.Contains("SecureScore.PowerShell"))
            throw new BenchmarkException("The import did not load SecureScore.PowerShell.");

        string[] foreign = [.. loaded.Where(name => s_foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))];
        report.Limit("loads no Azure, Graph or CsvHelper assembly", foreign.Length == 0, foreign.Length == 0 ? "none" : string.Join(", ", foreign));

        void Limit(string over, TimeSpan measured, TimeSpan limit) =>
            report.Limit($"at most {Report.Milliseconds(limit)} {over}", measured <= limit, Report.Milliseconds(measured));
    }
}
