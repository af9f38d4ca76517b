using System.Net;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.SignIn;

public class PersonTests
{
    // Each test has an application of its own: the library remembers for minutes which silent sign-in of which application was refused.
    private const string Account = "ada@contoso.com";

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Nobody_is_asked_where_nobody_can_answer(SignInMethod method)
    {
        var login = new DeviceLogin();

        var failure = await Should.ThrowAsync<SignInException>(() => login.Connector().ConnectAsync(Request() with { Method = method, CanPrompt = false }, new RecordingObserver(), default));

        failure.ErrorId.ShouldBe(ErrorIds.InteractionRequired);
        login.Handler.Sent.ShouldBeEmpty();
    }

    public static TheoryData<SignInMethod> Methods { get; } = new() { new BrowserSignIn(), new DeviceCodeSignIn() };

    [Fact]
    public async Task A_person_without_an_application_gets_Graph_to_read_and_is_told_what_is_left_out()
    {
        var login = new DeviceLogin();
        var observer = new RecordingObserver();

        using var connection = await login.Connector().ConnectAsync(Request(), observer, default);

        observer.Messages.ShouldHaveSingleItem().ShouldBe("To sign in, open https://login.example/device in a browser and enter the code ABC123.");
        var asked = login.Handler.Sent.First(request => request.Address.AbsolutePath.EndsWith("/devicecode", StringComparison.Ordinal));
        asked.Field("client_id").ShouldBe(FirstPartyApplication.ClientId);
        string[] scopes = [.. asked.Field("scope")!.Split(' ').Where(scope => scope.StartsWith("https:", StringComparison.Ordinal))];
        scopes.ShouldContain(scope => scope == "https://graph.microsoft.com/Policy.Read.All");
        scopes.ShouldAllBe(scope => scope.Contains(".Read.", StringComparison.Ordinal) && !scope.Contains("Write", StringComparison.Ordinal));
        var session = connection.Session;
        session.Account.ShouldBe(Account);
        session.SignIn.ShouldBe("DeviceCode");
        session.Services.Where(service => service.Connected).Select(service => service.Service).ShouldBe([TenantService.Graph, TenantService.Dns]);
        session.Services.Single(service => service.Service == TenantService.Exchange).Reason!.ShouldContain("Exchange.Manage");
        session.Services.Single(service => service.Service == TenantService.Teams).Reason!.ShouldContain("user_impersonation");
    }

    [Fact]
    public async Task A_service_that_needs_an_application_of_ones_own_is_told_when_it_is_all_that_is_asked_for()
    {
        var failure = await Should.ThrowAsync<SignInException>(
            () => new DeviceLogin().Connector().ConnectAsync(Request() with { Services = [TenantService.Teams] }, new RecordingObserver(), default));

        failure.Message.ShouldContain("user_impersonation");
    }

