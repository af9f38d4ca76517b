using System.Collections.Concurrent;
using SecureScore.Engine.Ports;

namespace SecureScore.Microsoft365.Tests;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingObserver : ITenantObserver
{
    public ConcurrentQueue<string> Messages { get; } = new();

    public ConcurrentQueue<ServiceRequest> Requests { get; } = new();

    public ConcurrentQueue<CollectionProgress> Progress { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    /// <summary>Does something while a collection is under way.</summary>
    public Action<CollectionProgress>? OnProgress { get; set; }

    public void ShowSignInMessage(string message) => Messages.Enqueue(message);

    public void RequestEnded(ServiceRequest request) => Requests.Enqueue(request);

    public void ReportProgress(CollectionProgress progress)
    {
        Progress.Enqueue(progress);
        OnProgress?.Invoke(progress);
    }

    public void Warn(string message) => Warnings.Enqueue(message);
}
