namespace SecureScore.Engine.Tests;

public class NearestNamesTests
{
    private static readonly string[] s_known =
        ["AdminMFAV2", "MFARegistrationV2", "BlockLegacyAuthentication", "OneAdmin", "IntegratedApps", "mdo_safelinksforemail", "scid_10", "scid_11", "scid_12", "scid_13"];

    [Theory]
    [InlineData("", "")]
    [InlineData("zzzzzzzz", "")]
    [InlineData("AdminMFA", "AdminMFAV2")]
    [InlineData("adminmfav2", "AdminMFAV2")]
    [InlineData("AdmniMFAV2", "AdminMFAV2")]
    [InlineData("legacy", "BlockLegacyAuthentication")]
    [InlineData("Integratedapp", "IntegratedApps")]
    [InlineData("ONEADMIN", "OneAdmin")]
    [InlineData("safelinks", "mdo_safelinksforemail")]
    [InlineData("scid_1", "scid_10 scid_11 scid_12")]
    [InlineData("scid_12", "scid_12 scid_10 scid_11")]
    public void The_nearest_names_are_found(string name, string expected) =>
        string.Join(' ', NearestNames.Find(name, s_known)).ShouldBe(expected);

    [Fact]
    public void The_question_names_them_or_is_empty()
    {
        NearestNames.Question("scid_1", s_known).ShouldBe(" Did you mean scid_10 or scid_11 or scid_12?");
        NearestNames.Question("zzzzzzzz", s_known).ShouldBe("");
    }
}
