namespace SecureScore.Engine.Controls.Teams;

/// <summary>meeting_pstnusersbypasslobby_v1: people who dial in wait in the lobby.</summary>
internal sealed class DialInLobbyBypass : MeetingControl
{
    public override string ControlId => "meeting_pstnusersbypasslobby_v1";

    protected override string Purpose => "People who dial in by phone wait in the lobby";

    protected override string Setting => "AllowPSTNUsersToBypassLobby";
}
