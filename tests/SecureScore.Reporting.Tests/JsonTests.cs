using System.Globalization;
using System.Text;
using System.Text.Json;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Reporting.Tests;

public class JsonTests
{
    [Fact]
    public void Score_has_every_property_by_its_name_and_in_its_order()
    {
        using var json = Score(Samples.Score);
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(PropertyNames<SecureScoreResult>());
        json.RootElement.GetProperty("Controls")[0].EnumerateObject().Select(property => property.Name).ShouldBe(PropertyNames<ControlResult>());
    }

    [Fact]
    public void Evidence_has_every_property_by_its_name_and_in_its_order()
    {
        using var json = JsonDocument.Parse(Evidence([new ScoreEvidence { Kind = EvidenceKind.User }]));
        json.RootElement[0].EnumerateObject().Select(property => property.Name).ShouldBe(PropertyNames<ScoreEvidence>());
    }

    [Fact]
    public void What_is_remembered_has_every_property_by_its_name_and_in_its_order()
    {
        ShouldHaveAll(Samples.Day);
        ShouldHaveAll(Samples.PublishedDay);
        ShouldHaveAll(Samples.Recorded);
        ShouldHaveAll(Samples.Lost);
        ShouldHaveAll(Samples.Decision);

        static void ShouldHaveAll<T>(T record) =>
            Record(record).EnumerateObject().Select(property => property.Name).ShouldBe(PropertyNames<T>());
    }

    [Theory]
    [InlineData("nl-BE")]
    [InlineData("ar-SA")]
    [InlineData("")]
    public void What_is_remembered_is_the_same_in_every_culture(string culture)
    {
        using var _ = new CultureScope(culture);
        Record(Samples.Day).GetProperty("Date").GetString().ShouldBe("2022-05-08");
        Record(Samples.Day).GetProperty("Change").GetRawText().ShouldBe("-1.5");
        Record(Samples.PublishedDay).GetProperty("Date").GetString().ShouldBe("2022-05-07T22:00:00Z");
        Record(Samples.Lost).GetProperty("Cause").GetString().ShouldBe("People");
        Record(Samples.Lost).GetProperty("Title").GetString().ShouldBe("=Enable, now");
        Record(Samples.Decision).GetProperty("Evidence").GetProperty("AffectedCount").GetInt64().ShouldBe(33);
    }

    [Theory]
    [InlineData("nl-BE")]
    [InlineData("tr-TR")]
    [InlineData("")]
    public void Values_are_the_same_in_every_culture(string culture)
    {
        using var _ = new CultureScope(culture);
        using var json = Score(Samples.Score);
        var score = json.RootElement;
        score.GetProperty("Score").GetRawText().ShouldBe((14 + (2m / 35)).ToString(CultureInfo.InvariantCulture));
        score.GetProperty("Score").GetRawText().ShouldStartWith("14.0571428571428571428");
        score.GetProperty("CollectedAt").GetString().ShouldBe("2022-05-08T00:00:00Z");
        score.GetProperty("TenantId").ValueKind.ShouldBe(JsonValueKind.Null);
        score.GetProperty("Categories")[1].GetProperty("Percentage").ValueKind.ShouldBe(JsonValueKind.Null);
        score.GetProperty("CoverageGaps")[0].GetProperty("Reason").GetString().ShouldBe("NoPublicApi");
        score.GetProperty("CoverageGaps")[0].GetProperty("Ids")[0].GetString().ShouldBe("AnotherControl");

        var control = score.GetProperty("Controls")[0];
        control.GetProperty("AsOf").GetString().ShouldBe("2022-05-08T00:00:00Z");
        control.GetProperty("Outcome").GetString().ShouldBe("Partial");
        control.GetProperty("Reason").ValueKind.ShouldBe(JsonValueKind.Null);
        control.GetProperty("Tier").GetString().ShouldBe("DefenseInDepth");
        control.GetProperty("Findings")[1].GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("""{"Id":"Second","Message":"=two"}""");
        score.GetProperty("Controls")[1].GetProperty("Points").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Text_stays_readable_but_control_characters_are_escaped()
    {
        string text = Evidence([new ScoreEvidence { Kind = EvidenceKind.User, DisplayName = "<Zoë & 'Ö'> \u001b[31m\u009b2J\n" }]);
        text.ShouldContain("""
            "<Zoë & 'Ö'> \u001B[31m\u009B2J\n"
            """);
    }

    [Fact]
    public void Output_is_utf8_without_a_mark_and_ends_with_a_line_break()
    {
        using var output = new MemoryStream();
        new ReportWriter().WriteRecords<ControlResult>(output, ReportFormat.Json, []);
        output.ToArray().ShouldBe("[]\n"u8.ToArray());
    }

    [Fact]
    public void Evidence_is_written_while_it_is_read()
    {
        using var output = new MemoryStream();
        long longest = 0;
        IEnumerable<ScoreEvidence> Rows()
        {
            for (int index = 0; index < 10_000; index++)
            {
                yield return new ScoreEvidence { Kind = EvidenceKind.User, Id = index.ToString(CultureInfo.InvariantCulture) };
                longest = Math.Max(longest, output.Length);
            }
        }

        new ReportWriter().WriteRecords(output, ReportFormat.Json, Rows());
        longest.ShouldBeGreaterThan(output.Length / 2);
        JsonDocument.Parse(output.ToArray()).RootElement.GetArrayLength().ShouldBe(10_000);
    }

    internal static IEnumerable<string> PropertyNames<T>() =>
        typeof(T).GetProperties().OrderBy(property => property.MetadataToken).Select(property => property.Name);

    private static JsonDocument Score(SecureScoreResult score)
    {
        using var output = new MemoryStream();
        new ReportWriter().WriteScore(output, ReportFormat.Json, score);
        return JsonDocument.Parse(output.ToArray());
    }

    private static JsonElement Record<T>(T record)
    {
        using var output = new MemoryStream();
        new ReportWriter().WriteRecords(output, ReportFormat.Json, [record]);
        using var json = JsonDocument.Parse(output.ToArray());
        return json.RootElement[0].Clone();
    }

    private static string Evidence(IEnumerable<ScoreEvidence> evidence)
    {
        using var output = new MemoryStream();
        new ReportWriter().WriteRecords(output, ReportFormat.Json, evidence);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
