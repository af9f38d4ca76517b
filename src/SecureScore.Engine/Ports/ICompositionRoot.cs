namespace SecureScore.Engine.Ports;

/// <summary>The one place where ports meet what implements them.</summary>
public interface ICompositionRoot
{
    /// <summary>Writes scores and records for other programs.</summary>
    IReportWriter Reports { get; }

    /// <summary>Keeps decisions and the history of the score.</summary>
    IScoreStores Stores { get; }

    /// <summary>Signs in to tenants.</summary>
    ITenantConnector Tenants { get; }
}
