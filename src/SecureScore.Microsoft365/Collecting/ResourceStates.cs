using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Makes the state of a resource of what ended it.</summary>
internal sealed class ResourceStates
{
    private readonly bool _isPerson;

    public ResourceStates(TenantSession session) => _isPerson = session.Account is not null;

    /// <summary>The state after a fault. One that was denied names the permission that reads the resource.</summary>
    public ResourceState Of(string resource, ServiceFault fault)
    {
        var state = fault.StateOf(resource);
        return state.Status == ResourceStatus.Denied && ResourceDefinitions.Find(resource)?.Permission is { } permission
            ? state with { Permission = _isPerson ? permission.Delegated : permission.Application }
            : state;
    }

    /// <summary>The state of a resource that the tenant's licences do not include.</summary>
    public static ResourceState Unlicensed(string resource, string licence) => new(resource, ResourceStatus.NotLicensed) { Error = licence };

    /// <summary>The state of a resource that the service of the cloud does not have.</summary>
    public static ResourceState Absent(string resource, TenantCloud cloud) => new(resource, ResourceStatus.Skipped) { Error = $"the cloud {cloud} does not have it" };
}
