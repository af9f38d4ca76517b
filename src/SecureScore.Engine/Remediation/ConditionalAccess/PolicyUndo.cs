using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>What has to be looked at before changes of policies are taken back: whoever takes back a taking back puts a policy in force as well.</summary>
public static class PolicyUndo
{
    /// <summary>The resources that it takes to look.</summary>
    public static IReadOnlyList<string> Reads => PolicyDrafting.Reads;

    /// <summary>Whether changes may leave a policy in force that reaches more people than before.</summary>
    public static bool Concerns(IEnumerable<TenantChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Any(change => change.Resource == Resources.ConditionalAccessPolicies && change switch
        {
            SettingsChange settings => !settings.Settings.All(setting => PolicyTarget.IsState(setting) && !PolicyTarget.IsInForce(setting.Wanted)),
            ObjectCreation creation => PolicyTarget.IsInForce(creation.Content["state"]),
            _ => false,
        });
    }

    /// <summary>Looks whether somebody keeps a way in.</summary>
    /// <param name="request">The tenant as it is, and who takes it back.</param>
    /// <param name="changes">The changes that take it back.</param>
    /// <exception cref="SecureScoreException"><c>LockoutRisk</c>: nobody surely would, or whoever takes it back would not.</exception>
    public static void Check(RemediationRequest request, IReadOnlyList<TenantChange> changes)
    {
        ArgumentNullException.ThrowIfNull(request);
        new PolicyDrafting(request).GuardUndo(changes);
    }
}
