using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Ports;

/// <summary>A format that other programs read.</summary>
public enum ReportFormat
{
    /// <summary>JSON in UTF-8: property names as the records have them, enums as text, dates in UTC, numbers unrounded.</summary>
    Json,

    /// <summary>CSV in UTF-8 as RFC 4180 has it: one row a record, columns in the order of the properties, lists joined by <c>"; "</c>.</summary>
    Csv,
}

/// <summary>Writes a judged tenant for other programs, the same in every culture.</summary>
/// <remarks>Text from the tenant is written as it is, except that a CSV cell which a spreadsheet would run as a formula gets an apostrophe.
/// Writers flush the stream and leave it open.</remarks>
public interface IReportWriter
{
    /// <summary>Writes the score: in JSON with every control, in CSV as one row of totals.</summary>
    void WriteScore(Stream output, ReportFormat format, SecureScoreResult score);

    /// <summary>Writes controls in the order given.</summary>
    void WriteControls(Stream output, ReportFormat format, IEnumerable<ControlResult> controls);

    /// <summary>Writes evidence as it is read, one record after the other, so that its number is unbounded.</summary>
    void WriteEvidence(Stream output, ReportFormat format, IEnumerable<ScoreEvidence> evidence);
}
