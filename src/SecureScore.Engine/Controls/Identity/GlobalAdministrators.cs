using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>OneAdmin: there is more than one Global Administrator.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices.</remarks>
internal sealed class GlobalAdministrators : ControlEvaluator
{
    private const int Most = 4;

    public override string ControlId => "OneAdmin";

    public override IReadOnlyList<string> Evidence { get; } = Administrators.Sources;

    public override string Rule =>
        "At least two enabled users are Global Administrators, active or eligible, directly or through a group. More than four are a finding, and so are those who need not activate the role where others must.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override string OtherReading =>
        "Only active Global Administrators count. " + Administrators.UnknownEligibility + " Two active ones are enough then. "
        + "Microsoft announced an upper bound of four and does not enforce it yet.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var administrators = Administrators.Holding(evidence, role => role == AdministrativeRoles.GlobalAdministrator);
        int count = administrators.Users.Certain.Count;
        if (!administrators.AreKnown && !(count >= control.AtLeast))
            return administrators.Undecided();

        var tooMany = new Finding("TooManyGlobalAdministrators", $"{count} Global Administrators are more than the {Most} that Microsoft recommends at most.");
        return Verdict.Counted(count, $"You currently have {Quantity.Of(count, "global admin")}.") with
        {
            Explanation = string.Join(" ", Explanation(administrators)),
            Findings =
            [
                .. administrators.Findings,
                .. count > Most ? [tooMany] : Array.Empty<Finding>(),
                .. NeverActivating(evidence),
            ],
        };
    }

    private static IEnumerable<Finding> NeverActivating(TenantEvidence evidence)
    {
        var roles = evidence.Roles;
        var eligible = roles.Holders(assignment => assignment.IsEligible && assignment.Role == AdministrativeRoles.GlobalAdministrator, [])
            .Intersect(evidence.EnabledUsers);
        int always = roles.ActiveHolders(assignment => assignment.Role == AdministrativeRoles.GlobalAdministrator, [])
            .Certain.Intersect(evidence.EnabledUsers).Except(eligible.Possible).Count;
        if (always > 0 && !eligible.Certain.IsEmpty)
        {
            yield return new Finding(
                "PermanentGlobalAdministrators",
                $"{Quantity.Of(always, "Global Administrator")} {Quantity.Verb(always, "holds", "hold")} the role without having to activate it, as {eligible.Certain.Count} must.");
        }
    }

    private static IEnumerable<string> Explanation(Administrators administrators)
    {
        yield return "A second Global Administrator can help when the first one is locked out.";
        foreach (var doubt in administrators.Doubts)
            yield return $"There may be more: {doubt.Message}.";
    }
}
