using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>MFA for administrators on the demo tenant, end to end: report-only, in force, and what it earns.</summary>
public sealed class AdministratorMfaPolicyTests
{
    private const string Id = PolicyRemediationIds.AdministratorMfa;

    [Fact]
    public void It_reports_first_and_tells_what_it_earns_in_force()
    {
        var plan = PolicyPlans.Contoso.Plan(Id, PolicyPlans.Karin, PolicyPlans.Exclude(PolicyPlans.Emergency));

        plan.Control.Points.ShouldBe(0);
        plan.ExpectedPoints.ShouldBe(0);
        plan.PointsInForce.ShouldBe(plan.Control.MaxPoints * 13 / 14);
        var creation = plan.Draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<ObjectCreation>();
        creation.Label.ShouldBe("SecureScore: MFA for administrators");
        creation.Content["state"].AsText().ShouldBe("enabledForReportingButNotEnforced");
        plan.Draft.Warnings[0].ShouldContain("only reports, which earns nothing");
        string.Join("\n", plan.Draft.Warnings).ShouldContain("13 users whom it concerns: all have registered for MFA.");
        plan.Draft.ForWhom.ShouldBe($"holders of administrative roles, without {PolicyPlans.Emergency}");
        plan.Draft.MustExist.ShouldHaveSingleItem().Resource.ShouldBe(Resources.Users);
    }

    [Fact]
    public void In_force_it_earns_thirteen_of_fourteen_and_the_explanation_names_who_costs_the_rest()
    {
        var plan = PolicyPlans.Contoso.Plan(Id, PolicyPlans.Karin, PolicyPlans.Exclude(PolicyPlans.Emergency), PolicyPlans.Enforce);

        plan.ExpectedPoints.ShouldBe(plan.Control.MaxPoints * 13 / 14);
        plan.PointsInForce.ShouldBeNull();
        plan.Draft.Changes.Count.ShouldBe(2);
        plan.Draft.Changes[1].ShouldBeOfType<SettingsChange>().Identity.ShouldBe(CreatedIdentity.Of(0));
        var after = PolicyPlans.Contoso.After(plan.Draft);
        var control = after.Judge().GetControl("AdminMFAV2");
        control.Explanation.ShouldNotBeNull().ShouldContain("Policy 'SecureScore: MFA for administrators' covers 13 of 14 users.");
        control.Explanation.ShouldNotBeNull().ShouldContain($"Policy 'SecureScore: MFA for administrators' excludes {PolicyPlans.Emergency}, which costs 1 of 14 users, 0.71 points.");
        after.Plan(Id, PolicyPlans.Karin, PolicyPlans.Exclude(PolicyPlans.Emergency), PolicyPlans.Enforce).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void It_is_put_in_force_later_by_its_state_alone()
    {
        var reporting = PolicyPlans.Contoso.After(PolicyPlans.Contoso.Draft(Id, PolicyPlans.Karin, PolicyPlans.Exclude(PolicyPlans.Emergency)));

        var second = reporting.Plan(Id, PolicyPlans.Karin, PolicyPlans.Exclude(PolicyPlans.Emergency));
        second.IsDone.ShouldBeTrue();
        second.PointsInForce.ShouldBe(second.Control.MaxPoints * 13 / 14);

        var promotion = reporting.Draft(Id, PolicyPlans.Karin, PolicyPlans.Enforce).Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>();
        promotion.Settings.ShouldHaveSingleItem().Name.ShouldBe("state");
    }

    [Fact]
    public void Without_anybody_left_out_it_proposes_the_emergency_accounts()
    {
        var exception = Should.Throw<SecureScoreException>(() => PolicyPlans.Contoso.Draft(Id, PolicyPlans.Karin));

        exception.ErrorId.ShouldBe(ErrorIds.RemediationValueMissing);
        exception.Message.ShouldContain("ExcludeUser");
        exception.Message.ShouldContain("emergency1@contoso.onmicrosoft.com, emergency2@contoso.onmicrosoft.com");
    }
}
