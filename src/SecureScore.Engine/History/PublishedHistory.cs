using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.History;

/// <summary>Reads the days of Microsoft's own history from a snapshot: at most 90, often with gaps.</summary>
public static class PublishedHistory
{
    // The highest maximum that tenants have reported is 1376. A figure far above is damage.
    private const decimal MostPoints = 1_000_000;

    /// <summary>The days that the snapshot holds, oldest first; none when it has no published score or it cannot be read. Of several scores of one
    /// moment the first one counts; one without a date or without points is left out.</summary>
    public static IReadOnlyList<PublishedScorePoint> Read(TenantSnapshot snapshot, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.StateOf(Resources.SecureScores).Status != ResourceStatus.Collected)
            return [];

        var points = new SortedDictionary<DateTimeOffset, PublishedScorePoint>();
        try
        {
            foreach (var score in snapshot.ReadObjects(Resources.SecureScores, cancellation))
            {
                if (Parse(score) is { } point)
                    points.TryAdd(point.Date, point);
            }
        }
        catch (EvidenceUnavailableException)
        {
            // The judgement tells that the resource is damaged; the days before the damage are as good as ever.
        }

        return [.. points.Values];
    }

    private static PublishedScorePoint? Parse(EvidenceObject score)
    {
        if (score.Date("createdDateTime") is not { } date
            || Points(score, "currentScore") is not { } points
            || Points(score, "maxScore") is not { } maxPoints)
        {
            return null;
        }

        var averages = score.Objects("averageComparativeScores").ToLookup(average => average.Text("basis"), StringComparer.OrdinalIgnoreCase);
        return new PublishedScorePoint(date.ToUniversalTime(), points, maxPoints)
        {
            AllTenants = Average(averages["AllTenants"]),
            SimilarSize = Average(averages["TotalSeats"]),
        };
    }

    private static decimal? Points(EvidenceObject score, string name) =>
        score.Number(name) is >= 0 and <= MostPoints and var points ? RecordedPoints.Round(points) : null;

    // A percentage. Microsoft has published -1 when it had none.
    private static decimal? Average(IEnumerable<EvidenceObject> averages) =>
        averages.Select(average => average.Number("averageScore")).FirstOrDefault() is >= 0 and <= 100 and var percent ? RecordedPoints.Round(percent) : null;
}
