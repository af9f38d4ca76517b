namespace SecureScore.Engine.History;

/// <summary>A band of the score.</summary>
public enum ScoreZone
{
    /// <summary>Below what the organisation finds okay.</summary>
    Bad,

    /// <summary>Okay.</summary>
    Okay,

    /// <summary>Good.</summary>
    Good,
}

/// <summary>Where the organisation's own bands of the score begin, in percent.</summary>
/// <param name="Okay">Where okay begins; below it is bad.</param>
/// <param name="Good">Where good begins; it reaches to 100.</param>
public sealed record ScoreZones(decimal Okay, decimal Good)
{
    /// <summary>Bands that nobody chose: thirds, as nearly as whole percents allow.</summary>
    public static ScoreZones Default { get; } = new(34, 67);

    /// <summary>The band of a percentage; null when there is none.</summary>
    public ScoreZone? Of(decimal? percentage) =>
        percentage is null ? null : percentage >= Good ? ScoreZone.Good : percentage >= Okay ? ScoreZone.Okay : ScoreZone.Bad;

    /// <summary>Bands that are percentages in rising order.</summary>
    /// <exception cref="SecureScoreException">They are not.</exception>
    public static ScoreZones Create(decimal okay, decimal good) => okay is >= 0 and <= 100 && good <= 100 && okay < good
        ? new ScoreZones(okay, good)
        : throw new SecureScoreException(ErrorIds.ZoneInvalid, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"Okay from {okay} and good from {good} percent are no bands. Give two percentages from 0 to 100, the one for good above the other."));
}

/// <summary>A score of the organisation's choice to compare with, such as a sister company's.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Percentage">The score in percent.</param>
public sealed record CustomComparison(string Name, decimal Percentage)
{
    /// <summary>The most characters of a name.</summary>
    public const int MostCharacters = 100;

    /// <summary>A comparison with a name and a percentage.</summary>
    /// <exception cref="SecureScoreException">The name is empty or too long, or the percentage is none.</exception>
    public static CustomComparison Create(string name, decimal percentage)
    {
        string trimmed = name?.Trim() ?? "";
        return trimmed.Length is > 0 and <= MostCharacters && Decisions.DecisionText.FirstRefused(trimmed, allowLines: false) is null && percentage is >= 0 and <= 100
            ? new CustomComparison(trimmed, percentage)
            : throw new SecureScoreException(ErrorIds.ZoneInvalid,
                $"That is no comparison. Give it a name of at most {MostCharacters} characters and a percentage from 0 to 100.");
    }
}
