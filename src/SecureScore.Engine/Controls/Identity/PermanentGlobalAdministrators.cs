using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>ss_pim_permanent_ga: people activate the role Global Administrator when they need it, and hold it at no other time.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/unifiedroleassignmentscheduleinstance: an assignment of the type Assigned without an end
/// is permanent.</remarks>
internal sealed class PermanentGlobalAdministrators : ControlEvaluator
{
    public override string ControlId => "ss_pim_permanent_ga";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.RoleAssignmentScheduleInstances, .. BreakGlassAccounts.Sources];

    public override string Rule =>
        "The share of enabled Global Administrators, active or eligible, who hold the role by no permanent active assignment. Emergency access accounts do not count: "
        + "those whom a policy for everyone or for administrators excludes, or whose name says so.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading => "An active assignment that ends counts as no permanent one here, however late its end is.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var all = Administrators.Holding(evidence, role => role == AdministrativeRoles.GlobalAdministrator);
        var doubts = new List<Doubt>(all.Doubts);
        var permanent = PermanentIn(evidence, doubts).Intersect(evidence.EnabledUsers);
        var accounts = BreakGlassAccounts.Find(evidence);
        doubts.AddRange(accounts.Doubts);
        var counted = all.Users.Union(permanent).Except(accounts.Users);
        if (!counted.Certain.SetEquals(counted.Possible))
        {
            int certain = counted.Certain.Count;
            return UserVerdict.Undecided($"At least {Quantity.Of(certain, "Global Administrator")} {Quantity.Verb(certain, "counts", "count")}", doubts);
        }

        var population = counted.Certain;
        int always = permanent.Certain.CountIn(population);
        int leftOut = accounts.Users.Certain.Count;
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = UserBounds.Exactly(population).Except(permanent),
            Counted = "Global Administrators who activate the role when they need it",
            Doubts = doubts,
            Explanation =
            [
                $"{Quantity.Of(always, "Global Administrator")} {Quantity.Verb(always, "holds", "hold")} the role permanently; "
                    + $"{Quantity.Of(leftOut, "emergency access account")} {Quantity.Verb(leftOut, "does", "do")} not count.",
            ],
            Failure = _ => new ScoreEvidence
            {
                Kind = EvidenceKind.User,
                Setting = "Global Administrator",
                Actual = "Permanently active",
                Expected = "Eligible",
                Reason = "The user holds the role at every moment, without activating it.",
            },
        }.ToVerdict();
    }

    private static UserBounds PermanentIn(TenantEvidence evidence, List<Doubt> doubts)
    {
        var unknown = evidence.Roles.HoldersOfInstances(instance => IsGlobal(instance) && instance.IsPermanent is null, []);
        if (!unknown.Possible.IsEmpty)
            doubts.Add(new Doubt("the assignmentType of some active role assignments is unknown", IsUnknownValue: true));

        var permanent = evidence.Roles.HoldersOfInstances(instance => IsGlobal(instance) && instance.IsPermanent == true, doubts);
        var unlisted = Unlisted(evidence);
        if (!unlisted.IsEmpty)
            doubts.Add(new Doubt($"{Resources.RoleAssignmentScheduleInstances} does not list everyone who holds the role now"));

        return permanent with { Possible = permanent.Possible.Union(unknown.Possible).Union(unlisted) };
    }

    // The instances list every active assignment, so that whoever is missing there holds the role in a way that nobody knows.
    private static UserSet Unlisted(TenantEvidence evidence) => evidence.Roles.ActiveHolders(IsGlobal, []).Certain
        .Except(evidence.Roles.HoldersOfInstances(IsGlobal, []).Possible)
        .Intersect(evidence.EnabledUsers);

    private static bool IsGlobal(RoleAssignment assignment) => assignment.Role == AdministrativeRoles.GlobalAdministrator;
}
