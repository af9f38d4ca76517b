using System.Globalization;

namespace SecureScore.Benchmarks;

/// <summary>From the prompt of a new shell to the score of the demo tenant: sign in, collect, judge, show.</summary>
internal static class DemoBenchmark
{
    private const int Rounds = 5;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    public static void Run(Report report)
    {
        if (Repository.PowerShell is null)
        {
            report.Line("demo skipped: no pwsh on the PATH");
            return;
        }

        var judged = new Subject("judge the same snapshot (baseline)", () => Time($"Get-SecureScore -Snapshot '{Repository.Sample}'"));
        var demo = new Subject("connect, collect, judge", () => Time("Connect-SecureScore -Demo; Get-SecureScore"));
        Series.Interleave(1, judged, demo);
        var series = Series.Interleave(Rounds, judged, demo);

        report.Title($"demo: {Rounds} interleaved rounds in new shells that have imported the module, lower quartiles");
        report.Table(row => row.LowerQuartile, series);
        report.Limit($"under {Report.Milliseconds(s_limit)} from the prompt", series[1].LowerQuartile < s_limit, Report.Milliseconds(series[1].LowerQuartile));
    }

    private static Measurement Time(string commands)
    {
        var whole = Shell.Run(out string output, $$"""
            Import-Module '{{Repository.Module}}'
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $null = . { {{commands}} } 3>&1 | Out-String
            $clock.Elapsed.Ticks
            """);
        return whole with { Time = TimeSpan.FromTicks(long.Parse(output, CultureInfo.InvariantCulture)) };
    }
}
