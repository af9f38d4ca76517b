using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.PowerShell.Loading;

namespace SecureScore.PowerShell.Pipeline;

/// <summary>A cmdlet whose work runs off the pipeline thread, so that Ctrl+C always gets through.</summary>
/// <remarks>The pipeline thread takes the calls of the work (<see cref="PipelineWriter"/>) until the work has ended; it never leaves the work behind,
/// not even when the pipeline refuses a call.</remarks>
[SuppressMessage("Design", "CA1001", Justification =
    "PowerShell may call StopProcessing while it disposes of the pipeline; without timers and wait handles the source has nothing to free.")]
public abstract class AsyncCommand : PSCmdlet
{
    private readonly CancellationTokenSource _stop = new();

    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    internal Func<IScoreStores> Stores { get; set; } = () => CompositionLoader.Root.Stores;

    /// <summary>What must be done on the pipeline thread before the work for one pipeline object: resolve paths, look up the connection.</summary>
    private protected virtual void PrepareRecord()
    {
    }

    /// <summary>The work for one pipeline object. Everything that it writes goes through <paramref name="pipeline"/>.</summary>
    private protected abstract Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        PrepareRecord();
        Run(ProcessRecordAsync);
    }

    /// <summary>Does work off the pipeline thread and waits for it. Everything that it writes goes through its pipeline.</summary>
    private protected void Run(Func<PipelineWriter, CancellationToken, Task> work)
    {
        using var calls = new BlockingCollection<PipelineCall>();
        var running = Start(work, new PipelineWriter(this, calls), calls);
        var refusal = Serve(calls);
        refusal?.Throw();
        Finish(running);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    private Task Start(Func<PipelineWriter, CancellationToken, Task> work, PipelineWriter pipeline, BlockingCollection<PipelineCall> calls) => Task.Run(async () =>
    {
        try
        {
            await work(pipeline, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            calls.CompleteAdding();
        }
    });

    /// <summary>Carries out the calls until the work has ended. Returns why the pipeline refused one, if it did: then the rest of the work is called off.</summary>
    private ExceptionDispatchInfo? Serve(BlockingCollection<PipelineCall> calls)
    {
        ExceptionDispatchInfo? refusal = null;
        foreach (var call in calls.GetConsumingEnumerable())
        {
            if (refusal is not null)
            {
                call.Abandon();
                continue;
            }

            try
            {
                call.Run();
            }
            catch (Exception exception)
            {
                refusal = ExceptionDispatchInfo.Capture(exception);
                _stop.Cancel();
                call.Abandon();
            }
        }

        return refusal;
    }

    private void Finish(Task work)
    {
        try
        {
            work.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (_stop.IsCancellationRequested && exception is OperationCanceledException or SecureScoreException)
        {
            throw new PipelineStoppedException();
        }
        catch (SecureScoreException exception) when (MyInvocation.ExpectingInput)
        {
            // What comes next down the pipeline may well work.
            WriteError(Errors.From(exception));
        }
        catch (SecureScoreException exception)
        {
            ThrowTerminatingError(Errors.From(exception));
        }
    }
}
