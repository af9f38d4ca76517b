using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>A review of users who got in after the wrong credentials had been tried several times.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. Sign-ins that only stopped to ask for MFA or consent are no failures.</remarks>
internal abstract class RepeatedFailures : SignInReview
{
    private const int Several = 5;

    // Locked out, no such password, wrong password, MFA refused.
    private static readonly string[] s_wrongCredentials = ["50053", "50056", "50126", "500121"];

    protected sealed override string Subject => $"user who signed in after {Several} or more failures with wrong credentials";

    protected sealed override IEnumerable<ScoreEvidence> ToReview(ReviewWindow window)
    {
        // A log may come in any order: first the last success of each user, then the failures before it.
        var successes = new Dictionary<EntityId, DateTimeOffset>();
        foreach (var entry in window.Entries().Where(entry => Succeeded(entry.Row)))
        {
            var user = UserOf(entry.Row);
            successes[user] = successes.TryGetValue(user, out var last) && last > entry.Date ? last : entry.Date;
        }

        var failures = new Dictionary<EntityId, int>();
        foreach (var entry in window.Entries().Where(entry => s_wrongCredentials.Contains(ErrorOf(entry.Row), StringComparer.Ordinal)))
        {
            var user = UserOf(entry.Row);
            if (successes.TryGetValue(user, out var success) && entry.Date < success)
                failures[user] = failures.GetValueOrDefault(user) + 1;
        }

        foreach (var entry in window.Entries().Where(entry => Succeeded(entry.Row)))
        {
            var user = UserOf(entry.Row);
            if (failures.Remove(user, out int count) && count >= Several)
            {
                yield return Item(
                    entry.Row,
                    string.Create(CultureInfo.InvariantCulture, $"{count} failures, then a success"),
                    $"Wrong credentials were tried {Quantity.Of(count, "time")} before someone got in.");
            }
        }
    }
}
