using System.Collections.Concurrent;
using SecureScore.Engine.Ports;

namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingObserver : ITenantObserver
{
    public ConcurrentQueue<string> Messages { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<ServiceRequest> Requests { get; } = new();

    public void ShowSignInMessage(string message) => Messages.Enqueue(message);

    public void RequestEnded(ServiceRequest request) => Requests.Enqueue(request);

    public void ReportProgress(CollectionProgress progress)
    {
    }

    public void Warn(string message) => Warnings.Enqueue(message);
}
