using System.Globalization;
using SecureScore.Engine.History;
using SecureScore.Storage;
using SecureScore.Storage.Writer;

// change|undo <location> <file of the tenant> <point>: see JournalledRun.
if (args[0] is "change" or "undo")
{
    await JournalledRun.RunAsync(args[0] == "undo", StoreLocation.Parse(args[1]), args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
    return;
}

// <location> <tenant> <first day> <days> <controls> <changes a day>: writes day after day and says so when a write was reported as done. The
// process that reads along kills this one when it likes, or lets it end.
int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);

var history = new MadeHistory(args[1], Number(4), Number(5));
var store = await new ScoreStores().OpenAsync(StoreLocation.Parse(args[0]), CancellationToken.None);
await using (store)
{
    for (int day = Number(2); day < Number(2) + Number(3); day++)
    {
        await store.RecordAsync(history.Day(day), CancellationToken.None);
        Say("judgement", day);
        await store.AddDecisionsAsync(history.Decisions(day), CancellationToken.None);
        Say("decisions", day);
    }
}

static void Say(string what, int day)
{
    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {day}"));
    Console.Out.Flush();
}
