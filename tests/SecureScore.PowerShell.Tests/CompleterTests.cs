using System.Collections;
using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

public sealed class CompleterTests : IDisposable
{
    private readonly RunspaceScope _runspace = new();

    public void Dispose() => _runspace.Dispose();

    [Fact]
    public void Ids_that_begin_with_the_word_come_first_then_ids_with_it_then_titles_with_it()
    {
        var ids = Complete(new ControlIdCompleter(), "meeting_auto", ("Edition", "2022-05"));
        ids.First().CompletionText.ShouldBe("meeting_autoadmitusers_v1");
        ids.First().ToolTip.ShouldStartWith("Only invited users");

        Complete(new ControlIdCompleter(), "lockbox", ("Edition", "2022-05")).Single().CompletionText.ShouldBe("CustomerLockBoxEnabled");
        Complete(new ControlIdCompleter(), "do not expire", ("Edition", "2022-05")).Single().CompletionText.ShouldBe("PWAgePolicyNew");
    }

    [Theory]
    [InlineData("azure")]
    [InlineData("'azure")]
    [InlineData("\"azure")]
    public void A_name_with_spaces_is_quoted_however_the_word_began(string word) =>
        Complete(new ProductCompleter(), word, ("Edition", "2022-05")).Single().CompletionText.ShouldBe("'Azure Active Directory'");

    [Fact]
    public void Categories_threats_and_editions_complete_with_an_explanation()
    {
        Complete(new CategoryCompleter(), "id").Single().CompletionText.ShouldBe("Identity");
        Complete(new CategoryCompleter(), "id").Single().ToolTip.ShouldEndWith("controls)");
        Complete(new ThreatCompleter(), "account").Single().CompletionText.ShouldBe("'Account Breach'");
        Complete(new EditionCompleter(), "").Select(result => result.CompletionText).ShouldBe(ControlCatalog.EditionNames, ignoreOrder: true);
    }

    [Fact]
    public void The_edition_is_that_of_the_command_line_or_of_the_connection_or_the_default()
    {
        Complete(new ControlIdCompleter(), "").Count.ShouldBe(ControlCatalog.Default.Controls.Count);
        Complete(new ControlIdCompleter(), "", ("Edition", "2022-05")).Count.ShouldBe(18);

        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Contoso), ("Edition", "2022-05")).Invoke();
        Complete(new ControlIdCompleter(), "").Count.ShouldBe(18);
        Complete(new ControlIdCompleter(), "", ("Snapshot", "other.zip")).Count.ShouldBe(ControlCatalog.Default.Controls.Count);
    }

    [Fact]
    public void What_is_no_edition_no_context_and_no_word_does_not_break_completion()
    {
        Complete(new ControlIdCompleter(), "lockbox", ("Edition", "1999-01"), ("Context", "text"), ("Snapshot", 5)).ShouldNotBeEmpty();
        new ControlIdCompleter().CompleteArgument("", "", null!, null!, null!).ShouldNotBeEmpty();
        using (new RunspaceScope(null))
        {
            System.Management.Automation.Runspaces.Runspace.DefaultRunspace = null;
            Complete(new ControlIdCompleter(), "lockbox").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Ids_of_a_judged_tenant_are_completed_as_harmless_text()
    {
        using var snapshot = new TemporarySnapshot(
            """{"schema":1,"resources":{}}""",
            ("graph/secureScores.json", """[{"currentScore":1,"maxScore":2,"controlScores":[{"controlName":"x'; Remove-Item \u001b[31m*","score":1,"scoreInPercentage":50}]}]"""));
        var context = SecureScoreContext.Open(snapshot.Location, ControlCatalog.Default, evidenceOnly: false);
        CmdletRun.Of<GetSecureScoreCommand>(("Context", context)).Invoke().TerminatingError.ShouldBeNull();

        var completed = Complete(new ControlIdCompleter(), "x'; rem", ("Context", context));

        completed.Single().CompletionText.ShouldBe("'x''; Remove-Item [31m*'");
    }

    private static List<CompletionResult> Complete(NameCompleter completer, string word, params (string Name, object Value)[] parameters)
    {
        var bound = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters)
            bound[name] = value;
        return [.. completer.CompleteArgument("Get-ScoreControl", "Id", word, null!, bound)];
    }
}
