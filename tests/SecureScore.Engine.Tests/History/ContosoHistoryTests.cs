using SecureScore.Engine.Catalog;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.History;

/// <summary>The ten visible lines of Microsoft's history page of the sample tenant, from an empty history and two days.</summary>
public sealed class ContosoHistoryTests
{
    private const string PasswordReset = "SelfServicePasswordReset";

    private static readonly DateTimeOffset s_may7 = new(2022, 5, 7, 17, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_may8 = s_may7.AddDays(1);

    /// <summary>Day of May, activity, resulting points, category.</summary>
    public static TheoryData<int, string, string, string> Lines { get; } = new()
    {
        { 8, "0.00 points regressed for Enable self-service password reset because 33 more users are affected", "0.06/1", "Identity" },
        { 7, "+1.00 points score change because Remove TLS 1.0/1.1 and 3DES dependencies has become relevant", "1/1", "Apps" },
        { 7, "+0.00 points score change because Use limited administrative roles has become relevant", "0/1", "Identity" },
        { 7, "-0.00 points score change because Turn on user risk policy has become relevant", "0/7", "Identity" },
        { 7, "+1.00 points score change because Designate more than one global admin has become relevant", "1/1", "Identity" },
        { 7, "-0.00 points score change because Enable policy to block legacy authentication has become relevant", "0/8", "Identity" },
        { 7, "-0.00 points score change because Ensure all users can complete multi-factor authentication for secure access has become relevant", "0/9", "Identity" },
        { 7, "-0.00 points score change because Require MFA for administrative roles has become relevant", "0/10", "Identity" },
        { 7, "+0.06 points score change because Enable self-service password reset has become relevant", "0.06/1", "Identity" },
        { 7, "+8.00 points score change because Do not expire passwords has become relevant", "8/8", "Identity" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_line_is_there_word_for_word(int day, string activity, string points, string category)
    {
        var line = Events().Where(one => one.Activity == activity).ShouldHaveSingleItem();

        line.Date.ShouldBe(day == 7 ? s_may7 : s_may8);
        line.ResultingPoints().ShouldBe(points);
        line.Category.ShouldBe(category);
        line.AttributedTo.ShouldBe("System");
    }

    [Fact]
    public void On_the_first_day_every_control_becomes_relevant_and_on_the_second_one_changes()
    {
        var events = Events();

        events.Count(one => one.Date == s_may7).ShouldBe(18);
        events.Where(one => one.Date == s_may7).ShouldAllBe(one => one.Cause == EventCause.FirstJudgement);
        events.Where(one => one.Date == s_may8).ShouldHaveSingleItem().ControlId.ShouldBe(PasswordReset);
        events.Sum(one => one.Change).ShouldBe(SecondDay().Score.Score);
    }

    [Theory]
    [InlineData("AdminMFAV2", "This action has become relevant (score -0 points)")]
    [InlineData("PWAgePolicyNew", "This action has become relevant (score +8 points)")]
    public void A_controls_own_page_tells_it_in_its_own_words(string id, string line) =>
        Events().Where(one => one.ControlId == id).ShouldHaveSingleItem().OnItsPage().ShouldBe(line);

    private static IReadOnlyList<ScoreEvent> Events() => [.. ScoreEvents.Of(ScoreHistory.Of(null, [FirstDay(), SecondDay()]), [])];

    private static SecureScoreResult Judged() => SecureScoreEvaluator.Judge(Repository.OpenSample(), ControlCatalog.Get("2022-05"));

    // That day Microsoft knew the points of password reset, not yet the counts.
    private static RecordedJudgement FirstDay()
    {
        var result = Judged();
        var controls = result.Controls.Select(control => control.Id != PasswordReset ? control : control with
        {
            Points = 0.06m,
            MeasuredPoints = null,
            CompliantCount = null,
            TotalCount = null,
            AffectedCount = null,
            Source = ResultSource.Published,
        });
        return RecordedJudgement.From(result with { CollectedAt = s_may7, Controls = new DisplayList<ControlResult>(controls) }, s_may7);
    }

    private static RecordedJudgement SecondDay() => RecordedJudgement.From(Judged() with { CollectedAt = s_may8 }, s_may8);
}
