using System.Globalization;
using System.Text;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Reporting.Tests;

public class CsvTests
{
    [Fact]
    public void Columns_are_the_properties_in_their_order()
    {
        CsvColumns.Controls.Select(column => column.Name).ShouldBe(JsonTests.PropertyNames<ControlResult>());
        CsvColumns.Evidence.Select(column => column.Name).ShouldBe(JsonTests.PropertyNames<ScoreEvidence>());
        CsvColumns.Score.Select(column => column.Name)
            .ShouldBe(JsonTests.PropertyNames<SecureScoreResult>().Where(name => name != nameof(SecureScoreResult.Controls)));
        CsvColumns.History.Select(column => column.Name).ShouldBe(JsonTests.PropertyNames<HistoryPoint>());
        CsvColumns.Published.Select(column => column.Name).ShouldBe(JsonTests.PropertyNames<PublishedScorePoint>());
        CsvColumns.Judgements.Select(column => column.Name).ShouldBe(JsonTests.PropertyNames<RecordedScore>());
        CsvColumns.Events.Select(column => column.Name).ShouldBe(JsonTests.PropertyNames<ScoreEvent>());
        CsvColumns.Decisions.Select(column => column.Name)
            .ShouldBe(JsonTests.PropertyNames<DecisionEntry>().Where(name => name != nameof(DecisionEntry.Evidence)));
    }

    [Fact]
    public void Each_column_holds_the_property_of_its_name()
    {
        foreach (var column in CsvColumns.Controls)
            column.Value(Samples.Open).ShouldBe(typeof(ControlResult).GetProperty(column.Name)!.GetValue(Samples.Open), column.Name);
        foreach (var column in CsvColumns.Score)
            column.Value(Samples.Score).ShouldBe(typeof(SecureScoreResult).GetProperty(column.Name)!.GetValue(Samples.Score), column.Name);
        foreach (var column in CsvColumns.History)
            column.Value(Samples.Day).ShouldBe(typeof(HistoryPoint).GetProperty(column.Name)!.GetValue(Samples.Day), column.Name);
        foreach (var column in CsvColumns.Published)
            column.Value(Samples.PublishedDay).ShouldBe(typeof(PublishedScorePoint).GetProperty(column.Name)!.GetValue(Samples.PublishedDay), column.Name);
        foreach (var column in CsvColumns.Judgements)
            column.Value(Samples.Recorded).ShouldBe(typeof(RecordedScore).GetProperty(column.Name)!.GetValue(Samples.Recorded), column.Name);
        foreach (var column in CsvColumns.Events)
            column.Value(Samples.Lost).ShouldBe(typeof(ScoreEvent).GetProperty(column.Name)!.GetValue(Samples.Lost), column.Name);
        foreach (var column in CsvColumns.Decisions)
            column.Value(Samples.Decision).ShouldBe(typeof(DecisionEntry).GetProperty(column.Name)!.GetValue(Samples.Decision), column.Name);
    }

