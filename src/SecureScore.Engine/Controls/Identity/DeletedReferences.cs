using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>ss_ca_deleted_refs: Conditional Access policies name only what still exists.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/conditionalaccessusers. The service keeps the id of a deleted object in a policy.</remarks>
internal sealed class DeletedReferences : ControlEvaluator
{
    public override string ControlId => "ss_ca_deleted_refs";

    public override IReadOnlyList<string> Evidence { get; } =
        [Resources.ConditionalAccessPolicies, Resources.AuthenticationStrengthPolicies, Resources.Users, Resources.Groups, Resources.RoleDefinitions];

    public override string Rule => "The share of Conditional Access policies, in force or only reporting, whose named users, groups and roles all exist.";

    public override Certainty Certainty => Certainty.Unproven;

    public override string OtherReading => "Named locations, apps and terms of use that were deleted could count as well. They are not looked up.";

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var policies = evidence.ConditionalAccessPolicies.Where(policy => policy.State != PolicyState.Disabled).ToArray();
        var references = policies.SelectMany(ReferencesOf).GroupBy(reference => reference.Kind).SelectMany(kind => Deleted(evidence, kind.Key, [.. kind])).ToArray();
        int failing = references.DistinctBy(reference => reference.Policy).Count();
        return Verdict.Counted(
            policies.Length - failing,
            policies.Length,
            string.Create(CultureInfo.InvariantCulture, $"{failing} of {Quantity.Of(policies.Length, "Conditional Access policy")} {Quantity.Verb(failing, "names", "name")} something that was deleted.")) with
        {
            Explanation = references.Length == 0
                ? "Every user, group and role that a policy names exists."
                : $"{Quantity.Of(references.Length, "reference")} {Quantity.Verb(references.Length, "leads", "lead")} nowhere: whoever was meant is not reached, or not left out, any more.",
            Items = references.Length == 0 ? null : () => references.Select(reference => new ScoreEvidence
            {
                Kind = EvidenceKind.Policy,
                Id = reference.Policy.Id,
                DisplayName = reference.Policy.Name,
                Setting = $"conditions.users.{reference.Property}",
                Actual = reference.Id,
                Expected = "something that exists",
                Reason = $"The policy names {reference.Id}, which was deleted.",
                Policy = reference.Policy.Name,
            }),
        };
    }

    private static IEnumerable<Reference> ReferencesOf(ConditionalAccessPolicy policy) =>
    [
        .. ReferencesOf(policy, policy.Include, "include"),
        .. ReferencesOf(policy, policy.Exclude, "exclude"),
    ];

    private static IEnumerable<Reference> ReferencesOf(ConditionalAccessPolicy policy, PolicyAudience audience, string side) =>
    [
        .. audience.Users.Select(id => new Reference(policy, side + "Users", Kind.User, id)),
        .. audience.Groups.Select(id => new Reference(policy, side + "Groups", Kind.Group, id)),
        .. audience.Roles.Select(id => new Reference(policy, side + "Roles", Kind.Role, id)),
    ];

    // What no policy names need not have been collected.
    private static IEnumerable<Reference> Deleted(TenantEvidence evidence, Kind kind, IReadOnlyCollection<Reference> references)
    {
        switch (kind)
        {
            case Kind.User:
                Require(!evidence.Users.Everyone.IsEmpty, Resources.Users);
                return references.Where(reference => !evidence.Users.TryFind(reference.Entity, out _));
            case Kind.Group:
                var groups = GroupDirectory.Existing(evidence, references.Select(reference => reference.Entity).ToHashSet());
                return references.Where(reference => !groups.ContainsKey(reference.Entity));
            default:
                var roles = evidence.List(Resources.RoleDefinitions)
                    .Select(role => EntityId.Parse(role.Text("templateId") ?? role.RequiredText("id")))
                    .ToHashSet();
                Require(roles.Count > 0, Resources.RoleDefinitions);
                return references.Where(reference => !roles.Contains(reference.Entity));
        }
    }

    private static void Require(bool holdsSome, string resource)
    {
        if (!holdsSome)
            throw EvidenceUnavailableException.Unusable(resource, "it is empty, which it is in no tenant");
    }

    private enum Kind
    {
        User,
        Group,
        Role,
    }

    private sealed record Reference(ConditionalAccessPolicy Policy, string Property, Kind Kind, string Id)
    {
        public EntityId Entity => EntityId.Parse(Id);
    }
}
