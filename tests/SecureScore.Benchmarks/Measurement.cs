using System.Diagnostics;

namespace SecureScore.Benchmarks;

/// <summary>What one run took.</summary>
/// <param name="Time">Wall time.</param>
/// <param name="PeakBytes">The largest working set of the process that did the work.</param>
internal sealed record Measurement(TimeSpan Time, long PeakBytes);

/// <summary>Something to be measured: a name for the table and what one run of it does.</summary>
internal sealed record Subject(string Name, Func<Measurement> Run)
{
    /// <summary>Work inside this process.</summary>
    public static Subject InProcess(string name, Action work) => new(name, () =>
    {
        long start = Stopwatch.GetTimestamp();
        work();
        var elapsed = Stopwatch.GetElapsedTime(start);
        using var self = Process.GetCurrentProcess();
        return new Measurement(elapsed, ChildProcess.PeakOf(self));
    });
}

/// <summary>All runs of one subject.</summary>
internal sealed record Series(string Name, IReadOnlyList<Measurement> Runs)
{
    public TimeSpan Median => Quantile(0.5);

    public TimeSpan LowerQuartile => Quantile(0.25);

    public long PeakBytes => Runs.Max(run => run.PeakBytes);

    /// <summary>Runs the subjects in turn, so that a machine that slows down slows all of them.</summary>
    public static IReadOnlyList<Series> Interleave(int rounds, params IReadOnlyList<Subject> subjects)
    {
        var runs = subjects.Select(_ => new List<Measurement>(rounds)).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int index = 0; index < subjects.Count; index++)
                runs[index].Add(subjects[index].Run());
        }

        return [.. subjects.Select((subject, index) => new Series(subject.Name, runs[index]))];
    }

    private TimeSpan Quantile(double share)
    {
        var times = Runs.Select(run => run.Time).Order().ToArray();
        return times[(int)(share * (times.Length - 1))];
    }
}
