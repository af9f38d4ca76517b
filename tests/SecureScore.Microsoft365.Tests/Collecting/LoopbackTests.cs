using SecureScore.Emulator;
using SecureScore.Emulator.Clouds;
using SecureScore.Emulator.Faults;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;
using SecureScore.Microsoft365.Http;
using SecureScore.Microsoft365.Tests.SignIn;

namespace SecureScore.Microsoft365.Tests.Collecting;

/// <summary>The whole way over sockets of the loopback address, with the handler of real connections.</summary>
public class LoopbackTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task The_demo_tenant_is_the_same_over_sockets_as_in_process()
    {
        using var tenant = new EmulatedTenant(TenantSnapshot.Open(Collection.SampleFolder));
        using var host = LoopbackHost.Start(tenant);
        using var far = WorkingSnapshot.CreateTemporary();
        using var near = WorkingSnapshot.CreateTemporary();

        await CollectAsync(tenant, () => host.CreateTransport(ServiceHandler.Create()), far);
        await CollectAsync(tenant, tenant.CreateHandler, near);

        host.Connections.ShouldBeGreaterThan(0);
        foreach (string resource in CollectionPlan.Everything())
        {
            far.StateOf(resource).Status.ShouldBe(near.StateOf(resource).Status, resource);
            if (far.StateOf(resource).Status == ResourceStatus.Collected)
                Collection.RowsOf(far.Open(), resource).ShouldBe(Collection.RowsOf(near.Open(), resource), resource);
        }

        Points(far).ShouldBe(Points(near));
        near.StateOf(Resources.Users).Status.ShouldBe(ResourceStatus.Collected);
    }

    [Theory]
    [InlineData("429 with seconds")]
    [InlineData("429 with a date")]
    [InlineData("429 without a wait")]
    [InlineData("503")]
    [InlineData("reset")]
    [InlineData("truncated")]
    [InlineData("wrong JSON")]
    [InlineData("HTML")]
    public async Task What_passes_costs_nothing(string fault)
    {
        using var collection = new Collection(new EmulatorOptions { PageSize = 60 }, isOverLoopback: true);
        foreach (var service in new[] { EmulatedService.Graph, EmulatedService.Exchange, EmulatedService.Purview, EmulatedService.Teams })
            collection.Tenant.Faults.Add(FaultMatrixTests.FaultOf(service, fault, times: 2));

        await collection.CollectAsync().WaitAsync(s_bound);

        foreach (string resource in Collection.WithoutDns)
            FaultMatrixTests.ShouldBeWhole(collection, resource);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Ten_percent_of_errors_resets_and_halves_with_tokens_that_end_cost_nothing(int seed)
    {
        using var collection = new Collection(new EmulatorOptions { PageSize = 40, Seed = seed }, isOverLoopback: true);
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.ExpireTokens) { After = 8 });
        foreach (var service in new[] { EmulatedService.Graph, EmulatedService.Exchange, EmulatedService.Purview, EmulatedService.Teams })
        {
            foreach (var kind in new[] { FaultKind.Status, FaultKind.Reset, FaultKind.Truncate })
                collection.Tenant.Faults.Add(new EmulatedFault(kind) { Service = service, Times = null, Probability = 0.035 });
        }

        await collection.CollectAsync().WaitAsync(s_bound);

        foreach (string resource in Collection.WithoutDns)
            FaultMatrixTests.ShouldBeWhole(collection, resource);
        collection.Tokens.Renewals.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up()
    {
        var limits = new PipelineLimits { Tries = 3 };
        using var collection = new Collection(limits: limits, isOverLoopback: true);
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Hang) { Times = null });

        var collecting = collection.CollectAsync([Resources.ConditionalAccessPolicies]);
        int asked = 0;
        while (!collecting.IsCompleted)
        {
            await Task.Yield();
            if (collection.Tenant.Requests.Count == asked)
                continue;

            // The request is there, so the time that it may take is running.
            asked = collection.Tenant.Requests.Count;
            collection.Clock.Advance(limits.TryTime);
        }

        await collecting;
        collection.Target.StateOf(Resources.ConditionalAccessPolicies).Error.ShouldBe("no answer from graph.microsoft.com in time");
        asked.ShouldBe(3);
    }

    [Fact]
    public async Task Who_cancels_waits_for_nobody()
    {
        using var stop = new CancellationTokenSource();
        using var collection = new Collection(isOverLoopback: true);
        collection.Tenant.Faults.Add(new EmulatedFault(FaultKind.Hang) { Times = null });

        var collecting = collection.CollectAsync(cancellation: stop.Token);
        while (collection.Tenant.Requests.Count < 4)
            await Task.Yield();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => collecting.WaitAsync(s_bound));
        collection.Target.Manifest.Resources.Values.ShouldAllBe(state => state.Status == ResourceStatus.Collected);
    }

    [Fact]
    public async Task Two_tenants_at_once_stay_apart()
    {
        string[] samples = [Collection.SampleFolder, Path.Join(Path.GetDirectoryName(Collection.SampleFolder), "contoso-2022")];

        await Task.WhenAll(samples.Concat(samples).Select(async sample =>
        {
            var source = TenantSnapshot.Open(sample);
            using var tenant = new EmulatedTenant(source);
            using var host = LoopbackHost.Start(tenant);
            using var target = WorkingSnapshot.CreateTemporary();

            await CollectAsync(tenant, () => host.CreateTransport(ServiceHandler.Create()), target);

            target.Manifest.TenantId.ShouldBe(source.Manifest.TenantId);
            target.StateOf(Resources.Users).Count.ShouldBe(source.StateOf(Resources.Users).Count);
            Collection.RowsOf(target.Open(), Resources.Users).ShouldBe(Collection.RowsOf(source, Resources.Users));
            tenant.Requests.ShouldAllBe(request => request.Status != 401);
        }));
    }

    private static async Task CollectAsync(EmulatedTenant tenant, Func<HttpMessageHandler> transport, WorkingSnapshot target)
    {
        var observer = new RecordingObserver();
        using var connection = await new TenantConnector(transport, isPatient: false).ConnectAsync(
            new SignInRequest
            {
                Method = new ClientSecretSignIn(Tokens.Secure(tenant.Application.Secret!)),
                TenantId = tenant.TenantId,
                ClientId = tenant.Application.ClientId,
                UseDnsOverHttps = true,
            },
            observer,
            default);
        await connection.CollectAsync(CollectionPlan.Everything(), target, observer, default).WaitAsync(s_bound);
    }

    private static string[] Points(WorkingSnapshot snapshot) =>
        [.. SecureScoreEvaluator.Judge(snapshot.Open(), ControlCatalog.Default).Controls.Select(control => $"{control.Id} {control.Points} {control.Outcome} {control.Reason}")];
}
