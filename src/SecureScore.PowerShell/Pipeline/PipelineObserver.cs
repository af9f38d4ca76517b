using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell.Pipeline;

/// <summary>Shows what happens while services are asked: a verbose line a request, warnings, and after a second a progress bar for each service.</summary>
/// <remarks>Whoever reports never waits for the pipeline. What is reported comes in that order, before anything that the work writes afterwards.</remarks>
internal sealed class PipelineObserver : ITenantObserver, IDisposable
{
    private static readonly TimeSpan s_showAfter = TimeSpan.FromSeconds(1);

    private readonly PipelineWriter _pipeline;
    private readonly string _activity;
    private readonly ITimer _delay;
    private readonly object _lock = new();
    private readonly SortedDictionary<TenantService, CollectionProgress> _latest = [];
    private readonly List<ProgressRecord> _shown = [];
    private CollectionProgress? _last;
    private bool _isLate;
    private bool _isPosted;
    private bool _hasEnded;

    /// <param name="pipeline">Takes what is shown.</param>
    /// <param name="activity">What is going on, for the progress bar.</param>
    /// <param name="clock">Tells when it takes long.</param>
    public PipelineObserver(PipelineWriter pipeline, string activity, TimeProvider clock)
    {
        _pipeline = pipeline;
        _activity = activity;
        _delay = clock.CreateTimer(_ => Show(() => _isLate = true), null, s_showAfter, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    // A warning is what every host shows at once.
    public void ShowSignInMessage(string message) => _pipeline.PostWarning(message);

    /// <inheritdoc/>
    public void Warn(string message) => _pipeline.PostWarning(message);

    /// <inheritdoc/>
    public void RequestEnded(ServiceRequest request) => _pipeline.PostVerbose(string.Create(
        CultureInfo.InvariantCulture,
        $"{request.Method} {request.Host} {request.Path} {request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"} {request.Duration.TotalMilliseconds:0} ms"));

    /// <inheritdoc/>
    public void ReportProgress(CollectionProgress progress) => Show(() =>
    {
        _latest[progress.Service] = progress;
        _last = progress;
    });

    /// <summary>Takes the progress bars away.</summary>
    public void Dispose()
    {
        _delay.Dispose();
        lock (_lock)
            _hasEnded = true;
        _pipeline.Post(command =>
        {
            foreach (var record in _shown)
            {
                record.RecordType = ProgressRecordType.Completed;
                command.WriteProgress(record);
            }
        });
    }

    // Reports come far faster than a screen is drawn: one drawing is under way at most, and it draws what is the latest by then.
    private void Show(Action note)
    {
        lock (_lock)
        {
            note();
            if (_isPosted || !_isLate || _hasEnded || _last is null)
                return;
            _isPosted = true;
        }

        _pipeline.Post(Draw);
    }

    private void Draw(AsyncCommand command)
    {
        CollectionProgress[] services;
        CollectionProgress last;
        lock (_lock)
        {
            _isPosted = false;
            services = [.. _latest.Values];
            last = _last!;
        }

        _shown.Clear();
        _shown.Add(new ProgressRecord(0, DisplayText.Clean(_activity), string.Create(
            CultureInfo.InvariantCulture, $"{last.ResourcesDone} of {last.ResourcesWanted} resources"))
        {
            PercentComplete = last.ResourcesWanted > 0 ? Math.Clamp(100 * last.ResourcesDone / last.ResourcesWanted, 0, 100) : -1,
        });
        _shown.AddRange(services.Select(service => new ProgressRecord(1 + (int)service.Service, service.Service.ToString(), DisplayText.Clean(Rows(service)))
        {
            ParentActivityId = 0,
            PercentComplete = service.Total is > 0 and var total ? (int)Math.Clamp(100 * service.Rows / total, 0, 100) : -1,
        }));
        foreach (var record in _shown)
            command.WriteProgress(record);
        _shown.Reverse();
    }

    private static string Rows(CollectionProgress progress) => string.Create(
        CultureInfo.InvariantCulture, $"{progress.Resource}: {progress.Rows:#,0}{(progress.Total is { } total ? $" of {total.ToString("#,0", CultureInfo.InvariantCulture)}" : "")} rows");
}
