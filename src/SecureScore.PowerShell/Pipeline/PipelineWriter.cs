using System.Collections.Concurrent;
using System.Management.Automation;
using SecureScore.Engine;

namespace SecureScore.PowerShell.Pipeline;

/// <summary>What work off the pipeline thread may do to the pipeline. Each call is carried out on the pipeline thread and completes when the
/// pipeline took it; it is cancelled when the pipeline has stopped.</summary>
/// <remarks>Text for a screen is cleaned here; objects pass unaltered.</remarks>
internal sealed class PipelineWriter
{
    private static readonly TimeSpan s_progressAfter = TimeSpan.FromSeconds(1);

    private readonly AsyncCommand _command;
    private readonly BlockingCollection<PipelineCall> _calls;

    public PipelineWriter(AsyncCommand command, BlockingCollection<PipelineCall> calls)
    {
        _command = command;
        _calls = calls;
    }

    public Task WriteObjectAsync(object value) => InvokeAsync(() => _command.WriteObject(value));

    public Task WriteErrorAsync(ErrorRecord error) => InvokeAsync(() => _command.WriteError(error));

    public Task WriteWarningAsync(string text) => InvokeAsync(() => _command.WriteWarning(DisplayText.Clean(text)));

    public Task WriteVerboseAsync(string text) => InvokeAsync(() => _command.WriteVerbose(DisplayText.Clean(text)));

    public Task<bool> ShouldProcessAsync(string target, string action) =>
        InvokeAsync(() => _command.ShouldProcess(DisplayText.Clean(target), DisplayText.Clean(action)));

    /// <summary>Says on several lines what is to be done, and asks whether it may be where the preference for confirmation wants that.</summary>
    /// <param name="lines">What is to be done. No line can make another.</param>
    /// <param name="caption">What stands above a question.</param>
    public Task<bool> ShouldProcessAsync(IEnumerable<string> lines, string caption)
    {
        string text = Lines(lines);
        return InvokeAsync(() => _command.ShouldProcess(text, text, DisplayText.Clean(caption)));
    }

    /// <summary>Asks the user a question on several lines, whatever the preference for confirmation is; the answer may be meant for all that follow.</summary>
    /// <param name="lines">The question. No line can make another.</param>
    /// <param name="caption">What stands above the question.</param>
    /// <param name="forAll">What was answered for all before; null when nothing was.</param>
    /// <returns>The answer, and whether it is meant for all that follow.</returns>
    public Task<(bool IsYes, bool? ForAll)> ShouldContinueAsync(IEnumerable<string> lines, string caption, bool? forAll)
    {
        string text = Lines(lines);
        return InvokeAsync(() =>
        {
            bool yesToAll = forAll == true;
            bool noToAll = forAll == false;
            bool isYes = _command.ShouldContinue(text, DisplayText.Clean(caption), ref yesToAll, ref noToAll);
            return (isYes, yesToAll ? true : noToAll ? false : (bool?)null);
        });
    }

    /// <summary>Asks the user a question, whatever the preference for confirmation is.</summary>
    public Task<bool> ShouldContinueAsync(string query, string caption) =>
        InvokeAsync(() => _command.ShouldContinue(DisplayText.Clean(query), DisplayText.Clean(caption)));

    /// <summary>Writes a warning without waiting for it. See <see cref="Post"/>.</summary>
    public void PostWarning(string text) => Post(command => command.WriteWarning(DisplayText.Clean(text)));

    /// <summary>Writes a verbose line without waiting for it. See <see cref="Post"/>.</summary>
    public void PostVerbose(string text) => Post(command => command.WriteVerbose(DisplayText.Clean(text)));

    /// <summary>Has the pipeline thread do something, after what was asked of it before, and does not wait for it. What comes after the work has ended,
    /// or after the pipeline has stopped, is dropped.</summary>
    public void Post(Action<AsyncCommand> call)
    {
        try
        {
            _ = InvokeAsync(() => call(_command));
        }
        catch (InvalidOperationException)
        {
            // The work has ended: what still runs in the background has nobody to tell.
        }
    }

    /// <summary>Watches a tenant being asked, until it is disposed.</summary>
    /// <param name="activity">What is going on, for the progress bar.</param>
    public PipelineObserver Observe(string activity) => new(this, activity, _command.Clock);

    /// <summary>Waits for work; from its second second on, a progress bar says what is going on.</summary>
    public async Task<T> WithProgressAsync<T>(string activity, string status, Task<T> work, CancellationToken cancellation)
    {
        using var delay = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var soon = Task.Delay(s_progressAfter, _command.Clock, delay.Token);
        if (await Task.WhenAny(work, soon).ConfigureAwait(false) == work || cancellation.IsCancellationRequested)
        {
            await delay.CancelAsync().ConfigureAwait(false);
            return await work.ConfigureAwait(false);
        }

        var progress = new ProgressRecord(0, DisplayText.Clean(activity), DisplayText.Clean(status));
        await WriteProgressAsync(progress).ConfigureAwait(false);
        try
        {
            return await work.ConfigureAwait(false);
        }
        finally
        {
            if (!cancellation.IsCancellationRequested)
            {
                progress.RecordType = ProgressRecordType.Completed;
                await WriteProgressAsync(progress).ConfigureAwait(false);
            }
        }
    }

    private static string Lines(IEnumerable<string> lines) => string.Join(Environment.NewLine, lines.Select(DisplayText.Clean));

    private Task WriteProgressAsync(ProgressRecord progress) => InvokeAsync(() => _command.WriteProgress(progress));

    private Task InvokeAsync(Action call) => InvokeAsync(() =>
    {
        call();
        return true;
    });

    private Task<T> InvokeAsync<T>(Func<T> call)
    {
        var pending = new PipelineCall<T>(call);
        _calls.Add(pending);
        return pending.Result;
    }
}
