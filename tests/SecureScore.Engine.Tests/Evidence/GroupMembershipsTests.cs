using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public class GroupMembershipsTests
{
    private static readonly string[] s_groups = ["g1", "g2", "g3"];

    private int _readings;

    /// <summary>The manifest claims one row of members; there are six.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    public void Members_are_all_found_however_many_rows_may_wait_for_the_users(int mostAhead)
    {
        var evidence = new TenantEvidence(Snapshot()) { MostMembersAhead = mostAhead };

        foreach (string group in s_groups)
            evidence.GroupMemberships.Find(EntityId.Parse(TestTenant.Id(group)), [])!.Members().ShouldBe([0]);
    }

    [Fact]
    public void Groups_with_members_that_are_no_users_cost_one_more_reading_of_all_groups()
    {
        var evidence = new TenantEvidence(Snapshot());
        var groups = new GroupDirectory(evidence, s_groups.Select(name => EntityId.Parse(TestTenant.Id(name))).ToHashSet());

        groups.Find(TestTenant.Id("g1")).Members.ShouldNotBeNull();
        groups.Find(TestTenant.Id("g2")).Members.ShouldNotBeNull();
        groups.Find(TestTenant.Id("g3")).Members.ShouldBeNull("a group in it has members that the snapshot does not tell");

        _readings.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"memberId\":null")]
    public void A_group_without_users_is_known_when_a_row_says_so(string noMember)
    {
        var evidence = new TenantEvidence(TenantSnapshot.Open(new MemoryStorage()
            .With("graph/users.jsonl", Row("id", "ada", ""","accountEnabled":true"""))
            .With("graph/groups.jsonl", Row("id", "g1", "") + Row("id", "empty", "") + Row("id", "unknown", ""))
            .With("graph/groupMembers.jsonl", string.Concat(
                Row("groupId", "empty", noMember), Row("groupId", "g1", noMember), Member("g1", "ada"), Row("groupId", "g1", noMember),
                Member("outer", "empty")))));
        var groups = new GroupDirectory(evidence, new HashSet<EntityId>());

        groups.Find(TestTenant.Id("empty")).Members.ShouldNotBeNull().IsEmpty.ShouldBeTrue();
        groups.Find(TestTenant.Id("g1")).Members.ShouldNotBeNull().Members().ShouldBe([0]);
        groups.Find(TestTenant.Id("outer")).Members.ShouldNotBeNull().IsEmpty.ShouldBeTrue();
        groups.Find(TestTenant.Id("unknown")).Members.ShouldBeNull();
    }

    [Theory]
    [InlineData("{\"memberId\":null}")]
    [InlineData("{\"groupId\":null}")]
    [InlineData("{\"groupId\":\"g\",\"memberId\":\"\"}")]
    [InlineData("{\"groupId\":\"g\",\"memberId\":7}")]
    public void A_row_that_names_no_group_or_a_member_that_is_none_makes_the_file_unreadable(string row)
    {
        var evidence = new TenantEvidence(TenantSnapshot.Open(new MemoryStorage()
            .With("graph/users.jsonl", Row("id", "ada", ""","accountEnabled":true"""))
            .With("graph/groupMembers.jsonl", row)));

        Should.Throw<EvidenceUnavailableException>(() => evidence.GroupMemberships);
    }

    private TenantSnapshot Snapshot() => TenantSnapshot.Open(new MemoryStorage()
        .With("manifest.json", """{"schema":1,"resources":{"graph/groupMembers":{"status":"Collected","count":1}}}""")
        .With("graph/users.jsonl", Row("id", "ada", ""","accountEnabled":true"""))
        .With("graph/groups.jsonl", () =>
        {
            _readings++;
            return new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(s_groups.Append("nested").Select(name => Row("id", name, "")))));
        })
        .With("graph/groupMembers.jsonl", string.Concat(
            Member("g1", "ada"), Member("g1", "device 1"), Member("g2", "device 2"), Member("g2", "ada"), Member("g3", "ada"), Member("g3", "nested"))));

    private static string Row(string property, string name, string more) => $$"""{"{{property}}":"{{TestTenant.Id(name)}}"{{more}}}""" + "\n";

    private static string Member(string group, string member) => Row("groupId", group, $",\"memberId\":\"{TestTenant.Id(member)}\"");
}
