namespace SecureScore.PowerShell.Pipeline;

/// <summary>Something that only the pipeline thread may do, and that the work waits for.</summary>
internal abstract class PipelineCall
{
    /// <summary>Does it. An exception is the pipeline's refusal; the work is then told with <see cref="Abandon"/>.</summary>
    public abstract void Run();

    /// <summary>Tells the work that the pipeline no longer takes anything.</summary>
    public abstract void Abandon();
}

/// <inheritdoc/>
internal sealed class PipelineCall<T> : PipelineCall
{
    private readonly Func<T> _call;

    // The work goes on on a thread of its own; the pipeline thread has the next call to serve.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PipelineCall(Func<T> call) => _call = call;

    public Task<T> Result => _result.Task;

    public override void Run() => _result.SetResult(_call());

    public override void Abandon() => _result.SetCanceled();
}
