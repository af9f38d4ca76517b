using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class AdminSessionsTests
{
    private const string Control = "aad_sign_in_freq_session_timeout";
    private const string Never = """ "persistentBrowser":{"isEnabled":true,"mode":"never"} """;
    private const string FourHours = """ "signInFrequency":{"isEnabled":true,"type":"hours","value":4,"frequencyInterval":"timeBased"} """;

    [Theory]
    [InlineData(FourHours, Never, 1)]
    [InlineData(""" "signInFrequency":{"isEnabled":true,"frequencyInterval":"everyTime"} """, Never, 1)]
    [InlineData(""" "signInFrequency":{"isEnabled":true,"type":"hours","value":5} """, Never, 0)]
    [InlineData(""" "signInFrequency":{"isEnabled":true,"type":"days","value":1} """, Never, 0)]
    [InlineData(""" "signInFrequency":{"isEnabled":false,"type":"hours","value":4} """, Never, 0)]
    [InlineData(""" "signInFrequency":null """, Never, 0)]
    [InlineData(""" "signInFrequency":{"isEnabled":true,"type":"fortnights","value":1} """, Never, null)]
    [InlineData(FourHours, """ "persistentBrowser":null """, 0)]
    [InlineData(FourHours, """ "persistentBrowser":{"isEnabled":false,"mode":"never"} """, 0)]
    [InlineData(FourHours, """ "persistentBrowser":{"isEnabled":true,"mode":"always"} """, 0)]
    [InlineData(FourHours, """ "persistentBrowser":{"isEnabled":true,"mode":"sometimes"} """, null)]
    public void The_session_must_end_soon_and_with_the_browser(string frequency, string browser, int? compliant)
    {
        using var tenant = Tenant("AAD_PREMIUM").Policy("Sessions", session: $$"""{ {{frequency}}, {{browser}} }""");
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
    }

    [Theory]
    [InlineData("\"primaryAndSecondaryAuthentication\"", 1)]
    [InlineData("\"PrimaryAndSecondaryAuthentication\"", 1)]
    [InlineData("null", 1)]
    [InlineData("\"secondaryAuthentication\"", 0)]
    [InlineData("\"tertiaryAuthentication\"", null)]
    public void The_whole_sign_in_is_asked_for_again(string type, int? compliant)
    {
        using var tenant = Tenant(null).Policy("Sessions", session:
            $$"""{ "signInFrequency":{"isEnabled":true,"type":"hours","value":4,"authenticationType":{{type}}}, {{Never}} }""");
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant ?? 0);
        if (compliant != 1)
            verdict.Explanation.ShouldContain($"authenticationType {type.Trim('"')}");
    }

    [Theory]
    [InlineData(ResourceStatus.Denied, NotEvaluatedReason.PermissionMissing)]
    [InlineData(ResourceStatus.Failed, NotEvaluatedReason.SourceFailed)]
    public void Licences_that_are_missing_leave_a_day_open_for_their_own_reason(ResourceStatus status, NotEvaluatedReason reason)
    {
        using var tenant = Tenant(null).WithState(Resources.SubscribedSkus, status)
            .Policy("Sessions", session: $$"""{ "signInFrequency":{"isEnabled":true,"type":"days","value":1}, {{Never}} }""");
        tenant.Judge(Control).Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData(""" "type":"weeks","value":4,"frequencyInterval":"timeBased" """, "'4 weeks'")]
    [InlineData(""" "type":"hours","value":null,"frequencyInterval":"timeBased" """, "'hours'")]
    [InlineData(""" "type":"hours","value":4,"frequencyInterval":"lunar" """, "'lunar'")]
    [InlineData(""" "type":null """, "''")]
    public void An_unknown_sign_in_frequency_is_told_by_what_is_unknown(string frequency, string told)
    {
        using var tenant = Tenant("AAD_PREMIUM").Policy("Sessions", session: $$"""{ "signInFrequency":{"isEnabled":true,{{frequency}}}, {{Never}} }""");
        tenant.Evaluate(Control).Explanation.ShouldContain($"the unknown sign-in frequency {told}");
    }

    [Theory]
    [InlineData("AAD_PREMIUM", 24, 0)]
    [InlineData("AAD_PREMIUM_P2", 24, 1)]
    [InlineData("AAD_PREMIUM_P2", 25, 0)]
    [InlineData(null, 4, 1)]
    [InlineData(null, 24, null)]
    [InlineData(null, 25, 0)]
    public void Who_owns_P2_may_wait_a_day(string? plan, int hours, int? compliant)
    {
        using var tenant = Tenant(plan)
            .Policy("Sessions", session: $$"""{ "signInFrequency":{"isEnabled":true,"type":"hours","value":{{hours}}}, {{Never}} }""");
        var result = tenant.Judge(Control);
        result.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.NotCollected : null);
        result.CompliantCount.ShouldBe(compliant);
    }

    [Theory]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", 1)]
    [InlineData("null", 0)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa","compliantDevice"]}""", 0)]
    public void The_policy_must_require_mfa(string grants, int compliant)
    {
        using var tenant = Tenant(null).Policy("Sessions", grants: grants, session: $$"""{ {{FourHours}}, {{Never}} }""");
        tenant.Evaluate(Control).CompliantCount.ShouldBe(compliant);
    }

    [Fact]
    public void Every_administrator_must_be_covered_and_the_others_are_named()
    {
        using var tenant = Tenant(null).Person("ben").Role("ben", TestTenant.UserAdministrator).Person("cem")
            .Policy("Sessions", """ "includeUsers":["All"],"excludeUsers":["{ben}"] """, session: $$"""{ {{FourHours}}, {{Never}} }""");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(1);
        verdict.TotalCount.ShouldBe(2);
        verdict.Items!().ShouldHaveSingleItem().UserPrincipalName.ShouldBe("ben@contoso.com");
    }

    [Fact]
    public void A_role_that_is_not_listed_does_not_count()
    {
        using var tenant = Tenant(null).Person("ben").Role("ben", TestTenant.Id("custom role"));
        tenant.Evaluate(Control).TotalCount.ShouldBe(1);
    }

    private static TestTenant Tenant(string? plan)
    {
        var tenant = TestTenant.WithAda();
        return plan is null ? tenant : tenant.With(Resources.SubscribedSkus, new
        {
            skuId = TestTenant.Id("sku"),
            skuPartNumber = "SKU",
            capabilityStatus = "Enabled",
            servicePlans = new[] { new { servicePlanId = TestTenant.Id(plan), servicePlanName = plan, provisioningStatus = "Success" } },
        });
    }
}
