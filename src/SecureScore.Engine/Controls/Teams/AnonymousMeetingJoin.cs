namespace SecureScore.Engine.Controls.Teams;

/// <summary>meeting_restrictanonymousjoin_v1: anonymous people cannot join meetings.</summary>
internal sealed class AnonymousMeetingJoin : MeetingControl
{
    public override string ControlId => "meeting_restrictanonymousjoin_v1";

    protected override string Purpose => "Anonymous people cannot join meetings";

    protected override string Setting => "AllowAnonymousUsersToJoinMeeting";
}
