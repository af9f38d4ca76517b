using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.SharePoint;

public class SharePointSettingsTests
{
    private const string Sync = "spo_block_onedrive_sync_unmanaged_devices";
    private const string Sharing = "spo_external_sharing_managed";

    [Theory]
    [InlineData("true", """["786548dd-877b-4760-a749-6b1efbc1190a"]""", 0)]
    [InlineData("\"True\"", "\"786548dd-877b-4760-a749-6b1efbc1190a\"", 0)]
    [InlineData("true", "[]", 1)]
    [InlineData("true", "null", 1)]
    [InlineData("false", """["786548dd-877b-4760-a749-6b1efbc1190a"]""", 1)]
    [InlineData("\"false\"", "[]", 2)]
    public void Sync_is_for_computers_of_named_domains(string restricted, string domains, int wrong)
    {
        using var tenant = Tenant($$"""{"isUnmanagedSyncAppForTenantRestricted":{{restricted}},"allowedDomainGuidsForSyncApp":{{domains}}}""");

        var verdict = tenant.Evaluate(Sync);

        verdict.ShouldHaveCounted(wrong == 0 ? 1 : 0, 1);
        verdict.ShouldExplainItself();
        (verdict.Items?.Invoke() ?? []).Count().ShouldBe(wrong);
    }

    [Theory]
    [InlineData("disabled", "none", "[]", "[]", 1, "")]
    [InlineData("Disabled", "somethingNew", "[]", "[]", 1, "")]
    [InlineData("externalUserSharingOnly", "none", """["fabrikam.com"]""", "[]", 0, "")]
    [InlineData("externalUserSharingOnly", "None", "[]", "[]", 0, "")]
    [InlineData("externalUserAndGuestSharing", "allowList", """["fabrikam.com"]""", "[]", 1, "")]
    [InlineData("existingExternalUserSharingOnly", "AllowList", "\"fabrikam.com\"", "[]", 1, "")]
    [InlineData("externalUserAndGuestSharing", "allowList", "[]", """["fabrikam.com"]""", 0, "")]
    [InlineData("externalUserAndGuestSharing", "allowList", "null", "[]", 0, "")]
    [InlineData("externalUserAndGuestSharing", "blockList", "[]", """["fabrikam.com"]""", 1, "BlockListOnly")]
    [InlineData("externalUserAndGuestSharing", "blockList", """["fabrikam.com"]""", "[]", 0, "")]
    public void Sharing_is_limited_by_a_list_that_holds_something(
        string capability, string mode, string allowed, string blocked, int compliant, string finding)
    {
        using var tenant = Tenant($$"""
            {"sharingCapability":"{{capability}}","sharingDomainRestrictionMode":"{{mode}}","sharingAllowedDomainList":{{allowed}},"sharingBlockedDomainList":{{blocked}}}
            """);

        var verdict = tenant.Evaluate(Sharing);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(finding);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData(Sync, """{"isUnmanagedSyncAppForTenantRestricted":true}""")]
    [InlineData(Sync, """{"allowedDomainGuidsForSyncApp":["786548dd-877b-4760-a749-6b1efbc1190a"]}""")]
    [InlineData(Sync, """{"isUnmanagedSyncAppForTenantRestricted":"on","allowedDomainGuidsForSyncApp":[]}""")]
    [InlineData(Sharing, """{"sharingDomainRestrictionMode":"none"}""")]
    [InlineData(Sharing, """{"sharingCapability":"externalUserSharingOnly"}""")]
    [InlineData(Sharing, """{"sharingCapability":"externalUserSharingOnly","sharingDomainRestrictionMode":"allowList"}""")]
    public void Settings_that_cannot_be_read_decide_nothing(string controlId, string settings)
    {
        using var tenant = Tenant(settings);

        tenant.ShouldNotEvaluate(controlId, Resources.SharePointSettings);
    }

    [Fact]
    public void An_unknown_restriction_leaves_the_control_open()
    {
        using var tenant = Tenant("""
            {"sharingCapability":"externalUserSharingOnly","sharingDomainRestrictionMode":"unknownFutureValue","sharingAllowedDomainList":["fabrikam.com"]}
            """);

        tenant.Evaluate(Sharing).ShouldBeOpen("SharePoint has sharingDomainRestrictionMode = 'unknownFutureValue', which is unknown here.");
    }

    private static TestTenant Tenant(string settings) => new TestTenant().WithObject(Resources.SharePointSettings, settings);
}
