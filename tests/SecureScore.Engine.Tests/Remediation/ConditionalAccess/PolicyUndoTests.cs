using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Microsoft365.Tests;

namespace SecureScore.Engine.Tests.Remediation.ConditionalAccess;

/// <summary>The journal says what was changed, and a store can be written by others: what is not ours is not touched, whatever the journal calls it. And
/// taking back is guarded like putting in force.</summary>
public sealed class PolicyUndoTests
{
    private const string Own = "own";
    private const string Foreign = "foreign";
    private const string Name = "SecureScore: MFA for administrators";
    private const string Location = "SecureScore: trusted addresses";

    private static readonly SettingValue s_enabled = SettingValue.Of("enabled");
    private static readonly SettingValue s_reports = SettingValue.Of("enabledForReportingButNotEnforced");

    private readonly MadeTenant _tenant = new MadeTenant()
        .With(Resources.ConditionalAccessPolicies, $$$"""{"id":"{{{Own}}}","displayName":"{{{Name}}} (pilot)","state":"enabled","conditions":{"users":{"excludeUsers":["out"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}""")
        .With(Resources.ConditionalAccessPolicies, $$$"""{"id":"{{{Foreign}}}","displayName":"Block everything bad","state":"enabled","conditions":{"users":{"excludeUsers":["out"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}""")
        .With(Resources.NamedLocations, """{"id":"office","displayName":"Office","isTrusted":true,"ipRanges":[]}""")
        .With(Resources.GroupSettings, """{"id":"other","displayName":"Group.Unified","templateId":"62375ab9-6b52-47ed-826b-58e47e0e304b","values":[{"name":"EnableBannedPasswordCheck","value":"True"}]}""");

