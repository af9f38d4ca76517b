using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>The enabled users who hold one of some directory roles: active or eligible, directly or through a group, in any scope.</summary>
internal sealed record Administrators
{
    /// <summary>The resources that tell who is an administrator, and which users are accounts of directory synchronisation.</summary>
    public static readonly string[] Sources =
    [
        Resources.RoleAssignments, Resources.RoleEligibilityScheduleInstances, Resources.RoleDefinitions, Resources.Users, Resources.Groups, Resources.GroupMembers,
    ];

    /// <summary>What becomes of a control while eligible roles are unknown.</summary>
    public const string UnknownEligibility =
        "Where eligible roles could not be read, whatever they could change stays open, unless the tenant lacks the licence for them.";

    public required UserBounds Users { get; init; }

    public required IReadOnlyList<Doubt> Doubts { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    public bool AreKnown => Users.Certain.SetEquals(Users.Possible);

    public static Administrators Holding(TenantEvidence evidence, Func<EntityId, bool> role)
    {
        var doubts = new List<Doubt>();
        var enabled = evidence.EnabledUsers;
        var holders = evidence.Roles.Holders(assignment => role(assignment.Role), doubts).Intersect(enabled);
        var tenantWide = evidence.Roles.Holders(assignment => role(assignment.Role) && assignment.IsTenantWide, []);
        return new Administrators
        {
            Users = holders,
            Doubts = doubts,
            Findings = [.. FindingsOf(
                holders.Certain.Intersect(evidence.Users.Guests).Count,
                holders.Certain.Except(tenantWide.Possible).Count)],
        };
    }

    /// <summary>The verdict where the snapshot does not tell who the administrators are.</summary>
    public Verdict Undecided()
    {
        int certain = Users.Certain.Count;
        return UserVerdict.Undecided($"At least {Quantity.Of(certain, "user")} {Quantity.Verb(certain, "holds", "hold")} an administrative role", Doubts);
    }

    private static IEnumerable<Finding> FindingsOf(int guests, int scoped)
    {
        if (guests > 0)
        {
            yield return new Finding(
                "GuestAdministrators", $"{Quantity.Of(guests, "guest")} {Quantity.Verb(guests, "holds an administrative role and counts", "hold an administrative role and count")}.");
        }

        if (scoped > 0)
        {
            yield return new Finding(
                "ScopedAdministrators",
                $"{Quantity.Of(scoped, "user")} {Quantity.Verb(scoped, "holds", "hold")} a role only within an administrative unit or an app. They count, but a policy that names roles does not reach them.");
        }
    }
}
