using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Teams;

public class MeetingControlTests
{
    private const string AnonymousJoin = "meeting_restrictanonymousjoin_v1";
    private const string AutoAdmit = "meeting_autoadmitusers_v1";

    /// <summary>Control, setting, value, whether it complies.</summary>
    public static TheoryData<string, string, string, bool> Values { get; } = new()
    {
        { AnonymousJoin, "AllowAnonymousUsersToJoinMeeting", "false", true },
        { AnonymousJoin, "AllowAnonymousUsersToJoinMeeting", "\"False\"", true },
        { AnonymousJoin, "allowAnonymousUsersToJoinMeeting", "true", false },
        { AnonymousJoin, "AllowAnonymousUsersToJoinMeeting", "\"TRUE\"", false },
        { "meeting_anonymousstartmeeting_v1", "AllowAnonymousUsersToStartMeeting", "false", true },
        { "meeting_anonymousstartmeeting_v1", "AllowAnonymousUsersToStartMeeting", "true", false },
        { "meeting_pstnusersbypasslobby_v1", "AllowPSTNUsersToBypassLobby", "false", true },
        { "meeting_pstnusersbypasslobby_v1", "AllowPSTNUsersToBypassLobby", "true", false },
        { "meeting_externalrequestcontrol_v1", "AllowExternalParticipantGiveRequestControl", "false", true },
        { "meeting_externalrequestcontrol_v1", "AllowExternalParticipantGiveRequestControl", "true", false },
        { AutoAdmit, "AutoAdmittedUsers", "\"InvitedUsers\"", true },
        { AutoAdmit, "AutoAdmittedUsers", "\"organizeronly\"", true },
        { AutoAdmit, "AutoAdmittedUsers", "\"EveryoneInCompany\"", false },
        { AutoAdmit, "AutoAdmittedUsers", "\"EveryoneInCompanyExcludingGuests\"", false },
        { AutoAdmit, "AutoAdmittedUsers", "\"EveryoneInSameAndFederatedCompany\"", false },
        { AutoAdmit, "AutoAdmittedUsers", "\"Everyone\"", false },
        { "meeting_designatedpresenter_v1", "DesignatedPresenterRoleMode", "\"OrganizerOnlyUserOverride\"", true },
        { "meeting_designatedpresenter_v1", "DesignatedPresenterRoleMode", "\"EveryoneInCompanyUserOverride\"", false },
        { "meeting_designatedpresenter_v1", "DesignatedPresenterRoleMode", "\"EveryoneInSameAndFederatedCompanyUserOverride\"", false },
        { "meeting_designatedpresenter_v1", "DesignatedPresenterRoleMode", "\"EveryoneUserOverride\"", false },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void The_value_decides(string controlId, string setting, string value, bool complies)
    {
        using var tenant = new TestTenant().With(Resources.TeamsMeetingPolicy, Policy("Global", setting, value));

        var verdict = Evaluate(tenant, controlId, PointsShape.Binary);

        verdict.ShouldHaveCounted(complies ? 1 : 0, 1);
        verdict.ShouldHaveFound("");
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData(AnonymousJoin, "AllowAnonymousUsersToJoinMeeting", "0")]
    [InlineData(AnonymousJoin, "AllowAnonymousUsersToJoinMeeting", "\"\"")]
    [InlineData(AutoAdmit, "AutoAdmittedUsers", "\"InvitedUsersAndFriends\"")]
    [InlineData("meeting_designatedpresenter_v1", "DesignatedPresenterRoleMode", "\"OrganizerOnly\"")]
    public void An_unknown_value_is_open(string controlId, string setting, string value)
    {
        using var tenant = new TestTenant().With(Resources.TeamsMeetingPolicy, Policy("Global", setting, value));

        var verdict = Evaluate(tenant, controlId, PointsShape.Binary);

        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldBe($"The meeting policy Global has {setting} = '{value.Trim('"')}', which is unknown here.");
    }

    [Theory]
    [InlineData("Global=false;Sales=maybe", false)]
    [InlineData("Global=maybe;Sales=true", true)]
    public void An_unknown_value_in_a_policy_that_does_not_count_is_a_finding(string policies, bool isOpen)
    {
        using var tenant = Tenant(policies);

        var today = Evaluate(tenant, AnonymousJoin, PointsShape.Binary);
        var historical = Evaluate(tenant, AnonymousJoin, PointsShape.Share);

        today.Reason.ShouldBe(isOpen ? NotEvaluatedReason.SourceFailed : null);
        if (!isOpen)
            today.ShouldHaveFound("UnknownValue");
        historical.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
    }

    /// <summary>Policies as identity=value, then compliant and total under Binary, findings, compliant and total under Share.</summary>
    public static TheoryData<string, int, string, int, int> Policies { get; } = new()
    {
        { "Global=false", 1, "", 1, 1 },
        { "global=false", 1, "", 1, 1 },
        { "Global=true;Tag:Sales=false", 0, "", 1, 2 },
        { "Global=false;Tag:Sales=true", 1, "CustomPolicyDiffers", 1, 2 },
        { "Tag:Sales=true;Tag:Legal=true;Global=false", 1, "CustomPolicyDiffers,CustomPolicyDiffers", 1, 3 },
        // The policies that come with Teams cannot be changed.
        { "Global=false;Tag:AllOn=true;Tag:AllOff=true;Tag:Default=true;Tag:Kiosk=true;tag:restrictedanonymousaccess=true;Tag:RestrictedAnonymousNoRecording=true", 1, "", 1, 1 },
        // A policy of the tenant's own may have the name Global.
        { "Global=false;Tag:Global=true", 1, "CustomPolicyDiffers", 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Global_alone_counts_unless_the_edition_shares_the_points(string policies, int binary, string findings, int share, int shareTotal)
    {
        using var tenant = Tenant(policies);

        var today = Evaluate(tenant, AnonymousJoin, PointsShape.Binary);
        var historical = Evaluate(tenant, AnonymousJoin, PointsShape.Share);

        today.ShouldHaveCounted(binary, 1);
        today.ShouldHaveFound(findings);
        today.ShouldExplainItself();
        historical.ShouldHaveCounted(share, shareTotal);
        historical.ShouldHaveFound("");
        historical.ShouldExplainItself();
    }

    [Fact]
    public void Items_name_the_policy_as_cmdlets_find_it()
    {
        using var tenant = Tenant("Global=true;Tag:Sales=true");

        var item = Evaluate(tenant, AnonymousJoin, PointsShape.Share).Items!().Last();

        item.Identity.ShouldBe("Tag:Sales");
        item.DisplayName.ShouldBe("Sales");
        item.Actual.ShouldBe("True");
        item.Expected.ShouldBe("False");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Tag:Sales=false")]
    [InlineData("Tag:Global=false")]
    public void A_list_without_the_global_policy_is_not_whole(string policies)
    {
        using var tenant = Tenant(policies);

        tenant.ShouldNotEvaluate(AnonymousJoin, Resources.TeamsMeetingPolicy);
    }

    [Theory]
    [InlineData("""{"Identity":"Global"}""")]
    [InlineData("""{"Identity":"Global","AllowAnonymousUsersToJoinMeeting":null}""")]
    [InlineData("""{"Identity":"Global","AllowAnonymousUsersToJoinMeeting":[]}""")]
    [InlineData("""{"AllowAnonymousUsersToJoinMeeting":false}""")]
    public void A_policy_that_cannot_be_read_decides_nothing(string policy)
    {
        using var tenant = new TestTenant().With(Resources.TeamsMeetingPolicy, policy);

        tenant.ShouldNotEvaluate(AnonymousJoin, Resources.TeamsMeetingPolicy);
    }

    private static Verdict Evaluate(TestTenant tenant, string controlId, PointsShape shape) =>
        tenant.Evaluate(controlId, TestTenant.Definition(controlId, shape));

    private static TestTenant Tenant(string policies) => new TestTenant().With(
        Resources.TeamsMeetingPolicy,
        [.. policies.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(policy => policy.Split('='))
            .Select(parts => Policy(parts[0], "AllowAnonymousUsersToJoinMeeting", $"\"{parts[1]}\""))]);

    private static JsonObject Policy(string identity, string setting, string value) => new()
    {
        ["Identity"] = identity,
        [setting] = JsonNode.Parse(value),
    };
}
