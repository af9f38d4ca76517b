using System.Net.Http.Headers;
using System.Net.Sockets;
using SecureScore.Emulator.Faults;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;

namespace SecureScore.Emulator.Tests;

public sealed class LoopbackTests : IDisposable
{
    private const string Users = "https://graph.microsoft.com/v1.0/users?$select=id,displayName,mail&$top=999";

    private readonly EmulatedTenant _tenant = new(TenantSnapshot.Open(Demo.SampleFolder));
    private readonly LoopbackHost _host;
    private readonly HttpClient _client;

    public LoopbackTests()
    {
        _host = LoopbackHost.Start(_tenant);
        _client = new HttpClient(_host.CreateTransport()) { Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _tenant.IssueToken(TenantService.Graph));
    }

    [Fact]
    public async Task The_same_answers_come_over_a_socket()
    {
        using var demo = new Demo();

        string first = await _client.GetStringAsync(new Uri(Users));
        string second = await _client.GetStringAsync(new Uri(Users));

        first.ShouldBe((await demo.GetAsync(Users)).Text);
        second.ShouldBe(first);
        _host.Connections.ShouldBe(1);
        _tenant.Requests.ShouldAllBe(request => request.Host == "graph.microsoft.com" && request.Status == 200);
    }

    [Fact]
    public async Task Content_is_posted_and_errors_come_back()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("client_id", "unknown")]);
        using var response = await _client.PostAsync(new Uri("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"), form);

        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync()).ShouldContain("AADSTS700016");
    }

    [Fact]
    public async Task A_redirect_comes_back_unfollowed()
    {
        using var response = await _client.GetAsync(
            new Uri($"https://ps.compliance.protection.outlook.com/adminapi/v1.0/{_tenant.TenantId}/EXOModuleFile"));

        ((int)response.StatusCode).ShouldBe(302);
        response.Headers.Location!.Host.ShouldBe("eur01b.admin.protection.outlook.com");
    }

    [Fact]
    public async Task A_reset_is_a_reset()
    {
        _tenant.Faults.Add(new EmulatedFault(FaultKind.Reset));

        var exception = await Should.ThrowAsync<HttpRequestException>(() => _client.GetStringAsync(new Uri(Users)));

        exception.GetBaseException().ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        (await _client.GetStringAsync(new Uri(Users))).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("id")]
    [InlineData("displayName")]
    [InlineData("mail")]
    [InlineData("id,mail")]
    public async Task Content_that_is_cut_off_ends_with_the_connection(string select)
    {
        _tenant.Faults.Add(new EmulatedFault(FaultKind.Truncate));

        var exception = await Should.ThrowAsync<HttpRequestException>(
            () => _client.GetStringAsync(new Uri("https://graph.microsoft.com/v1.0/users?$select=" + select)));

        exception.InnerException.ShouldBeOfType<HttpIOException>().HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);
    }

    [Fact]
    public async Task Silence_lasts_until_the_client_gives_up()
    {
        _tenant.Faults.Add(new EmulatedFault(FaultKind.Hang));
        using var cancellation = new CancellationTokenSource();

        var answer = _client.GetAsync(new Uri(Users), cancellation.Token);
        while (_tenant.Requests.Count == 0)
            await Task.Yield();
        answer.IsCompleted.ShouldBeFalse();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_managed_identity_is_asked_for_by_the_address_itself()
    {
        _tenant.Register(_tenant.Application with { ClientId = "system", ManagedIdentity = ManagedIdentityKind.System });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(_host.Address, "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com"));
        request.Headers.Add("X-IDENTITY-HEADER", _tenant.IdentityHeader);

        using var response = await client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(200);
    }

    public void Dispose()
    {
        _client.Dispose();
        _host.Dispose();
        _tenant.Dispose();
    }
}
