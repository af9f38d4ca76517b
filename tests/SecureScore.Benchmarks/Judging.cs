using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Benchmarks;

/// <summary>A whole judgement inside this process, from opening the snapshot on.</summary>
internal static class Judging
{
    // Between them they read users, registration details, groups, members, roles and policies.
    private static readonly string[] s_ofUsers =
        ["AdminMFAV2", "MFARegistrationV2", "BlockLegacyAuthentication", "UserRiskPolicy", "SigninRiskPolicy", "SelfServicePasswordReset"];

    private static readonly string[] s_ofRules =
        ["mdo_bulkthreshold", "mdo_zapmalware", "mdo_phishthresholdlevel", "mdo_safelinksforemail", "mdo_safeattachments"];

    public static SecureScoreResult Judge(string folder)
    {
        var result = SecureScoreEvaluator.Judge(TenantSnapshot.Open(folder), ControlCatalog.Default);
        Expect(id => result.Controls.Single(control => control.Id == id).Outcome.ToString());
        return result;
    }

    /// <exception cref="BenchmarkException">A control of users was not judged: the judgement was quick because it skipped the work.</exception>
    /// <param name="outcomeOf">The outcome of a control.</param>
    /// <param name="rules">Whether the rules of mail protection are part of the work.</param>
    public static void Expect(Func<string, string> outcomeOf, bool rules = false)
    {
        foreach (string id in rules ? [.. s_ofUsers, .. s_ofRules] : s_ofUsers)
        {
            if (outcomeOf(id) is nameof(ControlOutcome.NotEvaluated))
                throw new BenchmarkException($"{id} was not judged, so the time would mean nothing.");
        }
    }
}
