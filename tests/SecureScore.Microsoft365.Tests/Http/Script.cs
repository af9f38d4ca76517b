using System.Net;
using System.Text;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.Http;

/// <summary>A pipeline to services that answer as a script says: one step a request, the last one for ever.</summary>
internal sealed class Script : HttpMessageHandler, ITokenSource
{
    public static readonly Uri Graph = new("https://graph.microsoft.com/v1.0/things");

    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] _steps;
    private int _tokens;

    public Script(params Func<HttpRequestMessage, HttpResponseMessage>[] steps)
        : this([.. steps.Select(step => (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>)((request, _) => Task.FromResult(step(request))))])
    {
    }

    public Script(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] steps, PipelineLimits? limits = null, CloudProfile? cloud = null)
    {
        _steps = steps;
        Pipeline = new ServicePipeline(this, cloud ?? CloudProfile.Of(TenantCloud.Global), this, Clock, limits);
    }

    public AutomaticClock Clock { get; } = new();

    public ServicePipeline Pipeline { get; }

    public RecordingObserver Observer { get; } = new();

    /// <summary>Address, token and headers of each request.</summary>
    public List<(Uri Address, string? Token, HttpRequestMessage Request)> Sent { get; } = [];

    public List<string?> Claims { get; } = [];

    public bool HasNoToken { get; init; }

    public bool HasOneTokenOnly { get; init; }

    public Task<string> GetAsync(Uri? address = null, TenantService service = TenantService.Graph, QuotaClass quota = QuotaClass.Directory, CancellationToken cancellation = default) =>
        Pipeline.SendAsync(new ServiceCall(service, address ?? Graph, quota), Read, Observer, cancellation);

    public async Task<ServiceFault> FailAsync(Uri? address = null, QuotaClass quota = QuotaClass.Directory) =>
        (await Should.ThrowAsync<ServiceFaultException>(() => GetAsync(address, quota: quota))).Fault;

    /// <summary>Reads JSON as readers do: damage is an exception.</summary>
    public static string Read(ReadOnlyMemory<byte> body)
    {
        using var document = System.Text.Json.JsonDocument.Parse(body);
        return Encoding.UTF8.GetString(body.Span);
    }

    public static HttpResponseMessage Ok(string body = "{}") => Answer(HttpStatusCode.OK, body);

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    public ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation)
    {
        if (forceRefresh)
        {
            Claims.Add(claims);
            if (!HasOneTokenOnly)
                _tokens++;
        }

        return ValueTask.FromResult(HasNoToken ? null : new ServiceToken($"{service}-token-{_tokens}", Clock.GetUtcNow().AddHours(1)));
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int number;
        lock (Sent)
        {
            number = Sent.Count;
            Sent.Add((request.RequestUri!, request.Headers.Authorization?.Parameter, request));
        }

        return _steps[Math.Min(number, _steps.Length - 1)](request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Pipeline.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A body that breaks off.</summary>
internal sealed class BrokenContent(string begin) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new BrokenStream(Encoding.UTF8.GetBytes(begin)));

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class BrokenStream(byte[] begin) : MemoryStream(begin)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("Connection reset by peer.");
    }
}
