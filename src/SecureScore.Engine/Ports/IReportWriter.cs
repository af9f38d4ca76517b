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

/// <summary>Writes a judged tenant and what is remembered of it for other programs, the same in every culture.</summary>
/// <remarks>Text from the tenant is written as it is, except that a CSV cell which a spreadsheet would run as a formula gets an apostrophe.
/// Writers flush the stream and leave it open.</remarks>
public interface IReportWriter
{
    /// <summary>Writes the score: in JSON with every control, in CSV as one row of totals.</summary>
    void WriteScore(Stream output, ReportFormat format, SecureScoreResult score);

    /// <summary>Writes records in the order given, each as it is read, so that their number is unbounded: in JSON an array, in CSV a row a record.</summary>
    /// <typeparam name="T">Controls, evidence, what the history holds, events or decisions.</typeparam>
    /// <exception cref="NotSupportedException">There is no report of such records.</exception>
    void WriteRecords<T>(Stream output, ReportFormat format, IEnumerable<T> records);
}