    [Fact]
    public async Task A_person_with_an_application_answers_once_for_all_services()
    {
        var login = new DeviceLogin();
        var observer = new RecordingObserver();

        using var connection = await login.Connector().ConnectAsync(Request() with { ClientId = Guid.NewGuid().ToString() }, observer, default);

        observer.Messages.Count.ShouldBe(1);
        connection.Session.Services.ShouldAllBe(service => service.Connected);
        login.Handler.Sent.Where(request => request.Field("grant_type") == "refresh_token").Select(request => request.Field("scope")!.Split(' ')[0]).ShouldBe(
        [
            "https://outlook.office365.com/.default", "https://ps.compliance.protection.outlook.com/.default", "48ac35b8-9aa8-4d74-927d-1f4a14a0b239/.default",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_service_without_consent_costs_only_itself_and_asks_nothing()
    {
        var login = new DeviceLogin { Refuse = scope => scope.Contains("48ac35b8", StringComparison.Ordinal) ? 65001 : null };
        var observer = new RecordingObserver();

        using var connection = await login.Connector().ConnectAsync(Request() with { ClientId = Guid.NewGuid().ToString() }, observer, default);

        observer.Messages.Count.ShouldBe(1);
        connection.Session.Services.Single(service => !service.Connected).Reason!.ShouldContain("no consent to permissions of Teams");
    }

    [Fact]
    public async Task A_service_that_asks_for_more_is_answered_in_the_browser()
    {
        int refusals = 0;
        var login = new DeviceLogin { Refuse = scope => scope.Contains("outlook.office365", StringComparison.Ordinal) && refusals++ == 0 ? 50076 : null };
        var observer = new RecordingObserver();

        using var connection = await login.Connector().ConnectAsync(Request() with { ClientId = Guid.NewGuid().ToString() }, observer, default);

        observer.Messages.Count.ShouldBe(2);
        connection.Session.Services.ShouldAllBe(service => service.Connected);
    }

    [Theory]
    [InlineData("authorization_declined", 0, ErrorIds.SignInCancelled)]
    [InlineData("expired_token", 70020, ErrorIds.DeviceCodeExpired)]
    [InlineData("invalid_grant", 53003, ErrorIds.ConditionalAccessBlocked)]
    [InlineData("invalid_client", 7000218, ErrorIds.ApplicationMisconfigured)]
    [InlineData("invalid_grant", 50105, ErrorIds.AccountRefused)]
    public async Task What_goes_wrong_in_the_browser_is_told(string error, int code, string errorId)
    {
        var login = new DeviceLogin { Outcome = (error, code) };

        var failure = await Should.ThrowAsync<SignInException>(() => login.Connector().ConnectAsync(Request() with { ClientId = Guid.NewGuid().ToString() }, new RecordingObserver(), default));

        failure.ErrorId.ShouldBe(errorId);
        failure.ToString().ShouldNotContain(Authority.Echo);
    }

    [Fact]
    public async Task Permissions_to_write_are_asked_for_when_something_is_written_and_no_others()
    {
        var consented = new HashSet<string>(StringComparer.Ordinal);
        var login = new DeviceLogin { Refuse = scope => scope.Contains("ReadWrite", StringComparison.Ordinal) && !consented.Contains(scope) ? 65001 : null };
        login.OnAnswer = scope => consented.Add(scope);
        var observer = new RecordingObserver();
        using var connection = await login.Connector().ConnectAsync(Request(), observer, default);
        login.LastScopes().ShouldAllBe(scope => !scope.Contains("Write", StringComparison.Ordinal));

        await WriteAsync(connection, observer, Resources.SecurityDefaults, "isEnabled");

        observer.Messages.Count.ShouldBe(2);
        login.Writes().ShouldBe(["Policy.ReadWrite.SecurityDefaults"]);
        login.LastScopes().ShouldContain(scope => scope == "https://graph.microsoft.com/User.Read.All");

        await WriteAsync(connection, observer, Resources.SecurityDefaults, "isEnabled");
        observer.Messages.Count.ShouldBe(2);

        await WriteAsync(connection, observer, Resources.AdminForms, "settings.isInOrgFormsPhishingScanEnabled");
        observer.Messages.Count.ShouldBe(3);
        login.Writes().ShouldBe(["Policy.ReadWrite.SecurityDefaults", "OrgSettings-Forms.ReadWrite.All"]);
    }

    [Theory]
    [InlineData("Policy.Read.All Policy.ReadWrite.SecurityDefaults", null)]
    [InlineData("Policy.Read.All", "https://graph.microsoft.com/Policy.ReadWrite.SecurityDefaults")]
    public async Task An_application_of_ones_own_is_asked_for_what_its_token_lacks(string held, string? asked)
    {
        var login = new DeviceLogin { Granted = held };
        var observer = new RecordingObserver();
        using var connection = await login.Connector().ConnectAsync(Request() with { ClientId = Guid.NewGuid().ToString() }, observer, default);

        await WriteAsync(connection, observer, Resources.SecurityDefaults, "isEnabled");

        login.Handler.Sent.Select(request => request.Field("scope")).OfType<string>().Where(scope => scope.Contains("ReadWrite", StringComparison.Ordinal))
            .Select(scope => scope.Split(' ')[0]).ShouldBe(asked is null ? [] : [asked]);
        login.Handler.Sent.Select(request => request.Field("scope")).OfType<string>().ShouldNotContain(
            scope => scope.Contains("ReadWrite", StringComparison.Ordinal) && scope.Contains(".default", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_consent_changes_nothing_and_reads_on()
    {
        var login = new DeviceLogin { Refuse = scope => scope.Contains("ReadWrite", StringComparison.Ordinal) ? 65001 : null };
        var observer = new RecordingObserver();
        using var connection = await login.Connector().ConnectAsync(Request(), observer, default);
        login.Outcome = ("invalid_grant", 90094);

        var failure = await Should.ThrowAsync<SignInException>(() => connection.Writer.WriteAsync(
            new SettingsChange(Resources.SecurityDefaults, null, [new SettingChange("isEnabled", SettingValue.Of(false), SettingValue.Of(true))]), observer, default));

        failure.ErrorId.ShouldBe(ErrorIds.ConsentMissing);
        login.Handler.Sent.ShouldNotContain(request => request.Address.Host == "graph.microsoft.com" && request.Address.AbsolutePath.Contains("policies"));
        connection.Session.Services.Single(service => service.Service == TenantService.Graph).Connected.ShouldBeTrue();
    }

    // The authority is all that answers; that Graph has nothing there is another matter.
    private static Task WriteAsync(ITenantConnection connection, RecordingObserver observer, string resource, string setting) => Should.ThrowAsync<SecureScoreException>(() =>
        connection.Writer.WriteAsync(new SettingsChange(resource, null, [new SettingChange(setting, SettingValue.Of(false), SettingValue.Of(true))]), observer, default));

    private static SignInRequest Request() => new() { Method = new DeviceCodeSignIn(), TenantId = Tokens.Tenant, CanPrompt = true };

    /// <summary>An authority where a person enters the code at once.</summary>
    private sealed class DeviceLogin
    {
        public DeviceLogin() => Handler = new ScriptedHandler(Answer);

        public ScriptedHandler Handler { get; }

        public Func<string, int?> Refuse { get; init; } = _ => null;

        public (string Error, int Code)? Outcome { get; set; }

        /// <summary>What the tokens for Graph hold.</summary>
        public string Granted { get; init; } = "Policy.Read.All";

        /// <summary>Is told the scopes that a person answered for.</summary>
        public Action<string> OnAnswer { get; set; } = _ => { };

        /// <summary>The permissions to write that a person was asked for last.</summary>
        public IEnumerable<string> Writes() => LastScopes().Where(scope => scope.Contains("ReadWrite", StringComparison.Ordinal)).Select(scope => scope[(scope.LastIndexOf('/') + 1)..]);

        public string[] LastScopes() =>
            Handler.Sent.Last(request => request.Address.AbsolutePath.EndsWith("/devicecode", StringComparison.Ordinal)).Field("scope")!.Split(' ');

        public TenantConnector Connector() => new(() => Handler);

        private HttpResponseMessage Answer(SentRequest request)
        {
            if (request.Address.AbsolutePath.EndsWith("/devicecode", StringComparison.Ordinal))
            {
                return ScriptedHandler.Json(
                    """{"device_code":"device-code","user_code":"ABC123","verification_uri":"https://login.example/device","expires_in":900,"interval":1,"message":"x"}""");
            }

            if (!request.Address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
                return new HttpResponseMessage(HttpStatusCode.NotFound);

            string scope = request.Field("scope")!;
            bool isSilent = request.Field("grant_type") == "refresh_token";
            if (isSilent && Refuse(scope) is { } refusal)
                return ScriptedHandler.Json(Authority.Error(refusal, "x", "invalid_grant"), HttpStatusCode.BadRequest);

            if (Outcome is { } outcome)
                return ScriptedHandler.Json(Authority.Error(outcome.Code, "x", outcome.Error), HttpStatusCode.BadRequest);

            if (!isSilent)
                OnAnswer(scope);
            string first = scope.Split(' ').First(word => word.Contains('/', StringComparison.Ordinal));
            string audience = first[..first.LastIndexOf('/')];
            string access = Tokens.Create(audience, account: Account, scopes: Granted);
            string id = $"{Tokens.Part("""{"alg":"none"}""")}.{Tokens.Part($$"""{"aud":"{{request.Field("client_id")}}","tid":"{{Tokens.Tenant}}","oid":"o","sub":"o","preferred_username":"{{Account}}","exp":4000000000,"iat":1}""")}.x";
            string client = Tokens.Part($$"""{"uid":"o","utid":"{{Tokens.Tenant}}"}""");
            return ScriptedHandler.Json(
                $$"""{"token_type":"Bearer","scope":"{{scope}}","expires_in":3600,"access_token":"{{access}}","refresh_token":"refresh","id_token":"{{id}}","client_info":"{{client}}"}""");
        }
    }
}
