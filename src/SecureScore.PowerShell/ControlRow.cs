using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;

namespace SecureScore.PowerShell;

/// <summary>A control that a cmdlet is asked to change: an id, or an object with a property Id, such as a control or a row of a
/// CSV file, or with a property ControlId, such as what can be done about one.</summary>
internal sealed class ControlRow
{
    private readonly PSObject? _source;
    private readonly int _number;

    private ControlRow(string id, PSObject? source, int number)
    {
        Id = id;
        _source = source;
        _number = number;
    }

    /// <summary>The control's id.</summary>
    public string Id { get; }

    /// <summary>Whether it came down the pipeline: a list that somebody made, in which not every row need change.</summary>
    public bool IsPiped => _number > 0;

    /// <summary>The control that a parameter names.</summary>
    public static ControlRow Named(string id) => new(id, null, 0);

    /// <summary>Whether an object of the pipeline is a row without any text, as spreadsheets leave them behind.</summary>
    public static bool IsEmpty(PSObject source) => source.BaseObject is not string && source.Properties.Any()
        && source.Properties.All(property => property.Value is null || (property.Value is string text && string.IsNullOrWhiteSpace(text)));

    /// <summary>The control of an object of the pipeline.</summary>
    /// <param name="source">The object; text is an id.</param>
    /// <param name="number">Which object of the pipeline it is, from 1.</param>
    /// <exception cref="SecureScoreException"><c>DecisionRowInvalid</c>: it has no id.</exception>
    public static ControlRow Piped(PSObject source, int number)
    {
        string? id = source.BaseObject as string ?? TextOf(source, "ControlId") ?? TextOf(source, nameof(Id));
        return string.IsNullOrWhiteSpace(id) ? throw Invalid(number, "it has no column Id, or that is empty") : new ControlRow(id.Trim(), source, number);
    }

    /// <summary>The text of a column; null when the row lacks it.</summary>
    public string? Text(string column) => _source is null ? null : TextOf(_source, column);

    /// <summary>The status that is meant.</summary>
    /// <param name="named">The status for all rows; null takes that of the row.</param>
    /// <exception cref="SecureScoreException"><c>DecisionRowInvalid</c>: there is none, or there is no such status.</exception>
    public ControlStatus Status(string? named)
    {
        string? text = named ?? Text(nameof(Status));
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid(_number, IsPiped ? "it has no column Status, or that is empty; give -Status for all rows" : "-Status says what was decided, and is missing");

        // "Risk accepted" is what lists show of RiskAccepted.
        return Enum.TryParse<ControlStatus>(text.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var status) && Enum.IsDefined(status)
            ? status
            : throw Invalid(_number, $"'{text}' is no status; use {string.Join(", ", Enum.GetNames<ControlStatus>())}");
    }

    /// <summary>The date in a value: none, a date, or its text. A text that begins with a year is an ISO date; any other is one of the culture, as Export-Csv
    /// writes it.</summary>
    /// <exception cref="SecureScoreException"><c>DecisionRowInvalid</c>: it is no date.</exception>
    public DateTimeOffset? Date(object? value, CultureInfo culture)
    {
        object? date = value is PSObject wrapped ? wrapped.BaseObject : value;
        return date switch
        {
            null => null,
            DateTimeOffset moment => WholeSeconds(moment),
            DateTime moment => WholeSeconds(new DateTimeOffset(moment)),
            string text when string.IsNullOrWhiteSpace(text) => null,
            string text => WholeSeconds(Parse(text.Trim(), culture)),
            _ => throw Invalid(_number, $"'{date}' is no date; write it as 2026-12-31"),
        };
    }

    /// <summary>The value of a column as it is; null when the row lacks it.</summary>
    public object? Value(string column) => _source?.Properties[column]?.Value;

    private DateTimeOffset Parse(string text, CultureInfo culture)
    {
        bool isIso = text.Length > 4 && text[4] == '-' && text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0;
        return DateTimeOffset.TryParse(text, isIso ? CultureInfo.InvariantCulture : culture, DateTimeStyles.AssumeLocal, out var date)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out date)
            ? date
            : throw Invalid(_number, $"'{text}' is no date; write it as 2026-12-31");
    }

    // What a CSV file holds: a row that comes back from one must be the same.
    private static DateTimeOffset WholeSeconds(DateTimeOffset date) => date.AddTicks(-(date.Ticks % TimeSpan.TicksPerSecond));

    private static string? TextOf(PSObject source, string column) =>
        source.Properties[column]?.Value is { } value ? Convert.ToString(value is PSObject wrapped ? wrapped.BaseObject : value, CultureInfo.InvariantCulture) : null;

    private static SecureScoreException Invalid(int number, string problem) => new(
        ErrorIds.DecisionRowInvalid,
        number > 0 ? string.Create(CultureInfo.InvariantCulture, $"Row {number} cannot be used: {problem}.") : $"The decision cannot be taken: {problem}.");
}
