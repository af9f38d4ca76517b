using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

/// <summary>What guests and users may do by default.</summary>
public class AuthorizationPolicyTests
{
    [Theory]
    [InlineData("ss_guest_role", """{"guestUserRoleId":"a0b1b346-4d3e-4e8b-98f8-753987be4970"}""", 0)]
    [InlineData("ss_guest_role", """{"guestUserRoleId":"A0B1B346-4D3E-4E8B-98F8-753987BE4970"}""", 0)]
    [InlineData("ss_guest_role", """{"guestUserRoleId":"10dae51f-b6af-4016-8d66-8c2a99b929b3"}""", 1)]
    [InlineData("ss_guest_role", """{"guestUserRoleId":"2af84b1e-32c8-42b7-82bc-daa82404023b"}""", 1)]
    [InlineData("ss_guest_role", """{"guestUserRoleId":"62e90394-69f5-4237-9190-012177145e10"}""", null)]
    [InlineData("ss_guest_invites", """{"allowInvitesFrom":"everyone"}""", 0)]
    [InlineData("ss_guest_invites", """{"allowInvitesFrom":"adminsGuestInvitersAndAllMembers"}""", 0)]
    [InlineData("ss_guest_invites", """{"allowInvitesFrom":"AdminsAndGuestInviters"}""", 1)]
    [InlineData("ss_guest_invites", """{"allowInvitesFrom":"none"}""", 1)]
    [InlineData("ss_guest_invites", """{"allowInvitesFrom":"friendsOfFriends"}""", null)]
    [InlineData("ss_create_tenants", """{"defaultUserRolePermissions":{"allowedToCreateTenants":true}}""", 0)]
    [InlineData("ss_create_tenants", """{"defaultUserRolePermissions":{"allowedToCreateTenants":"True"}}""", 0)]
    [InlineData("ss_create_tenants", """{"defaultUserRolePermissions":{"allowedToCreateTenants":false}}""", 1)]
    public void The_setting_decides(string controlId, string policy, int? compliant)
    {
        using var tenant = new TestTenant().WithObject(Resources.AuthorizationPolicy, policy);

        var verdict = tenant.Evaluate(controlId);

        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        if (compliant is not { } count)
            return;

        verdict.ShouldHaveCounted(count, 1);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("everyone", "Everyone may invite guests, even a guest.")]
    [InlineData("AdminsGuestInvitersAndAllMembers", "Every member may invite guests.")]
    [InlineData("adminsAndGuestInviters", "Only administrators and guest inviters may invite guests.")]
    [InlineData("None", "Nobody may invite guests.")]
    public void The_sentence_says_who_may_invite_guests(string value, string status)
    {
        using var tenant = new TestTenant().WithObject(Resources.AuthorizationPolicy, $$"""{"allowInvitesFrom":"{{value}}"}""");

        tenant.Evaluate("ss_guest_invites").ImplementationStatus.ShouldBe(status);
    }

    [Theory]
    [InlineData("ss_guest_role", """{"guestUserRoleId":null}""")]
    [InlineData("ss_guest_invites", """{"allowInvitesFrom":[]}""")]
    [InlineData("ss_create_tenants", """{"defaultUserRolePermissions":{}}""")]
    [InlineData("ss_create_tenants", """{"defaultUserRolePermissions":{"allowedToCreateTenants":"sometimes"}}""")]
    public void A_setting_that_cannot_be_read_decides_nothing(string controlId, string policy)
    {
        using var tenant = new TestTenant().WithObject(Resources.AuthorizationPolicy, policy);

        tenant.ShouldNotEvaluate(controlId, Resources.AuthorizationPolicy);
    }
}
