using System.Net;
using System.Net.Sockets;
using SecureScore.Engine;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.SignIn;

public class RefusalTests
{
    private static readonly RecordingObserver s_observer = new();
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(90002, ErrorIds.TenantNotFound, Tokens.Tenant)]
    [InlineData(900023, ErrorIds.TenantNotFound, Tokens.Tenant)]
    [InlineData(700016, ErrorIds.ApplicationNotFound, Tokens.Client)]
    [InlineData(7000112, ErrorIds.ApplicationDisabled, Tokens.Client)]
    [InlineData(7000215, ErrorIds.ApplicationSecretWrong, Tokens.Client)]
    [InlineData(7000222, ErrorIds.ApplicationSecretExpired, Tokens.Client)]
    [InlineData(700027, ErrorIds.CertificateNotRegistered, Tokens.Client)]
    [InlineData(700024, ErrorIds.ClockWrong, "Check the clock")]
    [InlineData(65001, ErrorIds.ConsentMissing, Tokens.Client)]
    [InlineData(500011, ErrorIds.ServiceNotInTenant, "Graph")]
    [InlineData(53003, ErrorIds.ConditionalAccessBlocked, "workload identities")]
    [InlineData(50158, ErrorIds.ConditionalAccessBlocked, "workload identities")]
    [InlineData(50076, ErrorIds.InteractionRequired, "multifactor")]
    [InlineData(7000218, ErrorIds.ApplicationMisconfigured, "public client")]
    [InlineData(90033, ErrorIds.SignInUnavailable, "login.microsoftonline.com")]
    [InlineData(123456, ErrorIds.SignInFailed, "Graph")]
    public async Task A_refusal_is_one_error_that_says_what_to_do(int code, string errorId, string named)
    {
        var failure = await FailAsync(new Authority { Refuse = _ => code }, Authority.Secret());

        failure.ErrorId.ShouldBe(errorId);
        failure.Message.ShouldContain(named);
        failure.Message.ShouldEndWith($"(AADSTS{code}, trace id {Authority.Trace}, correlation id {Authority.Correlation})");
        failure.ToString().ShouldNotContain(Authority.Echo);
        failure.InnerException.ShouldBeNull();
    }

    [Theory]
    [InlineData(65001, "no consent to permissions of Purview")]
    [InlineData(500011, "does not have Purview")]
    [InlineData(53003, "Conditional Access")]
    public async Task A_service_that_is_refused_costs_only_itself(int code, string reason)
    {
        var authority = new Authority { Refuse = request => request.Field("scope")!.Contains("compliance", StringComparison.Ordinal) ? code : null };

        using var connection = await authority.Connector().ConnectAsync(Authority.Secret(), s_observer, default);

        var purview = connection.Session.Services.Single(service => !service.Connected);
        purview.Service.ShouldBe(TenantService.Purview);
        purview.Reason!.ShouldContain(reason);
        purview.ExpiresAt.ShouldBeNull();
        var access = await connection.ReadAccessAsync(s_observer, default);
        access.Single(service => !service.Connected).Error.ShouldBe(purview.Reason);
    }

    [Fact]
    public async Task A_refusal_of_the_whole_sign_in_is_told_before_that_of_one_service()
    {
        var authority = new Authority { Refuse = request => request.Field("scope")!.Contains("graph", StringComparison.Ordinal) ? 65001 : 7000222 };

        (await FailAsync(authority, Authority.Secret())).ErrorId.ShouldBe(ErrorIds.ApplicationSecretExpired);
    }

    [Theory]
    [InlineData(20, "20 minutes ahead")]
    [InlineData(-90, "90 minutes behind")]
    public async Task A_clock_that_is_off_is_told_with_the_difference(int minutes, string difference)
    {
        using var certificate = Certificates.Create(s_now.AddYears(-1), s_now.AddYears(1));
        var authority = new Authority { Refuse = _ => 700024, Date = s_now };

        var failure = await FailAsync(authority, Authority.Secret() with { Method = new CertificateSignIn(certificate) }, new ManualClock(s_now.AddMinutes(minutes)));

        failure.ErrorId.ShouldBe(ErrorIds.ClockWrong);
        failure.Message.ShouldContain(difference);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_a_warning_when_it_costs_nothing()
    {
        var observer = new RecordingObserver();
        var authority = new Authority { Date = s_now };

        using var connection = await authority.Connector(new ManualClock(s_now.AddMinutes(-7))).ConnectAsync(Authority.Secret(), observer, default);

        observer.Warnings.ShouldHaveSingleItem().ShouldContain("7 minutes behind");
    }

    [Fact]
    public async Task A_clock_within_five_minutes_is_no_matter()
    {
        var observer = new RecordingObserver();
        var authority = new Authority { Date = s_now };

        using var connection = await authority.Connector(new ManualClock(s_now.AddMinutes(4))).ConnectAsync(Authority.Secret(), observer, default);

        observer.Warnings.ShouldBeEmpty();
    }

    public static TheoryData<Func<Exception>, string, string> Outages { get; } = new()
    {
        { () => new HttpRequestException(HttpRequestError.NameResolutionError, "x", new SocketException((int)SocketError.HostNotFound)), ErrorIds.NetworkUnavailable, "HostNotFound" },
        { () => new HttpRequestException(HttpRequestError.SecureConnectionError, "x"), ErrorIds.NetworkUnavailable, "SecureConnectionError" },
        { () => new HttpRequestException(HttpRequestError.ProxyTunnelError, "x", null, HttpStatusCode.ProxyAuthenticationRequired), ErrorIds.ProxyRefused, "407" },
        { () => new TaskCanceledException("slow", new TimeoutException()), ErrorIds.SignInTimedOut, "in time" },
    };

    [Theory]
    [MemberData(nameof(Outages))]
    public void An_outage_is_told_as_what_it_is(Func<Exception> cause, string errorId, string named)
    {
        var failure = Explain(new Azure.Identity.AuthenticationFailedException("secret-mark", new AggregateException(cause())), Authority.Secret());

        failure.ErrorId.ShouldBe(errorId);
        failure.Message.ShouldContain("login.microsoftonline.com");
        failure.Message.ShouldContain(named);
        failure.ToString().ShouldNotContain("secret-mark");
    }

    [Fact]
    public async Task Without_a_network_the_host_is_named()
    {
        var authority = new Authority { Before = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.NetworkUnreachable)) };

        var failure = await FailAsync(authority, Authority.Secret() with { Services = [TenantService.Graph] });

        failure.ErrorId.ShouldBe(ErrorIds.NetworkUnavailable);
        failure.Message.ShouldContain("NetworkUnreachable");
        authority.Handler.Sent.Count.ShouldBeLessThan(10);
    }

    public static TheoryData<SignInMethod, string> WithoutToken { get; } = new()
    {
        { new AzureCliSignIn(), ErrorIds.AzureCliNotSignedIn },
        { new AzurePowerShellSignIn(), ErrorIds.AzurePowerShellNotSignedIn },
        { new ManagedIdentitySignIn(null), ErrorIds.ManagedIdentityNotFound },
        { new ManagedIdentitySignIn(Tokens.Client), ErrorIds.ManagedIdentityNotFound },
        { new WorkloadIdentitySignIn(null), ErrorIds.WorkloadIdentityUnusable },
    };

    [Theory]
    [MemberData(nameof(WithoutToken))]
    public void A_sign_in_that_is_not_there_is_told(SignInMethod method, string errorId) =>
        Explain(new Azure.Identity.CredentialUnavailableException("secret-mark"), Authority.Secret() with { Method = method }).ErrorId.ShouldBe(errorId);

    private static SignInException Explain(Exception failure, SignInRequest request) =>
        new SignInFailure(request, TenantService.Graph, new Uri("https://login.microsoftonline.com"), clockDifference: null).Explain(failure);

    private static Task<SignInException> FailAsync(Authority authority, SignInRequest request, TimeProvider? clock = null) =>
        Should.ThrowAsync<SignInException>(() => authority.Connector(clock).ConnectAsync(request, s_observer, default));
}
