using System.Globalization;
using System.Text.Json;

namespace SecureScore.Benchmarks;

/// <summary>A tenant of a million users, judged by the command line and in the shell, each in a process of its own.</summary>
internal static class MillionBenchmark
{
    private const int Users = 1_000_000;
    private const int Rounds = 5;
    private const double SmallestSpeed = 0.5;
    private const long LargestWorkingSet = 400_000_000;

    public static void Run(Report report)
    {
        string folder = TenantGenerator.Ensure(Users);
        long bytes = Directory.EnumerateFiles(folder, "*.json*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        report.Title($"million: {Users:N0} users, {Report.Megabytes(bytes)} of JSON, {Rounds} interleaved rounds of whole processes, lower quartiles");

        decimal score = CompareCommandLine(report, folder, rules: false);
        if (Repository.PowerShell is null)
        {
            report.Line("  skipped in the shell: no pwsh on the PATH");
            return;
        }

        Compare(
            report,
            new Subject("pwsh: read the files (baseline)", () => Shell.Run(out _, $"Import-Module '{Repository.ToyModule}'; Measure-Json -Path '{folder}'")),
            new Subject("pwsh: Get-SecureScore", () =>
            {
                var measurement = Shell.Run(
                    out string output, $"Import-Module '{Repository.Module}'; (Get-SecureScore -Snapshot '{folder}').Score.ToString([cultureinfo]::InvariantCulture)");
                return decimal.Parse(output, CultureInfo.InvariantCulture) == score
                    ? measurement
                    : throw new BenchmarkException($"The command line scored {score}, the shell {output.Trim()}.");
            }),
            limitsSpeed: false);
        CompareInSession(report, folder);
        CompareWithScript(report, folder);
    }

    /// <summary>The same with two hundred groups, of up to half of the users, that rules of mail protection name.</summary>
    public static void RunRules(Report report)
    {
        string folder = TenantGenerator.Ensure(Users, rules: true);
        report.Title($"rules: {Users:N0} users, 5,000 groups of which rules of mail protection name 200, {Rounds} interleaved rounds of whole processes, lower quartiles");
        CompareCommandLine(report, folder, rules: true);
    }

    private static decimal CompareCommandLine(Report report, string folder, bool rules)
    {
        decimal score = 0;
        Compare(
            report,
            new Subject("read the files (baseline)", () => ChildProcess.Run(out _, Environment.ProcessPath!, Program.Walk, folder)),
            new Subject("securescore score", () =>
            {
                var measurement = ChildProcess.Run(out string output, Repository.CommandLine, "score", "--snapshot", folder, "--format", "json");
                using var json = JsonDocument.Parse(output);
                score = json.RootElement.GetProperty("Score").GetDecimal();
                var controls = json.RootElement.GetProperty("Controls").EnumerateArray();
                Judging.Expect(id => controls.Single(control => control.GetProperty("Id").GetString() == id).GetProperty("Outcome").GetString()!, rules);
                return measurement;
            }));
        return score;
    }

    // The start of the shell, and of the module in it, is the whole process's above; here the cmdlets alone are timed.
    private static void CompareInSession(Report report, string folder)
    {
        Shell.Run(out string output, $$"""
            Import-Module '{{Repository.ToyModule}}', '{{Repository.Module}}'
            1..{{Rounds}} | ForEach-Object {
                $read = Measure-Command { Measure-Json -Path '{{folder}}' }
                $judge = Measure-Command { Get-SecureScore -Snapshot '{{folder}}' }
                "$($read.Ticks) $($judge.Ticks)"
            }
            """);
        var rounds = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ').Select(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var read = new Series("one session: read the files", [.. rounds.Select(round => new Measurement(TimeSpan.FromTicks(round[0]), 0))]);
        var judged = new Series("one session: Get-SecureScore", [.. rounds.Select(round => new Measurement(TimeSpan.FromTicks(round[1]), 0))]);
        report.Table(row => row.LowerQuartile, read, judged);
        LimitSpeed(report, read, judged);
    }

    // What an administrator would write without the module: one question about the same files. Once, for it takes minutes.
    private static void CompareWithScript(Report report, string folder)
    {
        string answer = "";
        var series = Series.Interleave(
            1,
            new Subject("pwsh: Get-ScoreControl (baseline)", () => Shell.Run(
                out answer, $"Import-Module '{Repository.Module}'; $c = Get-ScoreControl MFARegistrationV2 -Snapshot '{folder}'; \"$($c.CompliantCount) of $($c.TotalCount)\"")),
            new Subject("pwsh: Get-Content | ConvertFrom-Json", () =>
            {
                var measurement = Shell.Run(out string output, $$"""
                    $members = @{}
                    Get-Content '{{folder}}/graph/users.jsonl' | ConvertFrom-Json | ForEach-Object { if ($_.accountEnabled -and $_.userType -eq 'Member') { $members[$_.id] = $false } }
                    Get-Content '{{folder}}/graph/userRegistrationDetails.jsonl' | ConvertFrom-Json | ForEach-Object { if ($_.isMfaRegistered -and $members.ContainsKey($_.id)) { $members[$_.id] = $true } }
                    "$(@($members.Values | Where-Object { $_ }).Count) of $($members.Count)"
                    """);
                return output == answer ? measurement : throw new BenchmarkException($"The script counts {output.Trim()}, the control {answer.Trim()}.");
            }));
        report.Line("  all controls by the module, and MFA registration alone by a script");
        report.Table(row => row.LowerQuartile, series);
    }

    private static void Compare(Report report, Subject baseline, Subject judgement, bool limitsSpeed = true)
    {
        var series = Series.Interleave(Rounds, baseline, judgement);
        report.Table(row => row.LowerQuartile, series);
        if (limitsSpeed)
            LimitSpeed(report, series[0], series[1]);
        report.Limit($"working set under {Report.Megabytes(LargestWorkingSet)}", series[1].PeakBytes < LargestWorkingSet, Report.Megabytes(series[1].PeakBytes));
    }

    private static void LimitSpeed(Report report, Series baseline, Series judgement)
    {
        double speed = baseline.LowerQuartile / judgement.LowerQuartile;
        report.Limit("at least half the speed of the baseline", speed >= SmallestSpeed, $"{speed:0.00}");
    }
}
