using SecureScore.Engine.Catalog;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation;

public class RemediationCatalogTests
{
    // What no control asks for alone is asked for by name.
    private static readonly string[] s_byName =
        [PolicyRemediationIds.AllUsersMfa, PolicyRemediationIds.EnableSecurityDefaults, PolicyRemediationIds.DisableSecurityDefaults];

    public static TheoryData<string> Editions { get; } = [.. ControlCatalog.EditionNames];

    [Theory]
    [MemberData(nameof(Editions))]
    public void Something_can_be_done_about_every_control(string edition)
    {
        foreach (var control in ControlCatalog.Get(edition).Controls)
        {
            var info = RemediationCatalog.Describe(control);

            info.ControlId.ShouldBe(control.Id);
            info.Title.ShouldBe(control.Title);
            info.Summary.ShouldNotBeNullOrWhiteSpace(control.Id);
            info.Steps.Count.ShouldBeGreaterThan(1, control.Id);
            info.Steps.ShouldAllBe(step => !string.IsNullOrWhiteSpace(step), control.Id);
            info.ActionUrl.ShouldNotBeNullOrEmpty(control.Id);
            (info.RemediationId is null).ShouldBe(info.Risk == RiskClass.Manual, control.Id);
            (info.UserNotice is null).ShouldBe(info.Risk == RiskClass.Manual, control.Id);
        }
    }

    [Theory]
    [InlineData("scid_2070", "Exposed devices")]
    [InlineData("AATP_AccountsInOperatorGroups", "Exposed entities")]
    [InlineData("MDA_SNOW_highSecurity", "An administrator of ServiceNow changes it")]
    [InlineData("SelfServicePasswordReset", "Password reset")]
    public void A_person_is_told_where(string controlId, string words) =>
        string.Join(" ", RemediationCatalog.Describe(controlId).Steps).ShouldContain(words);

    [Fact]
    public void A_control_that_no_edition_has_is_not_found() =>
        Should.Throw<ControlNotFoundException>(() => RemediationCatalog.Describe("AdminMFAV3")).Message.ShouldContain("AdminMFAV2");

    [Fact]
    public void Every_remediation_names_what_it_takes()
    {
        foreach (var remediation in RemediationCatalog.All)
        {
            (remediation.ControlIds.Count > 0 || s_byName.Contains(remediation.Id, StringComparer.Ordinal)).ShouldBeTrue(remediation.Id);
            remediation.ControlIds.ShouldAllBe(id => ControlCatalog.FindEdition(id) != null, remediation.Id);
            remediation.Risk.ShouldNotBe(RiskClass.Manual, remediation.Id);
            remediation.Summary.ShouldEndWith(".", Case.Sensitive, remediation.Id);
            remediation.UserNotice.ShouldEndWith(".", Case.Sensitive, remediation.Id);
            remediation.Permissions.ShouldNotBeEmpty(remediation.Id);
            remediation.Roles.ShouldNotBeEmpty(remediation.Id);
        }
    }
}
