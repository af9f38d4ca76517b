using System.Text;
using System.Text.RegularExpressions;
using SecureScore.Emulator;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Faults;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Collecting;

namespace SecureScore.Microsoft365.Tests.Collecting;

public partial class TenantCollectorTests
{
    private const int Pages = 5;

    private static readonly EmulatorOptions s_pages = new() { PageSize = 50 };

    [Fact]
    public async Task An_interrupted_collection_goes_on_where_it_stopped()
    {
        using var collection = new Collection(s_pages);
        await InterruptAsync(collection);

        await collection.CollectAsync([Resources.Users]);

        collection.RowsOf(Resources.Users).Count.ShouldBe(210);
        collection.RowsOf(Resources.Users).Distinct(StringComparer.Ordinal).Count().ShouldBe(210);
        RequestsFor(collection, "/v1.0/users").ShouldBe(Pages);
    }

    [Fact]
    public async Task A_link_of_yesterday_begins_the_list_anew()
    {
        using var collection = new Collection(s_pages);
        await InterruptAsync(collection);
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Path = "v1.0/users", Status = 410 });

        await collection.CollectAsync([Resources.Users]);

        collection.Target.StateOf(Resources.Users).Count.ShouldBe(210);
    }

    [Theory]
    [InlineData("429", ResourceStatus.Failed)]
    [InlineData("401", ResourceStatus.Denied)]
    public async Task What_came_before_a_long_wait_or_the_end_of_a_token_is_not_asked_for_again(string fault, ResourceStatus status)
    {
        using var collection = new Collection(s_pages);
        collection.Tenant.Faults.Add(fault == "429"
            ? new EmulatedFault(FaultKind.Throttle) { Path = "v1.0/users", After = 3, RetryAfter = TimeSpan.FromHours(24) }
            : new EmulatedFault(FaultKind.Status) { Path = "v1.0/users", After = 3, Times = 2, Status = 401 });

        await collection.CollectAsync([Resources.Users]);
        collection.StatusOf(Resources.Users).ShouldBe(status);
        int refused = RequestsFor(collection, "/v1.0/users") - 3;
        await collection.CollectAsync([Resources.Users]);

        collection.Target.StateOf(Resources.Users).Count.ShouldBe(210);
        RequestsFor(collection, "/v1.0/users").ShouldBe(Pages + refused);
    }

    [Fact]
    public async Task A_list_whose_links_never_hold_ends()
    {
        using var collection = new Collection(s_pages);
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Path = "skiptoken", Status = 400, Times = null });

        await collection.CollectAsync([Resources.Users]);

        collection.StatusOf(Resources.Users).ShouldBe(ResourceStatus.Failed);
    }

    [Fact]
    public async Task Cancellation_leaves_no_half_resource()
    {
        using var collection = new Collection(s_pages);

        await InterruptAsync(collection);

        collection.StatusOf(Resources.Users).ShouldBe(ResourceStatus.Skipped);
        collection.Target.Open().StateOf(Resources.Users).Status.ShouldBe(ResourceStatus.Skipped);
    }

    [Fact]
    public void Graph_has_a_query_for_each_of_its_resources() =>
        ResourceDefinitions.All.Where(resource => resource.Service == TenantService.Graph && resource.Name != Resources.GroupMembers)
            .Select(resource => (resource.Name, resource.Format == SnapshotFormat.Lines)).Order()
            .ShouldBe(GraphResource.All.Values.Select(resource => (resource.Name, resource.Format == SnapshotFormat.Lines)).Order());

    [Fact]
    public async Task What_is_there_is_not_asked_for_again()
    {
        using var collection = new Collection();
        await collection.CollectAsync();
        int asked = collection.Tenant.Requests.Count;

        await collection.CollectAsync([.. Collection.WithoutDns.Where(resource => collection.StatusOf(resource) == ResourceStatus.Collected)]);

        collection.Tenant.Requests.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_resource_that_failed_is_asked_for_again()
    {
        using var collection = new Collection();
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Path = "/domains", Status = 400 });
        await collection.CollectAsync([Resources.Domains]);
        collection.StatusOf(Resources.Domains).ShouldBe(ResourceStatus.Failed);

        await collection.CollectAsync([Resources.Domains]);

        collection.StatusOf(Resources.Domains).ShouldBe(ResourceStatus.Collected);
    }

    [Fact]
    public async Task What_the_licences_lack_is_not_asked_for()
    {
        using var sample = new ChangedSample();
        sample.Write("graph/subscribedSkus.json", "[]");
        using var collection = new Collection(source: sample.Open());

        await collection.CollectAsync();

        collection.StatusOf(Resources.UserRegistrationDetails).ShouldBe(ResourceStatus.NotLicensed);
        collection.StatusOf(Resources.RoleEligibilityScheduleInstances).ShouldBe(ResourceStatus.NotLicensed);
        collection.StatusOf(Resources.SafeLinksPolicy).ShouldBe(ResourceStatus.NotLicensed);
        RequestsFor(collection, "/v1.0/reports/authenticationMethods/userRegistrationDetails").ShouldBe(0);
        collection.Tenant.Requests.ShouldNotContain(request => request.Cmdlet == "Get-SafeLinksPolicy");
    }

    [Fact]
    public async Task Members_are_collected_of_the_named_groups_alone_and_an_empty_one_has_a_row()
    {
        using var sample = new ChangedSample();
        string emptied = ChangedSample.RowsOf(Resources.GroupMembers).Select(GroupOf).First(group => sample.Text("graph/conditionalAccessPolicies.json").Contains(group));
        sample.Write("graph/groupMembers.jsonl", string.Concat(
            ChangedSample.RowsOf(Resources.GroupMembers).Where(row => GroupOf(row) != emptied).Append($$"""{"groupId":"{{emptied}}"}""").Select(row => row + "\n")));
        using var collection = new Collection(source: sample.Open());

        await collection.CollectAsync();

        var rows = collection.RowsOf(Resources.GroupMembers);
        rows.Where(row => GroupOf(row) == emptied).ShouldBe([$$"""{"groupId":"{{emptied}}"}"""]);
        var named = NamedGroups.Find(collection.Target.Open());
        rows.Select(GroupOf).Distinct(StringComparer.Ordinal).Except(named, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_that_hides_its_members_costs_no_other()
    {
        using var collection = new Collection();
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Path = "transitiveMembers", Status = 403 });

        await collection.CollectAsync();

        collection.StatusOf(Resources.GroupMembers).ShouldBe(ResourceStatus.Collected);
        collection.Observer.Warnings.ShouldHaveSingleItem().ShouldContain("could not be read: 403 Forbidden");
    }

    [Theory]
    [InlineData("perUserMfaState", Resources.Users)]
    [InlineData("userRegistrationDetails?$top=999", Resources.UserRegistrationDetails)]
    public async Task A_service_that_does_not_take_the_whole_query_is_asked_a_simpler_one(string refused, string resource)
    {
        using var collection = new Collection();
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Path = refused, Status = 400, Times = null });

        await collection.CollectAsync([resource, Resources.SubscribedSkus]);

        collection.Target.StateOf(resource).Count.ShouldBe(210);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("adele@partner.example")]
    public async Task Every_request_to_Exchange_and_Purview_is_led_to_the_tenant_whoever_signed_in(string? account)
    {
        const string Mailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@";
        using var sample = new Collection();
        using var collection = new Collection { Session = sample.Session with { Account = account } };

        await collection.CollectAsync([Resources.OrganizationConfig, Resources.Label]);

        var asked = collection.Tenant.Requests.Where(request => request.Service is EmulatedService.Exchange or EmulatedService.Purview).ToArray();
        asked.Length.ShouldBeGreaterThan(3);
        foreach (var request in asked)
        {
            request.Headers.GetValueOrDefault("X-AnchorMailbox").ShouldBe(
                request.Service == EmulatedService.Exchange && account is null
                    ? $"APP:{Mailbox}{collection.Tenant.TenantId}"
                    : $"UPN:{Mailbox}contoso.onmicrosoft.com",
                request.Path);
        }
    }

    [Fact]
    public async Task Regional_hosts_are_found_once()
    {
        using var collection = new Collection(new EmulatorOptions { ExchangeRegion = "eurprd01", PurviewRegion = "eur02b" });
        var collector = collection.CreateCollector();

        await collector.CollectAsync([Resources.TransportRule, Resources.Label], collection.Target, collection.Observer, CancellationToken.None);
        await collector.CollectAsync([Resources.RemoteDomain, Resources.LabelPolicy], collection.Target, collection.Observer, CancellationToken.None);

        foreach (string resource in new[] { Resources.TransportRule, Resources.Label, Resources.RemoteDomain, Resources.LabelPolicy })
            collection.StatusOf(resource).ShouldBe(ResourceStatus.Collected, resource);
        collection.Observer.Requests.Where(request => request.Host != "graph.microsoft.com").Select(request => (request.Host, request.Status))
            .Order().ShouldBe(new (string, int?)[]
            {
                ("outlook.office365.com", 302),
                ("eurprd01.outlook.office365.com", 200),
                ("eurprd01.outlook.office365.com", 200),
                ("ps.compliance.protection.outlook.com", 302),
                ("eur02b.ps.compliance.protection.outlook.com", 200),
                ("eur02b.ps.compliance.protection.outlook.com", 200),
            }.Order());
    }

    [Fact]
    public async Task Where_the_compliance_service_does_not_know_the_tenant_Exchange_is_asked_for_its_cmdlets()
    {
        Collection? tenant = null;
        using var collection = tenant = new Collection(between: inner => new ComplianceOnExchange(inner, () => tenant!.Tenant.IssueToken(TenantService.Purview)));
        var collector = collection.CreateCollector();

        await collector.CollectAsync([Resources.Label], collection.Target, collection.Observer, CancellationToken.None);
        await collector.CollectAsync([Resources.LabelPolicy], collection.Target, collection.Observer, CancellationToken.None);

        collection.StatusOf(Resources.Label).ShouldBe(ResourceStatus.Collected);
        collection.StatusOf(Resources.LabelPolicy).ShouldBe(ResourceStatus.Collected);
        collection.Observer.Requests.Select(request => request.Host)
            .ShouldBe(["ps.compliance.protection.outlook.com", "outlook.office365.com", "outlook.office365.com"]);
    }

    [Theory]
    [InlineData("https://evil.example/adminapi")]
    [InlineData("https://outlook.office365.com.evil.example/")]
    [InlineData("http://eur.outlook.office365.com/")]
    [InlineData("https://outlook.office365.com/adminapi")]
    public async Task A_redirect_out_of_the_service_is_not_followed(string location)
    {
        using var collection = new Collection(between: inner => new Redirecting(inner, "outlook.office365.com", location));

        await collection.CollectAsync([Resources.TransportRule, Resources.Users]);

        collection.StatusOf(Resources.TransportRule).ShouldBe(ResourceStatus.Failed);
        collection.StatusOf(Resources.Users).ShouldBe(ResourceStatus.Collected);
        collection.Observer.Requests.Where(request => request.Path.StartsWith("/adminapi", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(211, ResourceStatus.Collected)]
    [InlineData(300, ResourceStatus.Failed)]
    public async Task A_count_that_differs_is_never_passed_over(int announced, ResourceStatus expected)
    {
        using var collection = new Collection(between: inner => new Recounting(inner, announced));

        await collection.CollectAsync([Resources.Users]);

        collection.StatusOf(Resources.Users).ShouldBe(expected);
        collection.Observer.Warnings.Count.ShouldBe(expected == ResourceStatus.Collected ? 1 : 0);
    }

    [Fact]
    public async Task No_token_is_in_anything_that_is_told_or_kept()
    {
        using var collection = new Collection(s_pages);
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Status = 401, Probability = 0.2, Times = null });
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Status = 403, Probability = 0.2, Times = null });

        await collection.CollectAsync();

        var told = collection.Observer.Requests.Select(request => request.ToString())
            .Concat(collection.Observer.Warnings)
            .Concat(collection.Target.Manifest.Resources.Values.Select(state => state.Error ?? ""))
            .Concat(Directory.EnumerateFiles(collection.Target.Location, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file) != "lock").Select(File.ReadAllText));
        told.ShouldNotContain(text => text.Contains("eyJ", StringComparison.Ordinal));
    }

    private static async Task InterruptAsync(Collection collection)
    {
        using var stop = new CancellationTokenSource();
        collection.Observer.OnProgress = progress =>
        {
            if (progress.Resource == Resources.Users && progress.Rows == 100)
                stop.Cancel();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => collection.CollectAsync([Resources.Users], cancellation: stop.Token));
        collection.Observer.OnProgress = null;
    }

    private static int RequestsFor(Collection collection, string path) => collection.Tenant.Requests.Count(request => request.Path == path);

    private static string GroupOf(string row) => GroupId().Match(row).Groups[1].Value;

    [GeneratedRegex("\"groupId\":\"([^\"]+)\"")]
    private static partial Regex GroupId();

    private sealed class Redirecting(HttpMessageHandler inner, string host, string location) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.Host == host
                ? Task.FromResult(Http.Script.Answer(System.Net.HttpStatusCode.Found, "", ("Location", location)))
                : base.SendAsync(request, cancellationToken);
    }

    /// <summary>A cloud whose compliance service answers nobody, and whose Exchange answers for it.</summary>
    private sealed class ComplianceOnExchange(HttpMessageHandler inner, Func<string> token) : DelegatingHandler(inner)
    {
        private const string Regional = "eur01b.ps.compliance.protection.outlook.com";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string host = request.RequestUri!.Host;
            if (host.EndsWith("protection.outlook.com", StringComparison.Ordinal))
                return Http.Script.Answer(System.Net.HttpStatusCode.NotFound);
            if (request.Content is null)
                return await base.SendAsync(request, cancellationToken);

            string body = await request.Content.ReadAsStringAsync(cancellationToken);
            request.RequestUri = new UriBuilder(request.RequestUri) { Host = Regional }.Uri;
            request.Content = new StringContent(body.Replace(host, Regional, StringComparison.Ordinal), Encoding.UTF8, "application/json");
            request.Headers.Authorization = new("Bearer", token());
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Recounting(HttpMessageHandler inner, int count) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            response.Content = new StringContent(text.Replace("\"@odata.count\":210", $"\"@odata.count\":{count}", StringComparison.Ordinal), Encoding.UTF8, "application/json");
            return response;
        }
    }
}

/// <summary>A copy of the demo tenant that a test changes.</summary>
internal sealed class ChangedSample : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-").FullName;

    public ChangedSample()
    {
        foreach (string file in Directory.EnumerateFiles(Collection.SampleFolder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Join(_folder, Path.GetRelativePath(Collection.SampleFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // Its counts are those of the unchanged tenant.
        string manifest = Text("manifest.json");
        File.WriteAllText(Path.Join(_folder, "manifest.json"), Regex.Replace(manifest, ",\\s*\"count\": \\d+", "", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }

    public string Text(string file) => File.ReadAllText(Path.Join(_folder, file));

    public static IReadOnlyList<string> RowsOf(string resource) => Collection.RowsOf(TenantSnapshot.Open(Collection.SampleFolder), resource);

    public void Write(string file, string text) => File.WriteAllText(Path.Join(_folder, file), text);

    public TenantSnapshot Open() => TenantSnapshot.Open(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
