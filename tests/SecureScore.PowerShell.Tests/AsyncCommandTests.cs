using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.PowerShell.Pipeline;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

public sealed class AsyncCommandTests
{
    [Fact]
    public void A_write_completes_only_when_the_pipeline_took_it()
    {
        var taken = new List<int>();
        var run = CmdletRun.Of(new Work(async (pipeline, _) =>
        {
            for (int number = 1; number <= 100; number++)
            {
                await pipeline.WriteObjectAsync(number);
                taken.Count.ShouldBe(number);
            }
        }));
        run.OnOutput = value => taken.Add((int)value);

        run.Invoke();

        run.Output.ShouldBe(Enumerable.Range(1, 100).Cast<object>());
    }

    [Fact]
    public void Every_stream_reaches_the_pipeline_thread_in_the_order_of_the_calls()
    {
        var run = CmdletRun.Of(new Work(async (pipeline, _) =>
        {
            await pipeline.WriteVerboseAsync("verbose");
            await pipeline.WriteWarningAsync("warning");
            await pipeline.WriteErrorAsync(Errors.NotConnected());
            (await pipeline.ShouldProcessAsync("target", "action")).ShouldBeTrue();
            await pipeline.WriteObjectAsync("object");
        }));
        run.ShouldProcessAnswer = true;

        run.Invoke();

        run.Verbose.ShouldBe(["verbose"]);
        run.Warnings.ShouldBe(["warning"]);
        run.Errors.Single().FullyQualifiedErrorId.ShouldBe("NotConnected");
        run.ShouldProcessCalls.ShouldBe([("target", "action")]);
        run.Output.ShouldBe(["object"]);
    }

    [Fact]
    public void ShouldProcess_answers_what_the_pipeline_thread_was_told()
    {
        bool? answer = null;
        var run = CmdletRun.Of(new Work(async (pipeline, _) => answer = await pipeline.ShouldProcessAsync("target", "action")));

        run.Invoke();

        answer.ShouldBe(false);
    }

    [Fact]
    public void Text_for_a_screen_is_cleaned()
    {
        var run = CmdletRun.Of(new Work(async (pipeline, _) =>
        {
            await pipeline.WriteVerboseAsync("a\u001b[31mb");
            await pipeline.WriteWarningAsync("a\u202eb");
            await pipeline.ShouldProcessAsync("a\u001bb", "c\u0007d");
        }));

        run.Invoke();

        run.Verbose.ShouldBe(["a[31mb"]);
        run.Warnings.ShouldBe(["ab"]);
        run.ShouldProcessCalls.ShouldBe([("ab", "cd")]);
    }

    [Fact]
    public void A_pipeline_that_refuses_an_object_stops_the_work_and_leaves_no_task_behind()
    {
        bool ended = false;
        var run = CmdletRun.Of(new Work(async (pipeline, cancellation) =>
        {
            try
            {
                await pipeline.WriteObjectAsync(1);
            }
            finally
            {
                cancellation.IsCancellationRequested.ShouldBeTrue();
                await Should.ThrowAsync<OperationCanceledException>(() => pipeline.WriteObjectAsync(2));
                ended = true;
            }
        }));
        run.OnOutput = _ => throw new PipelineStoppedException();

        Should.Throw<PipelineStoppedException>(() => run.Invoke());

        ended.ShouldBeTrue();
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public void The_refusal_itself_is_what_the_pipeline_sees()
    {
        var run = CmdletRun.Of(new Work((pipeline, _) => pipeline.WriteObjectAsync(1)));
        run.OnOutput = _ => throw new FormatException("the next command failed");

        Should.Throw<FormatException>(() => run.Invoke()).Message.ShouldBe("the next command failed");
    }

    [Fact]
    public void StopProcessing_cancels_and_the_cmdlet_ends_as_a_stopped_one()
    {
        var started = new TaskCompletionSource();
        var run = CmdletRun.Of(new Work(async (_, cancellation) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }));
        _ = started.Task.ContinueWith(_ => run.Stop(), TaskScheduler.Default);

        Should.Throw<PipelineStoppedException>(() => run.Invoke());
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_not_taken_for_a_stop()
    {
        var run = CmdletRun.Of(new Work((_, _) => throw new OperationCanceledException("a defect")));

        Should.Throw<OperationCanceledException>(() => run.Invoke()).Message.ShouldBe("a defect");
    }

    [Fact]
    public void A_failure_of_the_engine_ends_the_cmdlet_with_its_id_and_a_cleaned_message()
    {
        var run = CmdletRun.Of(new Work((_, _) => throw new SecureScoreException("SnapshotInvalid", "bad \u001b[2J name") { Target = "pa\u001bth" }));

        var error = run.Invoke().TerminatingError!;

        error.FullyQualifiedErrorId.ShouldBe("SnapshotInvalid");
        error.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidData);
        error.ErrorDetails!.Message.ShouldBe("bad [2J name");
        error.CategoryInfo.TargetName.ShouldBe("path");
        error.Exception.Message.ShouldBe("bad \u001b[2J name");
        error.TargetObject.ShouldBe("pa\u001bth");
    }

