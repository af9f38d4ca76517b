namespace SecureScore.Engine.Controls.Teams;

/// <summary>meeting_designatedpresenter_v1: only the organiser presents by default.</summary>
internal sealed class DesignatedPresenters : MeetingControl
{
    public override string ControlId => "meeting_designatedpresenter_v1";

    protected override string Purpose => "Only the organiser presents, until the organiser names others";

    protected override string Setting => "DesignatedPresenterRoleMode";

    protected override IReadOnlyList<string> Passing => ["OrganizerOnlyUserOverride"];

    protected override IReadOnlyList<string> Failing =>
        ["EveryoneUserOverride", "EveryoneInCompanyUserOverride", "EveryoneInSameAndFederatedCompanyUserOverride"];

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "Microsoft's text speaks of users with presenter rights, so EveryoneInCompanyUserOverride could count as well.";
}
