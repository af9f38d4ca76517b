using System.Diagnostics;
using System.Globalization;
using SecureScore.Engine.History;

namespace SecureScore.Storage.Tests;

public sealed class KillTests(PostgresServer server) : StoreTest(server)
{
    private const int Kills = 15;
    private const int Controls = 80;
    private const int Changes = 40;
    private const int Forever = 1_000_000;

    /// <summary>A writer is killed again and again, each time at another moment, and the next goes on where it was. What it reported as done is
    /// there, and of what it was doing all or nothing.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_reported_survives_a_kill_and_nothing_is_half(StoreKind kind)
    {
        var location = NewLocation(kind);
        await OpenAsync(location);
        var random = new Random(20260913);
        int day = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            var (judged, decided) = await WriteUntilKilledAsync(location, day, random);

            await using var store = await new ScoreStores().OpenAsync(location, None);
            var made = Made(Controls, Changes);
            var judgements = await AllAsync(store);
            judgements.Count.ShouldBeGreaterThan(judged);
            judgements.Count.ShouldBeLessThanOrEqualTo(judged + 2);
            for (int index = day; index < judgements.Count; index++)
                ShouldBeSame(judgements[index], made.Day(index));

            var decisions = (await store.ReadDecisionsAsync(Tenant, null, None)).GroupBy(decision => decision.Note!, StringComparer.Ordinal).ToArray();
            decisions.ShouldAllBe(together => together.Count() == 3);
            decided.ShouldAllBe(reported => decisions.Any(together => together.Key == $"day {reported}"));
            day = judgements.Count;
        }
    }

    /// <summary>Starts a writer and kills it a moment after it reported a few writes.</summary>
    /// <returns>The last day whose judgement was reported, and the days whose decisions were.</returns>
    private static async Task<(int Judged, IReadOnlyList<int> Decided)> WriteUntilKilledAsync(StoreLocation location, int firstDay, Random random)
    {
        using var process = Start(location, firstDay, Forever);
        var lines = new List<string>();
        try
        {
#pragma warning disable CA5394 // The same moments each time, as far as a clock allows.
            int reports = random.Next(1, 8);
            int spins = random.Next(0, 400_000);
#pragma warning restore CA5394
            while (lines.Count < reports && await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
                lines.Add(line);
            Thread.SpinWait(spins);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        lines.AddRange((await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        int[] Days(string what) =>
            [.. lines.Select(line => line.Split(' ')).Where(words => words is [var kind, _] && kind == what).Select(words => int.Parse(words[1], CultureInfo.InvariantCulture))];
        Days("judgement").ShouldNotBeEmpty(await process.StandardError.ReadToEndAsync());
        return (Days("judgement").Max(), Days("decisions"));
    }

    private static Process Start(StoreLocation location, int firstDay, int days) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            typeof(Writer.MadeHistory).Assembly.Location,
            location.Value,
            Tenant,
            .. new[] { firstDay, days, Controls, Changes }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;
}
