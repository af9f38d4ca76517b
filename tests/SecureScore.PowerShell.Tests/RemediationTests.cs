using System.Collections;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>The road of all changes as a cmdlet goes it, over a tenant whose services are in memory.</summary>
public sealed class RemediationTests : IDisposable
{
    private const string Tenant = "a6f318f2-a647-3bda-afb1-447d47e85270";
    private const string Audit = "mip_search_auditlog";
    private const string DirectSend = "ss_directsend";
    private const string MailTips = "exo_mailtipsenabled";
    private const string SmtpAuth = "ss_smtpauth";
    private const string PhishingResistant = "aad_phishing_MFA_strength";
    private const string Emergency = "emergency1@contoso.onmicrosoft.com";
    private const string Phoenix = "b0000000-0000-4000-8000-000000000001";
    private const string Nobody = "b0000000-0000-4000-8000-000000000002";
    private const string ByHand = "scid_2000";

    private readonly RunspaceScope _runspace = new();
    private readonly TestStores _stores = new();
    private readonly FakeTenants _tenants = new();
    private readonly Dictionary<string, SettingFix> _fixes = new SettingFix[]
    {
        new(Audit, RiskClass.A, Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", SettingValue.Of(true)),
        new(DirectSend, RiskClass.A, Resources.OrganizationConfig, "RejectDirectSend", SettingValue.Of(true)),
        new(MailTips, RiskClass.B, Resources.OrganizationConfig, "MailTipsExternalRecipientsTipsEnabled", SettingValue.Of(true)),
        new(SmtpAuth, RiskClass.B, Resources.TransportConfig, "SmtpClientAuthenticationDisabled", SettingValue.Of(true)),
    }.ToDictionary(fix => fix.ControlIds[0], StringComparer.OrdinalIgnoreCase);

    private string? _obstacle;

    private FakeWriter Writer => _tenants.Connections[^1].Fake;

    public void Dispose()
    {
        _stores.Dispose();
        _runspace.Dispose();
    }

    [Fact]
    public void Without_services_to_write_to_nothing_is_tried()
    {
        Fix(("Id", Audit)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");

        CmdletRun.Of<ConnectSecureScoreCommand>(("Snapshot", Samples.Demo), ("Store", _stores.File)).Invoke();
        Fix(("Id", Audit)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotSignedIn");
    }

    [Fact]
    public void A_control_is_put_in_place_and_judged_again()
    {
        Connect();

        var run = Fix(("Id", Audit));

        run.Errors.ShouldBeEmpty();
        var result = run.Output.ShouldHaveSingleItem().ShouldBeOfType<RemediationResult>();
        (result.ControlId, result.Outcome, result.Risk).ShouldBe((Audit, RemediationOutcome.Applied, RiskClass.A));
        (result.PointsBefore, result.PointsAfter, result.MaxPoints).ShouldBe((0m, 3m, 3m));
        result.Changes.ToString().ShouldBe("AdminAuditLogConfig: UnifiedAuditLogIngestionEnabled from False to True");
        result.Explanation.ShouldNotBeNullOrEmpty();
        var entry = Journal().ShouldHaveSingleItem();
        (entry.EntryId, entry.ControlId, entry.State, entry.By).ShouldBe((result.EntryId, Audit, JournalState.Applied, "admin@contoso.com"));
        Control(Audit).Outcome.ShouldBe(ControlOutcome.Completed);
    }

    [Fact]
    public void A_second_run_changes_nothing()
    {
        Connect();
        Fix(("Id", Audit));

        var result = Fix(("Id", Audit)).Output.ShouldHaveSingleItem().ShouldBeOfType<RemediationResult>();

        (result.Outcome, result.EntryId, result.PointsAfter).ShouldBe((RemediationOutcome.AlreadyDone, null, 3m));
        Writer.Writes.Count.ShouldBe(1);
        Journal().Count.ShouldBe(1);
    }

    [Fact]
    public void What_if_says_what_it_would_do_returns_it_and_writes_nothing()
    {
        Connect();

        var run = Fix(("Id", new[] { Audit, SmtpAuth }), ("WhatIf", true));

        run.ShouldProcessCalls[0].Target.Split(Environment.NewLine).ShouldBe(
        [
            $"{Audit} (Ensure Microsoft 365 audit log search is Enabled), +3.00 points",
            "  AdminAuditLogConfig: UnifiedAuditLogIngestionEnabled from False to True",
            "  For all users",
        ]);
        run.ShouldProcessCalls[1].Target.ShouldContain("  Users: People will see it.");
        run.Output.Cast<RemediationResult>().Select(result => (result.ControlId, result.Outcome, result.PointsBefore, result.PointsAfter))
            .ShouldBe([(Audit, RemediationOutcome.Planned, 0m, 3m), (SmtpAuth, RemediationOutcome.Planned, 0m, 0m)]);
        run.Questions.ShouldBeEmpty();
        NothingIsWritten();
    }

    [Fact]
    public void The_points_are_of_all_where_all_were_judged()
    {
        Connect();
        var score = (SecureScoreResult)CmdletRun.Of<GetSecureScoreCommand>().Invoke().Output.Single();

        Fix(("Id", Audit), ("WhatIf", true)).ShouldProcessCalls.Single().Target.ShouldContain(FormattableString.Invariant($"), +3.00 of {score.MaxScore:0.##} points"));
    }

    [Fact]
    public void A_declined_confirmation_writes_nothing()
    {
        Connect();

        var run = Fix(shouldProcess: false, parameters: [("Id", Audit)]);

        run.Output.Cast<RemediationResult>().Single().Outcome.ShouldBe(RemediationOutcome.Declined);
        NothingIsWritten();
    }

    [Fact]
    public void What_users_notice_is_asked_for_and_no_writes_nothing()
    {
        Connect();

        var run = Fix(shouldContinue: false, parameters: [("Id", new[] { SmtpAuth, Audit })]);

        run.Questions.ShouldHaveSingleItem().ShouldContain("SmtpClientAuthenticationDisabled from False to True");
        run.Output.Cast<RemediationResult>().Select(result => result.Outcome).ShouldBe([RemediationOutcome.Declined, RemediationOutcome.Applied]);
        Writer.Writes.ShouldHaveSingleItem().Resource.ShouldBe(Resources.AdminAuditLogConfig);
    }

    [Fact]
    public void Who_asked_to_be_asked_reads_the_changes_once()
    {
        Connect();

        var run = Fix(("Id", SmtpAuth), ("Confirm", true));

        run.ShouldProcessCalls.Single().Target.ShouldContain("SmtpClientAuthenticationDisabled from False to True");
        run.Questions.ShouldHaveSingleItem().ShouldNotContain("SmtpClientAuthenticationDisabled");
        run.Questions[0].ShouldContain(SmtpAuth);
    }

    [Theory]
    [InlineData(true, RemediationOutcome.Applied)]
    [InlineData(false, RemediationOutcome.Declined)]
    public void One_answer_can_be_meant_for_all(bool answer, RemediationOutcome outcome)
    {
        Connect();
        var run = Prepare([("Id", new[] { SmtpAuth, MailTips })], shouldContinue: answer);
        run.ShouldContinueForAll = true;

        run.Invoke();

        run.Questions.Count.ShouldBe(1);
        run.Output.Cast<RemediationResult>().Select(result => result.Outcome).ShouldBe([outcome, outcome]);
    }

    [Fact]
    public void Where_nobody_can_be_asked_nothing_of_the_pipeline_is_written()
    {
        Connect();
        _obstacle = "-NonInteractive";

        var run = Fix(("Id", new[] { Audit, SmtpAuth, DirectSend }));

        run.TerminatingError!.FullyQualifiedErrorId.ShouldBe("ConfirmationRequired");
        run.TerminatingError.ErrorDetails!.Message.ShouldContain(SmtpAuth);
        run.TerminatingError.ErrorDetails.Message.ShouldNotContain(Audit);
        run.TerminatingError.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidOperation);
        run.Output.ShouldBeEmpty();
        NothingIsWritten();
    }

    [Theory]
    [InlineData("Force", true)]
    [InlineData("Confirm", false)]
    public void Who_says_so_at_the_call_is_not_asked(string parameter, bool value)
    {
        Connect();
        _obstacle = "-NonInteractive";

        var run = Fix(("Id", SmtpAuth), (parameter, value));

        run.Questions.ShouldBeEmpty();
        run.Output.Cast<RemediationResult>().Single().Outcome.ShouldBe(RemediationOutcome.Applied);
    }

    [Fact]
    public void Confirm_that_is_true_confirms_nothing_beforehand()
    {
        Connect();
        _obstacle = "-NonInteractive";

        Fix(("Id", SmtpAuth), ("Confirm", true)).TerminatingError!.FullyQualifiedErrorId.ShouldBe("ConfirmationRequired");

        NothingIsWritten();
    }

    [Fact]
    public void Unattended_what_is_right_already_and_what_fails_needs_no_confirmation()
    {
        Connect();
        Fix(("Id", SmtpAuth), ("Force", true));
        _fixes[MailTips].OnPlan = () => throw new SecureScoreException(ErrorIds.RemediationNotPossible, "Not here.");
        _obstacle = "-NonInteractive";

        var run = Fix(("Id", new[] { SmtpAuth, MailTips, Audit }));

        run.Output.Cast<RemediationResult>().Select(result => result.Outcome)
            .ShouldBe([RemediationOutcome.AlreadyDone, RemediationOutcome.Failed, RemediationOutcome.Applied]);
        run.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("RemediationNotPossible");
    }

    [Fact]
    public void What_fails_about_one_control_is_its_own_error_and_the_next_one_goes_on()
    {
        Connect();
        Writer.OnWrite = change =>
        {
            if (change.Resource == Resources.AdminAuditLogConfig)
                throw FakeWriter.Failure(ErrorIds.RemediationDenied);
        };

        var run = Fix(("Id", new[] { "nothing_like_it", Audit, DirectSend }));

        run.Errors.Select(error => (error.FullyQualifiedErrorId, error.TargetObject)).ShouldBe([("ControlNotFound", (object)"nothing_like_it"), ("RemediationDenied", Audit)]);
        run.Errors[1].CategoryInfo.Category.ShouldBe(ErrorCategory.PermissionDenied);
        var results = run.Output.Cast<RemediationResult>().ToArray();
        results.Select(result => result.Outcome).ShouldBe([RemediationOutcome.RolledBack, RemediationOutcome.Applied]);
        (results[0].ErrorId, results[0].Error).ShouldBe(("RemediationDenied", "The service answered 500."));
        results[0].PointsAfter.ShouldBe(0m);
    }

    [Fact]
    public void Controls_that_change_the_same_object_are_planned_one_after_the_other_by_what_is_there_then()
    {
        Connect();

        var run = Fix(("Id", new[] { DirectSend, MailTips }), ("Force", true));

        run.Output.Cast<RemediationResult>().Select(result => result.Outcome).ShouldBe([RemediationOutcome.Applied, RemediationOutcome.Applied]);
        _fixes[MailTips].Requests.ShouldHaveSingleItem().Evidence.Single(Resources.OrganizationConfig).RequiredBoolean("RejectDirectSend").ShouldBeTrue();
    }

    [Fact]
    public void A_plan_starts_from_what_is_there_now()
    {
        Connect();
        Control(Audit);
        Change(Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", SettingValue.Of(true));

        Fix(("Id", Audit)).Output.Cast<RemediationResult>().Single().Outcome.ShouldBe(RemediationOutcome.AlreadyDone);

        Writer.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void Only_what_is_changed_is_read_anew()
    {
        Connect();
        Control(Audit);
        var connection = _tenants.Connections[^1];
        connection.Collections.Clear();

        Fix(("Id", Audit));

        connection.Collections.ShouldBe([[Resources.AdminAuditLogConfig], [Resources.AdminAuditLogConfig]]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void The_list_of_all_accounts_is_read_only_for_what_is_about_it(bool isWanted, bool isRead)
    {
        Connect();

        EnableAudit(("IncludeMailbox", isWanted), ("WhatIf", true)).Errors.ShouldBeEmpty();

        HasCollected(Resources.MailboxAuditBypassAssociation).ShouldBe(isRead);
    }

    [Theory]
    [InlineData("AllUsers", false, false)]
    [InlineData("AllUsers", true, false)]
    [InlineData("CA003 MFA for everyone", false, true)]
    public void The_sign_in_log_is_read_where_a_policy_that_reports_is_put_in_force(string what, bool isEnforced, bool isRead)
    {
        Connect();
        _tenants.Connections[^1].Session = _tenants.Connections[^1].Session with { Account = null };
        (string, object)[] said = what == "AllUsers" ? [("ExcludeUser", Emergency), ("Enforce", isEnforced)] : [("Policy", what)];

        var run = MakePolicy([("For", "AllUsers"), .. said]);

        HasCollected(Resources.RecentSignIns).ShouldBe(isRead);
        HasCollected(Resources.SignIns).ShouldBeFalse();
        run.Output.Cast<RemediationResult>().Single().Warnings.Any(warning => warning.Contains("nothing tells what the policy would have done", StringComparison.Ordinal)).ShouldBe(isRead);
    }

    [Fact]
    public void The_sign_in_log_is_read_anew_by_each_run()
    {
        Connect();
        for (int run = 1; run <= 2; run++)
        {
            MakePolicy([("For", "AllUsers"), ("Policy", "CA003 MFA for everyone")]);
            _tenants.Connections[^1].Collections.Count(resources => resources.Contains(Resources.RecentSignIns, StringComparer.Ordinal)).ShouldBe(run);
        }
    }

    [Fact]
    public void An_ordinary_judgement_reads_neither_logs_nor_further_groups()
    {
        Connect();

        CmdletRun.Of<GetSecureScoreCommand>().Invoke();

        HasCollected(Resources.RecentSignIns).ShouldBeFalse();
        HasCollected(Resources.LegacySignIns).ShouldBeFalse();
        _tenants.Connections[^1].FurtherGroups.ShouldBe([""]);
    }

    [Theory]
    [InlineData(Phoenix, RemediationOutcome.Planned)]
    [InlineData("Phoenix", RemediationOutcome.Planned)]
    [InlineData("Nobody", RemediationOutcome.Failed)]
    public void Whoever_is_in_a_group_that_nothing_names_yet_is_a_way_in(string group, RemediationOutcome outcome)
    {
        Connect();
        var connection = WithoutPolicies();
        connection.Members[Phoenix] = ["7dd89066-c5c4-5d5d-7f7b-2e37714881e7", "5b2e5281-8a16-7895-e7fa-73334192059a"];

        var run = Run(new InvokeScoreRemediationCommand(), [("Id", PhishingResistant), ("ExcludeGroup", group), ("Enforce", true), ("WhatIf", true)]).Invoke();

        var result = run.Output.Cast<RemediationResult>().Single();
        (result.Outcome, result.ErrorId).ShouldBe((outcome, outcome == RemediationOutcome.Failed ? "LockoutRisk" : null), result.Error);
        connection.FurtherGroups.ShouldAllBe(groups => groups == (group == "Nobody" ? Nobody : Phoenix));
    }

    [Fact]
    public void A_group_that_was_made_a_moment_ago_is_found()
    {
        Connect();
        CmdletRun.Of<GetSecureScoreCommand>().Invoke();
        var connection = WithoutPolicies();
        connection.Members[Phoenix] = ["5b2e5281-8a16-7895-e7fa-73334192059a"];

        var result = Run(new InvokeScoreRemediationCommand(), [("Id", PhishingResistant), ("ExcludeGroup", "Phoenix"), ("Enforce", true), ("WhatIf", true)])
            .Invoke().Output.Cast<RemediationResult>().Single();

        result.Outcome.ShouldBe(RemediationOutcome.Planned, result.Error);
    }

    [Fact]
    public void The_next_judgement_on_demand_forgets_the_further_groups()
    {
        Connect();
        var connection = WithoutPolicies();
        Run(new InvokeScoreRemediationCommand(), [("Id", PhishingResistant), ("ExcludeGroup", "Phoenix"), ("WhatIf", true)]).Invoke();

        CmdletRun.Of<GetSecureScoreCommand>(("Refresh", true)).Invoke();

        connection.FurtherGroups[0].ShouldBe(Phoenix);
        connection.FurtherGroups[^1].ShouldBe("");
    }

    [Fact]
    public void What_is_taken_back_is_worth_what_the_groups_that_come_back_make_it()
    {
        Connect();
        var connection = WithoutPolicies();
        connection.Members[Phoenix] = ["5b2e5281-8a16-7895-e7fa-73334192059a"];
        MakePolicy([("For", "AllUsers"), ("ExcludeGroup", "Phoenix"), ("Confirm", false)]).Errors.ShouldBeEmpty();
        Undo().Errors.ShouldBeEmpty();
        connection.FurtherGroups.Clear();

        var run = Undo(("WhatIf", true), ("EntryId", Journal()[^1].EntryId));

        run.Errors.ShouldBeEmpty();
        connection.FurtherGroups[^1].ShouldBe(Phoenix);
    }

    [Fact]
    public void What_somebody_changes_in_between_is_not_overwritten()
    {
        Connect();
        var run = Prepare([("Id", Audit)]);
        run.OnShouldProcess = () => Change(Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", SettingValue.Of("Paused"));

        run.Invoke();

        run.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("RemediationConflict");
        run.Output.Cast<RemediationResult>().Single().ErrorId.ShouldBe("RemediationConflict");
        NothingIsWritten();
    }

    [Fact]
    public void What_does_not_show_yet_is_pending_and_says_when_to_look_again()
    {
        Connect();
        Writer.IsSlow = true;

        var result = Fix(("Id", Audit)).Output.Cast<RemediationResult>().Single();

        result.Outcome.ShouldBe(RemediationOutcome.Pending);
        result.LookAgainAt.ShouldNotBeNull();
        result.PointsAfter.ShouldBe(0m);
        Journal().Single().State.ShouldBe(JournalState.Pending);
    }

    [Fact]
    public void What_does_not_show_yet_is_not_written_over_in_the_same_run()
    {
        Connect();
        Writer.IsSlow = true;
        _fixes[MailTips] = new SettingFix(MailTips, RiskClass.A, Resources.OrganizationConfig, "RejectDirectSend", SettingValue.Of("Sometimes"));

        var run = Fix(("Id", new[] { DirectSend, MailTips }));

        run.Output.Cast<RemediationResult>().Select(result => (result.ControlId, result.Outcome))
            .ShouldBe([(DirectSend, RemediationOutcome.Pending), (MailTips, RemediationOutcome.Failed)]);
        var error = run.Errors.ShouldHaveSingleItem();
        error.FullyQualifiedErrorId.ShouldBe("RemediationConflict");
        error.Exception.Message.ShouldContain("does not show yet what was changed a moment ago");
        Writer.Writes.Count.ShouldBe(1);
        Journal().Count.ShouldBe(1);
    }

    [Fact]
    public void What_does_not_show_yet_is_not_written_over_by_the_next_run_until_it_should_show()
    {
        Connect();
        Writer.IsSlow = true;
        Fix(("Id", DirectSend));
        _fixes[MailTips] = new SettingFix(MailTips, RiskClass.A, Resources.OrganizationConfig, "RejectDirectSend", SettingValue.Of("Sometimes"));

        Fix(("Id", new[] { DirectSend, MailTips })).Errors.Select(error => error.FullyQualifiedErrorId).ShouldBe(["RemediationConflict", "RemediationConflict"]);
        Writer.Writes.Count.ShouldBe(1);
        Fix(("Id", DirectSend), ("WhatIf", true)).Errors.ShouldBeEmpty();

        // What shows is planned by.
        Writer.Show();
        Writer.IsSlow = false;
        var run = Fix(("Id", new[] { DirectSend, MailTips }));
        run.Errors.ShouldBeEmpty();
        run.Output.Cast<RemediationResult>().Select(result => result.Outcome).ShouldBe([RemediationOutcome.AlreadyDone, RemediationOutcome.Applied]);
    }

    [Fact]
    public void Who_waits_waits_as_long_as_the_service_may_take()
    {
        Connect();
        Writer.IsSlow = true;
        _fixes[Audit] = new SettingFix(Audit, RiskClass.A, Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", SettingValue.Of(true)) { ShowsWithin = TimeSpan.FromHours(1) };
        int reads = 0;
        Writer.OnRead = _ =>
        {
            if (++reads == 20)
                Writer.Show();
        };

        var result = Fix(("Id", Audit), ("Wait", true)).Output.Cast<RemediationResult>().Single();

        (result.Outcome, result.PointsAfter).ShouldBe((RemediationOutcome.Applied, 3m));
    }

    [Fact]
    public void What_a_person_has_to_do_is_a_result_with_steps_and_no_error()
    {
        Connect();

        var run = Fix(("Id", ByHand));

        run.Errors.ShouldBeEmpty();
        var result = run.Output.Cast<RemediationResult>().Single();
        (result.Outcome, result.Risk).ShouldBe((RemediationOutcome.Manual, RiskClass.Manual));
        result.Steps.ShouldNotBeEmpty();
        result.ActionUrl.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Warnings_are_told_when_it_is_done()
    {
        Connect();
        _fixes[Audit] = new SettingFix(Audit, RiskClass.A, Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", SettingValue.Of(true)) { Notes = ["Mind the gap."] };

        Fix(("Id", Audit), ("WhatIf", true)).ShouldProcessCalls.Single().Target.ShouldContain("  Note: Mind the gap.");
        var run = Fix(("Id", Audit));

        run.Warnings.ShouldContain(warning => warning == $"{Audit}: Mind the gap.");
        run.Output.Cast<RemediationResult>().Single().Warnings.ShouldBe(["Mind the gap."]);
    }

    [Fact]
    public void A_name_full_of_escape_sequences_cannot_hide_what_is_said()
    {
        Connect();
        string hostile = "Safe\u001b[2J\u001b[1A\u202e\r\n]: x from True to True" + new string('x', 5000);
        _fixes[SmtpAuth] = new SettingFix(SmtpAuth, RiskClass.B, Resources.TransportConfig, "SmtpClientAuthenticationDisabled", SettingValue.Of(true)) { Label = hostile, Notes = [hostile] };

        var run = Fix(("Id", SmtpAuth));

        foreach (string text in new[] { run.ShouldProcessCalls.Single().Target, run.Questions.Single() })
        {
            text.Replace(Environment.NewLine, "", StringComparison.Ordinal).ShouldAllBe(character => !char.IsControl(character) && character != '\u202e');
            string line = text.Split(Environment.NewLine)[1];
            line.ShouldEndWith("]: SmtpClientAuthenticationDisabled from False to True");
            line.Length.ShouldBeLessThan(250);
            line.Count(character => character == ']').ShouldBe(1);
        }

        run.Warnings.ShouldAllBe(warning => !warning.Any(char.IsControl));
    }

    [Fact]
    public void Values_reach_the_controls_that_take_them()
    {
        Connect();

        var run = Fix(("Id", new[] { Audit, DirectSend }), ("Value", new Hashtable { ["owner"] = 5 }));

        run.Errors.ShouldBeEmpty();
        _fixes[Audit].Requests.Single().Values.Text("Owner").ShouldBe("5");
        _fixes[Audit].Requests.Single().Account.ShouldBe("admin@contoso.com");
    }

    [Theory]
    [InlineData("Ownr")]
    [InlineData("ExcludeUser")]
    public void A_value_that_no_control_takes_is_refused(string name)
    {
        Connect();

        var run = Fix(("Id", Audit), ("Value", new Hashtable { [name] = "anna@contoso.com" }));

        run.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("RemediationValueInvalid");
        NothingIsWritten();
    }

    [Fact]
    public void Values_are_texts_numbers_flags_and_lists()
    {
        var values = ValueTable.Read(new Hashtable
        {
            ["Text"] = "a",
            ["Texts"] = new object[] { "a", new PSObject("b"), 3 },
            ["Number"] = 2.5m,
            ["Flag"] = true,
            ["Switch"] = new SwitchParameter(true),
            ["Wrapped"] = new PSObject(7L),
            ["None"] = Array.Empty<string>(),
        });

        values["text"].ShouldBe(["a"]);
        values["Texts"].ShouldBe(["a", "b", "3"]);
        values["Number"].ShouldBe(["2.5"]);
        values["Flag"].ShouldBe(["True"]);
        values["Switch"].ShouldBe(["True"]);
        values["Wrapped"].ShouldBe(["7"]);
        values["None"].ShouldBeEmpty();
        foreach (object? wrong in new object?[] { null, default(DateTime), new Hashtable(), new object?[] { null } })
            Should.Throw<SecureScoreException>(() => ValueTable.Read(new Hashtable { ["Wrong"] = wrong })).ErrorId.ShouldBe("RemediationValueInvalid");
    }

    [Fact]
    public void Controls_rows_and_ids_come_down_the_pipeline_and_each_is_taken_once()
    {
        Connect();
        object[] input = [Control(Audit), new { Id = DirectSend, Title = "a row of a file" }, Audit.ToUpperInvariant()];

        var run = Prepare([]).Invoke([.. input.Select(item => ("InputObject", (object)new PSObject(item)))]);

        run.Errors.ShouldBeEmpty();
        run.Output.Cast<RemediationResult>().Select(result => result.ControlId).ShouldBe([Audit, DirectSend]);
    }

    [Fact]
    public void Who_names_no_control_is_told()
    {
        Connect();

        Fix().TerminatingError!.FullyQualifiedErrorId.ShouldBe("DecisionRowInvalid");
    }

    [Fact]
    public void Who_stops_between_two_controls_leaves_the_second_as_it_is()
    {
        Connect();
        var run = Prepare([("Id", new[] { Audit, DirectSend })]);
        run.OnOutput = _ => run.Stop();

        Should.Throw<PipelineStoppedException>(() => run.Invoke());

        Writer.Writes.ShouldHaveSingleItem().Resource.ShouldBe(Resources.AdminAuditLogConfig);
        Journal().ShouldHaveSingleItem().State.ShouldBe(JournalState.Applied);
    }

    [Fact]
    public void Two_contexts_side_by_side_are_changed_each_for_itself()
    {
        var one = Connect();
        var first = Writer;
        var two = Connect();
        var second = Writer;

        Fix(("Id", Audit), ("Context", one));
        Fix(("Id", DirectSend), ("Context", two));

        first.Writes.ShouldHaveSingleItem().Resource.ShouldBe(Resources.AdminAuditLogConfig);
        second.Writes.ShouldHaveSingleItem().Resource.ShouldBe(Resources.OrganizationConfig);
    }

    [Fact]
    public void Without_a_journal_nothing_is_written()
    {
        Connect();
        _stores.Failure = new SecureScoreException(ErrorIds.StoreReadOnly, "The store cannot be written.");

        var run = Fix(("Id", Audit));

        run.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("StoreReadOnly");
        Writer.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void Recording_is_switched_on_and_what_that_means_is_said()
    {
        Connect();

        var run = EnableAudit();

        run.Errors.ShouldBeEmpty();
        run.Warnings.ShouldContain(warning => warning.Contains("Recording starts now", StringComparison.Ordinal) && warning.Contains("180 days", StringComparison.Ordinal));
        var result = run.Output.Cast<RemediationResult>().Single();
        (result.ControlId, result.Outcome, result.PointsAfter).ShouldBe((Audit, RemediationOutcome.Applied, 3m));
        Writer.Rows(Resources.AdminAuditLogConfig)[0]["UnifiedAuditLogIngestionEnabled"].AsFlag().ShouldBe(true);
        Journal().Single().RemediationId.ShouldBe("AuditRecording");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mailboxes_are_audited_when_that_is_wanted(bool isWanted)
    {
        Connect();
        Change(Resources.OrganizationConfig, "AuditDisabled", SettingValue.Of(true));

        EnableAudit(("IncludeMailbox", isWanted)).Errors.ShouldBeEmpty();

        Writer.Rows(Resources.OrganizationConfig)[0]["AuditDisabled"].AsFlag().ShouldBe(!isWanted);
    }

    [Fact]
    public void The_last_entry_is_taken_back_to_what_was_there_and_the_next_time_the_one_before()
    {
        Connect();
        Change(Resources.OrganizationConfig, "AuditDisabled", SettingValue.Of(true));
        var (audit, organization) = (Writer.Rows(Resources.AdminAuditLogConfig)[0], Writer.Rows(Resources.OrganizationConfig)[0]);
        EnableAudit();
        EnableAudit(("IncludeMailbox", true));
        string[] made = [.. Journal().Select(entry => entry.EntryId)];

        var first = Undo().Output.Cast<RemediationResult>().Single();
        var second = Undo();

        (first.Outcome, first.UndoOf).ShouldBe((RemediationOutcome.Applied, made[1]));
        Writer.Rows(Resources.OrganizationConfig)[0].ToJson().ShouldBe(organization.ToJson());
        var result = second.Output.Cast<RemediationResult>().Single();
        (result.Outcome, result.UndoOf, result.PointsBefore, result.PointsAfter).ShouldBe((RemediationOutcome.Applied, made[0], 3m, 0m));
        second.Warnings.ShouldNotBeEmpty();
        Writer.Rows(Resources.AdminAuditLogConfig)[0].ToJson().ShouldBe(audit.ToJson());
        Journal().Take(2).Select(entry => (entry.State, entry.UndoneBy)).ShouldBe([(JournalState.Undone, result.EntryId), (JournalState.Undone, first.EntryId)]);
        Undo().Warnings.ShouldHaveSingleItem().ShouldStartWith("Nothing");
    }

    [Fact]
    public void What_would_be_taken_back_is_said_and_nothing_is_written()
    {
        Connect();
        string entryId = EnableAudit().Output.Cast<RemediationResult>().Single().EntryId!;

        var run = Undo(("EntryId", entryId), ("WhatIf", true));

        string text = run.ShouldProcessCalls.Single().Target;
        text.ShouldStartWith("Take back what admin@contoso.com did on ");
        text.ShouldContain($"(journal entry {entryId}): {Audit} (Ensure Microsoft 365 audit log search is Enabled), -3.00 points");
        text.ShouldContain("UnifiedAuditLogIngestionEnabled from True to False");
        (run.Output.Cast<RemediationResult>().Single() is { Outcome: RemediationOutcome.Planned, EntryId: null }).ShouldBeTrue();
        Writer.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public void Results_that_wrote_nothing_are_passed_over_and_the_newest_comes_first()
    {
        Connect();
        Change(Resources.OrganizationConfig, "AuditDisabled", SettingValue.Of(true));
        string?[] ids = [EnableAudit().Output.Cast<RemediationResult>().Single().EntryId, null, EnableAudit(("IncludeMailbox", true)).Output.Cast<RemediationResult>().Single().EntryId];

        var run = PrepareUndo([]).Invoke([.. ids.Select(id => ("EntryId", (object)new[] { id ?? "" }))]);

        run.Errors.ShouldBeEmpty();
        run.Output.Cast<RemediationResult>().Select(result => result.UndoOf).ShouldBe([ids[2], ids[0]]);
    }

    [Fact]
    public void What_somebody_changed_since_is_shown_and_only_restored_by_force()
    {
        Connect();
        EnableAudit();
        Change(Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", SettingValue.Of("Paused"));

        var error = Undo().Errors.ShouldHaveSingleItem();
        error.FullyQualifiedErrorId.ShouldBe("UndoConflict");
        error.ErrorDetails!.Message.ShouldContain("Paused");
        error.TargetObject.ShouldBe(Audit);
        Writer.Writes.Count.ShouldBe(1);

        Undo(("Force", true)).Output.Cast<RemediationResult>().Single().Outcome.ShouldBe(RemediationOutcome.Applied);
        Writer.Rows(Resources.AdminAuditLogConfig)[0]["UnifiedAuditLogIngestionEnabled"].AsFlag().ShouldBe(false);
    }

    [Fact]
    public void What_somebody_took_back_by_hand_is_noted_without_a_write()
    {
        Connect();
        EnableAudit();
        Change(Resources.AdminAuditLogConfig, "UnifiedAuditLogIngestionEnabled", SettingValue.Of(false));

        Undo().Output.Cast<RemediationResult>().Single().Outcome.ShouldBe(RemediationOutcome.AlreadyDone);

        Writer.Writes.Count.ShouldBe(1);
        Journal()[0].State.ShouldBe(JournalState.Undone);
    }

    [Fact]
    public void An_entry_that_is_not_there_or_of_another_tenant_is_refused()
    {
        Connect();
        const string Other = "11111111-1111-1111-1111-111111111111";
        _stores.Use(async store =>
        {
            await store.SetZonesAsync(Other, null, CancellationToken.None);
            return await store.AppendJournalAsync(
                new JournalDraft { TenantId = Other, EntryId = "theirs", Event = JournalEvent.Begun, ControlId = Audit, RemediationId = "AuditRecording", At = DateTimeOffset.UnixEpoch, By = "eve" },
                CancellationToken.None);
        });

        Undo(("EntryId", "nothing")).Errors.Single().FullyQualifiedErrorId.ShouldBe("JournalEntryNotFound");
        Undo(("EntryId", "theirs"), ("Force", true)).Errors.Single().FullyQualifiedErrorId.ShouldBe("UndoOtherTenant");

        Writer.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void What_can_be_done_is_listed_without_a_tenant()
    {
        var all = List();

        all.Count.ShouldBe(Engine.Catalog.ControlCatalog.Default.Controls.Count);
        all.ShouldAllBe(info => info.Granted == null);
        List(("Id", "MIP_search*")).ShouldHaveSingleItem().RemediationId.ShouldBe("AuditRecording");
        List(("Risk", RiskClass.A)).ShouldAllBe(info => info.Risk == RiskClass.A);
        CmdletRun.Of<GetScoreRemediationCommand>(("Id", "mip_search")).Invoke().Errors.Single().FullyQualifiedErrorId.ShouldBe("ControlNotFound");
        CmdletRun.Of<GetScoreRemediationCommand>(("Journal", true)).Invoke().TerminatingError!.FullyQualifiedErrorId.ShouldBe("NotConnected");
    }

    [Theory]
    [InlineData("Exchange.ManageAsApp", true)]
    [InlineData("Other", false)]
    [InlineData(null, null)]
    public void Whether_the_token_allows_it_is_told(string? held, bool? granted)
    {
        Connect();
        _tenants.Connections[^1].Access = [new Engine.Tenants.ServiceAccess(Engine.Tenants.TenantService.Exchange, true) { Permissions = held is null ? null : [held] }];

        List(("Id", Audit)).Single().Granted.ShouldBe(granted);
        List(("Id", ByHand)).Single().Granted.ShouldBeNull();
    }

    [Fact]
    public void Controls_come_down_the_pipeline_and_what_is_listed_goes_on_to_be_done()
    {
        Connect();

        var infos = CmdletRun.Of<GetScoreRemediationCommand>().Invoke(("InputObject", new PSObject(Control(Audit))), ("InputObject", new PSObject("nothing"))).Output;
        var run = Prepare([]).Invoke([.. infos.Select(info => ("InputObject", (object)new PSObject(info)))]);

        run.Output.Cast<RemediationResult>().ShouldHaveSingleItem().Outcome.ShouldBe(RemediationOutcome.Applied);
    }

    [Fact]
    public void The_journal_is_listed_newest_first()
    {
        Connect();
        JournalOf().ShouldBeEmpty();
        EnableAudit();
        Undo();

        JournalOf().Select(entry => entry.State).ShouldBe([JournalState.Applied, JournalState.Undone]);
        JournalOf(("Last", 1)).ShouldHaveSingleItem().UndoOf.ShouldNotBeNull();
        JournalOf(("Id", "other*")).ShouldBeEmpty();
    }

    [Fact]
    public void Entries_that_can_be_taken_back_are_completed()
    {
        var context = Connect();
        string entryId = EnableAudit().Output.Cast<RemediationResult>().Single().EntryId!;
        var parameters = new Hashtable { ["Context"] = context };

        foreach (string word in new[] { "", entryId[..4], Audit })
            new Completion.JournalEntryCompleter().CompleteArgument("Undo-ScoreRemediation", "EntryId", word, null!, parameters).Single().ListItemText.ShouldBe(entryId);
    }

    private bool HasCollected(string resource) =>
        _tenants.Connections[^1].Collections.Any(resources => resources.Contains(resource, StringComparer.Ordinal));

    /// <summary>The demo tenant without policies and keys, with two groups that nothing names.</summary>
    private FakeConnection WithoutPolicies()
    {
        var connection = _tenants.Connections[^1];
        connection.Session = connection.Session with { Account = null };
        Writer.Rows(Resources.ConditionalAccessPolicies).Clear();
        var report = Writer.Rows(Resources.UserRegistrationDetails);
        for (int i = 0; i < report.Count; i++)
            report[i] = report[i].With("methodsRegistered", SettingValue.Of(["email"]));
        foreach (var (id, name) in new[] { (Phoenix, "Phoenix"), (Nobody, "Nobody") })
            Writer.Rows(Resources.Groups).Add(SettingValue.Group(("id", SettingValue.Of(id)), ("displayName", SettingValue.Of(name))));
        return connection;
    }

    private static CmdletRun MakePolicy((string Name, object Value)[] parameters) =>
        Run(new NewMfaPolicyCommand(), parameters.Contains(("Confirm", false)) ? parameters : [.. parameters, ("WhatIf", true)]).Invoke();

    private static CmdletRun EnableAudit(params (string Name, object Value)[] parameters) => Run(new EnableAuditRecordingCommand(), parameters).Invoke();

    private static CmdletRun Undo(params (string Name, object Value)[] parameters) => PrepareUndo(parameters).Invoke();

    private static CmdletRun PrepareUndo((string Name, object Value)[] parameters) => Run(new UndoScoreRemediationCommand(), parameters);

    private static CmdletRun Run(RemediationCommand cmdlet, (string Name, object Value)[] parameters)
    {
        cmdlet.Clock = new ElapsedClock();
        cmdlet.Interaction = _ => new Interaction();
        var run = CmdletRun.Of(cmdlet, parameters);
        (run.ShouldProcessAnswer, run.ShouldContinueAnswer) = (!parameters.Any(parameter => parameter is ("WhatIf", true)), true);
        return run;
    }

    private static List<RemediationInfo> List(params (string Name, object Value)[] parameters) =>
        [.. CmdletRun.Of<GetScoreRemediationCommand>(parameters).Invoke().Output.Cast<RemediationInfo>()];

    private static List<JournalEntry> JournalOf(params (string Name, object Value)[] parameters) =>
        [.. CmdletRun.Of<GetScoreRemediationCommand>([("Journal", true), .. parameters]).Invoke().Output.Cast<JournalEntry>()];

    private SecureScoreContext Connect() => (SecureScoreContext)CmdletRun.Of(
        new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }, ("PassThru", true), ("Store", _stores.File)).Invoke().Output.Single();

    private CmdletRun Fix(params (string Name, object Value)[] parameters) => Fix(true, true, parameters);

    private CmdletRun Fix(bool shouldProcess = true, bool shouldContinue = true, params (string Name, object Value)[] parameters) =>
        Prepare(parameters, shouldProcess, shouldContinue).Invoke();

    private CmdletRun Prepare((string Name, object Value)[] parameters, bool shouldProcess = true, bool shouldContinue = true)
    {
        var cmdlet = new InvokeScoreRemediationCommand
        {
            Clock = new ElapsedClock(),
            Interaction = _ => new Interaction { Arguments = _obstacle is null ? [] : [_obstacle] },
            Remediations = _fixes.GetValueOrDefault,
        };
        var run = CmdletRun.Of(cmdlet, parameters);
        bool isWhatIf = parameters.Any(parameter => parameter is ("WhatIf", true));
        (run.ShouldProcessAnswer, run.ShouldContinueAnswer) = (shouldProcess && !isWhatIf, shouldContinue);
        return run;
    }

    private void Change(string resource, string setting, SettingValue value) => Writer.Rows(resource)[0] = Writer.Rows(resource)[0].With(setting, value);

    private IReadOnlyList<JournalEntry> Journal() =>
        JournalEntry.Of(_stores.Use(store => store.ReadJournalAsync(Tenant, CancellationToken.None)));

    private void NothingIsWritten()
    {
        Writer.Writes.ShouldBeEmpty();
        Journal().ShouldBeEmpty();
    }

    private static ControlResult Control(string id) => (ControlResult)CmdletRun.Of<GetScoreControlCommand>(("Id", id)).Invoke().Output.Single();
}
