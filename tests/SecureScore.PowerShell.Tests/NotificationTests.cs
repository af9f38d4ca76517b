using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation.Notifications;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>Mails to the people whom a control concerns: who is told, who is asked before, and what is remembered.</summary>
public sealed class NotificationTests : IDisposable
{
    private const string Tenant = "a6f318f2-a647-3bda-afb1-447d47e85270";
    private const string Register = "MFARegistrationV2";

    private readonly RunspaceScope _runspace = new();
    private readonly TestStores _stores = new();
    private readonly FakeTenants _tenants = new();
    private string? _obstacle;

    private FakeWriter Writer => _tenants.Connections[^1].Fake;

    public void Dispose()
    {
        _stores.Dispose();
        _runspace.Dispose();
    }

    [Fact]
    public void Without_services_nobody_can_be_told()
    {
        Send(("Id", Register)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");

        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo), ("Store", _stores.File)).Invoke();
        Send(("Id", Register)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotSignedIn");
    }

    [Fact]
    public void Each_person_gets_a_mail_and_is_remembered()
    {
        Connect();

        var run = Send(("Id", Register), ("By", new DateTime(2026, 10, 15)));

        run.Errors.ShouldBeEmpty();
        run.Questions.ShouldHaveSingleItem().ShouldContain($"to {Writer.Mails.Count} people");
        var told = Results(run).Where(result => result.Outcome == NotificationOutcome.Sent).ToArray();
        told.Select(result => result.Recipient).ShouldBe(Writer.Mails.Select(mail => mail.Recipient));
        Writer.Mails.Count.ShouldBeGreaterThan(1);
        Writer.Mails.ShouldAllBe(mail => mail.Sender == "admin@contoso.com" && mail.Body.Contains("by 15 October 2026", StringComparison.Ordinal));
        Remembered().Select(sent => (sent.ControlId, sent.Recipient, sent.SentBy)).ShouldBe(Writer.Mails.Select(mail => (Register, mail.Recipient, "admin@contoso.com")));
    }

    [Fact]
    public void Who_was_told_lately_is_not_told_again()
    {
        Connect();
        int people = Results(Send(("Id", Register))).Count(result => result.Outcome == NotificationOutcome.Sent);

        var again = Send(("Id", Register));

        Writer.Mails.Count.ShouldBe(people);
        again.ShouldProcessCalls.ShouldBeEmpty();
        Results(again).Count(result => result.Outcome == NotificationOutcome.AlreadyTold).ShouldBe(people);
        Send(("Id", Register), ("RepeatAfter", 0));
        Writer.Mails.Count.ShouldBe(2 * people);
    }

    [Fact]
    public void What_if_says_whom_and_sends_nothing()
    {
        Connect();

        var run = Send(shouldProcess: false, parameters: [("Id", Register), ("WhatIf", true)]);

        run.ShouldProcessCalls.Single().Action.ShouldContain("Please set up multifactor authentication");
        Results(run).ShouldContain(result => result.Outcome == NotificationOutcome.Planned);
        NobodyIsTold(run);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void No_is_no(bool shouldProcess, bool shouldContinue)
    {
        Connect();

        var run = Send(shouldProcess, shouldContinue, ("Id", Register));

        Results(run).ShouldContain(result => result.Outcome == NotificationOutcome.Declined);
        NobodyIsTold(run);
    }

    [Fact]
    public void Above_the_limit_nobody_is_told()
    {
        Connect();

        var run = Send(("Id", Register), ("Limit", 1), ("Force", true));

        var error = run.Errors.ShouldHaveSingleItem();
        (error.FullyQualifiedErrorId, error.CategoryInfo.Category, error.TargetObject).ShouldBe(("NotificationLimitExceeded", ErrorCategory.LimitsExceeded, Register));
        NobodyIsTold(run);
    }

    [Fact]
    public void Where_nobody_can_be_asked_nothing_is_sent_without_a_word_beforehand()
    {
        Connect();
        _obstacle = "-NonInteractive";

        var run = Send(("Id", Register));

        run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("ConfirmationRequired");
        run.TerminatingError.TargetObject.ShouldBe(Register);
        NobodyIsTold(run);
    }

    [Theory]
    [InlineData("Force", true)]
    [InlineData("Confirm", false)]
    public void Who_says_so_at_the_call_is_not_asked(string parameter, bool value)
    {
        Connect();
        _obstacle = "-NonInteractive";

        var run = Send(("Id", Register), (parameter, value));

        run.Questions.ShouldBeEmpty();
        Writer.Mails.ShouldNotBeEmpty();
    }

    [Fact]
    public void An_application_has_no_mailbox()
    {
        _tenants.Session = session => session with { Account = null };
        Connect();

        var run = Send(("Id", Register), ("Force", true));
        run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotificationSenderMissing");
        run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidArgument);
        NobodyIsTold(run);

        Send(("Id", Register), ("Force", true), ("From", "it@contoso.com"));
        Writer.Mails.ShouldAllBe(mail => mail.Sender == "it@contoso.com");
        Writer.Mails.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(ErrorIds.RemediationDenied)]
    [InlineData(ErrorIds.NotificationSenderMissing)]
    public void Who_may_not_send_is_told_once_and_nothing_more_is_tried(string errorId)
    {
        Connect();
        int tries = 0;
        Writer.OnSend = _ =>
        {
            tries++;
            throw FakeWriter.Failure(errorId);
        };

        var run = Send(("Id", Register));

        tries.ShouldBe(1);
        run.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe(errorId);
        Results(run).Count(result => result.Outcome == NotificationOutcome.Failed).ShouldBeGreaterThan(1);
        Remembered().ShouldBeEmpty();
    }

