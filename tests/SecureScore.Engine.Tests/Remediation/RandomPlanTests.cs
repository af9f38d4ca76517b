using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

/// <summary>Plans at random on tenants at random, with a failure at random: afterwards the tenant is as the plan wants it, or as it was.</summary>
public sealed class RandomPlanTests : RunnerTest
{
    private const string Objects = "exchange/Get-RemoteDomain";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_was_taken_back_is_as_it_was(int block)
    {
        for (int seed = block * 150; seed < (block + 1) * 150; seed++)
        {
#pragma warning disable CA5394 // The same plans each time.
            var random = new Random(seed);
            Tenant = MadeObjects(random);
            string before = Comparable(Tenant);
            var plan = MadePlan(random);
            int failing = random.Next(0, plan.Draft.Changes.Count * 2) + 1;
            var failure = (WriteFailure)random.Next(0, 5);
            bool journalFails = random.Next(0, 4) == 0;
            int alsoFailing = random.Next(0, 3) == 0 ? failing + 1 + random.Next(0, 3) : 0;
#pragma warning restore CA5394
            Tenant.OnWrite = (number, _) => number == failing ? failure : number == alsoFailing ? WriteFailure.Refused : WriteFailure.None;
            int lines = 0;
            Journal.OnAppend = _ =>
            {
                if (journalFails && lines++ == failing)
                    throw MemoryJournal.Full();
            };

            var run = await Runner.ApplyAsync(plan, None);

            Tenant.OnWrite = (_, _) => WriteFailure.None;
            Journal.OnAppend = _ => { };
            string outcome = $"seed {seed}: {run.Outcome} {string.Join("; ", run.Notes)}";
            if (run.Outcome is RemediationOutcome.RolledBack)
                Comparable(Tenant).ShouldBe(before, outcome);
            else
                run.Outcome.ShouldBeOneOf(RemediationOutcome.Applied, RemediationOutcome.Failed);

            if (Journal.Entries.Single(entry => entry.EntryId == run.EntryId) is { CanBeUndone: true } entry)
                (await UndoAsync(entry)).Outcome.ShouldBeOneOf(RemediationOutcome.Applied, RemediationOutcome.AlreadyDone);
            Comparable(Tenant).ShouldBe(before, outcome);
        }

        Journal.Entries.ShouldAllBe(entry => entry.IsIntact);
        Journal.Entries.Select(entry => entry.State).Distinct().Count().ShouldBeGreaterThan(1);
    }

#pragma warning disable CA5394
    private static MadeTenant MadeObjects(Random random)
    {
        var tenant = new MadeTenant();
        for (int number = 0; number < 4; number++)
            tenant.With(Objects, $$"""{"id":"{{number}}","displayName":"Object {{number}}","a":{{random.Next(3)}},"list":["b","a"]}""");
        return tenant;
    }

    /// <summary>Settings, creations and removals in any order that makes sense.</summary>
    private RemediationPlan MadePlan(Random random)
    {
        var changes = new List<TenantChange>();
        var there = Enumerable.Range(0, 4).ToDictionary(number => $"{number}", number => Tenant.Find(Objects, $"{number}")!, StringComparer.Ordinal);
        int count = random.Next(1, 6);
        while (changes.Count < count)
        {
            string? identity = there.Keys.Order(StringComparer.Ordinal).ElementAtOrDefault(random.Next(0, 5));
            int kind = random.Next(0, 4);
            if (identity is null || kind == 0)
            {
                var content = SettingValue.Group(("displayName", SettingValue.Of($"New {changes.Count}")), ("a", SettingValue.Of(random.Next(3))), ("list", SettingValue.ListOf()));
                there[CreatedIdentity.Of(changes.Count)] = content;
                changes.Add(new ObjectCreation(Objects, content));
            }
            else if (kind == 1 && !CreatedIdentity.IsOpen(identity))
            {
                changes.Add(new ObjectRemoval(Objects, identity, there[identity].Without("id")));
                there.Remove(identity);
            }
            else
            {
                var wanted = SettingValue.Of(random.Next(3, 9));
                changes.Add(new SettingsChange(Objects, identity,
                [
                    new("a", there[identity]["a"], wanted),
                    new("list", there[identity]["list"], SettingValue.Of([$"{random.Next(100)}"])),
                    new("new", there[identity]["new"], wanted),
                ]));
                there[identity] = ((SettingsChange)changes[^1]).Settings.Aggregate(there[identity], (group, setting) => group.With(setting.Name, setting.Wanted));
            }
        }

        return MadePlans.Of([.. changes]);
    }
#pragma warning restore CA5394

    // What had to be made again has another id, stands at the end, and has what the service adds.
    private static string Comparable(MadeTenant tenant) => string.Join('\n', ((SettingGroup)SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(tenant.ToJson())))[Objects]
        .AsList().Cast<SettingGroup>().Select(row => row.Without("id", "addedByService").ToString()).Order(StringComparer.Ordinal));
}
