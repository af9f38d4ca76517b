using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Reviews;

public class SignInReviewTests
{
    private const int WrongPassword = 50126;

    public static TheoryData<string> Controls { get; } =
    [
        "FailedSignIns", "SignIns", "GeoSignIns", "DeviceSignIns", "UnknownSignIns", "ReviewAnomalousSignins", "ReviewIrregularSignins",
        "ReviewInfectedDeviceSignins", "ReviewSuspciousIPSignins",
    ];

    [Theory]
    [MemberData(nameof(Controls))]
    public void Nothing_to_review_is_complete_where_the_log_is_whole(string control)
    {
        using var tenant = TestTenant.WithLogs().SignIn("ada").SignIn("ada", error: WrongPassword);

        var verdict = tenant.Evaluate(control);

        verdict.ShouldHaveCounted(0, 0);
        verdict.ShouldHaveFound("");
        verdict.ShouldExplainItself();
        verdict.ImplementationStatus.ShouldBe("Review weekly: 0 to review since 2026-08-25.");
    }

    [Theory]
    [InlineData("2026-08-25T08:00:00Z", null, "")]
    [InlineData("2026-08-25T08:00:01Z", null, "WindowNotWhole")]
    [InlineData("2026-08-26T08:00:00Z", null, "WindowNotWhole")]
    [InlineData("2026-08-26T08:00:01Z", NotEvaluatedReason.NotCollected, "")]
    [InlineData("2026-08-26T10:00:00+02:00", null, "WindowNotWhole")]
    public void A_log_that_begins_too_late_does_not_say_that_there_is_nothing(string earliest, NotEvaluatedReason? reason, string finding)
    {
        using var tenant = new TestTenant().SignIn("ada", "2026-08-31T00:00:00Z").SignIn("ada", earliest);

        var verdict = tenant.Evaluate("GeoSignIns");

        verdict.Reason.ShouldBe(reason);
        if (reason is null)
            verdict.ShouldHaveFound(finding);
    }

    [Fact]
    public void A_log_that_begins_too_late_still_shows_what_to_review()
    {
        using var tenant = new TestTenant().SignIn("ada", "2026-08-31T00:00:00Z").SignIn("ada", "2026-08-31T00:00:00Z", country: "NZ");

        var verdict = tenant.Evaluate("GeoSignIns");

        verdict.ShouldHaveCounted(0, 1);
        verdict.ShouldHaveFound("WindowNotWhole");
    }

    [Fact]
    public void An_empty_log_says_nothing()
    {
        using var tenant = new TestTenant().With(Resources.SignIns);

        tenant.Evaluate("GeoSignIns").Reason.ShouldBe(NotEvaluatedReason.NotCollected);
    }

