using System.Globalization;
using System.Net;
using System.Text;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Tests.Http;

public class ServicePipelineTests
{
    private const string Claims = """{"access_token":{"nbf":{"essential":true,"value":"1757829600"}}}""";

    [Fact]
    public async Task An_answer_takes_one_try_with_token_and_names()
    {
        using var script = new Script(_ => Script.Ok("""{"a":1}"""));

        (await script.GetAsync()).ShouldBe("""{"a":1}""");

        var (_, token, request) = script.Sent.ShouldHaveSingleItem();
        token.ShouldBe("Graph-token-0");
        request.Headers.UserAgent.ToString().ShouldStartWith("SecureScore-PowerShell/");
        Guid.TryParse(request.Headers.GetValues("client-request-id").Single(), out _).ShouldBeTrue();
        request.Headers.GetValues("x-ms-throttle-priority").ShouldBe(["low"]);
    }

    [Fact]
    public async Task Each_try_is_told_without_query()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.ServiceUnavailable), _ => Script.Ok());

        await script.GetAsync(new Uri("https://graph.microsoft.com/v1.0/users?$filter=secret"));

        script.Observer.Requests.Select(request => (request.Method, request.Host, request.Path, request.Status))
            .ShouldBe([("GET", "graph.microsoft.com", "/v1.0/users", 503), ("GET", "graph.microsoft.com", "/v1.0/users", 200)]);
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_waited_for()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.TooManyRequests, "", ("Retry-After", "37")), _ => Script.Ok());

        await script.GetAsync();

        script.Clock.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(37));
        script.Clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(75));
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_waited_for()
    {
        AutomaticClock? clock = null;
        using var script = new Script(
            _ => Script.Answer(HttpStatusCode.TooManyRequests, "", ("Retry-After", clock!.GetUtcNow().AddSeconds(41).ToString("R", CultureInfo.InvariantCulture))),
            _ => Script.Ok());
        clock = script.Clock;

        await script.GetAsync();

        script.Clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(41), TimeSpan.FromSeconds(83));
    }

    [Fact]
    public async Task Without_Retry_After_the_waits_double()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.TooManyRequests));

        var fault = await script.FailAsync(quota: QuotaClass.ConditionalAccess);

        fault.Reason.ShouldBe("429 TooManyRequests");
        fault.Status.ShouldBe(ResourceStatus.Failed);
        script.Sent.Count.ShouldBe(8);
        script.Clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1 + 2 + 4 + 8 + 16 + 32 + 60), TimeSpan.FromSeconds(1 + 2 + 4 + 8 + 16 + 32 + 60 + 14));
    }

    [Fact]
    public async Task A_wait_longer_than_the_patience_is_not_begun()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.TooManyRequests, "", ("Retry-After", "86400")));

        var fault = await script.FailAsync();

        fault.Reason.ShouldContain("to be asked again in 1.00:00:00");
        script.Sent.ShouldHaveSingleItem();
        script.Clock.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task What_passes_is_tried_again(HttpStatusCode status)
    {
        using var script = new Script(_ => Script.Answer(status), _ => Script.Answer(status), _ => Script.Ok());

        await script.GetAsync();

        script.Sent.Count.ShouldBe(3);
        script.Sent.Select(sent => sent.Request.Headers.GetValues("client-request-id").Single()).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, ResourceStatus.Failed)]
    [InlineData(HttpStatusCode.Forbidden, ResourceStatus.Denied)]
    [InlineData(HttpStatusCode.NotFound, ResourceStatus.Failed)]
    [InlineData(HttpStatusCode.Gone, ResourceStatus.Failed)]
    public async Task A_refusal_is_not_tried_again(HttpStatusCode status, ResourceStatus expected)
    {
        using var script = new Script(_ => Script.Answer(status, """{"error":{"code":"Some_Code","message":"Ada may not read Grace's mail"}}""", ("request-id", "abc-123")));

        var fault = await script.FailAsync();

        fault.Status.ShouldBe(expected);
        fault.Reason.ShouldBe($"{(int)status} {status}: Some_Code (request abc-123)");
        script.Sent.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{"error":{"code":"AadPremiumLicenseRequired","message":"x"}}""")]
    [InlineData(HttpStatusCode.Forbidden, """{"error":{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant","message":"x"}}""")]
    [InlineData(HttpStatusCode.Forbidden, """{"error":{"code":"Forbidden","message":"Tenant is not a B2C tenant and doesn't have premium licenses"}}""")]
    [InlineData(HttpStatusCode.BadRequest, """{"error":{"code":"badRequest","message":"Tenant does not have a SPO license."}}""")]
    public async Task A_missing_licence_is_told_from_a_missing_permission(HttpStatusCode status, string body)
    {
        using var script = new Script(_ => Script.Answer(status, body));

        (await script.FailAsync()).Status.ShouldBe(ResourceStatus.NotLicensed);
    }

    [Theory]
    [InlineData("""{"error":{"code":"CommandNotFound","message":"x"}}""")]
    [InlineData("""{"error":{"code":"BadRequest","details":[{"message":"The term 'Get-Label' is not recognized as the name of a cmdlet"}]}}""")]
    public async Task A_cmdlet_that_the_caller_may_not_run_is_denied(string body)
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.BadRequest, body));

        (await script.FailAsync()).Status.ShouldBe(ResourceStatus.Denied);
    }

    [Theory]
    [InlineData("<html>proxy</html>")]
    [InlineData("")]
    [InlineData("""{"error":"weird"}""")]
    [InlineData("""{"error":{"code":"has spaces and\nlines"}}""")]
    [InlineData("""{"error":{"code":17}}""")]
    [InlineData("[1]")]
    [InlineData("""{"error":{"code":"\ud800"}}""")]
    public async Task An_error_in_any_shape_is_told_by_its_status(string body)
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.Forbidden, body));

        (await script.FailAsync()).Reason.ShouldStartWith("403 Forbidden");
    }

    [Fact]
    public async Task Ten_percent_of_errors_cost_nothing()
    {
        int number = 0;
        using var script = new Script(_ => ++number % 10 == 0 ? Script.Answer(HttpStatusCode.InternalServerError) : Script.Ok());

        for (int request = 0; request < 200; request++)
            await script.GetAsync();

        script.Sent.Count.ShouldBe(222);
    }

    [Fact]
    public async Task A_reset_before_and_in_the_middle_of_an_answer_is_tried_again()
    {
        using var script = new Script(
            _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"),
            _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new BrokenContent("""{"value":[""") },
            _ => Script.Ok("""{"value":[]}"""));

        (await script.GetAsync()).ShouldBe("""{"value":[]}""");
        script.Observer.Requests.Select(request => request.Status).ShouldBe([null, 200, 200]);
    }

    [Theory]
    [InlineData("""{"value":[{"id":1}""")]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("")]
    public async Task Damaged_JSON_is_tried_again_and_then_given_up(string body)
    {
        using var script = new Script(_ => Script.Ok(body));

        var fault = await script.FailAsync();

        fault.Reason.ShouldBe("the answer is cut off, or is no valid JSON");
        fault.Status.ShouldBe(ResourceStatus.Failed);
        script.Sent.Count.ShouldBe(5);
    }

    [Fact]
    public async Task An_answer_shorter_than_it_says_is_damaged()
    {
        using var script = new Script(
            _ =>
            {
                var response = Script.Ok("{}");
                response.Content.Headers.ContentLength = 20;
                return response;
            },
            _ => Script.Ok("""{"a":1}"""));

        (await script.GetAsync()).ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task An_answer_without_end_is_not_kept()
    {
        using var script = new Script(
            [(_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) })],
            new PipelineLimits { MostBytes = 1024 * 1024 });

        var fault = await script.FailAsync();

        fault.Reason.ShouldBe("the answer is longer than 1 MB");
        script.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up()
    {
        Script? script = null;
        using var silent = script = new Script([(_, stop) => Silence(script!.Clock, stop)]);

        var fault = await script.FailAsync();

        fault.Reason.ShouldBe("no answer from graph.microsoft.com in time");
        script.Clock.Elapsed.ShouldBeInRange(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task A_service_that_never_answers_is_not_asked_for_ever()
    {
        Script? script = null;
        using var silent = script = new Script([(_, stop) => Silence(script!.Clock, stop)]);
        for (int request = 0; request < 3; request++)
            await script.FailAsync();
        int sent = script.Sent.Count;

        var fault = await script.FailAsync();

        fault.Reason.ShouldBe("not asked any more, since graph.microsoft.com does not answer");
        script.Sent.Count.ShouldBe(sent);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_tried_three_times()
    {
        using var script = new Script(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "No such host"));

        var fault = await script.FailAsync();

        fault.Reason.ShouldBe("no answer from graph.microsoft.com (NameResolutionError)");
        script.Sent.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("https://evil.example/v1.0/users")]
    [InlineData("http://graph.microsoft.com/v1.0/users")]
    [InlineData("https://graph.microsoft.com.evil.example/")]
    [InlineData("https://graph.microsoft.com:8443/v1.0/users")]
    [InlineData("https://graph.microsoft.com@evil.example/")]
    [InlineData("https://user@graph.microsoft.com/")]
    [InlineData("https://sub.graph.microsoft.com/")]
    [InlineData("https://outlook.office365.com/")]
    public async Task A_token_goes_to_its_service_alone(string address)
    {
        using var script = new Script(_ => Script.Ok());

        var fault = await script.FailAsync(new Uri(address));

        fault.Status.ShouldBe(ResourceStatus.Failed);
        fault.Reason.ShouldContain("was not followed");
        script.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://eur01b.ps.compliance.protection.outlook.com/", true)]
    [InlineData("https://ps.compliance.protection.outlook.com/", true)]
    [InlineData("https://eur01b.admin.protection.outlook.com/", false)]
    [InlineData("https://evilps.compliance.protection.outlook.com/", false)]
    public void Regional_hosts_are_in_the_domain_of_the_service(string address, bool expected) =>
        CloudProfile.Of(TenantCloud.Global)[TenantService.Purview].Serves(new Uri(address)).ShouldBe(expected);

    [Fact]
    public async Task A_redirect_is_not_followed_by_itself()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.Found, "", ("Location", "https://evil.example/")));

        var fault = await script.FailAsync();

        fault.Redirect.ShouldBe(new Uri("https://evil.example/"));
        fault.Status.ShouldBe(ResourceStatus.Failed);
        script.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.Unauthorized), _ => Script.Ok());

        await script.GetAsync();

        script.Sent.Select(sent => sent.Token).ShouldBe(["Graph-token-0", "Graph-token-1"]);
        script.Claims.ShouldBe([null]);
        script.Clock.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_token_that_is_refused_twice_is_denied()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.Unauthorized, """{"error":{"code":"InvalidAuthenticationToken"}}"""));

        var fault = await script.FailAsync();

        fault.Status.ShouldBe(ResourceStatus.Denied);
        fault.Reason.ShouldBe("401 Unauthorized: InvalidAuthenticationToken");
        script.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_is_denied_at_once()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.Unauthorized)) { HasOneTokenOnly = true };

        (await script.FailAsync()).Status.ShouldBe(ResourceStatus.Denied);
        script.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_challenge_claims_is_asked_of_the_new_token()
    {
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Claims));
        using var script = new Script(
            _ => Script.Answer(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", $"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{encoded}\"")),
            _ => Script.Ok());

        await script.GetAsync();

        script.Claims.ShouldBe([Claims]);
        script.Sent.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"%%%\"")]
    [InlineData("Bearer error=\"insufficient_claims\", claims=\"bm8ganNvbg==\"")]
    [InlineData("Bearer error=\"insufficient_claims\"")]
    [InlineData("Bearer error=\"invalid_token\", claims=\"e30=\"")]
    [InlineData("Basic realm=\"x\"")]
    public async Task A_challenge_that_cannot_be_read_renews_the_token_all_the_same(string challenge)
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", challenge)), _ => Script.Ok());

        await script.GetAsync();

        script.Claims.ShouldBe([null]);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        using var script = new Script(_ => Script.Ok()) { HasNoToken = true };

        (await script.FailAsync()).Status.ShouldBe(ResourceStatus.NotConnected);
        script.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancellation_ends_a_request_at_once()
    {
        using var stop = new CancellationTokenSource();
        using var script = new Script([async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return Script.Ok();
        }]);

        await Should.ThrowAsync<OperationCanceledException>(() => script.GetAsync(cancellation: stop.Token));
        script.Sent.ShouldHaveSingleItem();

        // Nothing is held by what was cancelled.
        using var after = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => script.GetAsync(quota: QuotaClass.ConditionalAccess, cancellation: stop.Token));
    }

    [Theory]
    [InlineData("a wait that the service asks for")]
    [InlineData("a place in a quota")]
    [InlineData("a token")]
    [InlineData("the part of a batch")]
    public async Task Cancellation_ends_every_wait(string reason)
    {
        var clock = new StillClock();
        using var stop = new CancellationTokenSource();
        using var script = new Script(_ => reason switch
        {
            "a wait that the service asks for" => Script.Answer(HttpStatusCode.TooManyRequests, "", ("Retry-After", "60")),
            "the part of a batch" => Script.Ok("""{"responses":[{"id":"1","status":429,"headers":{"Retry-After":"60"}}]}"""),
            _ => Script.Ok(),
        });
        using var pipeline = new ServicePipeline(script, CloudProfile.Of(TenantCloud.Global), reason == "a token" ? new HangingTokens() : script, clock);
        var call = new ServiceCall(TenantService.Graph, Script.Graph, QuotaClass.ConditionalAccess);
        var items = new Queue<BatchItem<string>>([new BatchItem<string>("", "/a"), new BatchItem<string>("", "/b")]);

        var first = reason == "the part of a batch"
            ? new BatchSender(pipeline, clock).SendAsync(call with { Class = QuotaClass.Directory }, items, (_, _) => { }, (_, _) => { }, script.Observer, stop.Token)
            : pipeline.SendAsync(call, Script.Read, script.Observer, stop.Token);
        var second = reason == "a place in a quota" ? pipeline.SendAsync(call, Script.Read, script.Observer, stop.Token) : first;
        second.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(30)));
        script.Sent.Count.ShouldBe(reason == "a token" ? 0 : 1);
    }

    [Fact]
    public async Task A_quota_is_never_exceeded_in_any_window()
    {
        var sent = new List<DateTimeOffset>();
        Script? script = null;
        using var metered = script = new Script(_ =>
        {
            lock (sent)
                sent.Add(script!.Clock.GetUtcNow());
            return Script.Ok();
        });

        await Task.WhenAll(Enumerable.Range(0, 23).Select(_ => script.GetAsync(quota: QuotaClass.IdentityReports)));

        sent.Count.ShouldBe(23);
        sent.Sort();
        for (int index = 5; index < sent.Count; index++)
            (sent[index] - sent[index - 5]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        script.Clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10 * 23 / 5 * 1.3));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_holds_nobody_up()
    {
        var clock = new AutomaticClock();
        var wall = new SetBackClock(clock);
        using var gate = new QuotaGate(new Quota(1, TimeSpan.FromSeconds(1), 1), wall);
        (await gate.EnterAsync(1, default)).Dispose();
        wall.Back = TimeSpan.FromHours(1);

        (await gate.EnterAsync(1, default)).Dispose();

        clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task No_secret_is_in_an_exception()
    {
        using var script = new Script(_ => Script.Answer(HttpStatusCode.Forbidden, """{"error":{"code":"Denied","message":"payload-of-ada"}}"""));

        var exception = await Should.ThrowAsync<ServiceFaultException>(() => script.GetAsync(new Uri("https://graph.microsoft.com/v1.0/users?$filter=ada")));

        exception.ToString().ShouldNotContain("token-0");
        exception.ToString().ShouldNotContain("payload-of-ada");
        exception.ToString().ShouldNotContain("$filter");
    }

    internal static async Task<HttpResponseMessage> Silence(AutomaticClock clock, CancellationToken stop)
    {
        clock.Advance(TimeSpan.FromSeconds(100));
        await Task.Delay(Timeout.Infinite, stop);
        throw new InvalidOperationException("Silence has no end.");
    }

    private sealed class HangingTokens : Microsoft365.SignIn.ITokenSource
    {
        public async ValueTask<Microsoft365.SignIn.ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return null;
        }
    }

    /// <summary>A clock that stands still: no wait ends by itself.</summary>
    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 9, 14, 6, 0, 0, TimeSpan.Zero);

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A clock whose time of day is set back while time goes on.</summary>
    private sealed class SetBackClock(AutomaticClock clock) : TimeProvider
    {
        public TimeSpan Back { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - Back;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
