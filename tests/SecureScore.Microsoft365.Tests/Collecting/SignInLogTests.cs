using System.Globalization;
using System.Text;
using SecureScore.Emulator;
using SecureScore.Emulator.Faults;
using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Tests.Collecting;

/// <summary>The parts of the sign-in log that a person waits for: bounded, and no loss where there are none.</summary>
public class SignInLogTests
{
    private const string Path = "/v1.0/auditLogs/signIns";

    [Fact]
    public async Task Only_the_last_days_are_read_and_of_legacy_authentication_a_month()
    {
        using var sample = new ChangedSample();
        sample.Write("graph/signIns.jsonl", string.Concat(
            SignIn(sample, 1, "Browser"), SignIn(sample, 2, "IMAP4"), SignIn(sample, 13, "Outlook Anywhere (RPC over HTTP)"), SignIn(sample, 15, "Browser"),
            SignIn(sample, 20, "Other clients"), SignIn(sample, 29, "Mobile Apps and Desktop clients"), SignIn(sample, 31, "POP3")));
        using var collection = new Collection(source: sample.Open());

        await collection.CollectAsync([Resources.RecentSignIns, Resources.LegacySignIns, Resources.SubscribedSkus]);

        DaysOf(collection, Resources.RecentSignIns).ShouldBe("1 2 13");
        DaysOf(collection, Resources.LegacySignIns).ShouldBe("2 13 20");
    }

    [Fact]
    public async Task A_log_without_end_is_left_after_some_pages()
    {
        using var sample = new ChangedSample();
        var rows = new StringBuilder();
        string row = SignIn(sample, 1, "IMAP4");
        for (int i = 0; i < 21_500; i++)
            rows.Append(row.Replace("\"id\":\"1\"", string.Create(CultureInfo.InvariantCulture, $"\"id\":\"{i}\""), StringComparison.Ordinal));
        sample.Write("graph/signIns.jsonl", rows.ToString());
        using var collection = new Collection(new EmulatorOptions { Quotas = true }, source: sample.Open());

        await collection.CollectAsync([Resources.RecentSignIns, Resources.LegacySignIns, Resources.SubscribedSkus]);

        foreach (string resource in new[] { Resources.RecentSignIns, Resources.LegacySignIns })
            (collection.StatusOf(resource), collection.Target.StateOf(resource).Count).ShouldBe((ResourceStatus.Collected, 20_000), collection.Target.StateOf(resource).Error);
        collection.Observer.Requests.Count(request => request.Path == Path && request.Status == 200).ShouldBe(40);
    }

    [Theory]
    [InlineData("no licence", ResourceStatus.NotLicensed, 0)]
    [InlineData("no permission", ResourceStatus.Denied, 1)]
    [InlineData("no log", ResourceStatus.Failed, 1)]
    public async Task Without_a_log_it_is_noted_why_and_nobody_waits(string what, ResourceStatus status, int requests)
    {
        using var sample = new ChangedSample();
        if (what == "no licence")
            sample.Write("graph/subscribedSkus.json", "[]");
        using var collection = new Collection(source: sample.Open());
        if (what == "no permission")
            collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Path = "signIns", Status = 403, Times = null });
        var before = collection.Clock.GetUtcNow();

        await collection.CollectAsync([Resources.LegacySignIns, Resources.SubscribedSkus]);

        collection.StatusOf(Resources.LegacySignIns).ShouldBe(status);
        collection.Target.StateOf(Resources.LegacySignIns).Permission.ShouldBe(status == ResourceStatus.Denied ? "AuditLog.Read.All" : null);
        collection.Tenant.Requests.Count(request => request.Path == Path).ShouldBe(requests);
        (collection.Clock.GetUtcNow() - before).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private static string DaysOf(Collection collection, string resource) => string.Join(' ', collection.RowsOf(resource).Select(row =>
        System.Text.Json.JsonDocument.Parse(row).RootElement.GetProperty("userId").GetString()));

    /// <summary>A sign-in some days ago, whose user is called by that number.</summary>
    private static string SignIn(ChangedSample sample, int days, string client)
    {
        string at = (sample.Open().Manifest.CollectedAt!.Value - TimeSpan.FromDays(days)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $$"""{"id":"{{days}}","createdDateTime":"{{at}}","userId":"{{days}}","clientAppUsed":"{{client}}","status":{"errorCode":0} }""" + "\n";
    }
}
