using System.Text;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

public sealed class TenantChangeTextTests
{
    private static readonly SettingValue s_odd = SettingValue.Parse(Encoding.UTF8.GetBytes(
        """{"@odata.type":"#x","a":1,"A":[1e400,-0.10,"\u0000\u202e\ud83d\ude00",null,{}],"former":{"settings":[]},"created":{}}"""));

    public static TheoryData<TenantChange> Changes { get; } = new TheoryData<TenantChange>(
        new SettingsChange("graph/groupSettings", "id", [new("values.Banned", SettingValue.Nothing, s_odd), new("@odata.type", s_odd, SettingValue.Of(false))])
            { Label = "A \"label\"", Permanent = "for good" },
        new SettingsChange("exchange/Get-OrganizationConfig", null, [new("AuditDisabled", SettingValue.ListOf(), SettingValue.Of(""))]),
        new SettingsChange("exchange/Get-OrganizationConfig", null, []),
        new ObjectCreation("graph/namedLocations", (SettingGroup)s_odd) { Identity = "x", Namesakes = ["y", "Y"] },
        new ObjectCreation("graph/namedLocations", SettingValue.Group()),
        new ObjectRemoval("graph/namedLocations", "x", (SettingGroup)s_odd) { Label = "Office" });

    [Theory]
    [MemberData(nameof(Changes))]
    public void Changes_come_out_of_their_text_as_they_went_in(TenantChange change)
    {
        string text = TenantChangeText.Write([change]);

        var read = TenantChangeText.Read(text).ShouldHaveSingleItem();

        read.ShouldBeOfType(change.GetType());
        TenantChangeText.Write([read]).ShouldBe(text);
        (read.Resource, read.Label, read.Permanent).ShouldBe((change.Resource, change.Label, change.Permanent));
        if (read is SettingsChange settings)
            settings.Settings.ShouldBe(((SettingsChange)change).Settings);
    }

    [Fact]
    public void No_changes_are_a_text_too() => TenantChangeText.Read(TenantChangeText.Write([])).ShouldBeEmpty();

    [Fact]
    public void The_deepest_value_that_there_is_can_be_read_again()
    {
        var deep = SettingValue.Parse(Encoding.UTF8.GetBytes(new string('[', 64) + new string(']', 64)));
        var change = new SettingsChange("graph/domains", null, [new("a", deep, SettingValue.Nothing)]);

        ((SettingsChange)TenantChangeText.Read(TenantChangeText.Write([change]))[0]).Settings[0].Former.ShouldBe(deep);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("[5]")]
    [InlineData("[[]]")]
    [InlineData("[{}]")]
    [InlineData("""[{"resource":5}]""")]
    [InlineData("""[{"resource":"graph/x"}]""")]
    [InlineData("""[{"resource":"graph/x","settings":5}]""")]
    [InlineData("""[{"resource":"graph/x","settings":[5]}]""")]
    [InlineData("""[{"resource":"graph/x","settings":[{"former":1}]}]""")]
    [InlineData("""[{"resource":"graph/x","removed":{}}]""")]
    [InlineData("""[{"resource":"graph/x","identity":"i","created":{},"removed":{}}]""")]
    [InlineData("""[{"resource":"graph/x","identity":"i","created":{},"settings":[{"setting":"a"}]}]""")]
    [InlineData("""[] []""")]
    [InlineData("[\"\\ud800\"]")]
    public void Other_text_is_refused(string text) => Should.Throw<FormatException>(() => TenantChangeText.Read(text));

    [Fact]
    public void Text_that_is_too_deep_is_refused() =>
        Should.Throw<FormatException>(() => TenantChangeText.Read(new string('[', 100_000)));

    [Fact]
    public void An_identity_that_is_not_known_yet_is_put_in_everywhere()
    {
        TenantChange[] changes =
        [
            new ObjectCreation("graph/namedLocations", SettingValue.Group()) { Identity = "it" },
            new ObjectCreation("graph/conditionalAccessPolicies", SettingValue.Group(("in", SettingValue.ListOf(SettingValue.Group(("x", SettingValue.Of([CreatedIdentity.Of(0), "b"]))))))),
            new SettingsChange("graph/namedLocations", CreatedIdentity.Of(0), [new("a", SettingValue.Nothing, SettingValue.Of(CreatedIdentity.Of(0)))]),
            new ObjectRemoval("graph/namedLocations", CreatedIdentity.Of(0), SettingValue.Group()),
            new SettingsChange("graph/namedLocations", CreatedIdentity.Of(1), []),
        ];

        CreatedIdentity.Resolve(changes, 0);

        string text = TenantChangeText.Write(changes[..4]);
        text.ShouldNotContain(CreatedIdentity.Of(0));
        text.ShouldContain("""["it","b"]""");
        ((SettingsChange)changes[4]).Identity.ShouldBe(CreatedIdentity.Of(1));
    }
}
