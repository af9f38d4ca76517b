using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Who still signs in with clients that cannot do MFA, by the sign-in log.</summary>
/// <remarks>Source: clientAppUsed of the sign-in log; whatever is neither a browser nor a modern client is legacy authentication.</remarks>
internal static class LegacySignIns
{
    private static readonly string[] s_modern = ["Browser", "Mobile Apps and Desktop clients"];

    /// <summary>What the log tells, or why nothing does.</summary>
    public static string Sentence(TenantEvidence evidence)
    {
        if (SignInLog.Find(evidence, Resources.LegacySignIns) is not { } log)
            return $"{SignInLog.WhyMissing(evidence, Resources.LegacySignIns)}, so that nothing tells who still uses legacy authentication. Find out before it is blocked.";

        var users = new SortedDictionary<string, SortedSet<string>>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var signIn in evidence.Snapshot.ReadObjects(log, evidence.Cancellation))
            {
                // An attack that failed loses nothing.
                if (signIn.Text("clientAppUsed") is not { Length: > 0 } client || s_modern.Contains(client, StringComparer.OrdinalIgnoreCase)
                    || signIn.Object("status")?.Number("errorCode") is not (null or 0))
                    continue;

                string user = signIn.Text("userPrincipalName") ?? signIn.Text("userId") ?? "";
                if (!users.TryGetValue(user, out var clients))
                    users.Add(user, clients = new SortedSet<string>(StringComparer.OrdinalIgnoreCase));
                clients.Add(client);
            }
        }
        catch (EvidenceUnavailableException exception)
        {
            return $"Nothing tells who still uses legacy authentication: {exception.Message}";
        }

        return users.Count == 0
            ? "Nobody has used legacy authentication in the interactive sign-ins of the log; others, such as those of devices that send mail, are not in it."
            : $"{Quantity.Of(users.Count, "user")} still {Quantity.Verb(users.Count, "uses", "use")} legacy authentication: "
                + $"{PolicyDrafting.Some([.. users.Select(user => $"{user.Key} ({string.Join(", ", user.Value)})")])}.";
    }
}
