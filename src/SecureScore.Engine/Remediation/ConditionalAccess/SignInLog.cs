using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>The sign-in log, or the part of it that was collected.</summary>
internal static class SignInLog
{
    /// <summary>The resource that has the sign-ins; null when none was collected.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="part">The part that is wanted. The whole log serves as well.</param>
    public static string? Find(TenantEvidence evidence, string part) =>
        Array.Find([part, Resources.SignIns], resource => evidence.Snapshot.StateOf(resource).Status == ResourceStatus.Collected);

    /// <summary>Why the sign-ins are not there, in words.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="part">The part that is wanted.</param>
    public static string WhyMissing(TenantEvidence evidence, string part) => evidence.Snapshot.StateOf(part) switch
    {
        { Status: ResourceStatus.NotLicensed } => "The service keeps no sign-in log for a tenant without Microsoft Entra ID P1",
        { Status: ResourceStatus.Denied } state =>
            $"The sign-in log could not be read{(state.Permission is null ? "" : $" without the permission {state.Permission}")}{Cause(state)}",
        { Status: ResourceStatus.Failed } state => $"The sign-in log could not be read{Cause(state)}",
        _ => "The sign-in log was not collected",
    };

    private static string Cause(ResourceState state) => state.Error is null ? "" : $" ({state.Error.TrimEnd('.')})";
}
