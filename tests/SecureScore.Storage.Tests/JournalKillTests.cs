using System.Diagnostics;
using System.Globalization;
using SecureScore.Engine.History;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tests.Remediation;

namespace SecureScore.Storage.Tests;

public sealed class JournalKillTests(PostgresServer server) : StoreTest(server)
{
    // Six lines of the journal and three changes of the tenant, before and after each.
    private const int Points = 18;

    private static readonly string s_before = MadePlans.WithDefaults().ToJson();

    [Theory, OnSqlite, OnPostgres]
    public async Task Wherever_a_run_is_killed_undo_restores_the_tenant_byte_for_byte(StoreKind kind)
    {
        var location = NewLocation(kind);
        string tenant = NewPath();
        for (int point = 1; point <= Points; point++)
        {
            await File.WriteAllTextAsync(tenant, s_before);
            (await RunAsync("change", location, tenant, point)).ShouldBeNull($"point {point}");
            if (point == 1)
                continue;

            (await RunAsync("undo", location, tenant)).ShouldBe(point < 5 ? "AlreadyDone" : "Applied", $"point {point}");
            (await File.ReadAllTextAsync(tenant)).ShouldBe(s_before, $"point {point}");
        }

        (await RunAsync("change", location, tenant, Points + 1)).ShouldBe("Applied");
        var entries = JournalEntry.Of(await (await OpenAsync(location)).ReadJournalAsync(MadePlans.TenantId, None));
        entries.Count.ShouldBe(((Points - 1) * 2) + 1);
        entries.ShouldAllBe(entry => entry.IsIntact);
        entries.Where(entry => entry.UndoOf is null).SkipLast(1).ShouldAllBe(entry => entry.State == JournalState.Undone);
    }

    [Fact]
    public async Task Wherever_an_undo_is_killed_the_next_one_restores_the_tenant_byte_for_byte()
    {
        string changed = NewPath();
        string tenant = NewPath();
        string store = NewPath();
        await File.WriteAllTextAsync(tenant, s_before);
        (await RunAsync("change", StoreLocation.Parse(store), tenant)).ShouldBe("Applied");
        File.Copy(tenant, changed);
        for (int point = 1; point <= Points; point++)
        {
            var location = NewLocation(StoreKind.File);
            File.Copy(store, location.Value);
            File.Copy(changed, tenant, overwrite: true);
            (await RunAsync("undo", location, tenant, point)).ShouldBeNull($"point {point}");

            // When all was written, the entry has been taken back already.
            if (point < 15)
                (await RunAsync("undo", location, tenant)).ShouldNotBeNull($"point {point}");
            (await File.ReadAllTextAsync(tenant)).ShouldBe(s_before, $"point {point}");
            JournalEntry.Of(await (await OpenAsync(location)).ReadJournalAsync(MadePlans.TenantId, None)).SkipLast(1)
                .ShouldAllBe(entry => entry.State == JournalState.Undone, $"point {point}");
        }
    }

    /// <summary>Runs a process that changes the tenant, or takes that back.</summary>
    /// <returns>How it ended; null when it killed itself.</returns>
    private static async Task<string?> RunAsync(string what, StoreLocation location, string tenant, int point = 0)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(Writer.MadeHistory).Assembly.Location, what, location.Value, tenant, point.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode == 0)
            return output.Trim();

        process.ExitCode.ShouldBe(OperatingSystem.IsWindows() ? -1 : 128 + 9, output);
        return null;
    }
}
