using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>Security defaults and policies exclude each other, and there is no moment in which neither protects.</summary>
public sealed class SecurityDefaultsTests
{
    private const string Enable = PolicyRemediationIds.EnableSecurityDefaults;
    private const string Disable = PolicyRemediationIds.DisableSecurityDefaults;

    private static readonly (string, string[]) s_out = PolicyPlans.Exclude("out@contoso.com");

    [Fact]
    public void They_are_switched_on_where_no_policy_is_in_force()
    {
        using var tenant = Tenant(defaults: false).Person("late", registered: false).Person("breakglass1")
            .Policy("Reports", state: "enabledForReportingButNotEnforced").Policy("Off", state: "disabled");
        var snapshot = tenant.OpenInMemory();

        var draft = snapshot.Draft(Enable, account: null);

        var setting = draft.Changes.ShouldHaveSingleItem().ShouldBeOfType<SettingsChange>().Settings.ShouldHaveSingleItem();
        (setting.Name, setting.Former.AsFlag(), setting.Wanted.AsFlag()).ShouldBe(("isEnabled", false, true));
        draft.ShouldWarn("1 of 4 users have not registered");
        draft.ShouldWarn("late@contoso.com");
        draft.ShouldWarn("breakglass1@contoso.com");
        snapshot.After(draft).Draft(Enable, account: null).Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("enabled")]
    [InlineData("someNewState")]
    public void They_stay_off_while_a_policy_is_in_force(string state)
    {
        using var tenant = Tenant(defaults: false).Policy("MFA", state: state);

        var exception = Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(Enable, account: null));

        exception.ErrorId.ShouldBe(ErrorIds.RemediationNotPossible);
        exception.Message.ShouldContain("'MFA'");
    }

    [Fact]
    public void They_go_off_between_the_making_of_the_policies_and_their_force()
    {
        using var tenant = Tenant(defaults: true);
        var snapshot = tenant.OpenInMemory();

        var draft = snapshot.Draft(Disable, "ada@contoso.com", s_out);

        draft.Changes.Select(change => change.GetType().Name).ShouldBe(
        [
            nameof(ObjectCreation), nameof(ObjectCreation), nameof(ObjectCreation),
            nameof(SettingsChange),
            nameof(SettingsChange), nameof(SettingsChange), nameof(SettingsChange),
        ]);
        draft.Changes.Take(3).Cast<ObjectCreation>().ShouldAllBe(creation => creation.Content["state"].AsText() == "enabledForReportingButNotEnforced");
        draft.Changes[3].Resource.ShouldBe(Resources.SecurityDefaults);
        draft.Changes.Skip(4).Cast<SettingsChange>().Select(change => change.Identity).ShouldBe([CreatedIdentity.Of(0), CreatedIdentity.Of(1), CreatedIdentity.Of(2)]);
        draft.ShouldWarn("Microsoft may add policies of its own");
        var after = snapshot.After(draft);
        after.Rows(Resources.ConditionalAccessPolicies).ShouldAllBe(row => row.Contains("\"state\":\"enabled\"", StringComparison.Ordinal));
        after.Rows(Resources.SecurityDefaults).ShouldBe(["""{"isEnabled":false}"""]);
        after.Draft(Disable, "ada@contoso.com", s_out).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Policies_that_report_already_are_put_in_force_and_not_made_twice()
    {
        using var tenant = Tenant(defaults: true);
        var snapshot = tenant.OpenInMemory();
        var reporting = snapshot.After(snapshot.Draft(PolicyRemediationIds.AllUsersMfa, account: null, s_out));

        var draft = reporting.Draft(Disable, account: null, s_out);

        draft.Changes.OfType<ObjectCreation>().Count().ShouldBe(2);
        draft.Changes.OfType<SettingsChange>().Count(change => change.Settings[0].Name == "state").ShouldBe(3);
    }

    [Fact]
    public void Nothing_goes_off_without_what_takes_its_place()
    {
        using var tenant = Tenant(defaults: true);
        Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(Disable, account: null)).ErrorId.ShouldBe(ErrorIds.RemediationValueMissing);

        tenant.Person("late", registered: false);
        Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(Disable, "late@contoso.com", s_out)).ErrorId.ShouldBe(ErrorIds.LockoutRisk);

        tenant.With(Resources.SubscribedSkus, """{"skuId":"1","capabilityStatus":"Enabled","servicePlans":[]}""");
        Should.Throw<SecureScoreException>(() => tenant.OpenInMemory().Draft(Disable, account: null, s_out)).ErrorId.ShouldBe(ErrorIds.RemediationNotPossible);
    }

    [Fact]
    public void Nothing_is_done_that_is_done_already()
    {
        using var on = Tenant(defaults: true);
        using var off = Tenant(defaults: false);

        on.OpenInMemory().Draft(Enable, account: null).Changes.ShouldBeEmpty();
        off.OpenInMemory().Draft(Disable, account: null).Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Enable)]
    [InlineData(Disable)]
    public void The_inverse_of_each_change_is_owned_and_restores(string id)
    {
        using var tenant = Tenant(defaults: id == Disable);
        var snapshot = tenant.OpenInMemory();
        (string, string[])[] values = id == Disable ? [s_out] : [];
        var draft = snapshot.Draft(id, account: null, values);
        var made = draft.Changes.ToArray();
        var rows = snapshot.After(draft).Rows(Resources.ConditionalAccessPolicies);
        int created = 0;
        for (int i = 0; i < made.Length; i++)
        {
            if (made[i] is not ObjectCreation creation)
                continue;

            string identity = ((SettingGroup)SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(rows[created++])))["id"].AsText().ShouldNotBeNull();
            made[i] = creation with { Identity = identity };
            for (int later = i + 1; later < made.Length; later++)
                made[later] = CreatedIdentity.Resolve(made[later], i, identity);
        }

        TenantChange[] back = [.. made.Reverse().Select(change => change.Inverse())];

        back.ShouldAllBe(change => PolicyPlans.Find(id).Owns(change));
        var restored = ChangeProjection.Apply(snapshot.After(draft), back);
        restored.Rows(Resources.ConditionalAccessPolicies).ShouldBeEmpty();
        restored.Rows(Resources.SecurityDefaults).ShouldBe(snapshot.Rows(Resources.SecurityDefaults));
    }

    private static TestTenant Tenant(bool defaults) => TestTenant.WithAda().Eligibility().SecurityDefaults(defaults).Person("out").Role("out");
}