    [Theory]
    [InlineData(ResourceStatus.NotLicensed, NotEvaluatedReason.NotLicensed)]
    [InlineData(ResourceStatus.Denied, NotEvaluatedReason.PermissionMissing)]
    [InlineData(ResourceStatus.Skipped, NotEvaluatedReason.NotCollected)]
    public void Without_the_log_nothing_is_judged(ResourceStatus status, NotEvaluatedReason reason)
    {
        using var tenant = new TestTenant().WithState(Resources.SignIns, status);

        tenant.Judge("SignIns").Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData("""{"userId":"1","status":{"errorCode":0}}""")]
    [InlineData("""{"createdDateTime":"yesterday","userId":"1","status":{"errorCode":0}}""")]
    [InlineData("""{"createdDateTime":"2026-08-30T00:00:00Z","status":{"errorCode":0},"location":{"countryOrRegion":"BE"}}""")]
    [InlineData("""{"createdDateTime":"2026-08-30T00:00:00Z","userId":"1"}""")]
    [InlineData("""{"createdDateTime":"2026-08-30T00:00:00Z","userId":"1","status":{}}""")]
    public void An_entry_that_cannot_be_read_decides_nothing(string entry)
    {
        using var tenant = TestTenant.WithLogs().With(Resources.SignIns, entry);

        tenant.ShouldNotEvaluate("GeoSignIns", Resources.SignIns);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    public void Five_failures_before_a_success_need_a_review(int failures, int count)
    {
        using var tenant = TestTenant.WithLogs().SignIn("ada", "2026-08-28T10:00:00Z");
        for (int failure = 0; failure < failures; failure++)
            tenant.SignIn("ada", "2026-08-28T09:00:00Z", WrongPassword).SignIn("ben", "2026-08-28T09:00:00Z", WrongPassword);

        foreach (string control in new[] { "FailedSignIns", "SignIns" })
        {
            var verdict = tenant.Evaluate(control);
            verdict.ShouldHaveCounted(0, count);
            verdict.ShouldExplainItself();
            if (count > 0)
                verdict.Items!().ShouldHaveSingleItem().Actual.ShouldBe("5 failures, then a success");
        }
    }

    [Theory]
    [InlineData("2026-08-28T10:00:00Z", WrongPassword, 1)]
    [InlineData("2026-08-28T10:00:00Z", 50053, 1)]
    [InlineData("2026-08-28T10:00:00Z", 500121, 1)]
    [InlineData("2026-08-28T10:00:00Z", 50140, 0)]
    [InlineData("2026-08-28T11:00:00Z", WrongPassword, 0)]
    [InlineData("2026-08-28T11:00:01Z", WrongPassword, 0)]
    [InlineData(TestTenant.BeforeTheWeek, WrongPassword, 0)]
    public void Only_wrong_credentials_before_the_success_and_within_the_week_count(string date, int error, int count)
    {
        using var tenant = TestTenant.WithLogs().SignIn("ada", "2026-08-28T11:00:00Z");
        for (int failure = 0; failure < 6; failure++)
            tenant.SignIn("ada", date, error);

        tenant.Evaluate("FailedSignIns").ShouldHaveCounted(0, count);
    }

    [Fact]
    public void Sign_ins_that_were_collected_without_their_location_tell_nothing()
    {
        using var tenant = TestTenant.WithLogs().With(
            Resources.SignIns, new { createdDateTime = TestTenant.WithinTheWeek, userId = TestTenant.Id("ada"), status = new { errorCode = 0 } });

        tenant.Evaluate("GeoSignIns").Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
    }

    [Theory]
    [InlineData("NZ", 0, TestTenant.WithinTheWeek, 1)]
    [InlineData("be", 0, TestTenant.WithinTheWeek, 0)]
    [InlineData("", 0, TestTenant.WithinTheWeek, 0)]
    [InlineData(null, 0, TestTenant.WithinTheWeek, 0)]
    [InlineData("NZ", WrongPassword, TestTenant.WithinTheWeek, 0)]
    [InlineData("NZ", 0, TestTenant.BeforeTheWeek, 0)]
    public void Two_countries_need_a_review(string? country, int error, string date, int count)
    {
        using var tenant = TestTenant.WithLogs().SignIn("ada").SignIn("ben", country: "NZ").SignIn("ada", date, error, country);

        var verdict = tenant.Evaluate("GeoSignIns");

        verdict.ShouldHaveCounted(0, count);
        if (count > 0)
            verdict.Items!().ShouldHaveSingleItem().Actual.ShouldBe("BE, NZ");
    }

    [Theory]
    [InlineData("", 0, 1)]
    [InlineData(null, 0, 1)]
    [InlineData("a device", 0, 0)]
    [InlineData("", WrongPassword, 0)]
    public void A_device_that_the_directory_does_not_know_needs_a_review_once_a_user(string? device, int error, int count)
    {
        using var tenant = TestTenant.WithLogs().SignIn("ada", error: error, device: device).SignIn("ada", error: error, device: device);

        var verdict = tenant.Evaluate("DeviceSignIns");

        verdict.ShouldHaveCounted(0, count);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("UnknownSignIns", "anonymizedIPAddress")]
    [InlineData("UnknownSignIns", "ANONYMIZEDIPADDRESS")]
    [InlineData("ReviewAnomalousSignins", "unlikelyTravel")]
    [InlineData("ReviewIrregularSignins", "unfamiliarFeatures")]
    [InlineData("ReviewInfectedDeviceSignins", "malwareInfectedIPAddress")]
    [InlineData("ReviewSuspciousIPSignins", "maliciousIPAddress")]
    [InlineData("ReviewUsersWithLeakedCreds", "leakedCredentials")]
    public void A_risk_of_the_kind_needs_a_review_until_it_was_dealt_with(string control, string risk)
    {
        foreach (string state in new[] { "atRisk", "confirmedCompromised", "none", "somehow" })
        {
            using var open = TestTenant.WithLogs().SignIn("ada", risks: ["adminConfirmedUserCompromised", risk], riskState: state).SignIn("ada", risks: [risk]);
            var verdict = open.Evaluate(control);
            verdict.ShouldHaveCounted(0, 1);
            verdict.ShouldExplainItself();
        }

        foreach (string state in new[] { "dismissed", "Remediated", "confirmedSafe" })
        {
            using var closed = TestTenant.WithLogs().SignIn("ada", risks: [risk], riskState: state);
            closed.Judge(control).CompliantCount.ShouldBe(control == "ReviewUsersWithLeakedCreds" ? null : 0);
        }
    }

    [Theory]
    [InlineData("generic")]
    [InlineData("unknownFutureValue")]
    [InlineData("telepathy")]
    public void A_risk_of_an_unknown_kind_is_open_unless_there_is_something_to_review_anyway(string risk)
    {
        using var tenant = TestTenant.WithLogs().SignIn("ada", risks: [risk], riskState: "atRisk");
        var verdict = tenant.Evaluate("UnknownSignIns");
        verdict.Reason.ShouldBe(NotEvaluatedReason.SourceFailed);
        verdict.Explanation.ShouldContain($"'{risk}'");

        tenant.SignIn("ben", risks: ["anonymizedIPAddress"]);
        tenant.Evaluate("UnknownSignIns").ShouldHaveCounted(0, 1);
        tenant.Evaluate("GeoSignIns").ShouldHaveCounted(0, 0);
    }

    [Fact]
    public void Sign_ins_that_were_collected_without_risks_do_not_say_that_there_were_none()
    {
        using var tenant = TestTenant.WithLogs().With(
            Resources.SignIns, """{"createdDateTime":"2026-08-30T00:00:00Z","userId":"1","status":{"errorCode":0}}""");

        tenant.ShouldNotEvaluate("UnknownSignIns", Resources.SignIns);
    }

    [Fact]
    public void Leaks_that_were_found_without_a_sign_in_are_not_in_the_log()
    {
        using var tenant = TestTenant.WithLogs().SignIn("ada");

        var verdict = tenant.Evaluate("ReviewUsersWithLeakedCreds");

        verdict.Reason.ShouldBe(NotEvaluatedReason.NotCollected);
        verdict.Explanation.ShouldContain("risky users");
    }

    [Theory]
    [InlineData(null, 7)]
    [InlineData(ReviewCadence.Weekly, 7)]
    [InlineData(ReviewCadence.BiWeekly, 14)]
    [InlineData(ReviewCadence.Monthly, 30)]
    public void The_cadence_is_the_length_of_the_window(ReviewCadence? cadence, int days)
    {
        var start = new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero).AddDays(-days);
        var definition = TestTenant.Definition("GeoSignIns", PointsShape.Binary) with { Cadence = cadence };
        using var inside = TestTenant.WithLogs().SignIn("ada").SignIn("ada", start.ToString("O"), country: "NZ");
        using var outside = TestTenant.WithLogs().SignIn("ada").SignIn("ada", start.AddSeconds(-1).ToString("O"), country: "NZ");

        inside.Evaluate("GeoSignIns", definition).ShouldHaveCounted(0, 1);
        outside.Evaluate("GeoSignIns", definition).ShouldHaveCounted(0, 0);
    }
}
