using System.Text.Json.Serialization.Metadata;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Reporting;

/// <summary>Writes scores and records as JSON and CSV.</summary>
public sealed class ReportWriter : IReportWriter
{
    /// <inheritdoc/>
    public void WriteScore(Stream output, ReportFormat format, SecureScoreResult score)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(score);
        if (format == ReportFormat.Json)
            JsonReport.Write(output, score, ReportJson.Default.SecureScoreResult);
        else
            CsvReport.Write(output, [score], CsvColumns.Score);
    }

    /// <inheritdoc/>
    public void WriteRecords<T>(Stream output, ReportFormat format, IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(records);
        var columns = CsvColumns.Of<T>();
        if (format == ReportFormat.Json)
            JsonReport.WriteArray(output, records, (JsonTypeInfo<T>)ReportJson.Default.GetTypeInfo(typeof(T))!);
        else
            CsvReport.Write(output, records, columns);
    }
}
