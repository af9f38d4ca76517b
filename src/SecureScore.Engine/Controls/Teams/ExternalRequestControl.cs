namespace SecureScore.Engine.Controls.Teams;

/// <summary>meeting_externalrequestcontrol_v1: external participants have no control of a shared screen.</summary>
internal sealed class ExternalRequestControl : MeetingControl
{
    public override string ControlId => "meeting_externalrequestcontrol_v1";

    protected override string Purpose => "External participants can neither take nor give control of a shared screen";

    protected override string Setting => "AllowExternalParticipantGiveRequestControl";
}
