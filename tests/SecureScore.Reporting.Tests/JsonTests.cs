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
        new ReportWriter().WriteControls(output, ReportFormat.Json, []);
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

        new ReportWriter().WriteEvidence(output, ReportFormat.Json, Rows());
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

    private static string Evidence(IEnumerable<ScoreEvidence> evidence)
    {
        using var output = new MemoryStream();
        new ReportWriter().WriteEvidence(output, ReportFormat.Json, evidence);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
