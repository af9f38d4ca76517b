using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Evidence;

/// <summary>A permission that an administrator grants to an application.</summary>
/// <remarks>Ids of permissions are not kept: each tenant publishes them by name, in the service principal of the application that has them.</remarks>
/// <param name="Service">The service that asks for it.</param>
/// <param name="ApplicationId">The application that publishes it, the same in every tenant.</param>
/// <param name="Application">The name of the permission for an application without a user.</param>
/// <param name="Delegated">The name of the permission for an application with a user.</param>
public sealed record PermissionDefinition(TenantService Service, Guid ApplicationId, string Application, string Delegated)
{
    /// <summary>Permissions that allow as much and more.</summary>
    public IReadOnlyList<string> Higher { get; init; } = [];

    /// <summary>Whether permissions in a token allow what this one allows.</summary>
    public bool IsGrantedBy(IEnumerable<string> permissions) => permissions.Any(permission =>
        Is(permission, Application) || Is(permission, Delegated) || Higher.Any(higher => Is(permission, higher)));

    /// <summary>The name of the permission for an application without a user.</summary>
    public override string ToString() => Application;

    private static bool Is(string permission, string name) => permission.Equals(name, StringComparison.OrdinalIgnoreCase);
}
