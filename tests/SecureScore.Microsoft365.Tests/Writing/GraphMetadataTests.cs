namespace SecureScore.Microsoft365.Tests.Writing;

public class GraphMetadataTests
{
    [Theory]
    [InlineData("PATCH", "/v1.0/policies/authorizationPolicy", """{"allowInvitesFrom":"nobody"}""", "no value 'nobody'")]
    [InlineData("PATCH", "/v1.0/policies/authorizationPolicy", """{"defaultUserRolePermissions":{"allowedToCreateApps":"no"}}""", "is no Edm.Boolean")]
    [InlineData("PATCH", "/v1.0/policies/authorizationPolicy", """{"AllowInvitesFrom":"none"}""", "has no AllowInvitesFrom")]
    [InlineData("PUT", "/v1.0/policies/authorizationPolicy", "{}", "no request that is known")]
    [InlineData("PATCH", "/beta/policies/authorizationPolicy", "{}", "no request that is known")]
    [InlineData("PATCH", "/v1.0/domains/contoso.com", """{"passwordValidityPeriodInDays":2147483648}""", "is no Edm.Int32")]
    [InlineData("POST", "/v1.0/identity/conditionalAccess/policies", """{"conditions":{"users":{"includeUsers":"All"}}}""", "/conditions/users/includeUsers is no list")]
    [InlineData("POST", "/v1.0/identity/conditionalAccess/policies", """{"grantControls":{"builtInControls":["mfa","sms"]}}""", "no value 'sms'")]
    [InlineData("POST", "/v1.0/identity/conditionalAccess/namedLocations", """{"countriesAndRegions":["BE"]}""", "has no countriesAndRegions")]
    [InlineData("POST", "/v1.0/identity/conditionalAccess/namedLocations", """{"@odata.type":"#microsoft.graph.group"}""", "and no namedLocation")]
    [InlineData("DELETE", "/v1.0/identity/conditionalAccess/policies/1", "{}", "has a body")]
    [InlineData("PATCH", "/v1.0/groups/1", null, "has no body")]
    [InlineData("PATCH", "/beta/admin/forms", """{"settings":{"isFun":true}}""", "isFun is no setting")]
    [InlineData("PATCH", "/beta/admin/forms", """{"isInOrgFormsPhishingScanEnabled":true}""", "nothing else")]
    public void What_Graph_does_not_take_is_found(string method, string path, string? body, string error) =>
        GraphMetadata.Check(method, path, body).ShouldHaveSingleItem().ShouldContain(error);

    [Theory]
    [InlineData("POST", "/v1.0/identity/conditionalAccess/namedLocations", """{"@odata.type":"#microsoft.graph.countryNamedLocation","countriesAndRegions":["BE"]}""")]
    [InlineData("POST", "/v1.0/identity/conditionalAccess/policies", """{"conditions":{"users":{"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest"}}}}""")]
    [InlineData("DELETE", "/v1.0/identity/conditionalAccess/policies/1", null)]
    [InlineData("PATCH", "/beta/admin/forms", """{"settings":{"isInOrgFormsPhishingScanEnabled":true}}""")]
    public void What_Graph_takes_is_let_through(string method, string path, string? body) => GraphMetadata.Check(method, path, body).ShouldBeEmpty();
}
