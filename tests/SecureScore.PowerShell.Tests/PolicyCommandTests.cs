using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.PowerShell.Commands;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>The cmdlets about Conditional Access and security defaults, over a tenant whose services are in memory.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private const string Administrators = "SecureScore: MFA for administrators";
    private const string Emergency = "emergency1@contoso.onmicrosoft.com";

    private readonly RunspaceScope _runspace = new();
    private readonly TestStores _stores = new();
    private readonly FakeTenants _tenants = new();

    public PolicyCommandTests()
    {
        // Somebody who is registered: whoever is not would be locked out.
        _tenants.Session = session => session with { Account = "chloe.dubreuil@contoso.com" };
        CmdletRun.Of(new ConnectSecureScoreCommand { Connector = () => _tenants, Interaction = _ => new Interaction() }, ("Store", _stores.File)).Invoke();
    }

    private FakeWriter Writer => _tenants.Connections[^1].Fake;

    public void Dispose()
    {
        _stores.Dispose();
        _runspace.Dispose();
    }

    [Fact]
    public void A_policy_that_leaves_nobody_out_is_refused_with_the_accounts_that_could_be()
    {
        var error = MfaPolicy().Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("RemediationValueMissing");
        error.ErrorDetails!.Message.ShouldContain(Emergency);
        Writer.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void A_policy_reports_first_is_then_put_in_force_and_taken_back_step_by_step()
    {
        int before = Policies().Count;

        var made = Only(MfaPolicy(("ExcludeUser", Emergency)));
        (made.Outcome, made.ControlId, made.PointsAfter).ShouldBe((RemediationOutcome.Applied, "AdminMFAV2", 0m));
        made.PointsInForce.ShouldNotBeNull().ShouldBeGreaterThan(0m);
        made.Summary.ShouldBe($"conditionalAccessPolicies [{Administrators}] is created");
        made.Changes.Single().ShouldContain("displayName = ");
        State(Administrators).ShouldBe("enabledForReportingButNotEnforced");

        var enforced = Only(MfaPolicy(("ExcludeUser", Emergency), ("Enforce", true)));
        enforced.PointsAfter.ShouldBe(made.PointsInForce);
        State(Administrators).ShouldBe("enabled");
        Only(MfaPolicy(("ExcludeUser", Emergency), ("Enforce", true))).Outcome.ShouldBe(RemediationOutcome.AlreadyDone);

        Only(Run(new UndoScoreRemediationCommand())).PointsAfter.ShouldBe(0m);
        State(Administrators).ShouldBe("enabledForReportingButNotEnforced");
        Run(new UndoScoreRemediationCommand());
        Policies().Count.ShouldBe(before);
    }

    [Fact]
    public void Who_is_ready_is_listed_and_nothing_is_changed()
    {
        var run = MfaPolicy(("For", "AllUsers"), ("ExcludeUser", Emergency), ("ListReadiness", true));

        run.Errors.ShouldBeEmpty();
        var people = run.Output.Cast<RolloutReadiness>().ToArray();
        people.ShouldContain(person => person.IsRegistered);
        people.ShouldContain(person => !person.IsRegistered);
        people.ShouldNotContain(person => person.UserPrincipalName == Emergency);
        run.ShouldProcessCalls.ShouldBeEmpty();
        Writer.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void A_stage_is_for_its_groups_and_readiness_for_their_members()
    {
        string group = Writer.Rows(Resources.Groups).Select(row => row["displayName"].AsText()!).First(name => name.StartsWith("sg-Office", StringComparison.Ordinal));
        int all = MfaPolicy(("For", "AllUsers"), ("ExcludeUser", Emergency), ("ListReadiness", true)).Output.Count;

        MfaPolicy(("For", "AllUsers"), ("ExcludeUser", Emergency), ("Group", group), ("ListReadiness", true)).Output.Count.ShouldBeInRange(1, all - 1);
        var staged = Only(MfaPolicy(("For", "AllUsers"), ("ExcludeUser", Emergency), ("Group", group)));
        var whole = Only(MfaPolicy(("For", "AllUsers"), ("ExcludeUser", Emergency)));

        (staged.ControlId, staged.Outcome, whole.Outcome).ShouldBe(("MFARegistrationV2", RemediationOutcome.Applied, RemediationOutcome.Applied));
        staged.Changes.ToString().ShouldContain("includeGroups");
        whole.Changes.ToString().ShouldContain("includeUsers");
    }

    [Fact]
    public void A_policy_of_the_tenants_own_is_put_in_force_and_nothing_else_of_it_is_changed()
    {
        var result = Only(MfaPolicy(("For", "AllUsers"), ("Policy", "CA003 MFA for everyone")));

        result.Outcome.ShouldBe(RemediationOutcome.Applied);
        result.Changes.ShouldHaveSingleItem().ShouldEndWith("state from 'enabledForReportingButNotEnforced' to 'enabled'");
        State("CA003 MFA for everyone").ShouldBe("enabled");
    }

    [Fact]
    public void A_place_is_made_of_an_address_range()
    {
        var result = Only(MfaPolicy(("ExcludeUser", Emergency), ("TrustedLocation", "203.0.113.0/24")));

        result.Outcome.ShouldBe(RemediationOutcome.Applied);
        result.Summary.ShouldEndWith("is created, and 2 more");
        Writer.Writes.OfType<ObjectCreation>().Select(change => change.Resource).ShouldBe([Resources.NamedLocations, Resources.ConditionalAccessPolicies]);
    }

    [Fact]
    public void Security_defaults_are_refused_beside_policies_in_force_and_the_policies_are_named()
    {
        var error = Run(new EnableSecurityDefaultCommand()).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("RemediationNotPossible");
        error.ErrorDetails!.Message.ShouldContain("CA002 Block legacy authentication");
        Writer.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void Security_defaults_are_turned_on_and_off_again_where_no_policy_is_in_force()
    {
        Policies().Clear();

        var on = Only(Run(new EnableSecurityDefaultCommand()));
        (on.Outcome, on.PointsAfter).ShouldBe((RemediationOutcome.Applied, on.MaxPoints));
        Defaults().ShouldBe(true);

        Only(Run(new UndoScoreRemediationCommand())).PointsAfter.ShouldBe(0m);
        Defaults().ShouldBe(false);
    }

    [Fact]
    public void Policies_take_the_place_of_security_defaults_and_give_it_back()
    {
        Policies().Clear();
        Only(Run(new DisableSecurityDefaultCommand(), ("ExcludeUser", Emergency))).Outcome.ShouldBe(RemediationOutcome.AlreadyDone);
        Only(Run(new EnableSecurityDefaultCommand()));
        Writer.Writes.Clear();
        Run(new DisableSecurityDefaultCommand()).Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("RemediationValueMissing");

        var changed = Only(Run(new DisableSecurityDefaultCommand(), ("ExcludeUser", Emergency)));

        changed.Outcome.ShouldBe(RemediationOutcome.Applied);
        Defaults().ShouldBe(false);
        Policies().Count.ShouldBe(3);
        Policies().ShouldAllBe(policy => policy["state"].AsText() == "enabled");
        int off = Writer.Writes.FindIndex(change => change.Resource == Resources.SecurityDefaults);
        Writer.Writes.Take(off).ShouldAllBe(change => change is ObjectCreation);
        Writer.Writes.Skip(off + 1).ShouldAllBe(change => change is SettingsChange);

        Only(Run(new UndoScoreRemediationCommand())).Outcome.ShouldBe(RemediationOutcome.Applied);
        Defaults().ShouldBe(true);
        Policies().ShouldNotContain(policy => policy["state"].AsText() == "enabled");
    }

    private static CmdletRun MfaPolicy(params (string Name, object Value)[] parameters) => Run(new NewMfaPolicyCommand(), parameters);

    private static CmdletRun Run(RemediationCommand cmdlet, params (string Name, object Value)[] parameters)
    {
        cmdlet.Clock = new ElapsedClock();
        cmdlet.Interaction = _ => new Interaction();
        var run = CmdletRun.Of(cmdlet, parameters);
        (run.ShouldProcessAnswer, run.ShouldContinueAnswer) = (true, true);
        return run.Invoke();
    }

    private static RemediationResult Only(CmdletRun run)
    {
        run.Errors.Select(error => error.ErrorDetails!.Message).ShouldBeEmpty();
        return run.Output.ShouldHaveSingleItem().ShouldBeOfType<RemediationResult>();
    }

    private List<SettingGroup> Policies() => Writer.Rows(Resources.ConditionalAccessPolicies);

    private bool? Defaults() => Writer.Rows(Resources.SecurityDefaults)[0]["isEnabled"].AsFlag();

    private string? State(string name) => Policies().Single(policy => policy["displayName"].AsText() == name)["state"].AsText();
}
