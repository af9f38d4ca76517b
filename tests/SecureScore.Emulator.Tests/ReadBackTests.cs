using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.Tests;

public class ReadBackTests
{
    private const string Resource = "graph/identitySecurityDefaultsEnforcementPolicy";

    private readonly ManualClock _clock = new();
    private readonly TenantSnapshot _snapshot = TenantSnapshot.Open(Demo.SampleFolder);

    [Fact]
    public void What_was_written_shows_after_its_time_and_counts_before()
    {
        using var state = new TenantState(_snapshot, new EmulatorOptions { Clock = _clock, ShowsAfter = TimeSpan.FromSeconds(10) });

        state.Replace(Resource, [Row("first")]);
        _clock.Advance(TimeSpan.FromSeconds(5));
        state.Replace(Resource, [Row("second"), Row("third")]);

        Text(state.Current(Resource)).ShouldBe("second third");
        Text(state.Rows(Resource)).ShouldContain("isEnabled");
        state.Count(Resource).ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Text(state.Rows(Resource)).ShouldBe("first");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Text(state.Rows(Resource)).ShouldBe("second third");
        state.StateOf(Resource).Count.ShouldBe(2);
    }

    [Fact]
    public void Nothing_shows_before_what_was_written_earlier()
    {
        using var state = new TenantState(_snapshot, new EmulatorOptions { Clock = _clock });

        state.Replace(Resource, [Row("slow")], TimeSpan.FromMinutes(60));
        state.Replace(Resource, [Row("quick")]);

        Text(state.Rows(Resource)).ShouldContain("isEnabled");
        _clock.Advance(TimeSpan.FromMinutes(60));
        Text(state.Rows(Resource)).ShouldBe("quick");
    }

    [Fact]
    public void A_row_that_says_what_it_said_before_is_what_it_was()
    {
        using var state = new TenantState(_snapshot, new EmulatorOptions { Clock = _clock });
        string former = Text(_snapshot.ReadRows(Resource));

        state.Replace(Resource, [Row("other")]);
        state.Replace(Resource, [JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize<Dictionary<string, object>>(former))]);

        Text(state.Rows(Resource)).ShouldBe(former);
        former.ShouldContain("\n");
    }

    [Fact]
    public void A_page_goes_on_in_what_is_shown_then()
    {
        using var state = new TenantState(_snapshot, new EmulatorOptions { Clock = _clock });
        var cursor = state.Seek("graph/domains", 0);
        cursor.Read(out _);
        state.Keep(cursor);

        state.Replace("graph/domains", [Row("first"), Row("second")]);

        using var next = state.Seek("graph/domains", 1);
        next.Read(out var row);
        Text([row]).ShouldBe("second");
    }

    private static ReadOnlyMemory<byte> Row(string id) => JsonSerializer.SerializeToUtf8Bytes(new { id });

    private static string Text(IEnumerable<ReadOnlyMemory<byte>> rows) => string.Join(' ', rows.Select(row =>
    {
        string text = System.Text.Encoding.UTF8.GetString(row.Span);
        return text.StartsWith("{\"id\":\"", StringComparison.Ordinal) && text.Length < 20 ? text[7..^2] : text;
    }));
}
