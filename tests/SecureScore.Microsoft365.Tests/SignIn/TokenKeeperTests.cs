using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.SignIn;

public sealed class TokenKeeperTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(s_start);
    private readonly ScriptedIssuer _issuer;
    private readonly TokenKeeper _keeper;

    public TokenKeeperTests()
    {
        _issuer = new ScriptedIssuer(_clock);
        _keeper = new TokenKeeper(_issuer, [TenantService.Graph, TenantService.Exchange], _clock);
    }

    public void Dispose() => _keeper.Dispose();

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_its_end()
    {
        await _keeper.ConnectAsync(TenantService.Graph, mayPrompt: true, default);

        _clock.Now = s_start.AddMinutes(54);
        (await GetAsync())!.Value.ShouldBe("Graph 1");
        _clock.Now = s_start.AddMinutes(56);
        (await GetAsync())!.Value.ShouldBe("Graph 2");

        _issuer.Asked.ShouldBe(["Graph first prompt", "Graph renewal silent"]);
    }

    [Fact]
    public async Task A_token_that_lasts_minutes_is_not_renewed_for_each_request()
    {
        _issuer.Lifetime = TimeSpan.FromMinutes(4);
        await GetAsync();

        _clock.Now = s_start.AddMinutes(1);

        (await GetAsync())!.Value.ShouldBe("Graph 1");
    }

    [Fact]
    public async Task All_who_wait_share_one_renewal()
    {
        _issuer.Gate = new TaskCompletionSource();
        var waiting = Enumerable.Range(0, 20).Select(_ => GetAsync(forceRefresh: true)).ToArray();
        _issuer.Gate.SetResult();

        (await Task.WhenAll(waiting)).ShouldAllBe(token => token!.Value == "Graph 1");
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_it_for_the_others()
    {
        using var stop = new CancellationTokenSource();
        _issuer.Gate = new TaskCompletionSource();
        var leaving = _keeper.GetAsync(TenantService.Graph, null, false, stop.Token).AsTask();
        var staying = GetAsync();

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);
        _issuer.Gate.SetResult();

        (await staying)!.Value.ShouldBe("Graph 1");
    }

    [Fact]
    public async Task A_refused_token_is_replaced_and_claims_are_handed_on()
    {
        await GetAsync();

        (await GetAsync(forceRefresh: true))!.Value.ShouldBe("Graph 2");
        (await GetAsync(claims: """{"nbf":1}"""))!.Value.ShouldBe("Graph 3");
        (await GetAsync())!.Value.ShouldBe("Graph 3");

        _issuer.Asked[^1].ShouldBe("""Graph renewal silent {"nbf":1}""");
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_token_that_is_still_good()
    {
        await GetAsync();
        _issuer.Failure = SignInException.TimedOut("login");

        _clock.Now = s_start.AddMinutes(57);
        (await GetAsync())!.Value.ShouldBe("Graph 1");
        _clock.Now = s_start.AddMinutes(61);

        (await GetAsync()).ShouldBeNull();
        _keeper.Failure(TenantService.Graph)!.Message.ShouldContain("login");
    }

    [Fact]
    public async Task A_refused_token_is_gone_when_there_is_no_other()
    {
        await GetAsync();
        _issuer.Failure = SignInException.ConsentMissing(TenantService.Graph, "a", "b");

        (await GetAsync(forceRefresh: true)).ShouldBeNull();

        _keeper.Current(TenantService.Graph).ShouldBeNull();
        (await GetAsync()).ShouldBeNull();
        _issuer.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_after_a_while_only()
    {
        _issuer.Failure = SignInException.TimedOut("login");
        (await GetAsync()).ShouldBeNull();
        (await GetAsync()).ShouldBeNull();
        _issuer.Asked.Count.ShouldBe(1);

        _issuer.Failure = null;
        _clock.Now = s_start.AddSeconds(31);

        (await GetAsync())!.Value.ShouldBe("Graph 1");
    }

    [Fact]
    public async Task A_failure_of_one_service_is_none_of_another()
    {
        _issuer.Failure = SignInException.ConsentMissing(TenantService.Graph, "a", "b");
        await GetAsync();
        _issuer.Failure = null;

        (await _keeper.GetAsync(TenantService.Exchange, null, false, default))!.Value.ShouldBe("Exchange 1");
    }

    [Fact]
    public async Task A_service_that_is_no_part_of_it_has_no_token()
    {
        (await _keeper.GetAsync(TenantService.Teams, null, false, default)).ShouldBeNull();
    }

    [Fact]
    public async Task After_its_end_there_is_no_token()
    {
        await GetAsync();

        _keeper.Dispose();

        (await GetAsync()).ShouldBeNull();
        _keeper.Current(TenantService.Graph).ShouldBeNull();
        _issuer.IsDisposed.ShouldBeTrue();
    }

    private Task<ServiceToken?> GetAsync(string? claims = null, bool forceRefresh = false) =>
        _keeper.GetAsync(TenantService.Graph, claims, forceRefresh, default).AsTask();

    private sealed class ScriptedIssuer(ManualClock clock) : ITokenIssuer
    {
        private int _number;

        public List<string> Asked { get; } = [];

        public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

        public SignInException? Failure { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public bool IsDisposed { get; private set; }

        public async Task<ServiceToken> IssueAsync(TenantService service, string? claims, bool isRenewal, bool mayPrompt, CancellationToken cancellation)
        {
            Asked.Add($"{service} {(isRenewal ? "renewal" : "first")} {(mayPrompt ? "prompt" : "silent")} {claims}".TrimEnd());
            if (Gate is { } gate)
                await gate.Task;
            if (Failure is { } failure)
                throw failure;

            return new ServiceToken($"{service} {++_number}", clock.Now + Lifetime);
        }

        public void Dispose() => IsDisposed = true;
    }
}
