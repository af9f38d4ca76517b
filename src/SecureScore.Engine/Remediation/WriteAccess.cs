using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Remediation;

/// <summary>What it takes to change a resource. Nobody asks for it before something is to be changed.</summary>
/// <remarks>Source: the "Permissions" section of each request in the reference of Microsoft Graph; for Exchange Online, Security &amp; Compliance and
/// Teams, the roles that their documentation names.</remarks>
public static class WriteAccess
{
    /// <summary>The permissions that changing a resource takes, all of them.</summary>
    public static IReadOnlyList<PermissionDefinition> PermissionsFor(string resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Find(resource) ?? throw new ArgumentOutOfRangeException(nameof(resource), resource, "Nothing changes this resource.");
    }

    /// <summary>Whether a resource is one that can be changed.</summary>
    public static bool Covers(string resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Find(resource) is not null;
    }

    /// <summary>The directory roles of which one is needed besides the permission: by a person always, by an application in Exchange, Purview and Teams.
    /// The first is the least.</summary>
    public static IReadOnlyList<DirectoryRole> RolesFor(string resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource switch
        {
            Resources.ConditionalAccessPolicies or Resources.NamedLocations or Resources.SecurityDefaults => DirectoryRole.ToWriteConditionalAccess,
            Resources.AuthorizationPolicy => DirectoryRole.ToWriteConsent,
            Resources.Groups => DirectoryRole.ToWriteGroups,
            Resources.AuthenticationMethodsPolicy => DirectoryRole.ToWriteAuthenticationMethods,
            Resources.Domains => DirectoryRole.ToWriteDomains,
            Resources.SharePointSettings => DirectoryRole.ToWriteSharePoint,
            _ when resource.StartsWith("graph/", StringComparison.OrdinalIgnoreCase) => DirectoryRole.ToWriteDirectory,
            _ when resource.StartsWith("compliance/", StringComparison.OrdinalIgnoreCase) => DirectoryRole.ToWritePurview,
            _ when resource.StartsWith("teams/", StringComparison.OrdinalIgnoreCase) => DirectoryRole.ToWriteTeams,
            _ => DirectoryRole.ToWriteExchange,
        };
    }

    private static IReadOnlyList<PermissionDefinition>? Find(string resource) => resource switch
    {
        Resources.ConditionalAccessPolicies or Resources.NamedLocations => ServicePermissions.WriteConditionalAccess,
        Resources.SecurityDefaults => [ServicePermissions.WriteSecurityDefaults, ServicePermissions.Policy],
        Resources.AuthorizationPolicy => [ServicePermissions.WriteAuthorization],
        Resources.AdminConsentRequestPolicy => [ServicePermissions.WriteConsentRequests],
        Resources.AuthenticationMethodsPolicy => [ServicePermissions.WriteAuthenticationMethods],
        Resources.ActivityBasedTimeoutPolicies => [ServicePermissions.WriteApplicationConfiguration, ServicePermissions.Policy],
        Resources.Domains => [ServicePermissions.WriteDomains],
        Resources.GroupSettings => [ServicePermissions.WriteGroupSettings],
        Resources.Groups => [ServicePermissions.WriteGroups],
        Resources.SharePointSettings => [ServicePermissions.WriteSharePoint],
        Resources.AdminAppsAndServices => [ServicePermissions.WriteAppsAndServices],
        Resources.AdminForms => [ServicePermissions.WriteForms],
        _ when resource.StartsWith("exchange/", StringComparison.OrdinalIgnoreCase) => [ServicePermissions.Exchange],
        _ when resource.StartsWith("compliance/", StringComparison.OrdinalIgnoreCase) => [ServicePermissions.Purview],
        _ when resource.StartsWith("teams/", StringComparison.OrdinalIgnoreCase) => [ServicePermissions.Teams],
        _ => null,
    };
}
