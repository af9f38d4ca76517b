using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

public sealed class ChangeTextTests
{
    private static readonly TenantChange s_place = new ObjectCreation("graph/namedLocations", SettingValue.Group(("displayName", SettingValue.Of("Office")))) { Label = "Office" };

    public static TheoryData<TenantChange[], string> Summaries => new()
    {
        { [], "" },
        { [s_place], "namedLocations [Office] is created" },
        { [new ObjectRemoval("graph/namedLocations", "1", SettingValue.Group()) { Label = "Office" }], "namedLocations [Office] is removed" },
        { [Settings("a")], "AdminAuditLogConfig: a from False to True" },
        { [Settings("a", "b")], "AdminAuditLogConfig: a from False to True, and 1 more" },
        { [s_place, Settings("a", "b")], "namedLocations [Office] is created, and 2 more" },
    };

    [Theory]
    [MemberData(nameof(Summaries))]
    public void Changes_are_summed_up_by_the_first(TenantChange[] changes, string summary) => ChangeText.Summary(changes).ShouldBe(summary);

    [Fact]
    public void What_is_created_on_the_way_is_no_riddle()
    {
        var policy = new ObjectCreation("graph/conditionalAccessPolicies", SettingValue.Group(
            ("one", SettingValue.Of(CreatedIdentity.Of(0))), ("list", SettingValue.Of([CreatedIdentity.Of(0), "b"]))));

        ChangeText.Lines(policy).ShouldBe(["conditionalAccessPolicies is created with one = (as created), list = (as created), b"]);
    }

    private static SettingsChange Settings(params string[] names) =>
        new("exchange/Get-AdminAuditLogConfig", null, [.. names.Select(name => new SettingChange(name, SettingValue.Of(false), SettingValue.Of(true)))]);
}
