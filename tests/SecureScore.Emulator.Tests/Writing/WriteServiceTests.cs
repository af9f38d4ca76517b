using System.Text.Json;

namespace SecureScore.Emulator.Tests.Writing;

public class WriteServiceTests
{
    private const string Authorization = "/v1.0/policies/authorizationPolicy";
    private const string Policies = "/v1.0/identity/conditionalAccess/policies";
    private const string Policy = """
        {"displayName":"MFA","state":"disabled",
         "conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
         "grantControls":{"operator":"OR","builtInControls":["mfa"]}}
        """;

    [Fact]
    public async Task A_change_shows_when_its_time_has_passed()
    {
        var clock = new ManualClock();
        using var demo = Demo.ToWrite(new EmulatorOptions { Clock = clock, ShowsAfter = TimeSpan.FromSeconds(20) });

        string created = $"{Policies}/{(await demo.PostAsync(Policies, Policy)).Json.GetProperty("id").GetString()}";
        await demo.PatchAsync(Authorization, """{"allowedToUseSSPR":false}""");
        clock.Advance(TimeSpan.FromSeconds(10));
        (await demo.PatchAsync(created, """{"displayName":"MFA for everyone"}""")).Status.ShouldBe(204);

        (await demo.GetAsync(created)).Status.ShouldBe(404);
        (await demo.GetAsync(Authorization)).Json.GetProperty("allowedToUseSSPR").GetBoolean().ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(10));
        (await demo.GetAsync(created)).Json.GetProperty("displayName").GetString().ShouldBe("MFA");
        (await demo.GetAsync(Authorization)).Json.GetProperty("allowedToUseSSPR").GetBoolean().ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(10));
        (await demo.GetAsync(created)).Json.GetProperty("displayName").GetString().ShouldBe("MFA for everyone");
    }

    [Fact]
    public async Task Those_who_write_side_by_side_lose_nothing()
    {
        using var demo = Demo.ToWrite();
        string[] changes =
        [
            """{"allowedToUseSSPR":false}""", """{"allowInvitesFrom":"none"}""", """{"blockMsolPowerShell":true}""",
            """{"defaultUserRolePermissions":{"allowedToCreateApps":false}}""", """{"defaultUserRolePermissions":{"allowedToCreateTenants":false}}""",
            """{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":[]}}""",
        ];

        await Task.WhenAll(changes.Select(change => Task.Run(() => demo.PatchAsync(Authorization, change)))
            .Concat(Enumerable.Range(0, 20).Select(_ => Task.Run(() => demo.PostAsync(Policies, Policy)))));

        var policy = (await demo.GetAsync(Authorization)).Json;
        policy.GetProperty("allowedToUseSSPR").GetBoolean().ShouldBeFalse();
        policy.GetProperty("allowInvitesFrom").GetString().ShouldBe("none");
        policy.GetProperty("blockMsolPowerShell").GetBoolean().ShouldBeTrue();
        policy.GetProperty("defaultUserRolePermissions").GetProperty("allowedToCreateApps").GetBoolean().ShouldBeFalse();
        policy.GetProperty("defaultUserRolePermissions").GetProperty("allowedToCreateTenants").GetBoolean().ShouldBeFalse();
        policy.GetProperty("defaultUserRolePermissions").GetProperty("permissionGrantPoliciesAssigned").GetArrayLength().ShouldBe(0);
        (await demo.GetAsync(Policies)).Rows.Count.ShouldBe(30);
        demo.Tenant.Writes.ShouldBe(26);
    }

    [Fact]
    public async Task A_batch_writes_and_only_its_writes_are_counted()
    {
        using var demo = Demo.ToWrite();

        await demo.PostAsync("/v1.0/$batch", """{"requests":[{"id":"1","method":"GET","url":"/organization"}]}""");
        demo.Tenant.Writes.ShouldBe(0);
        var answer = await demo.PostAsync("/v1.0/$batch", """
            {"requests":[
              {"id":"1","method":"PATCH","url":"/policies/authorizationPolicy","headers":{"Content-Type":"application/json"},"body":{"allowedToUseSSPR":false}},
              {"id":"2","method":"POST","url":"/identity/conditionalAccess/policies","headers":{"Content-Type":"application/json"},"body":POLICY},
              {"id":"3","method":"PATCH","url":"/policies/authorizationPolicy","headers":{"Content-Type":"application/json"},"body":{"unknown":1}},
              {"id":"4","method":"GET","url":"/policies/authorizationPolicy"}]}
            """.Replace("POLICY", Policy, StringComparison.Ordinal));

        var responses = answer.Json.GetProperty("responses").EnumerateArray().ToList();
        responses.Select(response => response.GetProperty("status").GetInt32()).ShouldBe([204, 201, 400, 200]);
        responses[0].TryGetProperty("body", out _).ShouldBeFalse();
        responses[1].GetProperty("body").GetProperty("id").ValueKind.ShouldBe(JsonValueKind.String);
        demo.Tenant.Writes.ShouldBe(3);
    }

    [Fact]
    public async Task Writing_counts_against_the_quota()
    {
        using var demo = Demo.ToWrite(new EmulatorOptions { Clock = new ManualClock(), Quotas = true });

        (await demo.PostAsync(Policies, Policy)).Status.ShouldBe(201);
        (await demo.PostAsync(Policies, Policy)).Status.ShouldBe(429);
    }

    [Theory]
    [InlineData("createdDateTime ge 2026-09-12T00:00:00Z", "2 3")]
    [InlineData("createdDateTime ge 2026-09-12T00:00:00Z and conditionalAccessStatus eq 'success'", "2")]
    [InlineData("appliedConditionalAccessPolicies/any(a:a/id eq 'p1')", "1 2 3")]
    [InlineData("appliedConditionalAccessPolicies/any(a:a/id eq 'p1' and a/result eq 'reportOnlyFailure')", "1")]
    [InlineData("appliedConditionalAccessPolicies/any(a:a/id eq 'p1' and (a/result eq 'reportOnlyFailure' or a/result eq 'reportOnlyInterrupted')) and createdDateTime lt 2026-09-12T12:00:00Z", "1")]
    [InlineData("appliedConditionalAccessPolicies/any(apply:startsWith(apply/result,'reportOnlyI'))", "3")]
    public async Task Sign_ins_are_found_by_time_and_by_what_policies_did(string filter, string found)
    {
        string folder = Directory.CreateTempSubdirectory("emulator").FullName;
        try
        {
            Directory.CreateDirectory(Path.Join(folder, "graph"));
            await File.WriteAllTextAsync(Path.Join(folder, "manifest.json"), """{"schema":1}""");
            await File.WriteAllTextAsync(Path.Join(folder, "graph", "signIns.jsonl"), """
                {"id":"1","createdDateTime":"2026-09-11T10:00:00Z","conditionalAccessStatus":"success","appliedConditionalAccessPolicies":[{"id":"p1","result":"reportOnlyFailure"}]}
                {"id":"2","createdDateTime":"2026-09-12T10:00:00Z","conditionalAccessStatus":"success","appliedConditionalAccessPolicies":[{"id":"p1","result":"reportOnlySuccess"},{"id":"p2","result":"reportOnlyFailure"}]}
                {"id":"3","createdDateTime":"2026-09-13T10:00:00Z","conditionalAccessStatus":"failure","appliedConditionalAccessPolicies":[{"id":"p1","result":"reportOnlyInterrupted"}]}
                """);
            using var demo = new Demo(SecureScore.Engine.Evidence.TenantSnapshot.Open(folder));

            var answer = await demo.GetAsync("/v1.0/auditLogs/signIns?$filter=" + Uri.EscapeDataString(filter));

            answer.Status.ShouldBe(200, answer.Text);
            string.Join(' ', answer.Rows.Select(row => row.GetProperty("id").GetString())).ShouldBe(found);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