    [Fact]
    public void A_mail_that_fails_is_an_error_of_its_own_and_the_next_one_goes_on()
    {
        Connect();
        string? failed = null;
        Writer.OnSend = mail =>
        {
            if ((failed ??= mail.Recipient) == mail.Recipient)
                throw FakeWriter.Failure();
        };

        var run = Send(("Id", Register));

        run.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("RemediationFailed");
        Results(run).Single(result => result.Outcome == NotificationOutcome.Failed).Recipient.ShouldBe(failed);
        Writer.Mails.ShouldNotBeEmpty();
        Remembered().Select(sent => sent.Recipient).ShouldBe(Writer.Mails.Select(mail => mail.Recipient));
    }

    [Fact]
    public void Who_stops_on_the_way_is_remembered_up_to_there()
    {
        Connect();
        var run = Prepare([("Id", Register), ("Force", true)]);
        run.OnOutput = result =>
        {
            if (result is ControlNotification { Outcome: NotificationOutcome.Sent })
                run.Stop();
        };

        Should.Throw<PipelineStoppedException>(() => run.Invoke());

        Remembered().Select(sent => sent.Recipient).ShouldBe(Writer.Mails.Select(mail => mail.Recipient));
        Writer.Mails.Count.ShouldBeInRange(1, 2);
    }

    [Fact]
    public void A_control_without_a_text_or_of_no_such_name_is_its_own_error()
    {
        Connect();

        var run = Send(("Id", new[] { "mip_search_auditlog", "nothing_like_it", Register }), ("Force", true));

        run.Errors.Select(error => error.FullyQualifiedErrorId).ShouldBe(["NotificationTemplateMissing", "ControlNotFound"]);
        run.Errors[0].CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidArgument);
        Writer.Mails.ShouldNotBeEmpty();
    }

    [Fact]
    public void People_that_Get_ScoreEvidence_lists_name_their_control()
    {
        Connect();
        object[] listed = [.. CmdletRun.Of<GetScoreEvidenceCommand>(("Id", Register)).Invoke().Output];
        listed.OfType<ScoreEvidence>().ShouldNotBeEmpty();

        var run = Prepare([("Force", true)]).Invoke([.. listed.Select(item => ("InputObject", (object)new PSObject(item)))]);

        run.Errors.ShouldBeEmpty();
        run.ShouldProcessCalls.ShouldHaveSingleItem().Target.ShouldStartWith(Register);
        Writer.Mails.ShouldNotBeEmpty();
    }

    [Fact]
    public void Who_was_told_is_listed_newest_first()
    {
        Connect();
        Sent().ShouldBeEmpty();
        Send(("Id", Register));

        Sent().Select(sent => sent.Recipient).ShouldBe(Writer.Mails.Select(mail => mail.Recipient).Reverse());
        Sent(("Last", 1)).ShouldHaveSingleItem().Recipient.ShouldBe(Writer.Mails[^1].Recipient);
        Sent(("Id", "mfa*")).Length.ShouldBe(Writer.Mails.Count);
        Sent(("Id", "other*")).ShouldBeEmpty();
    }

    private static SentNotification[] Sent(params (string Name, object Value)[] parameters) =>
        [.. CmdletRun.Of<GetScoreRemediationCommand>([("Notification", true), .. parameters]).Invoke().Output.Cast<SentNotification>()];

    private static IEnumerable<ControlNotification> Results(CmdletRun run) => run.Output.Cast<ControlNotification>();

    private void Connect() => CmdletRun.Of(
        new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }, ("Store", _stores.File)).Invoke();

    private CmdletRun Send(params (string Name, object Value)[] parameters) => Send(true, true, parameters);

    private CmdletRun Send(bool shouldProcess = true, bool shouldContinue = true, params (string Name, object Value)[] parameters) =>
        Prepare(parameters, shouldProcess, shouldContinue).Invoke();

    private CmdletRun Prepare((string Name, object Value)[] parameters, bool shouldProcess = true, bool shouldContinue = true)
    {
        var cmdlet = new SendControlNotificationCommand
        {
            Clock = new ElapsedClock(),
            Interaction = _ => new Interaction { Arguments = _obstacle is null ? [] : [_obstacle] },
        };
        var run = CmdletRun.Of(cmdlet, parameters);
        (run.ShouldProcessAnswer, run.ShouldContinueAnswer) = (shouldProcess, shouldContinue);
        return run;
    }

    private IReadOnlyList<SentNotification> Remembered() =>
        _stores.Use(store => store.ReadNotificationsAsync(Tenant, null, CancellationToken.None));

    private void NobodyIsTold(CmdletRun run)
    {
        Writer.Mails.ShouldBeEmpty();
        Remembered().ShouldBeEmpty();
        run.Output.OfType<ControlNotification>().ShouldNotContain(result => result.Outcome == NotificationOutcome.Sent);
    }
}
