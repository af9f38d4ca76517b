using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls;

/// <summary>Makes a verdict of "these users of those comply": counts, explanation, and the users who do not.</summary>
internal sealed record UserVerdict
{
    private const int MostDoubts = 10;

    public required TenantEvidence Evidence { get; init; }

    /// <summary>The users who count.</summary>
    public required UserSet Population { get; init; }

    /// <summary>The users who comply.</summary>
    public required UserBounds Compliant { get; init; }

    /// <summary>What is counted, as the end of "You have 3 of 7 ...".</summary>
    public required string Counted { get; init; }

    /// <summary>Says what is wrong with a user who does not comply. Id and names are added.</summary>
    public required Func<int, ScoreEvidence> Failure { get; init; }

    public IReadOnlyList<string> Explanation { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>Judges, unless what the snapshot leaves open would change the count.</summary>
    public Verdict ToVerdict()
    {
        int total = Population.Count;
        var compliant = Compliant.Intersect(Population);
        int certain = compliant.Certain.Count;
        int possible = compliant.Possible.Count;
        if (certain != possible)
            return Undecided($"Between {certain} and {possible} of {total} {Counted}", Doubts);

        var failing = Population.Except(compliant.Certain);
        return Verdict.Counted(certain, total, Sentence(certain, total, Counted)) with
        {
            Explanation = string.Join(" ", Explanation),
            Findings = [.. Findings.Distinct()],
            Items = failing.IsEmpty ? null : () => Failures(failing),
        };
    }

    /// <summary>The sentence that Microsoft shows for a control that counts users.</summary>
    public static string Sentence(long compliant, long total, string counted) => $"You have {compliant} of {total} {counted}.";

    /// <summary>The verdict where what the snapshot leaves open decides.</summary>
    /// <param name="summary">What is known, without a full stop.</param>
    /// <param name="doubts">What is open.</param>
    public static Verdict Undecided(string summary, IReadOnlyList<Doubt> doubts)
    {
        string[] messages = [.. doubts.Select(doubt => doubt.Message).Distinct(StringComparer.Ordinal)];
        string more = messages.Length > MostDoubts ? string.Create(CultureInfo.InvariantCulture, $"; and {messages.Length - MostDoubts} more") : "";
        string explanation = $"{summary}: {string.Join("; ", messages.Take(MostDoubts))}{more}.";
        if (doubts.FirstOrDefault(doubt => doubt.Missing is not null)?.Missing is { } missing)
            throw new EvidenceUnavailableException(missing with { Error = missing.Error is null ? explanation : $"{missing.Error.TrimEnd('.')}. {explanation}" });

        return Verdict.NotEvaluated(
            doubts.Any(doubt => doubt.IsUnknownValue) ? NotEvaluatedReason.SourceFailed : NotEvaluatedReason.NotCollected, explanation);
    }

    private IEnumerable<ScoreEvidence> Failures(UserSet failing) => Evidence.ReadUsers(failing).Select(user => Failure(user.Position) with
    {
        Kind = EvidenceKind.User,
        Id = user.Id,
        UserPrincipalName = user.UserPrincipalName,
        DisplayName = user.DisplayName,
    });
}
