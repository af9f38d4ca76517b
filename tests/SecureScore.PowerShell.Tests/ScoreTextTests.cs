using System.Globalization;
using SecureScore.PowerShell.Formatting;

namespace SecureScore.PowerShell.Tests;

public sealed class ScoreTextTests
{
    public static TheoryData<decimal?, decimal?, string> PointsCases => new()
    {
        { null, null, "-" },
        { null, 5m, "-/5" },
        { 3m, null, "3/-" },
        { 0m, 10m, "0/10" },
        { 2m / 35, 1m, "0.06/1" },
        { 14.0571428m, 66m, "14.06/66" },
        { 7.5m, 7.5m, "7.5/7.5" },
    };

    public static TheoryData<decimal?, int> BarCases => new()
    {
        { 0m, 0 },
        { 2.4m, 0 },
        { 2.5m, 1 },
        { 21.3m, 4 },
        { 100m, 20 },
        { 120m, 20 },
        { -5m, 0 },
    };

    [Theory]
    [MemberData(nameof(PointsCases))]
    public void Points_have_at_most_two_decimals_and_unknown_is_no_zero(decimal? points, decimal? maximum, string expected) =>
        Everywhere(() => ScoreText.Points(points, maximum).ShouldBe(expected));

    [Fact]
    public void Impact_and_percent_have_two_decimals()
    {
        Everywhere(() => ScoreText.Impact(100m * 10 / 66).ShouldBe("+15.15%"));
        Everywhere(() => ScoreText.Percent(21.3m).ShouldBe("21.30%"));
        ScoreText.Impact(null).ShouldBe("-");
    }

    [Fact]
    public void Dates_read_the_same_everywhere() =>
        Everywhere(() => ScoreText.Date(new DateTimeOffset(2022, 5, 8, 6, 40, 0, TimeSpan.Zero)).ShouldBe("2022-05-08 06:40 +00:00"));

    [Theory]
    [MemberData(nameof(BarCases))]
    public void A_bar_has_twenty_characters(decimal? percent, int filled)
    {
        string bar = ScoreText.Bar(percent);

        bar.Count(character => character == '█').ShouldBe(filled);
        bar.Count(character => character is '█' or '░').ShouldBe(20);
    }

    [Fact]
    public void What_is_unknown_has_no_bar() => ScoreText.Bar(null).ShouldBe("");

    private static void Everywhere(Action check)
    {
        var before = CultureInfo.CurrentCulture;
        foreach (string culture in (string[])["", "nl-BE", "tr-TR", "ar-SA", "fa-IR"])
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            check();
        }

        CultureInfo.CurrentCulture = before;
    }
}
