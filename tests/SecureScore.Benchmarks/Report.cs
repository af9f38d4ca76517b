namespace SecureScore.Benchmarks;

/// <summary>The tables that the benchmarks print, and whether all limits held.</summary>
internal sealed class Report(TextWriter output)
{
    private const double Megabyte = 1e6;

    /// <summary>Whether every limit so far held.</summary>
    public bool Holds { get; private set; } = true;

    public void Title(string title) => Line($"\n{title}");

    /// <summary>Prints a plain line.</summary>
    public void Line(string line) => output.WriteLine(line);

    /// <summary>Prints the series, each with its time as a ratio to the first one's.</summary>
    public void Table(Func<Series, TimeSpan> time, params IReadOnlyList<Series> series)
    {
        Line($"  {"",-34}{"time",12}{"ratio",8}{"peak memory",14}");
        foreach (var row in series)
        {
            double ratio = time(row) / time(series[0]);
            Line($"  {row.Name,-34}{Milliseconds(time(row)),12}{ratio,8:0.00}{Megabytes(row.PeakBytes),14}");
        }
    }

    /// <summary>Prints a limit and whether it holds.</summary>
    public void Limit(string name, bool holds, string measured)
    {
        Holds &= holds;
        Line($"  {(holds ? "holds " : "MISSED")}  {name}: {measured}");
    }

    public static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:N1} ms";

    public static string Megabytes(long bytes) => $"{bytes / Megabyte:N0} MB";
}
