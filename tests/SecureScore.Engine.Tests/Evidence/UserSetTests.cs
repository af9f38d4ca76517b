using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public sealed class UserSetTests
{
    // Lengths at the borders of a word, of a vector and of a block.
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(1025)]
    [InlineData(524_288)]
    [InlineData(524_289)]
    [InlineData(1_100_000)]
    public void The_algebra_is_that_of_sets(int capacity)
    {
        var even = Where(capacity, user => user % 2 == 0);
        var third = Where(capacity, user => user % 3 == 0);

        even.Union(third).Members().SequenceEqual(Numbers(capacity, user => user % 2 == 0 || user % 3 == 0)).ShouldBeTrue();
        even.Intersect(third).Members().SequenceEqual(Numbers(capacity, user => user % 6 == 0)).ShouldBeTrue();
        even.Except(third).Members().SequenceEqual(Numbers(capacity, user => user % 2 == 0 && user % 3 != 0)).ShouldBeTrue();
        even.CountIn(third).ShouldBe(even.Intersect(third).Count);
        even.Count.ShouldBe((capacity + 1) / 2);
        UserSet.Everyone(capacity).Count.ShouldBe(capacity);
        even.Contains(capacity - 1).ShouldBe(capacity % 2 == 1);
        even.SetEquals(Where(capacity, user => user % 2 == 0)).ShouldBeTrue();
        even.SetEquals(third).ShouldBe(capacity == 1);
        even.Except(even).IsEmpty.ShouldBeTrue();
        even.Members().SequenceEqual(Numbers(capacity, user => user % 2 == 0)).ShouldBeTrue("an operation changes neither set");
    }

    [Fact]
    public void A_set_takes_the_members_of_another()
    {
        var users = Where(200, user => user < 10);

        users.AddRange(Where(200, user => user >= 190));

        users.Members().SequenceEqual(Numbers(200, user => user is < 10 or >= 190)).ShouldBeTrue();
    }

    [Fact]
    public void Sets_of_two_directories_do_not_mix()
    {
        Should.Throw<ArgumentException>(() => new UserSet(64).Union(new UserSet(65)));
        Should.Throw<ArgumentException>(() => new UserSet(64).AddRange(new UserSet(65)));
        Should.Throw<ArgumentException>(() => new UserSet(64).CountIn(new UserSet(65)));
    }

    private static UserSet Where(int capacity, Func<int, bool> belongs)
    {
        var users = new UserSet(capacity);
        foreach (int user in Numbers(capacity, belongs))
            users.Add(user);
        return users;
    }

    private static IEnumerable<int> Numbers(int capacity, Func<int, bool> belongs) => Enumerable.Range(0, capacity).Where(belongs);
}
