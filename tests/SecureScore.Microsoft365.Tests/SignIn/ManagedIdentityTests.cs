using System.Net;
using System.Web;
using SecureScore.Engine;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.SignIn;

public class ManagedIdentityTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("33333333-3333-3333-3333-333333333333")]
    public async Task The_identity_of_the_machine_signs_in(string? clientId)
    {
        using var handler = new ScriptedHandler(request => Answer(request, found: true));

        using var connection = await new TenantConnector(() => handler).ConnectAsync(Request(clientId), new RecordingObserver(), default);

        connection.Session.Services.ShouldAllBe(service => service.Connected);
        connection.Session.TenantId.ShouldBe(Tokens.Tenant);
        connection.Session.SignIn.ShouldBe("ManagedIdentity");
        var asked = handler.Sent.Where(request => request.Address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal)).ToArray();
        asked.ShouldAllBe(request => request.Address.Host == "169.254.169.254" && request.Headers["Metadata"] == "true");
        asked.ShouldAllBe(request => HttpUtility.ParseQueryString(request.Address.Query)["client_id"] == clientId);
        asked.Select(request => HttpUtility.ParseQueryString(request.Address.Query)["resource"]).Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(null, "no managed identity here")]
    [InlineData("44444444-4444-4444-4444-444444444444", "no managed identity 44444444")]
    public async Task A_machine_without_the_identity_is_told(string? clientId, string named)
    {
        using var handler = new ScriptedHandler(request => Answer(request, found: false));

        var failure = await Should.ThrowAsync<SignInException>(() => new TenantConnector(() => handler).ConnectAsync(
            Request(clientId) with { Services = [TenantService.Graph] }, new RecordingObserver(), default));

        failure.ErrorId.ShouldBe(ErrorIds.ManagedIdentityNotFound);
        failure.Message.ShouldContain(named);
    }

    private static SignInRequest Request(string? clientId) => new() { Method = new ManagedIdentitySignIn(clientId) };

    private static HttpResponseMessage Answer(SentRequest request, bool found)
    {
        if (!request.Address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
            return new HttpResponseMessage(request.Address.Host == "169.254.169.254" ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound);

        if (!found)
            return ScriptedHandler.Json("""{"error":"invalid_request","error_description":"Identity not found"}""", HttpStatusCode.BadRequest);

        string resource = HttpUtility.ParseQueryString(request.Address.Query)["resource"]!;
        string end = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ScriptedHandler.Json($$"""{"access_token":"{{Tokens.Create(resource)}}","expires_on":"{{end}}","resource":"{{resource}}","token_type":"Bearer"}""");
    }
}
