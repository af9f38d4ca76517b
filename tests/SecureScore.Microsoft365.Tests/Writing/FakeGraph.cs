using System.Net;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;
using SecureScore.Microsoft365.Tests.Http;
using SecureScore.Microsoft365.Writing;

namespace SecureScore.Microsoft365.Tests.Writing;

/// <summary>A Graph that shows one object, takes every write, and keeps what it was sent.</summary>
internal sealed class FakeGraph : HttpMessageHandler, ITokenSource
{
    public const string NewId = "99999999-0000-0000-0000-000000000009";

    private readonly ServicePipeline _pipeline;
    private int _tokens;

    public FakeGraph()
    {
        _pipeline = new ServicePipeline(this, CloudProfile.Of(TenantCloud.Global), this, Clock);
        Writer = new TenantWriter([new GraphWriter(_pipeline, Clock)], new MailSender(_pipeline), (permissions, _, _) =>
        {
            Allowed.Add(permissions);
            return Task.CompletedTask;
        });
    }

    public AutomaticClock Clock { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public TenantWriter Writer { get; }

    public string? Present { get; init; }

    public Func<HttpRequestMessage, HttpResponseMessage>? ReadAnswer { get; init; }

    public Func<HttpRequestMessage, HttpResponseMessage>? Answer { get; init; }

    /// <summary>Paths and queries of what was read.</summary>
    public List<string> Reads { get; } = [];

    /// <summary>What was written.</summary>
    public List<(string Method, string Path, string? Body)> Writes { get; } = [];

    /// <summary>The permissions that were asked for.</summary>
    public List<IReadOnlyList<PermissionDefinition>> Allowed { get; } = [];

    public static HttpResponseMessage Created() => Script.Answer(HttpStatusCode.Created, $$"""{"id":"{{NewId}}"}""");

    public Task<string?> WriteAsync(TenantChange change) => Writer.WriteAsync(change, Observer, default);

    public ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation) =>
        ValueTask.FromResult<ServiceToken?>(new ServiceToken($"token-{(forceRefresh ? ++_tokens : _tokens)}", Clock.GetUtcNow().AddHours(1)));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            Reads.Add(request.RequestUri!.PathAndQuery);
            return ReadAnswer?.Invoke(request) ?? Script.Ok(Present ?? "{}");
        }

        Writes.Add((request.Method.Method, request.RequestUri!.AbsolutePath, request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
        return Answer?.Invoke(request) ?? (request.Method == HttpMethod.Post ? Created() : Script.Answer(HttpStatusCode.NoContent));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pipeline.Dispose();
        base.Dispose(disposing);
    }
}