    [Theory]
    [InlineData("nl-BE")]
    [InlineData("tr-TR")]
    [InlineData("")]
    public void Values_are_the_same_in_every_culture(string culture)
    {
        using var _ = new CultureScope(culture);
        string[] lines = Write((writer, output) => writer.WriteRecords(output, ReportFormat.Csv, [Samples.Open, Samples.Unjudged])).Split("\r\n");
        lines.Length.ShouldBe(4);
        lines[1].ShouldStartWith("1,SelfServicePasswordReset,Enable self-service password reset,Identity,Microsoft Entra ID,1.515151515");
        lines[1].ShouldContain(",Partial,,ToAddress,,True,2,35,33,\"You have 2 of 35 users <enabled> & \"\"registered\"\".\",,one; =two,Evidence,2022-05-08T00:00:00Z,Moderate,");
        lines[1].ShouldContain(",Account Breach; Password Cracking,");
        lines[2].ShouldStartWith("2,AnotherControl,Une règle – non évaluée,Apps,Exchange Online,,,,,NotEvaluated,NoPublicApi,Planned,,,,,,");
        lines[3].ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nl-BE")]
    [InlineData("ar-SA")]
    [InlineData("")]
    public void What_is_remembered_is_the_same_in_every_culture(string culture)
    {
        using var _ = new CultureScope(culture);
        Row(Samples.Day).ShouldBe("2022-05-08,2022-05-08,,16.5,66,25.0,-1.5,95.5,2022-05-08T06:00:00Z,2022-05");
        Row(Samples.PublishedDay).ShouldBe("2022-05-07T22:00:00Z,16.5,66,25.0,30.5,");
        Row(Samples.Lost).ShouldBe(
            "2022-05-08T06:00:00Z,SelfServicePasswordReset,\"'=Enable, now\",\"'-0.06 points\",-0.06,0.06,1,Identity,People,System");
        Row(Samples.Decision).ShouldBe(
            "a,SelfServicePasswordReset,RiskAccepted,\"'=why\",\"'@me\",2023-01-31T00:00:00Z,2022-05-08T06:00:00Z,admin@contoso.com");
    }

    [Fact]
    public void A_gap_is_a_row_without_values() =>
        Row(new HistoryPoint { Date = new DateOnly(2022, 5, 9), Period = "2022-05-09" }).ShouldBe("2022-05-09,2022-05-09,,,,,,,,");

    [Fact]
    public void Records_of_another_kind_have_no_report()
    {
        using var output = new MemoryStream();
        foreach (var format in Enum.GetValues<ReportFormat>())
            Should.Throw<NotSupportedException>(() => new ReportWriter().WriteRecords(output, format, ["text"]));
        output.Length.ShouldBe(0);
    }

    [Fact]
    public void Score_is_one_row_of_totals()
    {
        string[] lines = Write((writer, output) => writer.WriteScore(output, ReportFormat.Csv, Samples.Score)).Split("\r\n");
        lines.Length.ShouldBe(3);
        lines[1].ShouldStartWith(",Contoso,2022-05,2022-05-08T00:00:00Z,14.057142857");
        lines[1].ShouldContain(",66,21.298701298");
        lines[1].ShouldContain(",Identity 9.06/51; Apps 5/15,");
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("one, two", "\"one, two\"")]
    [InlineData("one\r\ntwo", "\"one\r\ntwo\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Cells_are_quoted_and_formulas_get_an_apostrophe(string? name, string expected)
    {
        var item = new ScoreEvidence { ControlId = "A", Kind = EvidenceKind.User, DisplayName = name };
        string csv = Write((writer, output) => writer.WriteRecords(output, ReportFormat.Csv, [item]));
        csv[csv.IndexOf("\r\n", StringComparison.Ordinal)..].ShouldBe($"\r\nA,User,,,,{expected},,,,,\r\n");
    }

    [Fact]
    public void Negative_numbers_stay_numbers() =>
        Write((writer, output) => writer.WriteRecords(output, ReportFormat.Csv, [Samples.Open with { Points = -1.5m }]))
            .ShouldContain(",-1.5,");

    [Fact]
    public void A_list_whose_first_item_is_a_formula_gets_an_apostrophe() =>
        Write((writer, output) => writer.WriteRecords(
                output, ReportFormat.Csv, [Samples.Open with { Tags = new SecureScore.Engine.DisplayList<string>(["=cmd", "b"]) }]))
            .ShouldContain(",\"'=cmd; b\"");

    [Fact]
    public void No_records_leave_the_header_alone() =>
        Write((writer, output) => writer.WriteRecords<ScoreEvidence>(output, ReportFormat.Csv, []))
            .ShouldBe("ControlId,Kind,Id,UserPrincipalName,Identity,DisplayName,Setting,Actual,Expected,Reason,Policy\r\n");

    [Fact]
    public void Evidence_is_written_while_it_is_read()
    {
        using var output = new MemoryStream();
        long longest = 0;
        IEnumerable<ScoreEvidence> Rows()
        {
            for (int index = 0; index < 100_000; index++)
            {
                yield return new ScoreEvidence { Kind = EvidenceKind.User, Id = index.ToString(CultureInfo.InvariantCulture) };
                longest = Math.Max(longest, output.Length);
            }
        }

        new ReportWriter().WriteRecords(output, ReportFormat.Csv, Rows());
        longest.ShouldBeGreaterThan(output.Length / 2);
    }

    private static string Row<T>(T record) =>
        Write((writer, output) => writer.WriteRecords(output, ReportFormat.Csv, [record])).Split("\r\n")[1];

    private static string Write(Action<ReportWriter, Stream> write)
    {
        using var output = new MemoryStream();
        write(new ReportWriter(), output);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray());
    }
}
