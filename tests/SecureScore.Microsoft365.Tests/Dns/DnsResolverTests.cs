using System.Net;
using System.Text;
using SecureScore.Microsoft365.Dns;

namespace SecureScore.Microsoft365.Tests.Dns;

public class DnsResolverTests
{
    private const string Name = "contoso.com";
    private const int NameOffset = 12;

    [Fact]
    public async Task A_text_is_joined_of_its_strings()
    {
        using var server = new LoopbackNameServer(question => [Answer(question, Record(DnsRecordType.Txt, Text("v=spf1 ", "-all")), Record(DnsRecordType.Txt, Text("MS=1")))]);

        (await ResolveAsync(DnsRecordType.Txt, server)).ShouldBe(["v=spf1 -all", "MS=1"]);
    }

    [Fact]
    public async Task A_mail_server_comes_after_its_preference_and_compressed_names_are_spelled_out()
    {
        byte[] mx = [0, 10, 4, .. "mail"u8, 0xC0, NameOffset];
        using var server = new LoopbackNameServer(question => [Answer(question, Record(DnsRecordType.Mx, mx))]);

        (await ResolveAsync(DnsRecordType.Mx, server)).ShouldBe(["10 mail.contoso.com"]);
    }

    [Fact]
    public async Task An_alias_is_followed_to_the_text_and_what_stands_elsewhere_is_not_heeded()
    {
        byte[] other = [5, .. "other"u8, 0];
        using var server = new LoopbackNameServer(question =>
        [
            Answer(question, Record(DnsRecordType.Cname, other), [.. other, .. Tail(DnsRecordType.Txt, Text("here"))], [4, .. "evil"u8, 0, .. Tail(DnsRecordType.Txt, Text("forged"))]),
        ]);

        (await ResolveAsync(DnsRecordType.Txt, server)).ShouldBe(["here"]);
        (await ResolveAsync(DnsRecordType.Cname, server)).ShouldBe(["other"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_name_without_records_has_none(int code)
    {
        using var server = new LoopbackNameServer(question => [Answer(question, code)]);

        (await ResolveAsync(DnsRecordType.Txt, server)).ShouldBe([]);
        server.Questions.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_server_that_refuses_is_followed_by_the_next_one(int code)
    {
        using var first = new LoopbackNameServer(question => [Answer(question, code)]);
        using var second = new LoopbackNameServer(question => [Answer(question, Record(DnsRecordType.Txt, Text("x")))]);

        (await ResolveAsync(DnsRecordType.Txt, first, second)).ShouldBe(["x"]);
        (await ResolveAsync(DnsRecordType.Txt, first)).ShouldBeNull();
        first.Questions.ShouldBe(3);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_for_a_datagram_comes_over_TCP()
    {
        string text = new('x', 200);
        byte[][] records = [.. Enumerable.Range(0, 40).Select(_ => Record(DnsRecordType.Txt, Text(text)))];
        using var server = new LoopbackNameServer(
            question => [Flags(Answer(question), 0x8380)],
            question => Answer(question, records));

        (await ResolveAsync(DnsRecordType.Txt, server))!.Count.ShouldBe(40);
    }

    [Fact]
    public async Task What_does_not_answer_the_question_is_not_heeded()
    {
        using var server = new LoopbackNameServer(question =>
        {
            byte[] forged = Answer(question, Record(DnsRecordType.Txt, Text("forged")));
            byte[] otherId = [(byte)~forged[0], .. forged[1..]];
            byte[] otherName = [.. forged];
            otherName[NameOffset + 1] = (byte)'x';
            byte[] otherType = [.. forged];
            otherType[NameOffset + Name.Length + 3] = 1;
            byte[] noAnswer = Flags(forged, 0x0100);
            byte[] twoQuestions = [.. forged];
            twoQuestions[5] = 2;
            return [[], [1, 2, 3], otherId, otherName, otherType, noAnswer, twoQuestions, forged[..^3], Answer(question, Record(DnsRecordType.Txt, Text("true")))];
        });

        (await ResolveAsync(DnsRecordType.Txt, server)).ShouldBe(["true"]);
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 29 })]
    [InlineData(new byte[] { 0xC0, 0xFF })]
    [InlineData(new byte[] { 0x40, 1 })]
    [InlineData(new byte[] { 63, 1, 2 })]
    public async Task A_name_that_goes_in_circles_or_out_of_the_message_is_not_heeded(byte[] owner)
    {
        using var server = new LoopbackNameServer(question =>
        [
            Answer(question, (byte[])[.. owner, .. Tail(DnsRecordType.Txt, Text("x"))]),
            Answer(question, Record(DnsRecordType.Txt, Text("true"))),
        ]);

        (await ResolveAsync(DnsRecordType.Txt, server)).ShouldBe(["true"]);
    }

    [Fact]
    public void Nothing_that_comes_over_the_network_brings_the_reader_down()
    {
        var random = new Random(1);
        byte[] answer = Answer(DnsMessage.Ask(7, Name, DnsRecordType.Txt), Record(DnsRecordType.Txt, Text("v=spf1")), Record(DnsRecordType.Cname, [0xC0, NameOffset]));
        for (int number = 0; number < 20_000; number++)
        {
            byte[] changed = answer[..random.Next(answer.Length + 1)];
            for (int change = random.Next(4); change > 0 && changed.Length > 0; change--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => DnsMessage.Read(changed, 7, Name, DnsRecordType.Txt));
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        var clock = new ImpatientClock();
        using var silent = new LoopbackNameServer(_ =>
        {
            clock.Elapse();
            return [];
        });
        using var second = new LoopbackNameServer(question => [Answer(question, Record(DnsRecordType.Txt, Text("x")))]);

        (await new DnsResolver([silent.EndPoint, second.EndPoint], clock).ResolveAsync(Name, DnsRecordType.Txt, CancellationToken.None)).ShouldBe(["x"]);
        (await new DnsResolver([silent.EndPoint], clock).ResolveAsync(Name, DnsRecordType.Txt, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_cancels_gets_no_answer()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new LoopbackNameServer(_ =>
        {
            cancellation.Cancel();
            return [];
        });

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new DnsResolver([server.EndPoint], TimeProvider.System).ResolveAsync(Name, DnsRecordType.Txt, cancellation.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("\ud800.com")]
    public async Task What_is_no_name_is_not_asked_for(string name) =>
        (await new DnsResolver([], TimeProvider.System).ResolveAsync(name, DnsRecordType.Txt, CancellationToken.None)).ShouldBeNull();

    [Theory]
    [InlineData("b\u00fccher.example.", "xn--bcher-kva.example")]
    [InlineData(" _dmarc.Contoso.com", "_dmarc.Contoso.com")]
    public void A_name_is_written_as_DNS_knows_it(string name, string expected) => DnsMessage.Normalize(name).ShouldBe(expected);

    [Theory]
    [InlineData("""{"Status":0,"Answer":[{"name":"contoso.com.","type":16,"data":"\"v=spf1 \" \"-all\""},{"name":"contoso.com","type":5,"data":"x."}]}""", "v=spf1 -all")]
    [InlineData("""{"Status":0,"Answer":[{"name":"contoso.com.","type":16,"data":"MS=1"}]}""", "MS=1")]
    [InlineData("""{"Status":3}""", "")]
    [InlineData("""{"Status":0}""", "")]
    [InlineData("""{"Status":2}""", null)]
    [InlineData("""{"Status":0,"TC":true,"Answer":[]}""", null)]
    [InlineData("""{"Status":"0"}""", null)]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData("""{"error":"portal"}""", null)]
    [InlineData("""{"Status":0,"Answer":[{"name":"contoso.com.","type":16}]}""", null)]
    [InlineData("""{"Status":0,"Answer":[{"name":"contoso.com.","type":16,"data":null}]}""", null)]
    [InlineData("""{"Status":0,"Answer":[17]}""", null)]
    [InlineData("""{"Status":0,"Answer":[{"name":"contoso.com.","type":16,"data":"\ud800"}]}""", null)]
    public async Task A_resolver_over_HTTPS_tells_the_same(string json, string? expected)
    {
        using var http = new HttpMessageInvoker(new Answering(json));
        var resolver = new DnsOverHttpsResolver(http, new Uri("https://dns.example/dns-query"), TimeProvider.System);

        var values = await resolver.ResolveAsync("contoso.com", DnsRecordType.Txt, CancellationToken.None);

        (values is null ? null : string.Join('|', values)).ShouldBe(expected);
    }

    private static Task<IReadOnlyList<string>?> ResolveAsync(DnsRecordType type, params LoopbackNameServer[] servers) =>
        new DnsResolver([.. servers.Select(server => server.EndPoint)], TimeProvider.System).ResolveAsync(Name, type, CancellationToken.None);

    private static byte[] Answer(byte[] question, params byte[][] records) => Answer(question, 0, records);

    // The question without its OPT record, the records behind it.
    private static byte[] Answer(byte[] question, int code, params byte[][] records)
    {
        byte[] message = [.. question[..^11], .. records.SelectMany(record => record)];
        message[7] = (byte)records.Length;
        message[11] = 0;
        return Flags(message, 0x8180 | code);
    }

    private static byte[] Flags(byte[] message, int flags) => [message[0], message[1], (byte)(flags >> 8), (byte)flags, .. message[4..]];

    private static byte[] Record(DnsRecordType type, byte[] data) => [0xC0, NameOffset, .. Tail(type, data)];

    private static byte[] Tail(DnsRecordType type, byte[] data) => [0, (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    private static byte[] Text(params string[] strings) => [.. strings.SelectMany(text => (byte[])[(byte)text.Length, .. Encoding.ASCII.GetBytes(text)])];

    private sealed class Answering(string json) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri!.Query.ShouldBe("?name=contoso.com&type=16");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json) });
        }
    }

    /// <summary>A clock whose timers end when a test says so.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State)> _timers = [];

        public void Elapse()
        {
            foreach (var (callback, state) in _timers.ToArray())
                callback(state);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Clear();
            _timers.Add((callback, state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
