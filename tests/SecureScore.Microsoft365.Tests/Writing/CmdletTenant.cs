using System.Net;
using System.Text;
using SecureScore.Emulator;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Collecting;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.SignIn;
using SecureScore.Microsoft365.Tests.Collecting;
using SecureScore.Microsoft365.Writing;

namespace SecureScore.Microsoft365.Tests.Writing;

/// <summary>The demo tenant and a writer of all its services, without a network and without waiting.</summary>
internal sealed class CmdletTenant : IDisposable
{
    private const string ExchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
    private const string ComplianceAdministrator = "17315797-102d-40b4-93e0-432062caca18";
    private const string TeamsAdministrator = "69091246-20e8-4a56-aa4d-066075b2a7a8";

    private readonly ServicePipeline _pipeline;
    private readonly HttpMessageInvoker _reader;
    private readonly TenantSession _session;
    private readonly TenantHosts _hosts;

    public CmdletTenant(
        EmulatorOptions? options = null, string[]? roles = null, Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>>? between = null)
    {
        var source = TenantSnapshot.Open(Collection.SampleFolder);
        Clock = new AutomaticClock(source.Manifest.CollectedAt);
        Tenant = new EmulatedTenant(source, (options ?? new EmulatorOptions()) with { Clock = Clock });

        // Three resources that the sample leaves out.
        Tenant.State.Replace(Resources.AdminForms, [Row("""{"id":"","settings":{"isInOrgFormsPhishingScanEnabled":false,"isBingImageSearchEnabled":true}}""")]);
        Tenant.State.Replace(Resources.PolicyConfig, [Row("""{"Identity":"Policies","PurviewLabelConsent":false,"EnableLabelCoauth":false}""")]);
        Tenant.State.Replace(
            Resources.MailboxAuditBypassAssociation,
            [Row("""{"Identity":"Ann","Name":"Ann","AuditBypassEnabled":true}"""), Row("""{"Identity":"Bo","Name":"Bo","AuditBypassEnabled":false}""")]);
        var handler = Tenant.CreateHandler();
        _reader = new HttpMessageInvoker(Tenant.CreateHandler());
        _pipeline = new ServicePipeline(
            between is null ? handler : new Between(between) { InnerHandler = handler }, CloudProfile.Of(TenantCloud.Global),
            new RoleTokens(Tenant, Clock, roles ?? [ExchangeAdministrator, ComplianceAdministrator, TeamsAdministrator]), Clock);
        _session = new TenantSession { TenantId = Tenant.TenantId, InitialDomain = source.Manifest.InitialDomain, SignIn = "ClientSecret" };
        _hosts = new TenantHosts(_pipeline.Cloud, _session);
        Writer = new TenantWriter([new GraphWriter(_pipeline, Clock), new ExchangeWriter(_pipeline, () => _hosts), new TeamsWriter(_pipeline)], new MailSender(_pipeline), (_, _, _) => Task.CompletedTask);
    }

    /// <summary>The rows of a resource.</summary>
    public IEnumerable<SettingGroup> RowsOf(string resource) => Tenant.State.Rows(resource).Select(row => (SettingGroup)SettingValue.Parse(row.Span));

    public AutomaticClock Clock { get; }

    public EmulatedTenant Tenant { get; }

    public TenantWriter Writer { get; }

    public RecordingObserver Observer { get; } = new();

    /// <summary>The cmdlets, or else the methods, of everything that would have changed something.</summary>
    public IEnumerable<string> Written => Tenant.Requests.Where(request => request.IsWrite).Select(request => request.Cmdlet ?? request.Method);

    public Task<SettingGroup?> ReadAsync(string resource, string? identity) => Writer.ReadAsync(resource, identity, Observer, default);

    public Task<string?> WriteAsync(TenantChange change) => Writer.WriteAsync(change, Observer, default);

    /// <summary>Collects resources; without any, all but DNS.</summary>
    public Task CollectAsync(WorkingSnapshot target, params IReadOnlyCollection<string> resources) =>
        new TenantCollector(_pipeline, _session, _hosts, null, Clock).CollectAsync(resources.Count == 0 ? Collection.WithoutDns : resources, target, Observer, default);

    /// <summary>What the services say of a resource, as they say it.</summary>
    public async Task<string> TextOfAsync(string resource)
    {
        string name = resource[(resource.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string tenant = Tenant.TenantId;
        var (service, address) = resource.Split('/')[0] switch
        {
            "teams" => (TenantService.Teams, $"https://api.interfaces.records.teams.microsoft.com/Skype.Policy/configurations/{name}"),
            "compliance" => (TenantService.Purview, $"https://eur01b.ps.compliance.protection.outlook.com/adminapi/beta/{tenant}/InvokeCommand"),
            _ => (TenantService.Exchange, $"https://outlook.office365.com/adminapi/beta/{tenant}/InvokeCommand"),
        };
        using var request = new HttpRequestMessage(service == TenantService.Teams ? HttpMethod.Get : HttpMethod.Post, address);
        if (service != TenantService.Teams)
            request.Content = new StringContent($$$"""{"CmdletInput":{"CmdletName":"{{{name}}}"}}""", Encoding.UTF8, "application/json");
        request.Headers.Authorization = new("Bearer", Tenant.IssueToken(service));
        using var answer = await _reader.SendAsync(request, default);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _reader.Dispose();
        Tenant.Dispose();
    }

    // To read and to write.
    private static Dictionary<TenantService, IReadOnlyCollection<string>> Everything { get; } = EmulatedTenant.WritePermissions.ToDictionary(
        service => service.Key,
        service => (IReadOnlyCollection<string>)[.. service.Value.Union(EmulatedTenant.ReadPermissions.GetValueOrDefault(service.Key) ?? [], StringComparer.Ordinal)]);

    private static ReadOnlyMemory<byte> Row(string json) => Encoding.UTF8.GetBytes(json);

    /// <summary>Stands between the pipeline and the tenant.</summary>
    private sealed class Between(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> answer) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, () => base.SendAsync(request, cancellationToken));
    }

    private sealed class RoleTokens(EmulatedTenant tenant, TimeProvider clock, string[] roles) : ITokenSource
    {
        public ValueTask<ServiceToken?> GetAsync(TenantService service, string? claims, bool forceRefresh, CancellationToken cancellation) =>
            ValueTask.FromResult<ServiceToken?>(new ServiceToken(
                tenant.IssueToken(service, tenant.Application with { DirectoryRoles = roles, Permissions = Everything }), clock.GetUtcNow() + TimeSpan.FromHours(1)));
    }
}
