using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>Security defaults, which satisfy three controls on any licence.</summary>
/// <remarks>Source: https://learn.microsoft.com/defender-xdr/microsoft-secure-score, "Security defaults".</remarks>
internal static class SecurityDefaults
{
    /// <summary>Whether security defaults are on; null with a doubt when that is unknown.</summary>
    public static (bool? Enabled, Doubt? Doubt) Read(TenantEvidence evidence)
    {
        try
        {
            return (evidence.SecurityDefaultsEnabled, null);
        }
        catch (EvidenceUnavailableException exception)
        {
            // The service refuses an enabled policy while security defaults are on.
            return HasEnabledPolicy(evidence)
                ? (false, null)
                : (null, new Doubt("the snapshot does not tell whether security defaults are on", exception.State));
        }
    }

    /// <summary>The verdict while they are on.</summary>
    /// <param name="population">The users who count; null where the snapshot does not tell all of them.</param>
    /// <param name="counted">What is counted, as the end of "You have 3 of 7 ...".</param>
    public static Verdict FullPoints(Func<UserSet?> population, string counted) => (CountOf(population) is { } total
        ? Verdict.Counted(total, total, UserVerdict.Sentence(total, total, counted))
        : Verdict.Complete("Security defaults are on.")) with
    {
        Explanation = "Security defaults are on, which satisfies this control.",
    };

    private static int? CountOf(Func<UserSet?> population)
    {
        try
        {
            return population()?.Count;
        }
        catch (EvidenceUnavailableException)
        {
            return null;
        }
    }

    private static bool HasEnabledPolicy(TenantEvidence evidence)
    {
        try
        {
            return evidence.ConditionalAccessPolicies.Any(policy => policy.State == PolicyState.Enabled);
        }
        catch (EvidenceUnavailableException)
        {
            return false;
        }
    }
}
