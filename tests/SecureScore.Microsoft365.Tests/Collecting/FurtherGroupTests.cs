using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Microsoft365.Tests.Collecting;

/// <summary>The members of a group that nothing names yet, which a policy is about to leave out.</summary>
public class FurtherGroupTests
{
    private const string Outer = "b0000000-0000-4000-8000-000000000001";
    private const string Inner = "b0000000-0000-4000-8000-000000000002";
    private const string Emergency = "7dd89066-c5c4-5d5d-7f7b-2e37714881e7";

    private static readonly ControlRemediation s_remediation = RemediationCatalog.FindById(PolicyRemediationIds.PhishingResistantMfa)!;

    private static readonly RemediationValues s_values = new(
        [new("ExcludeGroup", ["break glass"]), new("Enforce", ["true"])]);

    [Fact]
    public async Task Whoever_is_in_a_nested_group_that_no_policy_names_yet_is_a_way_in()
    {
        using var sample = Sample(Emergency);
        using var collection = await CollectAsync(sample);

        var draft = s_remediation.Plan(Request(collection));

        draft.Changes.Count.ShouldBe(2);
        collection.RowsOf(Resources.GroupMembers).ShouldContain(row => row == $$"""{"groupId":"{{Outer}}","memberId":"{{Emergency}}"}""");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(Emergency, false)]
    public async Task Nobody_in_it_or_nobody_known_is_none(string? member, bool isAsked)
    {
        using var sample = Sample(member);
        using var collection = await CollectAsync(sample, isAsked);

        Should.Throw<SecureScoreException>(() => s_remediation.Plan(Request(collection))).ErrorId.ShouldBe(ErrorIds.LockoutRisk);
    }

    [Fact]
    public async Task Nobody_asks_for_it_where_nothing_names_it()
    {
        using var sample = Sample(Emergency);
        using var collection = await CollectAsync(sample, isAsked: false);

        collection.RowsOf(Resources.GroupMembers).ShouldNotContain(row => row.Contains(Outer, StringComparison.Ordinal));
    }

    /// <summary>The demo tenant without policies, without keys, and with a group in a group.</summary>
    private static ChangedSample Sample(string? member)
    {
        var sample = new ChangedSample();
        sample.Write("graph/conditionalAccessPolicies.json", "[]");
        sample.Write("graph/userRegistrationDetails.jsonl", sample.Text("graph/userRegistrationDetails.jsonl").Replace("\"fido2\"", "\"email\"", StringComparison.Ordinal));
        sample.Write("graph/groups.jsonl", sample.Text("graph/groups.jsonl")
            + $$"""{"id":"{{Outer}}","displayName":"Break Glass"}""" + "\n" + $$"""{"id":"{{Inner}}","displayName":"Break Glass People"}""" + "\n");
        sample.Write("graph/groupMembers.jsonl", sample.Text("graph/groupMembers.jsonl")
            + $$"""{"groupId":"{{Outer}}","memberId":"{{Inner}}"}""" + "\n"
            + (member is null ? $$"""{"groupId":"{{Inner}}"}""" : $$"""{"groupId":"{{Inner}}","memberId":"{{member}}"}""") + "\n");
        return sample;
    }

    private static async Task<Collection> CollectAsync(ChangedSample sample, bool isAsked = true)
    {
        var collection = new Collection(source: sample.Open());
        await collection.CollectAsync([Resources.Groups]);
        if (isAsked)
            collection.Target.FurtherGroups = NamedGroups.Resolve(collection.Target.Open(), s_remediation.GroupsFor(s_values));
        await collection.CollectAsync(s_remediation.EvidenceFor(s_values));
        return collection;
    }

    private static RemediationRequest Request(Collection collection) =>
        new(new TenantEvidence(collection.Target.Open())) { ControlId = s_remediation.ControlIds[0], Values = s_values };
}
