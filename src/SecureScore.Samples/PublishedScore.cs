using System.Globalization;
using System.Text.Json.Nodes;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Scoring;

namespace SecureScore.Samples;

/// <summary>Microsoft's own score of the tenant: what the engine finds in its evidence, as it was before the changes that the description tells,
/// and the controls that no public evidence decides.</summary>
internal sealed class PublishedScore
{
    private static readonly ControlCatalog s_catalog = ControlCatalog.Default;

    private readonly Dictionary<string, decimal> _maxima = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, decimal> _points = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Difference> _differences = [];
    private readonly List<string> _warnings = [];
    private readonly JsonArray _averages;
    private readonly JsonArray _services;
    private readonly string _tenantId;
    private readonly DateTimeOffset _date;

    public PublishedScore(DescriptionMap published, string tenantId, DateTimeOffset now)
    {
        _tenantId = tenantId;
        _date = new DateTimeOffset((now - Timestamp.Age(published.Required("age"))).UtcDateTime.Date, TimeSpan.Zero);
        _services = new JsonArray([.. published.Texts("enabledServices").Select(service => (JsonNode)service)]);
        _averages = new JsonArray([.. published.Maps("averages").Select(Average)]);

        var maxima = published.Map("maxima");
        foreach (string control in maxima.Keys)
            _maxima.Add(Known(control, maxima), maxima.Amount(control));
        foreach (var score in published.Maps("scores"))
        {
            string control = Known(score.Text("control"), score);
            if (!_points.TryAdd(control, score.Amount("points"))
                || (score.OptionalAmount("maximum") is { } maximum && !_maxima.TryAdd(control, maximum)))
                throw new DescriptionException(score.Node, $"'{control}' has two scores, or two maxima");
            score.End();
        }

        foreach (var difference in published.Maps("differences"))
        {
            string control = Known(difference.Text("control"), difference);
            difference.Text("why");
            _differences.Add(new Difference(control, (int?)difference.OptionalAmount("compliant"), difference.Flag("met")));
            difference.End();
        }

        published.End();
    }

    /// <summary>Differences that make none.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The tenant's control profiles: every control of Microsoft 365 itself, and the others that are scored.</summary>
    public IEnumerable<JsonObject> ToProfiles() => s_catalog.Controls
        .Where(control => MaximumOf(control) is > 0 && (_points.ContainsKey(control.Id) || ControlEvaluators.Find(control.Id) is not null))
        .Select(control => new JsonObject
        {
            ["id"] = control.Id,
            ["azureTenantId"] = _tenantId,
            ["title"] = control.Title,
            ["maxScore"] = MaximumOf(control),
            ["rank"] = control.Rank,
            ["tier"] = control.Tier == ControlTier.DefenseInDepth ? "Defense In Depth" : control.Tier.ToString(),
            ["service"] = control.Service,
            ["controlCategory"] = control.Category,
            ["actionType"] = control.ActionType.ToString(),
            ["actionUrl"] = control.ActionUrl,
            ["userImpact"] = control.UserImpact.ToString(),
            ["implementationCost"] = control.ImplementationCost.ToString(),
            ["threats"] = new JsonArray([.. control.Threats.Select(threat => (JsonNode)threat)]),
            ["deprecated"] = false,
            ["remediation"] = "",
            ["remediationImpact"] = "",
            ["complianceInformation"] = new JsonArray(),
            ["controlStateUpdates"] = new JsonArray(),
            ["vendorInformation"] = Vendor(),
        });

    /// <summary>The score.</summary>
    /// <param name="judged">What the engine finds in the tenant's evidence.</param>
    /// <param name="activeUsers">How many people may sign in.</param>
    public JsonObject ToScore(IEnumerable<ControlResult> judged, int activeUsers)
    {
        // Controls of our own give no points, and Microsoft does not know them.
        var rows = judged.Where(control => control is { Source: ResultSource.Evidence, MaxPoints: > 0 }).Select(Measured).ToList();
        rows.AddRange(_points.Select(Told));
        foreach (var difference in _differences.Where(difference => rows.All(row => row.Id != difference.Control)))
            _warnings.Add($"{difference.Control} is not judged by evidence yet: its difference is left out");

        rows.Sort((first, second) => string.CompareOrdinal(first.Id, second.Id));
        return new JsonObject
        {
            ["id"] = $"{_tenantId}_{_date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
            ["azureTenantId"] = _tenantId,
            ["activeUserCount"] = activeUsers,
            ["createdDateTime"] = Timestamp.Format(_date),
            ["currentScore"] = rows.Sum(row => row.Points),
            ["enabledServices"] = _services,
            ["licensedUserCount"] = 0,
            ["maxScore"] = rows.Sum(row => row.Maximum),
            ["vendorInformation"] = Vendor(),
            ["averageComparativeScores"] = _averages,
            ["controlScores"] = new JsonArray([.. rows.Select(Score)]),
        };
    }

