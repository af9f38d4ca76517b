using System.Globalization;

namespace SecureScore.Emulator.Tests;

public class GraphTests
{
    private static readonly (string, string) s_eventual = ("ConsistencyLevel", "eventual");

    [Fact]
    public async Task Users_come_in_pages_and_each_once()
    {
        using var demo = new Demo();
        var ids = new List<string>();
        int pages = 0;
        for (string? link = "/v1.0/users?$select=id&$top=50"; link is not null; pages++)
        {
            var page = await demo.GetAsync(link);
            ids.AddRange(page.Rows.Select(row => row.GetProperty("id").GetString()!));
            link = page.NextLink;
        }

        pages.ShouldBe(5);
        ids.Count.ShouldBe(210);
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(210);
    }

    [Fact]
    public async Task A_page_that_is_asked_for_again_is_the_same()
    {
        using var demo = new Demo();
        string link = (await demo.GetAsync("/v1.0/users?$select=id&$top=50")).NextLink!;

        var first = await demo.GetAsync(link);
        await demo.GetAsync(first.NextLink!);
        var again = await demo.GetAsync(link);

        again.Rows.Select(row => row.GetRawText()).ShouldBe(first.Rows.Select(row => row.GetRawText()));
    }

    [Fact]
    public async Task Those_who_read_side_by_side_each_read_everything()
    {
        using var demo = new Demo(new EmulatorOptions { PageSize = 7 });

        var readers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(ReadAsync)));

        readers.ShouldAllBe(ids => ids.Count == 210 && ids.Distinct(StringComparer.Ordinal).Count() == 210);

        async Task<List<string>> ReadAsync()
        {
            var ids = new List<string>();
            for (string? link = "/v1.0/users?$select=id"; link is not null;)
            {
                var page = await demo.GetAsync(link);
                ids.AddRange(page.Rows.Select(row => row.GetProperty("id").GetString()!));
                link = page.NextLink;
            }

            return ids;
        }
    }

    [Fact]
    public void An_answer_can_be_waited_for()
    {
        using var demo = new Demo();
        using var client = new HttpClient(demo.Tenant.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration");

        using var response = client.Send(request);

        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Only_selected_properties_come()
    {
        using var demo = new Demo();

        var page = await demo.GetAsync("/v1.0/users?$select=id,userType&$top=1");

        page.Rows[0].EnumerateObject().Select(property => property.Name).ShouldBe(["id", "userType"]);
    }

    [Fact]
    public async Task Users_have_few_properties_when_none_is_selected()
    {
        using var demo = new Demo();

        var page = await demo.GetAsync("/v1.0/users?$top=1");

        page.Rows[0].TryGetProperty("displayName", out _).ShouldBeTrue();
        page.Rows[0].TryGetProperty("accountEnabled", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1.0/users?$top=1000")]
    [InlineData("/v1.0/users?$top=0")]
    [InlineData("/v1.0/users?$top=many")]
    [InlineData("/v1.0/users?$skiptoken=mine")]
    [InlineData("/v1.0/users?$madeUp=1")]
    [InlineData("/v1.0/users?$filter=userType like 'Guest'")]
    [InlineData("/v1.0/users?$filter=userType eq 'Guest")]
    [InlineData("/v1.0/users?$filter=userType ne 'Guest'")]
    [InlineData("/v1.0/users/$count")]
    [InlineData("/v1.0/admin/forms")]
    [InlineData("/v1.0/nothing")]
    [InlineData("/v2.0/users")]
    public async Task What_Graph_does_not_understand_is_a_bad_request(string path)
    {
        using var demo = new Demo();

        var answer = await demo.GetAsync(path);

        answer.Status.ShouldBe(400);
        answer.ErrorCode.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_count_comes_with_the_first_page_for_those_who_accept_late_data()
    {
        using var demo = new Demo();

        var counted = await demo.GetAsync("/v1.0/users?$count=true&$top=5", s_eventual);
        var uncounted = await demo.GetAsync("/v1.0/users?$count=true&$top=5");

        counted.Json.GetProperty("@odata.count").GetInt32().ShouldBe(210);
        uncounted.Json.TryGetProperty("@odata.count", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Counting_with_a_filter_counts_what_the_filter_finds()
    {
        using var demo = new Demo();

        var guests = await demo.GetAsync("/v1.0/users/$count?$filter=userType eq 'Guest'", s_eventual);
        var others = await demo.GetAsync("/v1.0/users/$count?$filter=userType ne 'Guest'", s_eventual);

        int count = int.Parse(guests.Text, CultureInfo.InvariantCulture);
        count.ShouldBeGreaterThan(0);
        int.Parse(others.Text, CultureInfo.InvariantCulture).ShouldBe(210 - count);
    }

    [Theory]
    [InlineData("/v1.0/groups?$select=groupTypes&$filter=groupTypes/any(c:c eq 'Unified')", "groupTypes")]
    [InlineData("/v1.0/identity/conditionalAccess/policies?$filter=state eq 'enabled' or state eq 'disabled'", "state")]
    [InlineData("/v1.0/subscribedSkus?$filter=capabilityStatus in ('Enabled','Warning') and consumedUnits ge 1", "capabilityStatus")]
    [InlineData("/v1.0/reports/authenticationMethods/userRegistrationDetails?$filter=(isAdmin eq true)", "isAdmin")]
    public async Task Filters_find_some_and_leave_some_out(string path, string property)
    {
        using var demo = new Demo();

        var found = await demo.GetAsync(path);
        var all = await demo.GetAsync(path.Split('?')[0] + (path.Contains("identity/", StringComparison.Ordinal) ? "" : "?$top=999"));

        found.Status.ShouldBe(200);
        found.Rows.ShouldNotBeEmpty();
        found.Rows.ShouldAllBe(row => row.Has(property));
        all.Rows.Count.ShouldBeGreaterThanOrEqualTo(found.Rows.Count);
    }

    [Fact]
    public async Task A_principal_comes_only_when_it_is_expanded()
    {
        using var demo = new Demo();

        var plain = await demo.GetAsync("/v1.0/roleManagement/directory/roleAssignments");
        var expanded = await demo.GetAsync("/v1.0/roleManagement/directory/roleAssignments?$expand=principal");
        var twice = await demo.GetAsync("/v1.0/roleManagement/directory/roleAssignments?$expand=principal,roleDefinition");

        plain.Rows.ShouldAllBe(row => !row.Has("principal"));
        expanded.Rows.ShouldAllBe(row => row.Has("principal"));
        twice.Status.ShouldBe(400);
    }

    [Fact]
    public async Task Members_of_a_group_are_users_and_a_group_that_is_gone_is_not_found()
    {
        using var demo = new Demo();

        var members = await demo.GetAsync("/v1.0/groups/31ac49f5-3ab1-475f-eedf-769f1063f984/transitiveMembers/microsoft.graph.user?$select=id&$top=999");
        var gone = await demo.GetAsync("/v1.0/groups/00000000-3ab1-475f-eedf-769f1063f984/transitiveMembers/microsoft.graph.user?$select=id");

        members.Rows.ShouldNotBeEmpty();
        members.Rows[0].GetProperty("id").GetString().ShouldBe("e06fc6bd-e4ca-6b4b-6f8d-468e5af1c1ee");
        gone.Status.ShouldBe(404);
        gone.ErrorCode.ShouldBe("Request_ResourceNotFound");
    }

    [Fact]
    public async Task A_person_is_found_by_id_and_by_name()
    {
        using var demo = new Demo();

        var byId = await demo.GetAsync("/v1.0/users/e06fc6bd-e4ca-6b4b-6f8d-468e5af1c1ee?$select=userPrincipalName");
        var byName = await demo.GetAsync("/v1.0/users/ingrid.solberg@contoso.com?$select=id");

        byId.Json.GetProperty("userPrincipalName").GetString().ShouldBe("ingrid.solberg@contoso.com");
        byName.Json.GetProperty("id").GetString().ShouldBe("e06fc6bd-e4ca-6b4b-6f8d-468e5af1c1ee");
    }

    [Fact]
    public async Task What_the_snapshot_was_denied_is_denied_with_its_text()
    {
        using var demo = new Demo();

        var answer = await demo.GetAsync("/beta/admin/forms");

        answer.Status.ShouldBe(403);
        answer.ErrorCode.ShouldBe("Authorization_RequestDenied");
        answer.ErrorMessage.ShouldBe("Insufficient privileges to complete the operation.");
    }

    [Fact]
    public async Task What_nobody_collected_is_not_found()
    {
        using var demo = new Demo();

        (await demo.GetAsync("/v1.0/auditLogs/signIns")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_error_tells_the_ids_of_the_request()
    {
        using var demo = new Demo();

        var answer = await demo.GetAsync("/v1.0/nothing", ("client-request-id", "2fd3f0a6-0000-4000-8000-000000000001"));

        var inner = answer.Json.GetProperty("error").GetProperty("innerError");
        inner.GetProperty("client-request-id").GetString().ShouldBe("2fd3f0a6-0000-4000-8000-000000000001");
        inner.GetProperty("request-id").GetString().ShouldBe(answer.Header("request-id"));
    }

    [Fact]
    public async Task What_only_the_service_writes_cannot_be_written()
    {
        using var demo = Demo.ToWrite();

        (await demo.PatchAsync("/v1.0/organization", "{}")).Status.ShouldBe(405);
        (await demo.PostAsync("/v1.0/policies/authorizationPolicy", "{}")).Status.ShouldBe(405);
        (await demo.SendAsync("DELETE", "/v1.0/domains/contoso.com", content: null)).Status.ShouldBe(405);
        demo.Tenant.Writes.ShouldBe(3);
    }

    [Fact]
    public async Task A_batch_answers_each_of_its_requests()
    {
        using var demo = new Demo();

        var answer = await demo.PostAsync("/v1.0/$batch", """
            {"requests":[
              {"id":"a","method":"GET","url":"/organization"},
              {"id":"b","method":"GET","url":"users?$top=2&$select=id"},
              {"id":"c","method":"GET","url":"/nothing"},
              {"id":"d","method":"GET","url":"/users/$count","headers":{"ConsistencyLevel":"eventual"}}]}
            """);

        var responses = answer.Json.GetProperty("responses").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal);
        answer.Status.ShouldBe(200);
        responses["a"].GetProperty("body").GetProperty("value")[0].GetProperty("displayName").GetString().ShouldBe("Contoso");
        responses["b"].GetProperty("body").GetProperty("@odata.nextLink").GetString()!.ShouldStartWith("https://graph.microsoft.com/v1.0/users?");
        responses["c"].GetProperty("status").GetInt32().ShouldBe(400);
        responses["d"].GetProperty("body").GetString().ShouldBe("210");
        demo.Tenant.Requests.Count(request => request.IsInBatch).ShouldBe(4);
    }

    [Fact]
    public async Task A_batch_takes_twenty_requests_and_no_more()
    {
        using var demo = new Demo();

        (await demo.PostAsync("/v1.0/$batch", Batch(20))).Status.ShouldBe(200);
        (await demo.PostAsync("/v1.0/$batch", Batch(21))).ErrorCode.ShouldBe("MaximumValueExceeded");
        (await demo.PostAsync("/v1.0/$batch", "{}")).Status.ShouldBe(400);

        static string Batch(int count) => "{\"requests\":["
            + string.Join(',', Enumerable.Range(1, count).Select(id => $$"""{"id":"{{id}}","method":"GET","url":"/organization"}""")) + "]}";
    }

    [Fact]
    public async Task Control_profiles_come_in_pages_of_two_hundred_whatever_is_asked_for()
    {
        using var demo = new Demo(new EmulatorOptions { PageSize = 100 });

        var first = await demo.GetAsync("/v1.0/security/secureScoreControlProfiles?$top=999");
        var second = await demo.GetAsync(first.NextLink!);

        first.Rows.Count.ShouldBe(100);
        second.Rows.Count.ShouldBe(12);
        second.NextLink.ShouldBeNull();
    }

    [Fact]
    public async Task Published_scores_can_be_as_odd_as_the_service_writes_them()
    {
        using var plain = new Demo();
        using var odd = new Demo(new EmulatorOptions { OddSecureScores = true });

        var normal = (await plain.GetAsync("/v1.0/security/secureScores?$top=1")).Rows[0].GetProperty("controlScores");
        var strange = (await odd.GetAsync("/v1.0/security/secureScores?$top=1")).Rows[0].GetProperty("controlScores");

        strange.GetArrayLength().ShouldBe(normal.GetArrayLength());
        strange.EnumerateArray().ShouldContain(control => control.GetProperty("description").ValueKind == System.Text.Json.JsonValueKind.Null);
        strange.EnumerateArray().Where(control => control.Has("total"))
            .ShouldAllBe(control => control.GetProperty("total").ValueKind == System.Text.Json.JsonValueKind.String);
    }
}
