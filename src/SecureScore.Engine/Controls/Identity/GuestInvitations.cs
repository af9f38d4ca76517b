using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>ss_guest_invites: not everyone may invite guests.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/authorizationpolicy, allowInvitesFrom.</remarks>
internal sealed class GuestInvitations : ControlEvaluator
{
    private static readonly string[] s_passing = ["adminsAndGuestInviters", "none"];
    private static readonly string[] s_failing = ["everyone", "adminsGuestInvitersAndAllMembers"];

    public override string ControlId => "ss_guest_invites";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AuthorizationPolicy];

    public override string Rule => "Only administrators and people with the role Guest Inviter may invite guests, or nobody.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading => "Invitations by members are what many organisations want; then only those by guests need to be closed.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        string value = evidence.Single(Resources.AuthorizationPolicy).RequiredText("allowInvitesFrom");
        bool complies = s_passing.Contains(value, StringComparer.OrdinalIgnoreCase);
        if (!complies && !s_failing.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.SourceFailed, $"The authorization policy has allowInvitesFrom = '{value}', which is unknown here.");
        }

        return Verdict.Settings(
            StatusOf(value),
            new TenantSetting("Guest invite settings", "allowInvitesFrom", value, s_passing[0], complies)) with
        {
            Explanation = $"Who may invite guests: {value}.",
        };
    }

    private static string StatusOf(string value) => value.ToUpperInvariant() switch
    {
        "NONE" => "Nobody may invite guests.",
        "ADMINSANDGUESTINVITERS" => "Only administrators and guest inviters may invite guests.",
        "EVERYONE" => "Everyone may invite guests, even a guest.",
        _ => "Every member may invite guests.",
    };
}
