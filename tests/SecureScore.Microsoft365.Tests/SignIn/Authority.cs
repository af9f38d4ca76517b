using System.Net;
using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>An authority that gives every token, or refuses as a test has it; and a Graph that tells the tenant's name.</summary>
internal sealed class Authority
{
    public const string Trace = "aaaaaaaa-0000-0000-0000-000000000001";
    public const string Correlation = "bbbbbbbb-0000-0000-0000-000000000002";
    public const string Echo = "echo-of-what-was-sent";

    private int _issued;

    public Authority() => Handler = new ScriptedHandler(Answer);

    public ScriptedHandler Handler { get; }

    /// <summary>The error code for a request; null to give the token.</summary>
    public Func<SentRequest, int?> Refuse { get; init; } = _ => null;

    /// <summary>What happens before any answer.</summary>
    public Action<SentRequest> Before { get; init; } = _ => { };

    public DateTimeOffset? Date { get; init; }

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    public IEnumerable<SentRequest> TokenRequests => Handler.Sent.Where(request => request.Address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal));

    public TenantConnector Connector(TimeProvider? clock = null) => new(() => new Uncloseable(Handler), clock);

    public static SignInRequest Secret(string secret = "the-secret") => new()
    {
        Method = new ClientSecretSignIn(Tokens.Secure(secret)),
        TenantId = Tokens.Tenant,
        ClientId = Tokens.Client,
    };

    /// <summary>An answer that quotes what was sent, as the services sometimes do.</summary>
    public static string Error(int code, string sent, string error = "invalid_client") =>
        $$"""{"error":"{{error}}","error_description":"AADSTS{{code}}: {{Echo}} {{sent}} Trace ID: {{Trace}} Correlation ID: {{Correlation}} Timestamp: 2026-11-22 05:00:00Z","error_codes":[{{code}}],"correlation_id":"{{Correlation}}"}""";

    private HttpResponseMessage Answer(SentRequest request)
    {
        Before(request);
        var response = AnswerOf(request);
        if (Date is { } date)
            response.Headers.Date = date;
        return response;
    }

    private HttpResponseMessage AnswerOf(SentRequest request)
    {
        if (request.Address.Host.StartsWith("graph.", StringComparison.Ordinal))
        {
            return ScriptedHandler.Json(
                """{"value":[{"id":"x","displayName":"Contoso","verifiedDomains":[{"name":"contoso.com","isInitial":false},{"name":"contoso.onmicrosoft.com","isInitial":true}]}]}""");
        }

        if (!request.Address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
            return new HttpResponseMessage(HttpStatusCode.NotFound);

        if (Refuse(request) is { } code)
            return ScriptedHandler.Json(Error(code, Uri.EscapeDataString(request.Body), code == 65001 ? "invalid_grant" : "invalid_client"), HttpStatusCode.BadRequest);

        string audience = (request.Field("scope") ?? "").Split(' ')[0].Replace("/.default", "", StringComparison.Ordinal);
        string token = Tokens.Create(audience, mark: Interlocked.Increment(ref _issued).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return ScriptedHandler.Json($$"""{"token_type":"Bearer","expires_in":{{(int)Lifetime.TotalSeconds}},"access_token":"{{token}}"}""");
    }

    // A connection closes what it was given; the next of the test needs it again.
    private sealed class Uncloseable(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _inner.SendAsync(request, cancellationToken);
    }
}
