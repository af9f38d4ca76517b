using System.Globalization;
using System.Text.Json;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Faults;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public class FaultTests
{
    private const string Users = "/v1.0/users?$select=id&$top=100";

    [Fact]
    public async Task A_fault_happens_as_often_as_it_is_told_after_what_it_lets_pass()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Path = "/users", After = 1, Times = 2, Status = 502 });

        var statuses = new List<int>();
        for (int request = 0; request < 4; request++)
            statuses.Add((await demo.GetAsync(Users)).Status);

        statuses.ShouldBe([200, 502, 502, 200]);
        (await demo.GetAsync("/v1.0/organization")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_fault_befalls_its_service_and_its_cmdlet_only()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status)
        {
            Service = EmulatedService.Exchange,
            Path = "InvokeCommand/Get-TransportRule",
            Times = null,
        });
        demo.Token = demo.Tenant.IssueToken(TenantService.Exchange);

        (await demo.InvokeAsync("Get-TransportRule")).Status.ShouldBe(503);
        (await demo.InvokeAsync("Get-TransportConfig")).Status.ShouldBe(200);
        demo.Tenant.Faults.Clear();
        (await demo.InvokeAsync("Get-TransportRule")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Throttling_says_when_to_come_back_in_seconds_or_by_date_or_not_at_all()
    {
        var clock = new ManualClock();
        using var demo = new Demo(new EmulatorOptions { Clock = clock });
        var wait = TimeSpan.FromSeconds(7);
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Throttle) { RetryAfter = wait });
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Throttle) { RetryAfter = wait, RetryAfterAsDate = true });
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Throttle));

        var inSeconds = await demo.GetAsync(Users);
        var byDate = await demo.GetAsync(Users);
        var never = await demo.GetAsync(Users);

        inSeconds.Status.ShouldBe(429);
        inSeconds.Header("Retry-After").ShouldBe("7");
        byDate.Header("Retry-After").ShouldBe((clock.GetUtcNow() + wait).ToString("R", CultureInfo.InvariantCulture));
        never.Status.ShouldBe(429);
        never.Header("Retry-After").ShouldBeNull();
        (await demo.GetAsync(Users)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task One_request_of_a_batch_is_throttled_by_itself()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Throttle) { Path = "/domains", RetryAfter = TimeSpan.FromSeconds(3) });
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Reset) { Path = "/subscribedSkus" });

        var answer = await demo.PostAsync("/v1.0/$batch", """
            {"requests":[{"id":"1","method":"GET","url":"/domains"},{"id":"2","method":"GET","url":"/organization"},{"id":"3","method":"GET","url":"/subscribedSkus"}]}
            """);

        var responses = answer.Json.GetProperty("responses").EnumerateArray().ToList();
        responses.Select(item => item.GetProperty("status").GetInt32()).ShouldBe([429, 200, 503]);
        responses[0].GetProperty("headers").GetProperty("Retry-After").GetString().ShouldBe("3");
    }

    [Fact]
    public async Task Connections_break_as_they_do_elsewhere()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Reset));
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Truncate));

        await Should.ThrowAsync<HttpRequestException>(() => demo.GetAsync(Users));
        await Should.ThrowAsync<HttpRequestException>(() => demo.GetAsync(Users));
        var name = await Should.ThrowAsync<HttpRequestException>(() => demo.GetAsync("https://graph.microsoft.de/v1.0/users"));

        name.HttpRequestError.ShouldBe(HttpRequestError.NameResolutionError);
        demo.Tenant.Requests.Select(request => request.Status).ShouldBe([null, 200]);
    }

    [Fact]
    public async Task No_answer_comes_until_the_client_gives_up()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Hang));
        using var client = new HttpMessageInvoker(demo.Tenant.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://graph.microsoft.com/v1.0/users");
        using var cancellation = new CancellationTokenSource();

        var answer = client.SendAsync(request, cancellation.Token);
        answer.IsCompleted.ShouldBeFalse();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task An_answer_that_comes_late_comes_after_delay_and_latency()
    {
        var clock = new TimerClock();
        using var demo = new Demo(new EmulatorOptions { Clock = clock, Latency = TimeSpan.FromMilliseconds(50) });
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Delay) { Delay = TimeSpan.FromSeconds(20) });

        (await demo.GetAsync(Users)).Status.ShouldBe(200);
        (await demo.GetAsync(Users)).Status.ShouldBe(200);

        clock.Waits.ShouldBe([TimeSpan.FromMilliseconds(20_050), TimeSpan.FromMilliseconds(50)]);
    }

    [Fact]
    public async Task Content_that_is_no_JSON_looks_like_an_answer()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.WrongJson));
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Html));

        var cut = await demo.GetAsync(Users);
        var page = await demo.GetAsync(Users);

        cut.Status.ShouldBe(200);
        Should.Throw<JsonException>(() => cut.Json);
        page.Status.ShouldBe(200);
        page.Text.ShouldStartWith("<!DOCTYPE html>");
    }

    [Fact]
    public async Task A_page_that_repeats_has_the_same_rows_behind_another_link()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.RepeatPage) { Path = "$skiptoken" });

        var pages = await ReadPagesAsync(demo, Users, 10);

        pages.Select(page => page.Rows.Count).ShouldBe([100, 100, 100, 10]);
        pages[2].Rows[0].GetRawText().ShouldBe(pages[1].Rows[0].GetRawText());
        (pages[1].NextLink == pages[0].NextLink).ShouldBeFalse();
    }

    [Fact]
    public async Task An_empty_page_leads_on_to_its_rows()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.EmptyPage) { Times = 2 });

        var pages = await ReadPagesAsync(demo, Users, 10);

        pages.Select(page => page.Rows.Count).ShouldBe([0, 0, 100, 100, 10]);
    }

    [Fact]
    public async Task Pages_can_go_on_for_ever()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.EndlessNextLink) { Times = null });

        var pages = await ReadPagesAsync(demo, Users, 8);

        pages.Count.ShouldBe(8);
        pages.Select(page => page.NextLink).Distinct(StringComparer.Ordinal).Count().ShouldBe(8);
    }

    [Theory]
    [InlineData(FaultKind.LoopingNextLink, "https://graph.microsoft.com/v1.0/users?$select=id&$top=100")]
    [InlineData(FaultKind.ForeignNextLink, "https://graph.microsoft.com.example.net/v1.0/users?")]
    [InlineData(FaultKind.HttpNextLink, "http://graph.microsoft.com/v1.0/users?")]
    public async Task A_link_can_lead_astray(FaultKind kind, string start)
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(kind));

        (await demo.GetAsync(Users)).NextLink!.ShouldStartWith(start);
    }

    [Fact]
    public async Task Tokens_that_end_early_are_refused_and_new_ones_are_not()
    {
        using var demo = new Demo();
        demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.ExpireTokens) { After = 1 });

        var before = await demo.GetAsync(Users);
        var ended = await demo.GetAsync(Users);
        var still = await demo.GetAsync(Users);
        demo.Token = demo.Tenant.IssueToken(TenantService.Graph);
        var renewed = await demo.GetAsync(Users);

        new[] { before, ended, still, renewed }.Select(answer => answer.Status).ShouldBe([200, 401, 401, 200]);
    }

    [Fact]
    public async Task Faults_by_chance_are_the_same_for_the_same_seed()
    {
        var first = await DrawAsync(seed: 5);
        var again = await DrawAsync(seed: 5);
        var other = await DrawAsync(seed: 6);

        first.ShouldBe(again);
        first.ShouldNotBe(other);
        first.Count(status => status == 503).ShouldBeInRange(20, 80);

        static async Task<List<int>> DrawAsync(int seed)
        {
            using var demo = new Demo(new EmulatorOptions { Seed = seed });
            demo.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Times = null, Probability = 0.5 });
            var statuses = new List<int>();
            for (int request = 0; request < 100; request++)
                statuses.Add((await demo.GetAsync("/v1.0/organization")).Status);
            return statuses;
        }
    }

    [Fact]
    public async Task Conditional_Access_takes_one_request_a_second_and_does_not_say_when_to_come_back()
    {
        var clock = new ManualClock();
        using var demo = new Demo(new EmulatorOptions { Clock = clock, Quotas = true });

        var first = await demo.GetAsync("/v1.0/identity/conditionalAccess/policies");
        var second = await demo.GetAsync("/v1.0/identity/conditionalAccess/namedLocations");
        clock.Advance(TimeSpan.FromSeconds(1));
        var third = await demo.GetAsync("/v1.0/identity/conditionalAccess/namedLocations");

        new[] { first, second, third }.Select(answer => answer.Status).ShouldBe([200, 429, 200]);
        second.Header("Retry-After").ShouldBeNull();
    }

    [Fact]
    public async Task The_registration_report_takes_five_requests_in_ten_seconds()
    {
        var clock = new ManualClock();
        using var demo = new Demo(new EmulatorOptions { Clock = clock, Quotas = true });
        const string Report = "/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=1";

        for (int request = 0; request < 5; request++)
            (await demo.GetAsync(Report)).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromSeconds(4));
        var refused = await demo.GetAsync(Report);
        clock.Advance(TimeSpan.FromSeconds(6));

        refused.Status.ShouldBe(429);
        refused.Header("Retry-After").ShouldBe("6");
        (await demo.GetAsync(Report)).Status.ShouldBe(200);
    }

    private static async Task<List<Answer>> ReadPagesAsync(Demo demo, string link, int maximum)
    {
        var pages = new List<Answer>();
        for (string? next = link; next is not null && pages.Count < maximum; next = pages[^1].NextLink)
            pages.Add(await demo.GetAsync(next));
        return pages;
    }

    /// <summary>Notes what is waited for, and lets nobody wait.</summary>
    private sealed class TimerClock : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
