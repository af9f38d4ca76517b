using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public class IdentityRowsTests
{
    [Theory]
    [InlineData("""{"id":"a","accountEnabled":true}""")]
    [InlineData("""{"ID":"a","ACCOUNTENABLED":true,"UserType":"MEMBER"}""")]
    [InlineData("""{"\u0069d":"a","account\u0045nabled":true}""")]
    [InlineData("""{"extra":{"id":[1,{"id":2}]},"id":"a","more":[{"accountEnabled":false}],"accountEnabled":true,"userType":null}""")]
    [InlineData("""  {"id":"\u0061","accountEnabled":true,"perUserMfaState":null,"onPremisesSyncEnabled":null,"displayName":null}  """)]
    public void Rows_are_read_whatever_their_case_and_extras(string row)
    {
        using var tenant = Tenant(row);
        var users = tenant.Evidence().Users;
        users.Enabled.Count.ShouldBe(1);
        users.Members.Count.ShouldBe(1);
        users.TryFind(EntityId.Parse("a"), out int user).ShouldBeTrue();
        user.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"accountEnabled":true}""", "'id' is missing")]
    [InlineData("""{"id":null,"accountEnabled":true}""", "'id' is missing")]
    [InlineData("""{"id":"","accountEnabled":true}""", "'id' is missing")]
    [InlineData("""{"id":7,"accountEnabled":true}""", "id: expected text, found a number")]
    [InlineData("""{"id":"a"}""", "'accountEnabled' is missing")]
    [InlineData("""{"id":"a","accountEnabled":null}""", "'accountEnabled' is missing")]
    [InlineData("""{"id":"a","accountEnabled":"yes"}""", "accountEnabled: expected true or false, found text")]
    [InlineData("""{"id":"a","accountEnabled":{}}""", "accountEnabled: expected true or false, found an object")]
    [InlineData("""{"id":"a","id":"b","accountEnabled":true}""", "'id' is there twice")]
    [InlineData("""{"id":"a","ID":"b","accountEnabled":true}""", "'id' is there twice")]
    [InlineData("""{"id":"\ud800","accountEnabled":true}""", "valid Unicode")]
    [InlineData("""{"id":"a","accountEnabled":true""", "")]
    [InlineData("""{"id":"a","accountEnabled":true} {}""", "")]
    [InlineData("""{"id":"a" "accountEnabled":true}""", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    public void A_row_that_cannot_be_read_is_told_with_its_place(string row, string reason)
    {
        using var tenant = Tenant("""{"id":"first","accountEnabled":true}""" + "\n" + row);
        var evidence = tenant.Evidence();
        var exception = Should.Throw<EvidenceUnavailableException>(() => evidence.Users);
        exception.State.Name.ShouldBe(Resources.Users);
        exception.State.Status.ShouldBe(ResourceStatus.Failed);
        exception.Message.ShouldContain(reason);
        exception.Message.ShouldContain("users.jsonl");
        exception.Message.ShouldContain("2");
    }

    [Fact]
    public void Licences_are_told_for_each_user()
    {
        using var tenant = Tenant(
            """
            {"id":"a","accountEnabled":true,"assignedLicenses":[{"skuId":"x","disabledPlans":["p"]},{"skuId":"y"}]}
            {"id":"b","accountEnabled":true,"assignedLicenses":[]}
            {"id":"c","accountEnabled":true}
            {"id":"d","accountEnabled":true,"assignedLicenses":null}
            {"id":"e","accountEnabled":true,"assignedLicenses":[{"skuId":"x","disabledPlans":["p"]},{"skuId":"y"}]}
            """);
        var users = tenant.Evidence().Users;

        var licences = users.Licences.Of(0).ShouldNotBeNull();
        licences.Select(licence => licence.SkuId).ShouldBe(["x", "y"]);
        licences[0].DisabledPlans.ShouldBe(["p"]);
        licences[1].DisabledPlans.ShouldBeEmpty();
        users.Licences.Of(1).ShouldBeEmpty();
        users.Licences.Of(2).ShouldBeNull();
        users.Licences.Of(3).ShouldBeNull();

        var asked = new List<int?>();
        var licensed = users.Licences.Where(users.Everyone, found =>
        {
            asked.Add(found?.Count);
            return found?.Count == 2;
        });
        licensed.Members().ShouldBe([0, 4]);
        asked.ShouldBe([2, 0, null], "each combination is asked for once");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("""[7]""")]
    [InlineData("""[{"skuId":null}]""")]
    [InlineData("""[{"skuId":"x","skuId":"y"}]""")]
    public void Licences_that_cannot_be_read_concern_only_who_asks_for_them(string licences)
    {
        using var tenant = Tenant($$"""{"id":"a","accountEnabled":true,"assignedLicenses":{{licences}}}""" + "\n" + """{"id":"b","accountEnabled":true}""");
        var users = tenant.Evidence().Users;

        users.Enabled.Count.ShouldBe(2);
        Should.Throw<EvidenceUnavailableException>(() => users.Licences.Of(0)).State.Name.ShouldBe(Resources.Users);
        users.Licences.Of(1).ShouldBeNull();
    }

    [Theory]
    [InlineData("user-one", "USER-ONE", true)]
    [InlineData("é", "É", true)]
    [InlineData("user-one", "user-two", false)]
    [InlineData("62e90394-69f5-4237-9190-012177145e10", "62E90394-69F5-4237-9190-012177145E10", true)]
    [InlineData("i", "\u0130", false)]
    public void Ids_are_the_same_whatever_their_case(string one, string other, bool same)
    {
        (EntityId.Parse(one) == EntityId.Parse(other)).ShouldBe(same);
        (EntityId.Parse(one) == EntityId.Parse(Encoding.UTF8.GetBytes(other))).ShouldBe(same);
    }

    [Fact]
    public void A_row_without_a_name_is_shown_by_its_id()
    {
        using var tenant = Tenant("""{"id":"a","accountEnabled":true}""");
        var evidence = tenant.Evidence();
        evidence.ReadUsers(evidence.Users.Everyone).ShouldHaveSingleItem().Name.ShouldBe("a");
    }

    [Fact]
    public void Many_members_of_a_group_are_kept_as_bits_and_few_as_a_list()
    {
        using var tenant = new TestTenant();
        for (int number = 0; number < 200; number++)
            tenant.With(Resources.Users, new { id = TestTenant.Id($"{number}"), accountEnabled = true });
        for (int number = 0; number < 100; number++)
            tenant.With(Resources.GroupMembers, new { groupId = TestTenant.Id("many"), memberId = TestTenant.Id($"{number}") });
        tenant.With(Resources.GroupMembers, new { groupId = TestTenant.Id("few"), memberId = TestTenant.Id("150") });
        tenant.With(Resources.GroupMembers, new { groupId = TestTenant.Id("few"), memberId = TestTenant.Id("many") });

        var memberships = tenant.Evidence().GroupMemberships;

        memberships.Find(EntityId.Parse(TestTenant.Id("many")), [])!.Count.ShouldBe(100);
        memberships.Find(EntityId.Parse(TestTenant.Id("few")), [])!.Count.ShouldBe(101);
        memberships.Find(EntityId.Parse(TestTenant.Id("none")), []).ShouldBeNull();
    }

    private static TestTenant Tenant(string rows) => new TestTenant().WithText(Resources.Users, rows + "\n", ".jsonl");
}
