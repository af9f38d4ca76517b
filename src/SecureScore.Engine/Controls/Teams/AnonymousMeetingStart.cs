namespace SecureScore.Engine.Controls.Teams;

/// <summary>meeting_anonymousstartmeeting_v1: anonymous people cannot start meetings.</summary>
internal sealed class AnonymousMeetingStart : MeetingControl
{
    public override string ControlId => "meeting_anonymousstartmeeting_v1";

    protected override string Purpose => "Anonymous people and callers cannot start a meeting before someone of the organisation is there";

    protected override string Setting => "AllowAnonymousUsersToStartMeeting";
}
