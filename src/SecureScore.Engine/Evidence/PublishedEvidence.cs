using System.Globalization;
using SecureScore.Engine.Decisions;

namespace SecureScore.Engine.Evidence;

/// <summary>Microsoft's published score of the tenant: the newest one only.</summary>
/// <remarks>Microsoft's own texts about a control (implementationStatus, description) are sometimes wrong and are never read as facts.</remarks>
internal sealed record PublishedEvidence(
    decimal Score,
    decimal MaxScore,
    DateTimeOffset? Date,
    IReadOnlyDictionary<string, PublishedControl> Controls)
{
    // No control was ever worth more than 50 points. A larger figure is damage, and sums of such figures overflow.
    private const decimal MostPoints = 1000;

    public static PublishedEvidence Parse(EvidenceObject score)
    {
        var controls = new Dictionary<string, PublishedControl>(StringComparer.OrdinalIgnoreCase);
        foreach (var control in score.Objects("controlScores"))
        {
            if (control.Text("controlName") is { } id && control.Number("score") is { } points && AreBelievable(points))
            {
                controls[id] = new PublishedControl(
                    id,
                    points,
                    control.Number("scoreInPercentage"),
                    control.Text("controlCategory"))
                {
                    LastSynced = DateOf(control.Text("lastSynced")),
                };
            }
        }

        return new PublishedEvidence(
            score.Number("currentScore") ?? 0,
            score.Number("maxScore") ?? 0,
            score.Date("createdDateTime"),
            controls);
    }

    // It explains differences and gives no points: damage in it costs nothing else.
    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>Whether a control can give so many points.</summary>
    public static bool AreBelievable(decimal points) => points is >= 0 and <= MostPoints;
}

/// <summary>One control of a published score.</summary>
internal sealed record PublishedControl(string Id, decimal Points, decimal? Percentage, string? Category)
{
    /// <summary>When the service behind the control last told anything; null on days when it did not.</summary>
    public DateTimeOffset? LastSynced { get; init; }

    // A smaller percentage is rounding or damage: nothing can be concluded from it.
    private const decimal LeastPercentage = 0.01m;

    // Points and percentages are published with two decimals, maxima are whole: 4.33 points at 48.08 percent are 4.33 of 9, not of 9.01.
    private const decimal RoundingError = 0.05m;

    /// <summary>The maximum that points and percentage imply; null where they imply none.</summary>
    public decimal? ImpliedMaximum
    {
        get
        {
            if (Percentage is not (>= LeastPercentage and <= 100) || Points == 0)
                return null;

            decimal maximum = Math.Round(Points * 100 / Percentage.Value, 2);
            decimal whole = Math.Max(Math.Round(maximum), Points);
            maximum = Math.Abs(maximum - whole) <= RoundingError ? whole : maximum;
            return PublishedEvidence.AreBelievable(maximum) ? maximum : null;
        }
    }
}

/// <summary>What the tenant's own control profile says of a control.</summary>
internal sealed record ControlProfile(string Id)
{
    public string? Title { get; init; }

    public string? Category { get; init; }

    public string? Service { get; init; }

    public decimal? MaxPoints { get; init; }

    public string? ActionUrl { get; init; }

    /// <summary>What was decided about the control in Microsoft's portal; null where that is damaged.</summary>
    public PublishedControlState? State { get; init; }

    public static ControlProfile Parse(EvidenceObject profile) => new(profile.RequiredText("id"))
    {
        Title = profile.Text("title"),
        Category = profile.Text("controlCategory"),
        Service = profile.Text("service"),
        MaxPoints = profile.Number("maxScore") is > 0 and var points && PublishedEvidence.AreBelievable(points) ? points : null,
        ActionUrl = profile.Text("actionUrl"),
        State = StateOf(profile),
    };

    // It gives no points: damage in it costs nothing else.
    private static PublishedControlState? StateOf(EvidenceObject profile)
    {
        try
        {
            return PublishedControlState.CurrentOf(profile.Objects("controlStateUpdates").Select(update => new PublishedControlState(update.RequiredText("state"))
            {
                Comment = update.Text("comment"),
                AssignedTo = update.Text("assignedTo"),
                UpdatedBy = update.Text("updatedBy"),
                UpdatedAt = update.Date("updatedDateTime"),
            }));
        }
        catch (EvidenceUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>The average score of a group of tenants, in percent, although the tenant's own score beside it is in points.</summary>
internal sealed record PublishedAverage(string Basis, decimal Percentage, decimal? LowestSeats, decimal? HighestSeats)
{
    public static IReadOnlyList<PublishedAverage> ParseAll(EvidenceObject score) =>
        [.. score.Objects("averageComparativeScores").Select(Parse).OfType<PublishedAverage>()];

    // Microsoft has published -1 where it had no average.
    private static PublishedAverage? Parse(EvidenceObject average) => average.Text("basis") is { Length: > 0 } basis && average.Number("averageScore") is >= 0 and <= 100 and var percentage
        ? new PublishedAverage(basis, percentage, average.Number("SeatSizeRangeLowerValue"), average.Number("SeatSizeRangeUpperValue"))
        : null;
}
