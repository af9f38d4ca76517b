using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

public class TeamsWriteTests
{
    private const string Policies = "https://api.interfaces.records.teams.microsoft.com/Skype.Policy/configurations/TeamsMeetingPolicy";

    private static Demo Connect(string role = DirectoryRoleIds.TeamsAdministrator)
    {
        var demo = new Demo();
        demo.Token = demo.Tenant.IssueToken(TenantService.Teams, demo.Tenant.Application with { DirectoryRoles = [role] });
        return demo;
    }

    [Fact]
    public async Task Properties_are_merged_and_restored()
    {
        using var demo = Connect();
        string before = (await demo.GetAsync(Policies)).Text;

        (await PutAsync(demo, "Global", """{"Identity":"Global","AllowAnonymousUsersToJoinMeeting":false,"AutoAdmittedUsers":"InvitedUsers"}""")).Status.ShouldBe(200);
        (await PutAsync(demo, "Webinars", """{"Identity":"Tag:Webinars","AllowPSTNUsersToBypassLobby":false}""")).Status.ShouldBe(200);

        var changed = (await demo.GetAsync(Policies + "/configuration/Global")).Json;
        changed.GetProperty("AllowAnonymousUsersToJoinMeeting").GetBoolean().ShouldBeFalse();
        changed.GetProperty("AllowMeetNow").GetBoolean().ShouldBeTrue();
        demo.Tenant.Writes.ShouldBe(2);
        await PutAsync(demo, "Global", """{"AllowAnonymousUsersToJoinMeeting":true,"AutoAdmittedUsers":"EveryoneInCompanyExcludingGuests"}""");
        await PutAsync(demo, "Webinars", """{"AllowPSTNUsersToBypassLobby":true}""");
        (await demo.GetAsync(Policies)).Text.ShouldBe(before);
    }

    [Theory]
    [InlineData("Global", "", 400)]
    [InlineData("Global", "[]", 400)]
    [InlineData("Global", """{"AllowAnonymousUsersToJoinMeeting":null}""", 400)]
    [InlineData("Global", """{"AllowAnonymousUsersToJoinMeeting":"false"}""", 400)]
    [InlineData("Global", """{"AutoAdmittedUsers":"Nobody"}""", 400)]
    [InlineData("Global", """{"DesignatedPresenterRoleMode":"EveryoneInSameAndFederatedCompanyUserOverride"}""", 400)]
    [InlineData("Global", """{"Colour":"red"}""", 400)]
    [InlineData("Global", """{"Identity":"Tag:Webinars","AllowMeetNow":false}""", 400)]
    [InlineData("AllOff", """{"AllowMeetNow":true}""", 400)]
    [InlineData("None", """{"AllowMeetNow":true}""", 404)]
    public async Task What_cannot_be_merged_is_refused_whole(string identity, string body, int status)
    {
        using var demo = Connect();
        string before = (await demo.GetAsync(Policies)).Text;

        (await PutAsync(demo, identity, body)).Status.ShouldBe(status);

        (await demo.GetAsync(Policies)).Text.ShouldBe(before);
    }

    [Fact]
    public async Task Reading_is_not_writing()
    {
        using var demo = Connect(DirectoryRoleIds.GlobalReader);

        (await PutAsync(demo, "Global", """{"AllowMeetNow":false}""")).Status.ShouldBe(403);
        (await demo.SendAsync("PUT", Policies, "{}")).Status.ShouldBe(405);
    }

    private static Task<Answer> PutAsync(Demo demo, string identity, string body) => demo.SendAsync("PUT", $"{Policies}/configuration/{identity}", body);
}
