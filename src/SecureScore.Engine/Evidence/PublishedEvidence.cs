namespace SecureScore.Engine.Evidence;

/// <summary>Microsoft's published score of the tenant: the newest one only.</summary>
/// <remarks>Microsoft's own texts about a control (implementationStatus, description) are sometimes wrong and are never read as facts.</remarks>
internal sealed record PublishedEvidence(
    decimal Score,
    decimal MaxScore,
    DateTimeOffset? Date,
    IReadOnlyDictionary<string, PublishedControl> Controls)
{
    public static PublishedEvidence Parse(EvidenceObject score)
    {
        var controls = new Dictionary<string, PublishedControl>(StringComparer.OrdinalIgnoreCase);
        foreach (var control in score.Objects("controlScores"))
        {
            if (control.Text("controlName") is { } id && control.Number("score") is { } points && points >= 0)
            {
                controls[id] = new PublishedControl(
                    id,
                    points,
                    control.Number("scoreInPercentage"),
                    control.Text("controlCategory"));
            }
        }

        return new PublishedEvidence(
            score.Number("currentScore") ?? 0,
            score.Number("maxScore") ?? 0,
            score.Date("createdDateTime"),
            controls);
    }
}

/// <summary>One control of a published score.</summary>
internal sealed record PublishedControl(string Id, decimal Points, decimal? Percentage, string? Category)
{
    /// <summary>The maximum that points and percentage imply; null where they imply none.</summary>
    public decimal? ImpliedMaximum =>
        Percentage is > 0 and <= 100 && Points > 0 ? Math.Round(Points * 100 / Percentage.Value, 2) : null;
}

/// <summary>What the tenant's own control profile says of a control.</summary>
internal sealed record ControlProfile(string Id)
{
    public string? Title { get; init; }

    public string? Category { get; init; }

    public string? Service { get; init; }

    public decimal? MaxPoints { get; init; }

    public string? ActionUrl { get; init; }

    public static ControlProfile Parse(EvidenceObject profile) => new(profile.RequiredText("id"))
    {
        Title = profile.Text("title"),
        Category = profile.Text("controlCategory"),
        Service = profile.Text("service"),
        MaxPoints = profile.Number("maxScore") is > 0 and var points ? points : null,
        ActionUrl = profile.Text("actionUrl"),
    };
}
