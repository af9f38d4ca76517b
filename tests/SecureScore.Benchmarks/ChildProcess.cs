using System.Diagnostics;

namespace SecureScore.Benchmarks;

/// <summary>A program that is run to its end in a process of its own, so that its memory is its own.</summary>
internal static class ChildProcess
{
    private const int PollMilliseconds = 20;

    /// <summary>Runs a program and takes its whole life: start-up, work and exit.</summary>
    /// <param name="output">What it wrote to standard output.</param>
    /// <param name="program">The program's file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="BenchmarkException">The program failed: its time would mean nothing.</exception>
    public static Measurement Run(out string output, string program, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var outputRead = process.StandardOutput.ReadToEndAsync();
        var errorRead = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(PollMilliseconds))
            peak = Math.Max(peak, PeakOf(process));

        var elapsed = Stopwatch.GetElapsedTime(begin);
        output = outputRead.GetAwaiter().GetResult();
        string error = errorRead.GetAwaiter().GetResult();
        return process.ExitCode == 0
            ? new Measurement(elapsed, peak)
            : throw new BenchmarkException($"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {error}{output}");
    }

    /// <summary>The largest working set so far. The operating system keeps the mark, so that asking now and then misses only the last moment.</summary>
    public static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            // macOS keeps no such mark: there the largest of the moments looked at has to do.
            return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question whether it runs and this one.
            return 0;
        }
    }
}

/// <summary>A benchmark that cannot measure what it promises.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
