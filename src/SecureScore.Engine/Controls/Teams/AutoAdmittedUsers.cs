namespace SecureScore.Engine.Controls.Teams;

/// <summary>meeting_autoadmitusers_v1: only invited people skip the lobby.</summary>
internal sealed class AutoAdmittedUsers : MeetingControl
{
    public override string ControlId => "meeting_autoadmitusers_v1";

    protected override string Purpose => "Only invited people, or only the organiser, skip the lobby";

    protected override string Setting => "AutoAdmittedUsers";

    protected override IReadOnlyList<string> Passing => ["InvitedUsers", "OrganizerOnly"];

    protected override IReadOnlyList<string> Failing =>
        ["Everyone", "EveryoneInCompany", "EveryoneInCompanyExcludingGuests", "EveryoneInSameAndFederatedCompany"];

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading =>
        "EveryoneInCompanyExcludingGuests could count, as CIS accepts it; Microsoft's title speaks of invited users only.";
}