    [Fact]
    public void Work_that_takes_more_than_a_second_shows_progress_and_takes_it_away()
    {
        var judgement = new TaskCompletionSource<int>();
        var run = CmdletRun.Of(new Work(async (pipeline, cancellation) =>
            (await pipeline.WithProgressAsync("Judging", "Conto\u001bso", judgement.Task, cancellation)).ShouldBe(7))
        {
            Clock = new ElapsedClock(),
        });
        run.OnProgress = () => judgement.TrySetResult(7);

        run.Invoke();

        run.Progress.ShouldBe([("Contoso", ProgressRecordType.Processing), ("Contoso", ProgressRecordType.Completed)]);
    }

    [Fact]
    public void Work_that_is_done_at_once_shows_no_progress()
    {
        var run = CmdletRun.Of(new Work(async (pipeline, cancellation) =>
            (await pipeline.WithProgressAsync("Judging", "Contoso", Task.FromResult(7), cancellation)).ShouldBe(7)));

        run.Invoke().Progress.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ResourceStatus.Denied, ErrorCategory.PermissionDenied)]
    [InlineData(ResourceStatus.NotConnected, ErrorCategory.ConnectionError)]
    [InlineData(ResourceStatus.Failed, ErrorCategory.InvalidData)]
    [InlineData(ResourceStatus.Skipped, ErrorCategory.ResourceUnavailable)]
    [InlineData(ResourceStatus.NotLicensed, ErrorCategory.ResourceUnavailable)]
    public void Evidence_that_cannot_be_read_has_the_category_of_its_reason(ResourceStatus status, ErrorCategory expected) =>
        Errors.From(new EvidenceUnavailableException(new ResourceState("graph/users", status))).CategoryInfo.Category.ShouldBe(expected);

    [Theory]
    [InlineData("SnapshotNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("ControlNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("SnapshotUnreadable", ErrorCategory.ReadError)]
    [InlineData("SnapshotUnsafe", ErrorCategory.SecurityError)]
    [InlineData("SnapshotTooLarge", ErrorCategory.LimitsExceeded)]
    [InlineData("SnapshotTooNew", ErrorCategory.InvalidData)]
    [InlineData("SnapshotInUse", ErrorCategory.ResourceBusy)]
    [InlineData("SnapshotNotReplaced", ErrorCategory.ResourceExists)]
    [InlineData("SnapshotNotWritten", ErrorCategory.WriteError)]
    [InlineData("NetworkUnavailable", ErrorCategory.ConnectionError)]
    [InlineData("SignInTimedOut", ErrorCategory.OperationTimeout)]
    [InlineData("ConsentMissing", ErrorCategory.PermissionDenied)]
    [InlineData("ApplicationSecretWrong", ErrorCategory.AuthenticationError)]
    [InlineData("SignInIncomplete", ErrorCategory.InvalidArgument)]
    [InlineData("CertificateNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("InteractionRequired", ErrorCategory.InvalidOperation)]
    public void A_failure_of_the_engine_has_the_category_of_its_id(string id, ErrorCategory expected) =>
        Errors.From(new SecureScoreException(id, "text")).CategoryInfo.Category.ShouldBe(expected);

    private sealed class Work : AsyncCommand
    {
        private readonly Func<PipelineWriter, CancellationToken, Task> _work;

        public Work(Func<PipelineWriter, CancellationToken, Task> work) => _work = work;

        private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => _work(pipeline, cancellation);
    }
}
