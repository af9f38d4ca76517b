using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>RoleOverlap: some administrators hold a lesser role than Global Administrator.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices.</remarks>
internal sealed class LimitedAdministrators : ControlEvaluator
{
    public override string ControlId => "RoleOverlap";

    public override IReadOnlyList<string> Evidence { get; } = Administrators.Sources;

    public override string Rule =>
        "At least one enabled user who is not a Global Administrator holds another administrative role, active or eligible, directly or through a group.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading =>
        "The share of administrators who are not Global Administrators. Only active roles count. " + Administrators.UnknownEligibility;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var all = Administrators.Holding(evidence, AdministrativeRoles.Contains);
        var global = Administrators.Holding(evidence, role => role == AdministrativeRoles.GlobalAdministrator);
        var limited = all.Users.Except(global.Users);
        int count = limited.Certain.Count;
        if (count != limited.Possible.Count && !(count >= control.AtLeast))
            return UserVerdict.Undecided($"At least {Quantity.Of(count, "user")} with least privileged administrative roles", [.. all.Doubts, .. global.Doubts]);

        return Verdict.Counted(count, $"You have {Quantity.Of(count, "user")} with least privileged administrative roles.") with
        {
            Explanation = count == 0 ? "Whoever administers anything is Global Administrator." : "Not every administrator is Global Administrator.",
            Findings = all.Findings,
            Items = count > 0 ? null : () => evidence.ReadUsers(global.Users.Certain).Select(Failure),
        };
    }

    private static ScoreEvidence Failure(DirectoryUser user) => new()
    {
        Kind = EvidenceKind.User,
        Id = user.Id,
        UserPrincipalName = user.UserPrincipalName,
        DisplayName = user.DisplayName,
        Setting = "Directory role",
        Actual = "Global Administrator",
        Expected = "A lesser role for some administrators",
        Reason = "Nobody holds a lesser administrative role.",
    };
}
