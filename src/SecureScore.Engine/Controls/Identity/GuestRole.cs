using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>ss_guest_role: guests see less of the directory than members do.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/users/users-restrict-guest-permissions.</remarks>
internal sealed class GuestRole : ControlEvaluator
{
    private static readonly EntityId s_asMembers = EntityId.Parse("a0b1b346-4d3e-4e8b-98f8-753987be4970");
    private static readonly EntityId s_limited = EntityId.Parse("10dae51f-b6af-4016-8d66-8c2a99b929b3");
    private static readonly EntityId s_restricted = EntityId.Parse("2af84b1e-32c8-42b7-82bc-daa82404023b");

    public override string ControlId => "ss_guest_role";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AuthorizationPolicy];

    public override string Rule => "Guests have limited or restricted access to the directory, not the same access as members.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading => "CISA and CIS want the limited or the restricted access; only the restricted one hides who is in a group.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        string id = evidence.Single(Resources.AuthorizationPolicy).RequiredText("guestUserRoleId");
        var role = EntityId.Parse(id);
        bool isOpen = role == s_asMembers;
        if (!isOpen && role != s_limited && role != s_restricted)
        {
            return Verdict.NotEvaluated(
                NotEvaluatedReason.SourceFailed, $"The authorization policy has guestUserRoleId = '{id}', which is unknown here.");
        }

        string status = isOpen ? "Guests have the same access to the directory as members."
            : role == s_limited ? "Guests have limited access to the directory."
            : "Guests have access to nothing but their own object.";
        return Verdict.Settings(status, new TenantSetting("Guest user access", "guestUserRoleId", id, s_restricted.Value.ToString(), !isOpen)) with
        {
            Explanation = isOpen
                ? "A guest can list every user, group and membership."
                : "A guest cannot list the users of the directory.",
        };
    }
}
