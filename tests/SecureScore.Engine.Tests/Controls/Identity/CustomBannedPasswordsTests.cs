using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class CustomBannedPasswordsTests
{
    private const string Template = "5cf42378-d67d-4f36-ba46-e8b86229381d";

    [Theory]
    [InlineData("False", "", 0, "")]
    [InlineData("False", "contoso\tfabrikam", 0, "")]
    [InlineData("True", "contoso\tfabrikam\t", 1, "")]
    [InlineData("true", "contoso", 1, "")]
    [InlineData("True", "", 1, "EmptyBannedPasswordList")]
    [InlineData("True", "\t \t", 1, "EmptyBannedPasswordList")]
    [InlineData("True", null, 1, "EmptyBannedPasswordList")]
    public void The_switch_decides_and_an_empty_list_is_a_finding(string check, string? words, int compliant, string finding)
    {
        using var tenant = new TestTenant().With(Resources.GroupSettings, Setting("62375ab9-6b52-47ed-826b-58e47e0e304b", "True", "x"), Setting(Template, check, words));

        var verdict = tenant.Evaluate("aad_custom_banned_passwords");

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(finding);
        verdict.ShouldExplainItself();
    }

    [Fact]
    public void Words_are_separated_by_tabs()
    {
        using var tenant = new TestTenant().With(Resources.GroupSettings, Setting(Template.ToUpperInvariant(), "True", "contoso\tred devils\t brussels \t"));

        tenant.Evidence().PasswordRules!.CustomWords.ShouldBe(["contoso", "red devils", "brussels"]);
    }

    [Fact]
    public void Rules_that_were_never_saved_mean_no_list()
    {
        using var tenant = new TestTenant().With(Resources.GroupSettings);

        var verdict = tenant.Evaluate("aad_custom_banned_passwords");

        verdict.ShouldHaveCounted(0, 1);
        verdict.Items!().Single().Actual.ShouldBe("not set");
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("""{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d"}""")]
    [InlineData("""{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[]}""")]
    [InlineData("""{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"EnableBannedPasswordCheck","value":null}]}""")]
    [InlineData("""{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"EnableBannedPasswordCheck","value":"on"}]}""")]
    [InlineData("""{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[{"name":"EnableBannedPasswordCheck","value":"True"}]}""")]
    [InlineData("""{"templateId":"5cf42378-d67d-4f36-ba46-e8b86229381d","values":[null]}""")]
    public void Rules_that_cannot_be_read_decide_nothing(string setting)
    {
        using var tenant = new TestTenant().With(Resources.GroupSettings, setting);

        tenant.ShouldNotEvaluate("aad_custom_banned_passwords", Resources.GroupSettings);
    }

    private static object Setting(string template, string check, string? words) => new
    {
        templateId = template,
        values = new[]
        {
            new { name = "BannedPasswordList", value = words },
            new { name = "enableBannedPasswordCheck", value = (string?)check },
        },
    };
}