    private Row Measured(ControlResult control)
    {
        var definition = s_catalog.GetControl(control.Id);
        var row = new Row(control.Id, control.Category, control.Title, Round(control.Points!.Value), control.MaxPoints!.Value)
        {
            Count = definition.Shape == PointsShape.Binary ? null : control.CompliantCount,
            Total = definition.Shape == PointsShape.Binary ? null : control.TotalCount,
            IsOn = definition.Shape == PointsShape.Binary ? control.Outcome == ControlOutcome.Completed : null,
        };
        return _differences.Find(difference => difference.Control == control.Id) is { } difference ? Apply(difference, row) : row;
    }

    private Row Apply(Difference difference, Row row)
    {
        if (difference.Compliant is { } change && row.Total is > 0 && Math.Clamp(row.Count!.Value + change, 0, row.Total.Value) is var count && count != row.Count)
            return row with { Count = count, Points = Round(row.Maximum * count / row.Total.Value) };

        if (difference.IsMet is { } met && row.IsOn is { } isOn && met != isOn)
            return row with { IsOn = met, Points = met ? row.Maximum : 0 };

        _warnings.Add($"{difference.Control} does not differ from what is measured");
        return row;
    }

    private Row Told(KeyValuePair<string, decimal> score)
    {
        var definition = s_catalog.GetControl(BaseId(score.Key));
        return new Row(score.Key, definition.Category, definition.Title, score.Value, _maxima.GetValueOrDefault(score.Key, definition.MaxPoints ?? score.Value));
    }

    private JsonObject Score(Row row)
    {
        var score = new JsonObject
        {
            ["controlCategory"] = row.Category,
            ["controlName"] = row.Id,
            ["description"] = row.Title,
            ["score"] = row.Points,
            ["scoreInPercentage"] = row.Maximum == 0 ? 0 : Round(100 * row.Points / row.Maximum),
            ["implementationStatus"] = "",
            ["lastSynced"] = Timestamp.Format(_date),
        };
        // The service writes these as text.
        if (row.Count is { } count)
            score["count"] = count.ToString(CultureInfo.InvariantCulture);
        if (row.Total is { } total)
            score["total"] = total.ToString(CultureInfo.InvariantCulture);
        if (row.IsOn is { } isOn)
            score["on"] = isOn ? "true" : "false";
        return score;
    }

    private decimal? MaximumOf(ControlDefinition control) => _maxima.TryGetValue(control.Id, out decimal maximum) ? maximum : control.MaxPoints;

    private static JsonObject Average(DescriptionMap average)
    {
        var row = new JsonObject { ["basis"] = average.Text("basis") };
        foreach (string figure in average.Keys.Where(key => key != "basis"))
            row[figure] = average.Amount(figure);
        return row;
    }

    private static string Known(string control, DescriptionMap map) => s_catalog.Find(BaseId(control)) is not null
        ? control
        : throw new DescriptionException(map.Node, $"the catalogue has no control '{control}'");

    // The controls of a connected app carry the number of its instance: 11770.MDA_Google_EnableTwoFactorAuth.
    private static string BaseId(string control) =>
        control.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && control[..dot].All(char.IsAsciiDigit) ? control[(dot + 1)..] : control;

    private static decimal Round(decimal points) => Math.Round(points, 2, MidpointRounding.AwayFromZero);

    private static JsonObject Vendor() =>
        new() { ["provider"] = "SecureScore", ["providerVersion"] = null, ["subProvider"] = null, ["vendor"] = "Microsoft" };

    /// <summary>One control of the score.</summary>
    private sealed record Row(string Id, string Category, string Title, decimal Points, decimal Maximum)
    {
        public long? Count { get; init; }

        public long? Total { get; init; }

        public bool? IsOn { get; init; }
    }

    private sealed record Difference(string Control, int? Compliant, bool? IsMet);
}
