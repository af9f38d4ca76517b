using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class PublicGroupsTests
{
    private const string ControlId = "aad_managed_approved_public_groups_only";

    public static TheoryData<string[], int, int, string> Cases { get; } = new()
    {
        { [], 0, 0, "" },
        { [Group("\"Private\"")], 1, 1, "" },
        { [Group("\"private\""), Group("\"HiddenMembership\"")], 2, 2, "" },
        { [Group("\"Public\""), Group("\"Private\"")], 1, 2, "" },
        { [Group("\"public\"")], 0, 1, "" },
        { [Group("null")], 0, 1, "" },
        // Security and distribution groups have no content of their own.
        { [Group("\"Public\"", "[]"), Group("null", "[\"DynamicMembership\"]")], 0, 0, "" },
        { [Group("\"Public\"", "[\"unified\",\"DynamicMembership\"]")], 0, 1, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_public_group_counts(string[] groups, int compliant, int total, string finding)
    {
        using var tenant = new TestTenant().With(Resources.Groups, [.. groups]);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, total);
        verdict.ShouldHaveFound(finding);
        verdict.ShouldExplainItself();
        (verdict.Items?.Invoke() ?? []).Count().ShouldBe(total - compliant);
    }

    [Theory]
    [InlineData(PointsShape.Binary, false, true)]
    [InlineData(PointsShape.Share, false, true)]
    [InlineData(PointsShape.Binary, true, false)]
    [InlineData(PointsShape.Share, true, true)]
    public void An_unknown_visibility_is_open_where_it_decides(PointsShape shape, bool another, bool isOpen)
    {
        using var tenant = new TestTenant().With(Resources.Groups, Group("\"Shared\""), Group("\"Private\""));
        if (another)
            tenant.With(Resources.Groups, Group("\"Public\""));

        var verdict = tenant.Evaluate(ControlId, TestTenant.Definition(ControlId, shape));

        verdict.Reason.ShouldBe(isOpen ? NotEvaluatedReason.SourceFailed : null);
        if (isOpen)
            verdict.Explanation.ShouldBe("The visibility of 1 group is unknown here: 'Shared'.");
        else
            verdict.ShouldHaveFound("UnknownValue");
    }

    [Theory]
    [InlineData("""{"id":"1","visibility":"Private"}""")]
    [InlineData("""{"id":"1","groupTypes":null}""")]
    [InlineData("""{"id":"1","groupTypes":["Unified"],"visibility":{}}""")]
    public void A_group_that_cannot_be_read_decides_nothing(string group)
    {
        using var tenant = new TestTenant().With(Resources.Groups, group);

        tenant.ShouldNotEvaluate(ControlId, Resources.Groups);
    }

    private static string Group(string visibility, string types = "[\"Unified\"]") =>
        $$$"""{"id":"{{{Guid.NewGuid()}}}","displayName":"Launch","mail":"launch@contoso.com","groupTypes":{{{types}}},"visibility":{{{visibility}}}}""";
}
