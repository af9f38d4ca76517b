using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>What is known before a policy is put in force: who is ready for it, and what it would have done.</summary>
public static class PolicyRollout
{
    private const string ResultFailure = "reportOnlyFailure";
    private const string ResultInterrupted = "reportOnlyInterrupted";
    private const string ResultSuccess = "reportOnlySuccess";

    /// <summary>Whether each user whom a policy concerns has registered what it asks for: those who have not first.</summary>
    /// <param name="remediation">The remediation by a policy.</param>
    /// <param name="request">What it was planned by.</param>
    /// <param name="draft">What was planned.</param>
    /// <returns>Empty for a policy that asks for nothing that can be registered, and for any other remediation.</returns>
    /// <exception cref="EvidenceUnavailableException">Users, roles or policies cannot be read.</exception>
    public static IReadOnlyList<RolloutReadiness> Readiness(ControlRemediation remediation, RemediationRequest request, RemediationDraft draft)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(draft);
        if (remediation is not PolicyRemediation { Blueprint: { Method: { } method } blueprint })
            return [];

        var evidence = new TenantEvidence(ChangeProjection.Apply(request.Evidence.Snapshot, draft.InForce ?? draft.Changes, request.Evidence.Cancellation), request.Evidence.Cancellation);
        if (Named(evidence, blueprint, request) is not { } policy)
            return [];

        var reached = Reached(evidence, policy);
        var registered = RegisteredMethods.Read(evidence, reached);
        return
        [
            .. evidence.ReadUsers(reached).Select(user => new RolloutReadiness
            {
                UserId = user.Id,
                UserPrincipalName = user.UserPrincipalName,
                DisplayName = user.DisplayName,
                Required = method,
                IsRegistered = registered.Has(user.Position, method),
                Methods = new DisplayList<string>(registered.Of(user.Position)),
            }).OrderBy(user => user.IsRegistered),
        ];
    }

    /// <summary>What the policy of a remediation, which only reports, would have done to the sign-ins of the log.</summary>
    /// <param name="remediation">The remediation by a policy.</param>
    /// <param name="request">What is planned by.</param>
    /// <returns>Null when there is no such policy, or no log.</returns>
    public static PromotionImpact? Impact(ControlRemediation remediation, RemediationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return remediation is PolicyRemediation { Blueprint: { } blueprint } && Named(request.Evidence, blueprint, request) is { State: PolicyState.ReportOnly } policy
            ? ImpactOf(request.Evidence, policy.Id, policy.Name)
            : null;
    }

    internal static PromotionImpact? ImpactOf(TenantEvidence evidence, string policyId, string name)
    {
        if (SignInLog.Find(evidence, Resources.RecentSignIns) is not { } log)
            return null;

        long successes = 0;
        var failed = new List<string>();
        var interrupted = new List<string>();
        try
        {
            foreach (var signIn in evidence.Snapshot.ReadObjects(log, evidence.Cancellation))
            {
                string user = signIn.Text("userPrincipalName") ?? signIn.Text("userId") ?? "";
                foreach (var applied in signIn.Objects("appliedConditionalAccessPolicies").Where(applied => policyId.Equals(applied.Text("id"), StringComparison.OrdinalIgnoreCase)))
                {
                    switch (applied.Text("result"))
                    {
                        case ResultFailure:
                            failed.Add(user);
                            break;
                        case ResultInterrupted:
                            interrupted.Add(user);
                            break;
                        case ResultSuccess:
                            successes++;
                            break;
                        default:
                            break;
                    }
                }
            }
        }
        catch (EvidenceUnavailableException)
        {
            // The log only adds to what is known; nothing of it is better than a part.
            return null;
        }

        return new PromotionImpact
        {
            PolicyId = policyId,
            PolicyName = name,
            Failures = failed.Count,
            Interruptions = interrupted.Count,
            Successes = successes,
            FailedUsers = Names(failed),
            InterruptedUsers = Names(interrupted),
        };
    }

    internal static string Sentence(PromotionImpact impact)
    {
        if (impact.Failures + impact.Interruptions + impact.Successes == 0)
            return $"The sign-in log tells of no sign-in that '{impact.PolicyName}' would have been about.";

        string whom = impact.FailedUsers.Count == 0 ? "" : $" ({PolicyDrafting.Some(impact.FailedUsers)})";
        return $"In force, '{impact.PolicyName}' would have kept out {Quantity.Of(impact.Failures, "sign-in")} of the log{whom}, asked for something at {impact.Interruptions}, "
            + $"and let {impact.Successes} pass.";
    }

    /// <summary>Who is ready and who is not, in words.</summary>
    internal static IEnumerable<string> Sentences(TenantEvidence evidence, ConditionalAccessPolicy policy, PolicyBlueprint blueprint)
    {
        var reached = Reached(evidence, policy);
        int total = reached.Count;
        if (blueprint.Method is not { } method)
        {
            yield return $"It concerns {Quantity.Of(total, "user")}.";
            yield break;
        }

        var registered = RegisteredMethods.Read(evidence, reached);
        var missing = evidence.Users.NoOne();
        foreach (int user in reached.Members().Where(user => !registered.Has(user, method)))
            missing.Add(user);
        string what = method == RequiredMethod.PhishingResistant ? "a method that resists phishing" : "for MFA";
        if (!registered.IsKnown)
            yield return $"The registration report was not read: none of {Quantity.Of(total, "user")} whom it concerns is known to have registered {what}.";
        else if (missing.IsEmpty)
            yield return $"{Quantity.Of(total, "user")} whom it concerns: all have registered {what}.";
        else
            yield return $"{missing.Count} of {Quantity.Of(total, "user")} whom it concerns {Quantity.Verb(missing.Count, "has", "have")} not registered {what}: {PolicyDrafting.NamesOf(evidence, missing)}.";
    }

    internal static ConditionalAccessPolicy? Find(TenantEvidence evidence, PolicyBlueprint blueprint) =>
        PolicyTarget.Find(evidence.Snapshot, blueprint)?["id"].AsText() is { } id ? evidence.ConditionalAccessPolicies.FirstOrDefault(policy => policy.Id == id) : null;

    internal static ConditionalAccessPolicy? Named(TenantEvidence evidence, PolicyBlueprint blueprint, RemediationRequest request) =>
        request.Values.Text(PolicyParameters.Policy) is { } name
            ? evidence.ConditionalAccessPolicies.FirstOrDefault(policy => name.Equals(policy.Id, StringComparison.OrdinalIgnoreCase))
                ?? evidence.ConditionalAccessPolicies.FirstOrDefault(policy => name.Equals(policy.Name, StringComparison.OrdinalIgnoreCase))
            : Find(evidence, blueprint);

    private static UserSet Reached(TenantEvidence evidence, ConditionalAccessPolicy policy) => policy.Include.Resolve(evidence, policy, "includes", [], []).Possible
        .Except(policy.Exclude.Resolve(evidence, policy, "excludes", [], []).Certain).Intersect(evidence.EnabledUsers);

    private static DisplayList<string> Names(List<string> users) => new(users.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase));
}
