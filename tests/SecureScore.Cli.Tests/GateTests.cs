namespace SecureScore.Cli.Tests;

/// <summary>What a pipeline asks of a score, and a store that fails it.</summary>
public sealed class GateTests : IDisposable
{
    private readonly RememberedTenant _tenant = new();

    public void Dispose() => _tenant.Dispose();

    [Theory]
    [InlineData(0, null, "--fail-below", "21")]
    [InlineData(0, null, "--fail-below", "0")]
    [InlineData(0, null, "--fail-below", "21", "--min-coverage", "100")]
    [InlineData(0, null, "--min-coverage", "100")]
    [InlineData(2, "The score is 21.3 %; 22 % are asked for.", "--fail-below", "22")]
    [InlineData(2, "The score is 21.3 %; 100 % are asked for.", "--fail-below", "100", "--min-coverage", "100")]
    public void The_exit_code_says_whether_the_score_is_good_enough(int exitCode, string? line, params string[] gate)
    {
        var result = Command.Run(["score", "--snapshot", _tenant.First.Directory, "--edition", "2022-05", .. gate]);
        result.Error.ShouldBe(line is null ? "" : $"securescore: {line}{Environment.NewLine}");
        result.ExitCode.ShouldBe(exitCode);
        result.Output.ShouldContain("Secure score 21.3 %");
    }

    [Theory]
    [InlineData("--fail-below 1")]
    [InlineData("--fail-below 99")]
    [InlineData("--fail-below 99 --format json")]
    public void A_permission_that_was_taken_away_cannot_pass(string gate)
    {
        using var revoked = Revoked("2022-05-11T00:00:00Z");
        var result = Command.Run([.. _tenant.Arguments("score --snapshot " + revoked.Directory), .. gate.Split(' ')]);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldMatch(@"^securescore: \d+ controls can no longer be judged by evidence, as they were when recorded last: \S+ \(No permission\), .*\.\r?\n$");
        result.Output.ShouldNotBeEmpty();
    }

    [Fact]
    public void It_cannot_pass_either_when_it_was_recorded_before_it_was_asked_about()
    {
        using var revoked = Revoked("2022-05-11T00:00:00Z");
        Command.Run(_tenant.Arguments("import " + revoked.Directory)).ExitCode.ShouldBe(0);
        Command.Run([.. _tenant.Arguments("score --fail-below 1 --snapshot " + revoked.Directory)]).ExitCode.ShouldBe(3);
    }

    [Fact]
    public void Only_what_was_recorded_before_the_snapshot_counts()
    {
        using var revoked = Revoked("2022-05-07T00:00:00Z");
        Command.Run(_tenant.Arguments("score --fail-below 1 --snapshot " + revoked.Directory)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_least_coverage_that_is_named_comes_before_the_one_that_was_recorded()
    {
        using var revoked = Revoked("2022-05-11T00:00:00Z");
        Command.Run(_tenant.Arguments("score --fail-below 1 --min-coverage 50 --snapshot " + revoked.Directory)).ExitCode.ShouldBe(0);
        var result = Command.Run(_tenant.Arguments("score --min-coverage 99 --snapshot " + revoked.Directory));
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("less than the 99 % that are asked for.");
    }

    [Fact]
    public void A_pipeline_is_told_that_it_got_the_demo_tenant()
    {
        var result = Command.Run("score", "--fail-below", "1");
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBe("securescore: no --snapshot was given; this is the demo tenant" + Environment.NewLine);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("controls")]
    [InlineData("evidence AdminMFAV2 --format csv")]
    public void A_store_that_cannot_be_opened_does_not_stop_a_judgement(string command)
    {
        File.WriteAllText(_tenant.Store, "This is no store, and it is longer than the head of one would have to be to be read at all.");
        string[] judge = [.. command.Split(' '), "--snapshot", _tenant.First.Directory, "--edition", "2022-05"];
        var result = Command.Run([.. judge, "--store", _tenant.Store]);
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldMatch(@"^securescore: The store [^\r\n]+ It was judged without the store\. \[StoreDamaged\]\r?\n$");
        if (command != "score")
            result.Output.ShouldBe(Command.Run(judge).Output);
    }

    [Fact]
    public void A_store_that_is_not_there_is_told_and_not_made()
    {
        string store = _tenant.First.Beside("missing.db");
        var result = Command.Run("score", "--snapshot", _tenant.First.Directory, "--store", store, "--fail-below", "1");
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldContain("[StoreNotFound]");
        File.Exists(store).ShouldBeFalse();
    }

    [Theory]
    [InlineData("history")]
    [InlineData("events")]
    [InlineData("status")]
    [InlineData("import nowhere")]
    [InlineData("status IntegratedApps --set planned --snapshot SAMPLE")]
    public void A_store_that_cannot_be_opened_is_an_error_where_it_is_the_matter(string command)
    {
        File.WriteAllText(_tenant.Store, "This is no store, and it is longer than the head of one would have to be to be read at all.");
        ErrorTests.ShouldFail(Command.Run(_tenant.Arguments(command.Replace("SAMPLE", _tenant.First.Directory, StringComparison.Ordinal))), "StoreDamaged");
    }

    [Fact]
    public void A_pipeline_does_not_pass_when_the_coverage_before_cannot_be_read()
    {
        File.WriteAllText(_tenant.Store, "This is no store, and it is longer than the head of one would have to be to be read at all.");
        var result = Command.Run(_tenant.Arguments("score --fail-below 1 --snapshot " + _tenant.First.Directory));
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("securescore: The coverage cannot be compared with the one before.");
        Command.Run(_tenant.Arguments("score --fail-below 1 --min-coverage 90 --snapshot " + _tenant.First.Directory)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_first_day_of_the_calendar_has_no_day_before()
    {
        using var first = Revoked("0001-01-01T00:00:00Z");
        var result = Command.Run(_tenant.Arguments("score --fail-below 1 --snapshot " + first.Directory));
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_snapshot_without_a_date_or_a_tenant_is_judged_without_the_store_and_that_is_told()
    {
        using var nameless = new SampleCopy().Change("manifest.json", manifest => manifest["tenantId"] = null);
        var result = Command.Run(_tenant.Arguments("score --snapshot " + nameless.Directory));
        result.ExitCode.ShouldBe(0);
        result.Error.ShouldEndWith("It was judged without the store. [JudgementNotRecordable]" + Environment.NewLine);
    }

    [Fact]
    public void Hints_repeat_the_store_but_no_password()
    {
        Command.Run(_tenant.Arguments("score --snapshot " + _tenant.First.Directory)).Output.ShouldContain($" --store {_tenant.Store}");
        var server = Command.Run("score", "--snapshot", _tenant.First.Directory, "--store", "Host=127.0.0.1;Port=1;Database=x;Username=me;Password=hidden;Timeout=1");
        server.ExitCode.ShouldBe(0);
        server.Output.ShouldContain(" --store CONNECTION");
        server.Error.ShouldContain("[StoreUnreachable]");
        (server.Output + server.Error).ShouldNotContain("hidden");
    }

    private static SampleCopy Revoked(string date) => new SampleCopy().Change("manifest.json", manifest =>
    {
        manifest["collectedAt"] = date;
        manifest["resources"]!["teams/TeamsMeetingPolicy"]!["status"] = "Denied";
    });
}
