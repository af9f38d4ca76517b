using System.Net;
using System.Text;
using System.Text.Json;
using SecureScore.Emulator;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Faults;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.Publishing;
using SecureScore.Microsoft365.SignIn;
using SecureScore.Microsoft365.Tests.Collecting;

namespace SecureScore.Microsoft365.Tests.Publishing;

public sealed class ControlStatePublisherTests : IDisposable
{
    private const string Control = "AdminMFAV2";
    private const string Write = "SecurityEvents.ReadWrite.All";
    private static readonly PublishedControlState s_accepted = PublishedControlState.Of(ControlStatus.RiskAccepted, "Keys are ordered", "anna@contoso.com")!;

    private readonly AutomaticClock _clock;
    private readonly EmulatedTenant _tenant;
    private readonly RecordingObserver _observer = new();

    public ControlStatePublisherTests()
    {
        var source = TenantSnapshot.Open(Collection.SampleFolder);
        _clock = new AutomaticClock(source.Manifest.CollectedAt);
        _tenant = new EmulatedTenant(source, new EmulatorOptions { Clock = _clock });
    }

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public async Task A_state_is_read_written_and_read_back()
    {
        var shown = await PublishAsync(s_accepted);

        shown.ToString().ShouldBe("Ignored on 2026-09-14, assigned to anna@contoso.com: Keys are ordered");
        Methods().ShouldBe(["GET", "PATCH", "GET"]);
        _observer.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_Microsoft_says_already_is_not_written_again()
    {
        (await PublishAsync(PublishedControlState.Undecided)).Status.ShouldBe(ControlStatus.ToAddress);
        await PublishAsync(s_accepted);
        await PublishAsync(s_accepted with { State = "ignored" });
        _tenant.Writes.ShouldBe(1);

        await PublishAsync(s_accepted with { Comment = "Keys came" });
        _tenant.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task A_missing_permission_is_named_with_the_roles_and_nothing_changes()
    {
        var error = await FailAsync(permission: "SecurityEvents.Read.All");

        error.ErrorId.ShouldBe(ErrorIds.PublishDenied);
        error.Message.ShouldContain(Write);
        error.Message.ShouldContain("Security Administrator");
        _tenant.Writes.ShouldBe(1);
        (await HistoryAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_control_that_Microsoft_lacks_is_refused()
    {
        var error = await Should.ThrowAsync<SecureScoreException>(() => PublishAsync(s_accepted, control: "ss_device_code"));

        error.ErrorId.ShouldBe(ErrorIds.PublishRefused);
        _tenant.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task An_id_with_a_path_in_it_stays_an_id()
    {
        var error = await Should.ThrowAsync<SecureScoreException>(() => PublishAsync(s_accepted, control: "../../me?$select=x"));

        error.Target.ShouldBe("../../me?$select=x");
        _tenant.Requests.ShouldAllBe(request => request.Path.StartsWith("/v1.0/security/secureScoreControlProfiles/"));
    }

    [Fact]
    public async Task A_write_that_was_throttled_is_sent_again()
    {
        _tenant.Faults.Add(new EmulatedFault(FaultKind.Throttle) { Service = EmulatedService.Graph, After = 1, RetryAfter = TimeSpan.FromSeconds(5) });

        await PublishAsync(s_accepted);

        Methods().ShouldBe(["GET", "PATCH", "PATCH", "GET"]);
        (await HistoryAsync()).Length.ShouldBe(1);
        _clock.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_write_that_never_arrived_is_sent_again()
    {
        int refused = 0;

        await PublishAsync(s_accepted, between: new Between((request, send) => request.Method == HttpMethod.Patch && refused++ == 0
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : send()));

        Methods().ShouldBe(["GET", "PATCH", "GET"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_whose_answer_was_lost_is_looked_for_and_never_sent_twice(bool fails)
    {
        var shown = await PublishAsync(s_accepted, between: new Between(async (request, send) =>
        {
            var answer = await send();
            if (request.Method != HttpMethod.Patch)
                return answer;

            return fails ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : throw new HttpRequestException(HttpRequestError.Unknown, "reset");
        }));

        shown.SaysSameAs(s_accepted).ShouldBeTrue();
        Methods().ShouldBe(["GET", "PATCH", "GET"]);
        (await HistoryAsync()).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_was_lost_on_the_way_is_told_as_uncertain_and_never_sent_twice()
    {
        _tenant.Faults.Add(new EmulatedFault(FaultKind.Reset) { Service = EmulatedService.Graph, After = 1 });

        var error = await FailAsync();

        error.ErrorId.ShouldBe(ErrorIds.PublishFailed);
        error.Message.ShouldContain("not certain");
        error.Message.ShouldContain("'Default'");
        _tenant.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_state_that_does_not_show_in_time_is_told()
    {
        const string Old = """{"id":"AdminMFAV2","controlStateUpdates":[{"state":"reviewed","updatedDateTime":"2026-09-01T00:00:00Z"},{"state":"Default","comment":5}]}""";

        var shown = await PublishAsync(s_accepted, between: new Between((request, send) => request.Method == HttpMethod.Get
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Old, Encoding.UTF8, "application/json") })
            : send()));

        shown.Status.ShouldBe(ControlStatus.AlternateMitigation);
        _observer.Warnings.Single().ShouldContain("does not show it yet");
        _tenant.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task The_vendor_is_the_one_of_the_profile()
    {
        JsonElement body = default;

        await PublishAsync(s_accepted, between: new Between(async (request, send) =>
        {
            if (request.Method == HttpMethod.Patch)
                body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync()).RootElement;
            return await send();
        }));

        body.GetProperty("vendorInformation").GetRawText().ShouldBe("""{"provider":"SecureScore","vendor":"Microsoft"}""");
        body.GetProperty("assignedTo").GetString().ShouldBe("anna@contoso.com");
        body.GetProperty("comment").GetString().ShouldBe("Keys are ordered");
    }

    [Fact]
    public async Task A_person_without_an_application_is_asked_to_consent_when_something_is_published_and_not_before()
    {
        const string Tools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
        var permissions = EmulatedTenant.ReadPermissions.ToDictionary();
        permissions[TenantService.Graph] = [.. permissions[TenantService.Graph], Write];
        using var live = new EmulatedTenant(TenantSnapshot.Open(Collection.SampleFolder));
        live.Register(new EmulatedApplication(Tools) { Permissions = permissions });
        using var connection = await new TenantConnector(live.CreateHandler).ConnectAsync(
            new SignInRequest { Method = new DeviceCodeSignIn(), TenantId = live.TenantId, CanPrompt = true }, _observer, default);
        Scopes(live).ShouldAllBe(scope => !scope.Contains(Write));

        var shown = await connection.PublishStateAsync(Control, s_accepted, _observer, default);

        shown.Status.ShouldBe(ControlStatus.RiskAccepted);
        Scopes(live)[^1].ShouldContain(Write);
        int asked = Scopes(live).Count;
        await connection.PublishStateAsync(Control, PublishedControlState.Undecided, _observer, default);
        Scopes(live).Count.ShouldBe(asked);
    }

    private static IReadOnlyList<string> Scopes(EmulatedTenant tenant) =>
        [.. tenant.Requests.Where(request => request.Form.ContainsKey("scope")).Select(request => request.Form["scope"])];

    private async Task<PublishedControlState> PublishAsync(
        PublishedControlState state, string control = Control, string permission = Write, Between? between = null)
    {
        var handler = _tenant.CreateHandler();
        if (between is not null)
        {
            between.InnerHandler = handler;
            handler = between;
        }

        using var pipeline = new ServicePipeline(handler, CloudProfile.Of(TenantCloud.Global), new WriterTokens(_tenant, _clock, permission), _clock);
        return await new ControlStatePublisher(pipeline, _clock).PublishAsync(control, state, _observer, default);
    }

    private Task<SecureScoreException> FailAsync(string permission = Write) =>
        Should.ThrowAsync<SecureScoreException>(() => PublishAsync(s_accepted, permission: permission));

    private IEnumerable<string> Methods() => _tenant.Requests.Select(request => request.Method);

    private async Task<JsonElement[]> HistoryAsync()
    {
        using var http = new HttpMessageInvoker(_tenant.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles/" + Control);
        request.Headers.Authorization = new("Bearer", _tenant.IssueToken(TenantService.Graph));
        using var answer = await http.SendAsync(request, default);
        return [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("controlStateUpdates").EnumerateArray()];
    }

    /// <summary>Stands between the pipeline and the tenant.</summary>
    private sealed class Between(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> answer) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, () => base.SendAsync(request, cancellationToken));
    }

    private sealed class WriterTokens(EmulatedTenant tenant, TimeProvider clock, string permission) : ITokenSource
    {
        public ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation) =>
            ValueTask.FromResult<ServiceToken?>(new ServiceToken(
                tenant.IssueToken(service, tenant.Application with
                {
                    Permissions = new Dictionary<TenantService, IReadOnlyCollection<string>> { [TenantService.Graph] = [permission] },
                }),
                clock.GetUtcNow() + TimeSpan.FromHours(1)));
    }
}
