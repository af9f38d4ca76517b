using System.IO.Compression;
using System.Net;
using System.Text;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Tests.Http;

/// <summary>The pipeline with the handler of real connections, over sockets of the loopback address.</summary>
public class ServiceHandlerTests
{
    private const string Whole = """{"value":[{"id":"1"},{"id":"2"}]}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_answer_is_read(string encoding)
    {
        using var wire = new Wire(RawAnswer.Of("200 OK", Compress(encoding, Whole), $"Content-Encoding: {encoding}\r\n"));

        (await wire.GetAsync()).ShouldBe(Whole);

        wire.Host.Requests.ShouldHaveSingleItem().ShouldContain("Accept-Encoding: gzip, deflate, br");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_answer_that_is_damaged_is_tried_again(string encoding)
    {
        byte[] garbage = [.. Enumerable.Repeat((byte)0xA5, 400)];
        string header = $"Content-Encoding: {encoding}\r\n";
        using var wire = new Wire(
            RawAnswer.Of("200 OK", garbage, header), RawAnswer.Of("200 OK", Compress(encoding, Whole)[..20], header), RawAnswer.Of("200 OK", Whole));

        (await wire.GetAsync()).ShouldBe(Whole);

        wire.Host.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_small_answer_that_becomes_a_huge_one_is_not_kept(string encoding)
    {
        byte[] bomb = Compress(encoding, new string(' ', 8 * 1024 * 1024));
        bomb.Length.ShouldBeLessThan(64 * 1024);
        using var wire = new Wire(new PipelineLimits { MostBytes = 1024 * 1024 }, RawAnswer.Of("200 OK", bomb, $"Content-Encoding: {encoding}\r\n"));

        (await wire.FailAsync()).Reason.ShouldBe("the answer is longer than 1 MB");

        wire.Host.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_redirect_is_left_to_the_pipeline()
    {
        using var elsewhere = new RawHost(RawAnswer.Of("200 OK", Whole));
        using var wire = new Wire(RawAnswer.Of("302 Found", "", $"Location: {elsewhere.Address}v1.0/things\r\n"));

        (await wire.FailAsync()).Redirect.ShouldBe(new Uri(elsewhere.Address, "v1.0/things"));

        wire.Host.Requests.ShouldHaveSingleItem();
        elsewhere.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("//:99999")]
    [InlineData("https://[::1")]
    [InlineData("javascript:alert(1)")]
    public async Task A_redirect_to_nowhere_is_a_refusal(string location)
    {
        using var wire = new Wire(RawAnswer.Of("302 Found", "", $"Location: {location}\r\n"));

        (await wire.FailAsync()).Reason.ShouldEndWith("to another address, which was not followed");
    }

    [Fact]
    public async Task No_cookie_goes_back()
    {
        using var wire = new Wire(RawAnswer.Of("200 OK", Whole, "Set-Cookie: affinity=here; Path=/\r\n"));

        await wire.GetAsync();
        await wire.GetAsync();

        wire.Host.Requests.Count.ShouldBe(2);
        wire.Host.Requests.ShouldAllBe(request => !request.Contains("Cookie", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_connection_that_is_reset_in_the_middle_of_an_answer_costs_a_try()
    {
        var broken = RawAnswer.Of("200 OK", Encoding.UTF8.GetBytes(Whole[..20]), length: Whole.Length) with { Resets = true };
        using var wire = new Wire(broken, broken, RawAnswer.Of("200 OK", Whole));

        (await wire.GetAsync()).ShouldBe(Whole);

        wire.Host.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Headers_without_end_are_not_kept()
    {
        using var wire = new Wire(RawAnswer.Of("200 OK", Whole, $"X-Long: {new string('x', 200 * 1024)}\r\n"));

        (await wire.FailAsync()).Reason.ShouldStartWith("no answer from graph.microsoft.com");
    }

    [Fact]
    public async Task What_is_no_HTTP_is_no_answer()
    {
        using var wire = new Wire(new RawAnswer("SSH-2.0-OpenSSH_9.6\r\n"u8.ToArray()));

        (await wire.FailAsync()).Reason.ShouldStartWith("no answer from graph.microsoft.com");
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_as_the_cause_and_gets_no_token()
    {
        using var proxy = new RawHost(RawAnswer.Of("407 Proxy Authentication Required", "", "Proxy-Authenticate: Basic realm=\"marked\"\r\n"));
        using var handler = ServiceHandler.Create();
        handler.Proxy = new WebProxy(proxy.Address);
        handler.DefaultProxyCredentials = null;
        using var script = new Script(_ => Script.Ok());
        using var pipeline = new ServicePipeline(handler, CloudProfile.Of(TenantCloud.Global), script, script.Clock);

        var fault = (await Should.ThrowAsync<ServiceFaultException>(
            () => pipeline.SendAsync(new ServiceCall(TenantService.Graph, Script.Graph, QuotaClass.Directory), Script.Read, script.Observer, default))).Fault;

        fault.Reason.ShouldBe("no answer from graph.microsoft.com (ProxyTunnelError)");
        proxy.Requests.Count.ShouldBe(3);
        proxy.Requests.ShouldAllBe(request => request.StartsWith("CONNECT graph.microsoft.com:443", StringComparison.Ordinal) && !request.Contains("Bearer", StringComparison.Ordinal));
    }

    private static byte[] Compress(string encoding, string text)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Optimal),
            _ => new BrotliStream(compressed, CompressionLevel.Optimal),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    /// <summary>A pipeline over the handler of real connections to a host that answers as a test says.</summary>
    private sealed class Wire : IDisposable
    {
        private readonly SocketsHttpHandler _handler = ServiceHandler.Create();
        private readonly Script _tokens = new(_ => Script.Ok());
        private readonly LoopbackTransport _transport;
        private readonly ServicePipeline _pipeline;

        public Wire(params RawAnswer[] answers)
            : this(limits: null, answers)
        {
        }

        public Wire(PipelineLimits? limits, params RawAnswer[] answers)
        {
            Host = new RawHost(answers);
            _handler.UseProxy = false;
            _transport = new LoopbackTransport(Host.Address, static _ => true, _handler);
            _pipeline = new ServicePipeline(_transport, CloudProfile.Of(TenantCloud.Global), _tokens, _tokens.Clock, limits);
        }

        public RawHost Host { get; }

        public Task<string> GetAsync() =>
            _pipeline.SendAsync(new ServiceCall(TenantService.Graph, Script.Graph, QuotaClass.Directory), Script.Read, _tokens.Observer, default);

        public async Task<ServiceFault> FailAsync() => (await Should.ThrowAsync<ServiceFaultException>(GetAsync)).Fault;

        public void Dispose()
        {
            _pipeline.Dispose();
            _transport.Dispose();
            _handler.Dispose();
            _tokens.Dispose();
            Host.Dispose();
        }
    }
}
