using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class RegistrationTests
{
    [Fact]
    public void The_tenant_of_the_worked_example_counts_as_it_should()
    {
        using var tenant = TestTenant.WithoutPeople();
        for (int number = 1; number <= 35; number++)
            tenant.Person($"user{number}", registered: false, passwordReset: number <= 2);
        for (int number = 1; number <= 7; number++)
            tenant.Role($"user{number}");

        tenant.Evaluate("MFARegistrationV2").ImplementationStatus.ShouldBe("You have 0 of 35 users registered with MFA.");
        tenant.Evaluate("BlockLegacyAuthentication").ImplementationStatus.ShouldBe("You have 0 of 35 users with legacy authentication blocked.");
        tenant.Evaluate("SelfServicePasswordReset").ImplementationStatus.ShouldBe("You have 2 of 35 users with self-service password reset enabled.");
        tenant.Evaluate("OneAdmin").ImplementationStatus.ShouldBe("You currently have 7 global admins.");
        tenant.Evaluate("RoleOverlap").ImplementationStatus.ShouldBe("You have 0 users with least privileged administrative roles.");
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    [InlineData(null, 0)]
    public void Who_is_not_in_the_report_has_not_registered(bool? registered, int compliant)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", registered: registered).Role("ada");
        var verdict = tenant.Evaluate("MFARegistrationV2");
        verdict.CompliantCount.ShouldBe(compliant);
        verdict.TotalCount.ShouldBe(1);
    }

    [Fact]
    public void A_policy_alone_registers_nobody()
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", registered: false).Role("ada").Policy("MFA");
        tenant.Evaluate("MFARegistrationV2").CompliantCount.ShouldBe(0);
    }

    [Fact]
    public void Disabled_users_guests_and_strangers_do_not_count()
    {
        using var tenant = TestTenant.WithAda().Person("off", enabled: false).Person("gus", type: "Guest")
            .With(Resources.UserRegistrationDetails, new { id = TestTenant.Id("gone"), isMfaRegistered = true, isSsprEnabled = true });
        var verdict = tenant.Evaluate("MFARegistrationV2");
        verdict.CompliantCount.ShouldBe(1);
        verdict.TotalCount.ShouldBe(1);
    }

    [Fact]
    public void Of_two_rows_with_one_id_the_last_counts()
    {
        using var tenant = TestTenant.WithAda().Person("ben").Person("ada", enabled: false).Person("ben", registered: false);
        var verdict = tenant.Evaluate("MFARegistrationV2");
        verdict.CompliantCount.ShouldBe(0);
        verdict.TotalCount.ShouldBe(1);
        verdict.Items!().ShouldHaveSingleItem().DisplayName.ShouldBe("ben");
    }

    [Theory]
    [InlineData("MFARegistrationV2")]
    [InlineData("BlockLegacyAuthentication")]
    public void Security_defaults_give_everything(string control)
    {
        using var tenant = TestTenant.WithoutPeople().SecurityDefaults(true).People(3).Role("user1").Person("user4");
        var verdict = tenant.Evaluate(control);
        verdict.CompliantCount.ShouldBe(4);
        verdict.TotalCount.ShouldBe(4);
    }

    [Fact]
    public void Security_defaults_tell_who_has_yet_to_register()
    {
        using var tenant = TestTenant.WithoutPeople().SecurityDefaults(true).People(3).Role("user1").Person("user4");
        tenant.Evaluate("MFARegistrationV2").Findings.ShouldHaveSingleItem().Message.ShouldBe("3 of 4 users have not registered for MFA yet.");
    }

    [Theory]
    [InlineData("MFARegistrationV2", Resources.Users)]
    [InlineData("MFARegistrationV2", Resources.UserRegistrationDetails)]
    [InlineData("BlockLegacyAuthentication", Resources.Users)]
    [InlineData("BlockLegacyAuthentication", Resources.ConditionalAccessPolicies)]
    public void Security_defaults_need_no_other_evidence(string control, string resource)
    {
        using var tenant = TestTenant.WithAda().SecurityDefaults(true).WithState(resource, ResourceStatus.NotLicensed);
        var result = tenant.Judge(control);
        result.Points.ShouldBe(10);
        result.CompliantCount.ShouldBe(resource == Resources.Users ? null : 1);
        result.TotalCount.ShouldBe(resource == Resources.Users ? null : 1);
        result.Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Unknown_security_defaults_matter_only_where_someone_has_not_registered(bool registered, bool isOpen)
    {
        using var tenant = TestTenant.WithoutPeople().Person("ada", registered: registered).Role("ada").Without(Resources.SecurityDefaults);
        if (isOpen)
            Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate("MFARegistrationV2")).State.Status.ShouldBe(ResourceStatus.Skipped);
        else
            tenant.Evaluate("MFARegistrationV2").CompliantCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("MFARegistrationV2", ResourceStatus.NotLicensed)]
    [InlineData("SelfServicePasswordReset", ResourceStatus.NotLicensed)]
    [InlineData("SelfServicePasswordReset", ResourceStatus.Denied)]
    public void Without_the_report_nothing_is_judged(string control, ResourceStatus status)
    {
        using var tenant = TestTenant.WithAda().WithState(Resources.UserRegistrationDetails, status);
        var state = Should.Throw<EvidenceUnavailableException>(() => tenant.Evaluate(control)).State;
        state.Name.ShouldBe(Resources.UserRegistrationDetails);
        state.Status.ShouldBe(status);
    }

    [Fact]
    public void Evidence_tells_who_may_not_reset_a_password()
    {
        using var tenant = TestTenant.WithAda().Person("ben", passwordReset: true);
        var item = tenant.Evaluate("SelfServicePasswordReset").Items!().ShouldHaveSingleItem();
        item.UserPrincipalName.ShouldBe("ada@contoso.com");
        item.Id.ShouldBe(TestTenant.Id("ada"));
        item.Actual.ShouldBe("False");
    }
}