    public static TheoryData<string, string, bool> Forgeries => new()
    {
        // The change, the remediation, whether it is taken back.
        { "excludes somebody of our own", PolicyRemediationIds.AdministratorMfa, true },
        { "excludes somebody of another policy", PolicyRemediationIds.AdministratorMfa, false },
        { "excludes somebody of another policy", PolicyRemediationIds.DisableSecurityDefaults, false },
        { "creates our own", PolicyRemediationIds.AdministratorMfa, true },
        { "creates another policy", PolicyRemediationIds.AdministratorMfa, false },
        { "creates another policy", PolicyRemediationIds.DisableSecurityDefaults, false },
        { "puts our own in force", PolicyRemediationIds.AdministratorMfa, true },
        { "puts our own in force", PolicyRemediationIds.DisableSecurityDefaults, true },
        { "puts another policy in force", PolicyRemediationIds.DisableSecurityDefaults, false },
        { "puts another policy in force", PolicyRemediationIds.AdministratorMfa, true },
        { "trusts another location", PolicyRemediationIds.AdministratorMfa, false },
        { "creates another location", PolicyRemediationIds.AdministratorMfa, false },
        { "bans passwords by other rules", "aad_custom_banned_passwords", false },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task What_the_journal_calls_ours_and_is_not_is_not_touched_even_by_force(string change, string remediationId, bool isOurs)
    {
        var remediation = PolicyPlans.Find(remediationId);
        var forged = Change(change);
        remediation.Owns(forged).ShouldBeTrue("the journal's own words are no reason");
        string before = _tenant.ToJson();

        foreach (bool force in new[] { false, true })
        {
            if (isOurs)
                (await PlanAsync(remediation, forged, force: true)).Draft.Changes.Count.ShouldBe(1);
            else
                (await Should.ThrowAsync<SecureScoreException>(() => PlanAsync(remediation, forged, force))).ErrorId.ShouldBe(ErrorIds.UndoNotPossible);
        }

        _tenant.ToJson().ShouldBe(before);
    }

    [Fact]
    public void A_policy_that_was_off_or_in_force_is_not_switched_by_a_promotion()
    {
        var remediation = PolicyPlans.Find(PolicyRemediationIds.AdministratorMfa);

        remediation.Owns(Policy(Foreign, "Mine", "state", SettingValue.Of("disabled"), s_enabled)).ShouldBeFalse();
        remediation.Owns(Policy(Foreign, "Mine", "state", s_enabled, SettingValue.Of("disabled"))).ShouldBeFalse();
        remediation.Owns(Policy(Foreign, "Mine", "state", s_enabled, s_reports)).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_asked_sees_the_name_that_the_object_has()
    {
        var plan = await PlanAsync(
            PolicyPlans.Find(PolicyRemediationIds.AdministratorMfa), Policy(Foreign, "Harmless", "state", s_reports, s_enabled), force: false);

        string.Join('\n', plan.Draft.Changes.SelectMany(ChangeText.Lines)).ShouldBe(
            "conditionalAccessPolicies [Block everything bad]: state from 'enabled' to 'enabledForReportingButNotEnforced'");
    }

    [Fact]
    public void Taking_back_leaves_somebody_a_way_in()
    {
        using var tenant = TestTenant.WithoutPeople().Eligibility().Person("ada", registered: false).Role("ada").Person("out").Role("out");
        var snapshot = tenant.OpenInMemory();
        var made = snapshot.After(snapshot.Draft(PolicyRemediationIds.AllUsersMfa, account: null, PolicyPlans.Exclude("out@contoso.com")));
        var policy = (SettingGroup)SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(made.Rows(Resources.ConditionalAccessPolicies).Single()));
        string id = policy["id"].AsText()!;
        SettingValue excluded = policy["conditions.users.excludeUsers"];
        var enforced = ChangeProjection.Apply(made, [Policy(id, Name, "state", s_reports, s_enabled)]);
        TenantChange again = Policy(id, Name, "state", s_reports, s_enabled);
        TenantChange[] forNobody = [Policy(id, Name, "conditions.users.excludeUsers", excluded, SettingValue.ListOf())];
        TenantChange[] block = [new ObjectCreation(Resources.ConditionalAccessPolicies, policy.With("state", s_enabled).With("id", SettingValue.Of("new")).With("conditions.users.excludeUsers", SettingValue.ListOf()))];
        using var lonely = TestTenant.WithoutPeople().Eligibility().Person("ada", registered: false).Role("ada");

        // A policy that is put in force again, that loses whom it left out, or that comes back.
        Look(made, [again], "ada@contoso.com").ShouldBe(ErrorIds.LockoutRisk);
        Look(made, [again], null).ShouldBeNull();
        PolicyUndo.Concerns([again]).ShouldBeTrue();
        Look(enforced, forNobody, null).ShouldBeNull("out is registered");
        Look(Unregistered(enforced), forNobody, null).ShouldBe(ErrorIds.LockoutRisk);
        PolicyUndo.Concerns(forNobody).ShouldBeTrue();
        Look(Unregistered(made), forNobody, null).ShouldBeNull("it only reports");
        Look(Unregistered(made), block, null).ShouldBe(ErrorIds.LockoutRisk);
        PolicyUndo.Concerns(block).ShouldBeTrue();

        // What takes nobody the way in needs no look, and a danger that is there already keeps nobody from making it less.
        PolicyUndo.Concerns([again.Inverse(), block[0] is ObjectCreation creation ? (creation with { Identity = "new" }).Inverse() : again]).ShouldBeFalse();
        var locked = ChangeProjection.Apply(lonely.OpenInMemory(), [new ObjectCreation(Resources.ConditionalAccessPolicies, policy.With("state", s_enabled))]);
        Look(locked, [Policy(id, Name, "conditions.applications.includeApplications", SettingValue.Of(["All"]), SettingValue.Of(["All", "x"]))], null).ShouldBeNull();

        static TenantSnapshot Unregistered(TenantSnapshot tenant) => tenant.With(Resources.UserRegistrationDetails, Array.Empty<SettingGroup>());

        static string? Look(TenantSnapshot snapshot, IReadOnlyList<TenantChange> changes, string? account)
        {
            try
            {
                PolicyUndo.Check(snapshot.Request("AdminMFAV2", account), changes);
                return null;
            }
            catch (SecureScoreException exception)
            {
                return exception.ErrorId;
            }
        }
    }

    private static TenantChange Change(string name) => name switch
    {
        "excludes somebody of our own" => Policy(Own, Name, "conditions.users.excludeUsers", SettingValue.ListOf(), SettingValue.Of(["out"])),
        "excludes somebody of another policy" => Policy(Foreign, Name, "conditions.users.excludeUsers", SettingValue.Of(["out", "thief"]), SettingValue.Of(["out"])),
        "creates our own" => Creation(Own),
        "creates another policy" => Creation(Foreign),
        "puts our own in force" => Policy(Own, Name, "state", s_reports, s_enabled),
        "puts another policy in force" => Policy(Foreign, Name, "state", s_reports, s_enabled),
        "trusts another location" => new SettingsChange(Resources.NamedLocations, "office", [new("isTrusted", SettingValue.Of(false), SettingValue.Of(true))]) { Label = Location },
        "creates another location" => new ObjectCreation(Resources.NamedLocations, SettingValue.Group(("displayName", SettingValue.Of(Location)))) { Identity = "office" },
        "bans passwords by other rules" => new SettingsChange(
            Resources.GroupSettings, "other", [new("values.EnableBannedPasswordCheck", SettingValue.Of("False"), SettingValue.Of("True"))]) { Label = "password rules" },
        _ => throw new ArgumentException($"There is no change '{name}'.", nameof(name)),
    };

    private static ObjectCreation Creation(string id) => new(
        Resources.ConditionalAccessPolicies,
        SettingValue.Group(
            ("displayName", SettingValue.Of(id == Own ? $"{Name} (pilot)" : Name)),
            ("grantControls", SettingValue.Group(("operator", SettingValue.Of("OR")), ("builtInControls", SettingValue.Of(["mfa"]))))))
    {
        Identity = id,
        Label = Name,
    };

    private static SettingsChange Policy(string id, string label, string setting, SettingValue former, SettingValue wanted) =>
        new(Resources.ConditionalAccessPolicies, id, [new SettingChange(setting, former, wanted)]) { Label = label };

    private Task<RemediationPlan> PlanAsync(ControlRemediation remediation, TenantChange change, bool force)
    {
        var entry = new JournalEntry
        {
            EntryId = "entry",
            TenantId = MadePlans.TenantId,
            ControlId = "AdminMFAV2",
            RemediationId = remediation.Id,
            At = DateTimeOffset.UnixEpoch,
            By = "ada@contoso.com",
            State = JournalState.Applied,
            Changes = [change],
            Made = [0],
            IsIntact = true,
            IsReadable = true,
        };
        return new RemediationRunner(_tenant, new MemoryJournal(), new SilentObserver(), new AutomaticClock(), "ada@contoso.com")
            .PlanUndoAsync(entry, MadePlans.Control, MadePlans.TenantId, force, CancellationToken.None);
    }
}
