using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public class WriteTests
{
    private const string Profile = "/v1.0/security/secureScoreControlProfiles/AdminMFAV2";
    private const string Vendor = "\"vendorInformation\":{\"provider\":\"SecureScore\",\"vendor\":\"Microsoft\"}";

    private static Demo ConnectToWrite()
    {
        var demo = new Demo();
        demo.Token = demo.Tenant.IssueToken(TenantService.Graph, demo.Tenant.Application with
        {
            Permissions = new Dictionary<TenantService, IReadOnlyCollection<string>> { [TenantService.Graph] = ["SecurityEvents.ReadWrite.All"] },
        });
        return demo;
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nothing")]
    [InlineData("""{"state":"Ignored"}""")]
    [InlineData("""{"state":"Ignored","vendorInformation":{"provider":"SecureScore"}}""")]
    [InlineData("{\"state\":\"Solved\"," + Vendor + "}")]
    [InlineData("{" + Vendor + "}")]
    public async Task A_change_of_state_needs_a_state_and_its_vendor(string body)
    {
        using var demo = ConnectToWrite();

        (await demo.SendAsync("PATCH", Profile, body)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_change_of_state_needs_permission_and_a_profile()
    {
        using var reader = new Demo();
        using var writer = ConnectToWrite();
        const string Body = "{\"state\":\"Ignored\"," + Vendor + "}";

        (await reader.SendAsync("PATCH", Profile, Body)).Status.ShouldBe(403);
        (await writer.SendAsync("PATCH", Profile + "x", Body)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task States_are_kept_one_after_the_other()
    {
        using var demo = ConnectToWrite();

        var quiet = await demo.SendAsync("PATCH", Profile, "{\"state\":\"thirdParty\",\"comment\":\"Okta\"," + Vendor + "}");
        var told = await demo.SendAsync("PATCH", Profile, "{\"state\":\"Default\"," + Vendor + "}", ("Prefer", "return=representation"));
        var read = await demo.GetAsync(Profile);
        var others = await demo.GetAsync("/v1.0/security/secureScoreControlProfiles");

        quiet.Status.ShouldBe(204);
        quiet.Text.ShouldBeEmpty();
        told.Status.ShouldBe(200);
        var updates = read.Json.GetProperty("controlStateUpdates").EnumerateArray().ToList();
        updates.Select(update => update.GetProperty("state").GetString()).TakeLast(2).ShouldBe(["ThirdParty", "Default"]);
        updates[^2].GetProperty("comment").GetString().ShouldBe("Okta");
        others.Rows.Count.ShouldBe(112);
        demo.Tenant.Writes.ShouldBe(2);
    }
}
