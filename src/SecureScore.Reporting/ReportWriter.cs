using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Reporting;

/// <summary>Writes scores, controls and evidence as JSON and CSV.</summary>
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
    public void WriteControls(Stream output, ReportFormat format, IEnumerable<ControlResult> controls)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(controls);
        if (format == ReportFormat.Json)
            JsonReport.WriteArray(output, controls, ReportJson.Default.ControlResult);
        else
            CsvReport.Write(output, controls, CsvColumns.Controls);
    }

    /// <inheritdoc/>
    public void WriteEvidence(Stream output, ReportFormat format, IEnumerable<ScoreEvidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(evidence);
        if (format == ReportFormat.Json)
            JsonReport.WriteArray(output, evidence, ReportJson.Default.ScoreEvidence);
        else
            CsvReport.Write(output, evidence, CsvColumns.Evidence);
    }
}
