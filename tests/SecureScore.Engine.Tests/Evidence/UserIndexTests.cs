using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public sealed class UserIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(20_000)]
    public void Every_user_is_found_at_its_position_alone_and_among_many(int count)
    {
        var ids = Ids(count);
        var index = new UserIndex([.. ids], _ => throw new InvalidOperationException("no id is repeated"));

        int[] positions = new int[count];
        index.Find(ids, positions);

        positions.ShouldBe(Enumerable.Range(0, count));
        ids.Select(index.Find).ShouldBe(Enumerable.Range(0, count));
    }

    [Fact]
    public void Who_is_not_there_has_no_position()
    {
        var index = new UserIndex([.. Ids(1000)], _ => { });
        EntityId[] others = [.. Enumerable.Range(5000, 300).Select(Id), default];

        int[] positions = new int[others.Length];
        index.Find(others, positions);

        positions.ShouldAllBe(position => position == -1);
        others.Select(index.Find).ShouldAllBe(position => position == -1);
    }

    [Fact]
    public void Of_a_repeated_id_the_last_position_counts_and_every_other_is_told()
    {
        EntityId[] ids = [Id(1), Id(2), Id(1), Id(3), Id(1)];
        var repeated = new List<int>();

        var index = new UserIndex([.. ids], repeated.Add);

        index.Find(Id(1)).ShouldBe(4);
        index.Find(Id(2)).ShouldBe(1);
        repeated.ShouldBe([0, 2]);
    }

    [Fact]
    public void Ids_that_differ_in_one_half_only_are_kept_apart()
    {
        EntityId[] ids = [.. Enumerable.Range(0, 5000).Select(number => new EntityId(new Guid(number, 0, 0, new byte[8])))];
        var index = new UserIndex([.. ids], _ => throw new InvalidOperationException("no id is repeated"));

        ids.Select(index.Find).ShouldBe(Enumerable.Range(0, ids.Length));
    }

    private static EntityId[] Ids(int count) => [.. Enumerable.Range(0, count).Select(Id)];

    private static EntityId Id(int number) => EntityId.Parse($"user {number}");
}
