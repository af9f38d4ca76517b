using SecureScore.Engine.Ports;
using SecureScore.Reporting;
using SecureScore.Storage;

namespace SecureScore.Composition;

/// <summary>Joins the engine's ports to the projects that implement them.</summary>
public sealed class CompositionRoot : ICompositionRoot
{
    /// <inheritdoc/>
    public IReportWriter Reports { get; } = new ReportWriter();

    /// <inheritdoc/>
    public IScoreStores Stores { get; } = new ScoreStores();

    /// <inheritdoc/>
    public ITenantConnector Tenants { get; } = new TenantConnections();
}
