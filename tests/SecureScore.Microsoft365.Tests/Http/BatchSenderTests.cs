using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Tests.Http;

public class BatchSenderTests
{
    private readonly List<string> _answered = [];
    private readonly List<(string Subject, ServiceFault Fault)> _refused = [];
    private readonly List<string[]> _batches = [];

    [Fact]
    public async Task No_batch_is_larger_than_the_service_takes()
    {
        await SendAsync(45, urls => urls.Select(url => Ok(url)));

        _batches.Select(batch => batch.Length).ShouldBe([20, 20, 5]);
        _answered.Count.ShouldBe(45);
    }

    [Fact]
    public async Task Answers_are_matched_by_id_in_whatever_order_they_come()
    {
        await SendAsync(3, urls => urls.Select(url => Ok(url)).Reverse());

        _answered.Order(StringComparer.Ordinal).ShouldBe(["""0:{"url":"/0"}""", """1:{"url":"/1"}""", """2:{"url":"/2"}"""]);
    }

    [Fact]
    public async Task Only_what_was_refused_for_the_moment_is_sent_again_after_the_longest_wait()
    {
        var clock = await SendAsync(3, (urls, round) => urls.Select(url => round == 0 && url != "/1"
            ? new Part(url, 429, "{}", url == "/0" ? "7" : "31")
            : Ok(url)));

        _batches[1].ShouldBe(["/0", "/2"]);
        _answered.Count.ShouldBe(3);
        clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task What_was_not_answered_is_sent_again_and_then_given_up()
    {
        await SendAsync(2, urls => urls.Where(url => url == "/0").Select(url => Ok(url)));

        _answered.ShouldHaveSingleItem();
        _refused.ShouldHaveSingleItem().Fault.Reason.ShouldBe("a batch was answered without this request");
        _batches.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_refusal_costs_its_own_request()
    {
        await SendAsync(3, urls => urls.Select(url => url == "/1" ? new Part(url, 403, """{"error":{"code":"Authorization_RequestDenied"}}""") : Ok(url)));

        _answered.Count.ShouldBe(2);
        var (subject, fault) = _refused.ShouldHaveSingleItem();
        subject.ShouldBe("1");
        fault.Status.ShouldBe(ResourceStatus.Denied);
    }

    [Fact]
    public async Task A_storm_ends()
    {
        await SendAsync(1, urls => urls.Select(url => new Part(url, 429, "{}")));

        _batches.Count.ShouldBe(8);
        _refused.ShouldHaveSingleItem().Fault.Code.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_wait_without_measure_is_not_begun()
    {
        var clock = await SendAsync(1, urls => urls.Select(url => new Part(url, 503, "{}", "86400")));

        _refused.Count.ShouldBe(1);
        clock.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_token_that_ends_within_a_batch_is_renewed_once()
    {
        await SendAsync(2, (urls, round) => urls.Select(url => url == "/1" ? new Part(url, 401, "{}") : Ok(url)));

        _batches.Select(batch => batch.Length).ShouldBe([2, 1]);
        _refused.ShouldHaveSingleItem().Fault.Status.ShouldBe(ResourceStatus.Denied);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"responses":{}}""")]
    [InlineData("""{"responses":[17]}""")]
    [InlineData("[]")]
    [InlineData("""{"responses":[{"id":"\ud800","status":200}]}""")]
    public async Task An_answer_that_is_none_to_a_batch_ends_it(string answer)
    {
        using var script = new Script(_ => Script.Ok(answer));
        var items = Items(3);

        await Should.ThrowAsync<ServiceFaultException>(() => SendAsync(script, items));

        items.Count.ShouldBe(3);
    }

    private static Part Ok(string url) => new(url, 200, $$"""{"url":"{{url}}"}""");

    private static Queue<BatchItem<string>> Items(int count) =>
        new(Enumerable.Range(0, count).Select(number => new BatchItem<string>($"{number}", $"/{number}")));

    private Task<AutomaticClock> SendAsync(int count, Func<string[], IEnumerable<Part>> answer) => SendAsync(count, (urls, _) => answer(urls));

    private async Task<AutomaticClock> SendAsync(int count, Func<string[], int, IEnumerable<Part>> answer)
    {
        using var script = new Script([async (request, stop) =>
        {
            var asked = JsonNode.Parse(await request.Content!.ReadAsStringAsync(stop))!["requests"]!.AsArray();
            string[] urls = [.. asked.Select(item => item!["url"]!.GetValue<string>())];
            _batches.Add(urls);
            var ids = asked.ToDictionary(item => item!["url"]!.GetValue<string>(), item => item!["id"]!.GetValue<string>(), StringComparer.Ordinal);
            return Script.Ok(new JsonObject
            {
                ["responses"] = new JsonArray([.. answer(urls, _batches.Count - 1).Select(part => (JsonNode)new JsonObject
                {
                    ["id"] = ids[part.Url],
                    ["status"] = part.Status,
                    ["headers"] = part.RetryAfter is null ? new JsonObject() : new JsonObject { ["Retry-After"] = part.RetryAfter },
                    ["body"] = JsonNode.Parse(part.Body),
                })]),
            }.ToJsonString());
        }]);

        await SendAsync(script, Items(count));
        return script.Clock;
    }

    private Task SendAsync(Script script, Queue<BatchItem<string>> items) => new BatchSender(script.Pipeline, script.Clock).SendAsync(
        new ServiceCall(TenantService.Graph, new Uri("https://graph.microsoft.com/v1.0/$batch"), QuotaClass.Directory),
        items,
        (item, body) => _answered.Add($"{item.Subject}:{Encoding.UTF8.GetString(body.Span)}"),
        (item, fault) => _refused.Add((item.Subject, fault)),
        script.Observer,
        CancellationToken.None);

    private sealed record Part(string Url, int Status, string Body, string? RetryAfter = null);
}
