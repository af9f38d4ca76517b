using SecureScore.Emulator;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Faults;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Tests.Http;

namespace SecureScore.Microsoft365.Tests.Collecting;

/// <summary>Each fault for each service, through the real collectors: the run ends by itself, complete or with the resources of that service marked
/// and all others collected.</summary>
public class FaultMatrixTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);

    public static TheoryData<EmulatedService, string> Passing => Combine(
        "429 with seconds", "429 with a date", "429 without a wait", "500", "502", "503", "504", "408", "reset", "truncated", "wrong JSON", "HTML",
        "expired tokens", "10 % of 5xx", "10 % of resets", "10 % truncated");

    public static TheoryData<EmulatedService, string> Lasting => Combine(
        "429 with seconds", "429 without a wait", "500", "503", "reset", "truncated", "wrong JSON", "HTML");

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_costs_nothing(EmulatedService service, string fault)
    {
        using var collection = new Collection(new EmulatorOptions { PageSize = 60 });
        collection.Tenant.Faults.Add(FaultOf(service, fault, times: 2));

        await collection.CollectAsync().WaitAsync(s_bound);

        foreach (string resource in Collection.WithoutDns)
            ShouldBeWhole(collection, resource);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_lasts_costs_the_service_alone(EmulatedService service, string fault)
    {
        using var collection = new Collection();
        collection.Tenant.Faults.Add(FaultOf(service, fault, times: null));

        await collection.CollectAsync().WaitAsync(s_bound);

        foreach (string resource in Collection.WithoutDns)
        {
            if (IsOf(service, resource))
                collection.StatusOf(resource).ShouldBe(ResourceStatus.Failed, resource);
            else
                ShouldBeWhole(collection, resource);
        }
    }

    [Theory]
    [InlineData(EmulatedService.Graph)]
    [InlineData(EmulatedService.Exchange)]
    [InlineData(EmulatedService.Purview)]
    [InlineData(EmulatedService.Teams)]
    public async Task A_service_that_refuses_is_denied(EmulatedService service)
    {
        using var collection = new Collection();
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Service = service, Status = 403, Times = null });

        // The cmdlets of Purview would be known to Exchange too.
        collection.Tokens.Without.UnionWith(service == EmulatedService.Purview ? [TenantService.Exchange] : []);
        await collection.CollectAsync().WaitAsync(s_bound);

        foreach (string resource in Collection.WithoutDns.Where(resource => IsOf(service, resource)))
        {
            var state = collection.Target.StateOf(resource);
            state.Status.ShouldBe(ResourceStatus.Denied, resource);
            state.Permission.ShouldNotBeNull(resource);
        }
    }

    [Theory]
    [InlineData(TenantService.Graph)]
    [InlineData(TenantService.Exchange)]
    [InlineData(TenantService.Purview)]
    [InlineData(TenantService.Teams)]
    public async Task A_service_without_a_token_is_not_asked(TenantService service)
    {
        using var collection = new Collection();
        collection.Tokens.Without.Add(service);

        await collection.CollectAsync().WaitAsync(s_bound);

        foreach (string resource in Collection.WithoutDns)
        {
            if (ResourceDefinitions.Find(resource)!.Service == service)
                collection.StatusOf(resource).ShouldBe(ResourceStatus.NotConnected, resource);
            else
                ShouldBeWhole(collection, resource);
        }
    }

    [Theory]
    [InlineData(TenantService.Graph, "graph.microsoft.com")]
    [InlineData(TenantService.Exchange, "outlook.office365.com")]
    [InlineData(TenantService.Purview, "protection.outlook.com")]
    [InlineData(TenantService.Teams, "teams.microsoft.com")]
    public async Task A_host_that_never_answers_fails_its_resources(TenantService service, string host)
    {
        Collection? collection = null;
        using var silent = collection = new Collection(between: inner => new SilentHost(inner, host, () => collection!.Clock), limits: new());
        string[] resources = [.. Collection.WithoutDns.Where(resource => ResourceDefinitions.Find(resource)!.Service == service)];

        await collection.CollectAsync(resources).WaitAsync(s_bound);

        foreach (string resource in resources)
            collection.StatusOf(resource).ShouldBe(ResourceStatus.Failed, resource);
    }

    [Theory]
    [InlineData(EmulatedService.Graph, Resources.Users, "v1.0/users", FaultKind.EndlessNextLink)]
    [InlineData(EmulatedService.Graph, Resources.Users, "v1.0/users", FaultKind.LoopingNextLink)]
    [InlineData(EmulatedService.Graph, Resources.Users, "v1.0/users", FaultKind.RepeatPage)]
    [InlineData(EmulatedService.Graph, Resources.Users, "v1.0/users", FaultKind.ForeignNextLink)]
    [InlineData(EmulatedService.Graph, Resources.Users, "v1.0/users", FaultKind.HttpNextLink)]
    [InlineData(EmulatedService.Graph, Resources.RoleAssignments, "directory/roleAssignments?", FaultKind.EndlessNextLink)]
    [InlineData(EmulatedService.Graph, Resources.RoleAssignments, "directory/roleAssignments?", FaultKind.ForeignNextLink)]
    [InlineData(EmulatedService.Graph, Resources.GroupMembers, "transitiveMembers", FaultKind.EndlessNextLink)]
    [InlineData(EmulatedService.Graph, Resources.GroupMembers, "transitiveMembers", FaultKind.LoopingNextLink)]
    [InlineData(EmulatedService.Graph, Resources.GroupMembers, "transitiveMembers", FaultKind.ForeignNextLink)]
    [InlineData(EmulatedService.Graph, Resources.GroupMembers, "transitiveMembers", FaultKind.HttpNextLink)]
    [InlineData(EmulatedService.Exchange, Resources.ContentFilterPolicy, "InvokeCommand/Get-HostedContentFilterPolicy", FaultKind.EndlessNextLink)]
    [InlineData(EmulatedService.Exchange, Resources.ContentFilterPolicy, "InvokeCommand/Get-HostedContentFilterPolicy", FaultKind.LoopingNextLink)]
    [InlineData(EmulatedService.Exchange, Resources.ContentFilterPolicy, "InvokeCommand/Get-HostedContentFilterPolicy", FaultKind.RepeatPage)]
    [InlineData(EmulatedService.Exchange, Resources.ContentFilterPolicy, "InvokeCommand/Get-HostedContentFilterPolicy", FaultKind.ForeignNextLink)]
    [InlineData(EmulatedService.Exchange, Resources.ContentFilterPolicy, "InvokeCommand/Get-HostedContentFilterPolicy", FaultKind.HttpNextLink)]
    [InlineData(EmulatedService.Purview, Resources.ProtectionAlert, "InvokeCommand/Get-ProtectionAlert", FaultKind.EndlessNextLink)]
    [InlineData(EmulatedService.Purview, Resources.ProtectionAlert, "InvokeCommand/Get-ProtectionAlert", FaultKind.RepeatPage)]
    [InlineData(EmulatedService.Purview, Resources.ProtectionAlert, "InvokeCommand/Get-ProtectionAlert", FaultKind.ForeignNextLink)]
    [InlineData(EmulatedService.Purview, Resources.ProtectionAlert, "InvokeCommand/Get-ProtectionAlert", FaultKind.HttpNextLink)]
    public async Task A_list_that_leads_nowhere_costs_its_resource_alone(EmulatedService service, string faulty, string path, FaultKind kind)
    {
        using var collection = new Collection(new EmulatorOptions { PageSize = 4 });
        collection.Tenant.Faults.Add(new EmulatedFault(kind) { Service = service, Path = path, Times = null });

        await collection.CollectAsync().WaitAsync(s_bound);

        collection.StatusOf(faulty).ShouldBe(ResourceStatus.Failed);
        foreach (string resource in Collection.WithoutDns.Where(resource => resource != faulty))
            ShouldBeWhole(collection, resource);
        collection.Tenant.Requests.ShouldAllBe(request => request.Host.EndsWith(".microsoft.com") || request.Host.EndsWith(".office365.com") || request.Host.EndsWith(".outlook.com"));
    }

    [Theory]
    [InlineData(EmulatedService.Graph, "v1.0/users")]
    [InlineData(EmulatedService.Exchange, "InvokeCommand/Get-HostedContentFilterPolicy")]
    [InlineData(EmulatedService.Purview, "InvokeCommand/Get-ProtectionAlert")]
    public async Task An_empty_page_in_between_is_passed_over(EmulatedService service, string path)
    {
        using var collection = new Collection(new EmulatorOptions { PageSize = 4 });
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.EmptyPage) { Service = service, Path = path, Times = 1, After = 1 });

        await collection.CollectAsync().WaitAsync(s_bound);

        foreach (string resource in Collection.WithoutDns)
            ShouldBeWhole(collection, resource);
    }

    private static TheoryData<EmulatedService, string> Combine(params string[] faults)
    {
        var data = new TheoryData<EmulatedService, string>();
        foreach (var service in new[] { EmulatedService.Graph, EmulatedService.Exchange, EmulatedService.Purview, EmulatedService.Teams })
        {
            foreach (string fault in faults)
                data.Add(service, fault);
        }

        return data;
    }

    internal static EmulatedFault FaultOf(EmulatedService service, string fault, int? times)
    {
        var often = new EmulatedFault(FaultKind.Reset) { Service = service, Times = null, Probability = 0.1 };
        return fault switch
        {
            "429 with seconds" => Of(FaultKind.Throttle) with { RetryAfter = TimeSpan.FromSeconds(12) },
            "429 with a date" => Of(FaultKind.Throttle) with { RetryAfter = TimeSpan.FromSeconds(12), RetryAfterAsDate = true },
            "429 without a wait" => Of(FaultKind.Throttle),
            "reset" => Of(FaultKind.Reset),
            "truncated" => Of(FaultKind.Truncate),
            "wrong JSON" => Of(FaultKind.WrongJson),
            "HTML" => Of(FaultKind.Html),
            "expired tokens" => Of(FaultKind.ExpireTokens) with { Times = 1, After = 1 },
            "10 % of 5xx" => often with { Kind = FaultKind.Status, Status = 503 },
            "10 % of resets" => often,
            "10 % truncated" => often with { Kind = FaultKind.Truncate },
            _ => Of(FaultKind.Status) with { Status = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture) },
        };

        EmulatedFault Of(FaultKind kind) => new(kind) { Service = service, Times = times };
    }

    private static bool IsOf(EmulatedService service, string resource) => ResourceDefinitions.Find(resource)!.Service.ToString() == service.ToString();

    internal static void ShouldBeWhole(Collection collection, string resource)
    {
        var expected = collection.Source.StateOf(resource);
        var actual = collection.Target.StateOf(resource);
        actual.Status.ShouldBe(expected.Status, $"{resource}: {actual.Error}");
        if (resource != Resources.GroupMembers && expected.Status == ResourceStatus.Collected)
            actual.Count.ShouldBe(expected.Count, resource);
    }

    /// <summary>A host that takes requests and never answers.</summary>
    private sealed class SilentHost(HttpMessageHandler inner, string host, Func<AutomaticClock> clock) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.Host.EndsWith(host, StringComparison.Ordinal)
                ? ServicePipelineTests.Silence(clock(), cancellationToken)
                : base.SendAsync(request, cancellationToken);
    }
}
