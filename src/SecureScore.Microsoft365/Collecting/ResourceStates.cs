using SecureScore.Engine.Evidence;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>Makes the state of a resource of the fault that ended it.</summary>
internal sealed class ResourceStates
{
    /// <summary>The state.</summary>
    public ResourceState Of(string resource, ServiceFault fault) => fault.StateOf(resource);
}
