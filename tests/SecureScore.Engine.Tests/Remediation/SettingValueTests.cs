using System.Text;
using System.Text.Json;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Tests.Remediation;

public sealed class SettingValueTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("0")]
    [InlineData("-1.5")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1e400")]
    [InlineData("-1E-400")]
    [InlineData("0.12345678901234567890123456789012345678")]
    [InlineData("\"\"")]
    [InlineData("\"1e400\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[[],{},null,[null]]")]
    [InlineData("""{"b":1,"a":{"@odata.type":"#x","A":2}}""")]
    [InlineData("""{"a":1,"A":2}""")]
    public void Json_comes_out_as_it_went_in(string json)
    {
        var value = Parse(json);

        Text(value).ShouldBe(json);
        value.ShouldBe(Parse(json));
        value.GetHashCode().ShouldBe(Parse(json).GetHashCode());
        value.SameAs(Parse(json)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("100e-1", "10")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("5e-7", "0.0000005")]
    [InlineData(" { \"a\" : [ 1 , 2 ] } ", """{"a":[1,2]}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"b":2,"a":3}""")]
    public void What_says_nothing_goes(string json, string canonical) => Text(Parse(json)).ShouldBe(canonical);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("nothing")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\":1}")]
    public void What_is_no_json_is_refused(string json) => Should.Throw<JsonException>(() => Parse(json));

    [Fact]
    public void Values_may_be_as_deep_as_evidence_and_no_deeper()
    {
        string deep = new string('[', 64) + new string(']', 64);

        Text(Parse(deep)).ShouldBe(deep);
        Should.Throw<JsonException>(() => Parse($"[{deep}]"));
    }

    [Fact]
    public void A_huge_text_and_a_huge_list_are_values_as_others()
    {
        string text = new('é', 5_000_000);
        var list = SettingValue.Of(Enumerable.Range(0, 20_000).Select(number => $"sender{number}@contoso.com"));
        var turned = SettingValue.ListOf(list.AsList().Reverse());

        Parse(Text(SettingValue.Of(text))).AsText().ShouldBe(text);
        list.SameAs(turned).ShouldBeTrue();
        list.Equals(turned).ShouldBeFalse();
    }

    [Theory]
    [InlineData("null", "[]", true)]
    [InlineData("null", "{}", false)]
    [InlineData("null", "\"\"", false)]
    [InlineData("1", "\"1\"", true)]
    [InlineData("1", "\"1.0\"", true)]
    [InlineData("15", "\"1,5\"", false)]
    [InlineData("1", "true", false)]
    [InlineData("true", "\"True\"", true)]
    [InlineData("\"True\"", "\"true\"", false)]
    [InlineData("\"a\"", "\"A\"", false)]
    [InlineData("[1,2]", "[2,1]", true)]
    [InlineData("[1,1,2]", "[1,2,2]", false)]
    [InlineData("""["a","b"]""", """["b","a"]""", true)]
    [InlineData("""["a","a","b"]""", """["a","b","b"]""", false)]
    [InlineData("""[{"a":1},{"b":[]}]""", """[{"b":null},{"a":"1"}]""", true)]
    [InlineData("""{"a":1,"b":null}""", """{"A":1}""", true)]
    [InlineData("""{"a":1,"A":2}""", """{"a":1,"A":3}""", false)]
    [InlineData("""{"@odata.type":"#x"}""", """{"@odata.type":"#x"}""", true)]
    [InlineData("""{"@odata.type":"#x"}""", """{"@odata.type":"#y"}""", false)]
    [InlineData("1e400", "1e401", false)]
    public void Two_values_say_the_same_or_not(string one, string other, bool isSame)
    {
        Parse(one).SameAs(Parse(other)).ShouldBe(isSame);
        Parse(other).SameAs(Parse(one)).ShouldBe(isSame);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", true)]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"b":1,"c":2}}""", true)]
    [InlineData("""{"a":{"b":null}}""", "{}", true)]
    [InlineData("""{"a":1}""", "{}", false)]
    [InlineData("""{"@odata.type":"#x"}""", """{"@odata.type":"#x","c":1}""", true)]
    [InlineData("""{"a.b":1}""", """{"a":{"b":1}}""", false)]
    public void A_group_lies_within_another_or_not(string one, string other, bool isWithin) => Group(one).IsWithin(Group(other)).ShouldBe(isWithin);

    [Theory]
    [InlineData("""{"a":{"B":1}}""", "A.b", "1")]
    [InlineData("""{"a":1}""", "a.b", "null")]
    [InlineData("""{"a":null}""", "a", "null")]
    [InlineData("""{"@odata.type":"#x"}""", "@odata.type", "\"#x\"")]
    [InlineData("""{"a":{"b.c":1}}""", "a.b.c", "1")]
    [InlineData("""{"a.b":{"c":1},"a":{"b":{"c":2}}}""", "a.b.c", "1")]
    [InlineData("""{"a":1,"A":2}""", "A", "2")]
    [InlineData("""{"values":[{"name":"X","value":"1"},{"name":"Y.Z","value":"2"}]}""", "values.Y.Z", "\"2\"")]
    [InlineData("""{"values":[{"name":"X","value":"1"}]}""", "values.Y", "null")]
    [InlineData("""{"rules":[{"name":"X","id":1}]}""", "rules.X", "null")]
    [InlineData("{}", "", "null")]
    [InlineData("""{"a":1}""", ".", "null")]
    public void A_path_leads_to_a_value(string json, string path, string value) => Text(Group(json)[path]).ShouldBe(value);

    [Theory]
    [InlineData("""{"a":{"B":1,"c":2}}""", "a.b", """{"a":{"B":9,"c":2}}""")]
    [InlineData("{}", "a.b", """{"a":{"b":9}}""")]
    [InlineData("{}", "@odata.type", """{"@odata.type":9}""")]
    [InlineData("""{"a":null}""", "a.b", """{"a":{"b":9}}""")]
    [InlineData("""{"a":{"b.c":1}}""", "a.b.c", """{"a":{"b.c":9}}""")]
    [InlineData("""{"a":1,"A":2}""", "A", """{"a":1,"A":9}""")]
    [InlineData("""{"values":[{"name":"X","value":"1"}]}""", "values.x", """{"values":[{"name":"X","value":9}]}""")]
    [InlineData("""{"values":[{"name":"X","value":"1"}]}""", "values.Y", """{"values":[{"name":"X","value":"1"},{"name":"Y","value":9}]}""")]
    [InlineData("""{"values":[]}""", "values.Y", """{"values":[{"name":"Y","value":9}]}""")]
    public void A_value_is_set_at_a_path(string json, string path, string result)
    {
        var changed = Group(json).With(path, SettingValue.Of(9));

        Text(changed).ShouldBe(result);
        changed[path].AsNumber().ShouldBe(9);
    }

    [Fact]
    public void Numbers_in_text_have_a_point_and_no_thousands()
    {
        SettingValue.Of("1,5").AsNumber().ShouldBeNull();
        SettingValue.Of("1,000").AsNumber().ShouldBeNull();
        SettingValue.Of("-1.5").AsNumber().ShouldBe(-1.5m);
    }

    private static SettingValue Parse(string json) => SettingValue.Parse(Encoding.UTF8.GetBytes(json));

    private static SettingGroup Group(string json) => (SettingGroup)Parse(json);

    private static string Text(SettingValue value) => Encoding.UTF8.GetString(value.ToJson());
}
