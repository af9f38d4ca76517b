using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>The public application of Microsoft's that people sign in with who have registered none of their own.</summary>
internal static class FirstPartyApplication
{
    /// <summary>Its name, as consent and sign-in logs show it.</summary>
    public const string Name = "Microsoft Graph Command Line Tools";

    /// <summary>Its application (client) id.</summary>
    public const string ClientId = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

    /// <summary>The delegated Graph permissions that are asked for by name: everybody's consent to this application is shared, and may hold more.</summary>
    public static IReadOnlyList<string> Permissions { get; } =
    [
        .. ResourceDefinitions.All.Select(resource => resource.Permission).OfType<PermissionDefinition>()
            .Where(permission => permission.Service == TenantService.Graph).Select(permission => permission.Delegated).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
