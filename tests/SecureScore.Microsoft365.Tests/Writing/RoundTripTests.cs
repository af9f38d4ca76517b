using System.Text;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tests.Remediation;

namespace SecureScore.Microsoft365.Tests.Writing;

/// <summary>All remediations on one tenant, by the road that the module goes: collected, planned, journalled, written, read back, judged again, and taken
/// back.</summary>
public sealed class RoundTripTests : IDisposable
{
    private const string GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
    private static readonly string s_tenant = TenantSnapshot.Open(Collecting.Collection.SampleFolder).Manifest.TenantId!;

    private const string Karin = "adm.karin.lindqvist@contoso.onmicrosoft.com";

    // What the demo tenant has right already, or what has no way back from unset, is made wrong first: the resource, and the value that every row of it gets.
    private static readonly (string Resource, string Setting, string Value)[] s_flaws =
    [
        (Resources.OrganizationConfig, "CustomerLockBoxEnabled", "false"),
        (Resources.OrganizationConfig, "OAuth2ClientProfileEnabled", "false"),
        (Resources.OrganizationConfig, "AuditDisabled", "true"),
        (Resources.AuthorizationPolicy, "guestUserRoleId", "\"a0b1b346-4d3e-4e8b-98f8-753987be4970\""),
        (Resources.AuthorizationPolicy, "defaultUserRolePermissions.permissionGrantPoliciesAssigned", "[\"ManagePermissionGrantsForSelf.microsoft-user-default-legacy\"]"),
        (Resources.Domains, "passwordValidityPeriodInDays", "90"),
        (Resources.Domains, "passwordNotificationWindowInDays", "14"),
        (Resources.SharePointSettings, "isLegacyAuthProtocolsEnabled", "true"),
        (Resources.SharePointSettings, "idleSessionSignOut.isEnabled", "false"),
        ("exchange/Get-AtpPolicyForO365", "EnableATPForSPOTeamsODB", "false"),
        ("exchange/Get-OwaMailboxPolicy", "AdditionalStorageProvidersAvailable", "true"),
        ("exchange/Get-HostedContentFilterPolicy", "SpamAction", "\"AddXHeader\""),
        ("teams/TeamsMeetingPolicy", "AllowAnonymousUsersToStartMeeting", "true"),
        ("teams/TeamsMeetingPolicy", "AllowExternalParticipantGiveRequestControl", "true"),
    ];

    private static readonly Dictionary<string, string> s_values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Word"] = "falcon",
        ["SnoozeDays"] = "3",
        ["Domain"] = "partner.com",
        ["DomainGuid"] = "786548dd-877b-4760-a749-6b1efbc1190a",
        ["Recipient"] = Karin,
        ["User"] = Karin,
        ["ExcludeUser"] = "emergency1@contoso.onmicrosoft.com",
        ["Enforce"] = "true",
    };

    private readonly CmdletTenant _tenant = new(roles: [GlobalAdministrator]);
    private WorkingSnapshot _evidence = WorkingSnapshot.CreateTemporary();
    private readonly MemoryJournal _journal = new();

    public void Dispose()
    {
        _evidence.Dispose();
        _tenant.Dispose();
    }

    [Fact]
    public async Task Everything_is_put_in_place_once_and_taken_back_byte_for_byte()
    {
        foreach (var flaw in s_flaws)
            Set(flaw.Resource, row => row.With(flaw.Setting, SettingValue.Parse(Encoding.UTF8.GetBytes(flaw.Value))));
        var remediations = RemediationCatalog.All.Where(remediation =>
            remediation.Id is not (PolicyRemediationIds.EnableSecurityDefaults or PolicyRemediationIds.DisableSecurityDefaults)).ToArray();
        await _tenant.CollectAsync(_evidence);
        string[] before = Texts();
        decimal score = await ScoreAsync();

        var done = new List<string>();
        foreach (var remediation in remediations)
        {
            var plan = await PlanAsync(remediation);
            int writes = _tenant.Written.Count();
            var run = await Runner.ApplyAsync(plan, default);
            if (run.Outcome == RemediationOutcome.AlreadyDone)
            {
                _tenant.Written.Count().ShouldBe(writes, remediation.Id);
                done.Add(remediation.Id);
                continue;
            }

            run.Outcome.ShouldBe(RemediationOutcome.Applied, $"{remediation.Id}: {string.Join("; ", run.Notes)} {run.Failure}");
            _tenant.Written.Count().ShouldBeGreaterThanOrEqualTo(writes + plan.Draft.Changes.Count, remediation.Id);
            writes = _tenant.Written.Count();

            // The second run has nothing to do.
            var again = await PlanAsync(remediation);
            (await Runner.ApplyAsync(again, default)).ShouldBe(new RemediationRun(RemediationOutcome.AlreadyDone, null), remediation.Id);
            _tenant.Written.Count().ShouldBe(writes, remediation.Id);
        }

        // A policy of the tenant's own keeps Azure management to administrators, banned passwords are logged on premises already, and others had done the rest.
        done.ShouldBe(
            ["AzureManagementPolicy", "aad_password_protection", "mdo_autoforwardingmode", "mdo_phishthresholdlevel", "mdo_enablemailboxintelligence", "mdo_mailboxintelligenceprotection"]);
        (await ScoreAsync()).ShouldBeGreaterThan(score + 150);
        var entries = _journal.Entries;
        entries.Count.ShouldBe(remediations.Length - done.Count);
        entries.ShouldAllBe(entry => entry.State == JournalState.Applied && entry.IsIntact);

        foreach (var entry in entries.Reverse())
            await UndoAsync(entry);
        Texts().ShouldBe(before);
        (await ScoreAsync()).ShouldBe(score);
        _journal.Entries.Take(entries.Count).ShouldAllBe(entry => entry.State == JournalState.Undone);
    }

    [Theory]
    [InlineData(PolicyRemediationIds.EnableSecurityDefaults, false, 1)]
    [InlineData(PolicyRemediationIds.DisableSecurityDefaults, true, 7)]
    public async Task Security_defaults_are_switched_and_switched_back(string id, bool areOn, int changes)
    {
        WithDefaults(areOn);
        await _tenant.CollectAsync(_evidence);
        string[] before = Texts();

        var plan = await PlanAsync(RemediationCatalog.FindById(id)!);
        plan.Draft.Changes.Count.ShouldBe(changes);
        (await Runner.ApplyAsync(plan, default)).Outcome.ShouldBe(RemediationOutcome.Applied);
        (await PlanAsync(plan.Remediation)).IsDone.ShouldBeTrue();
        await UndoAsync(_journal.Entries[^1]);

        Texts().ShouldBe(before);
    }

    [Fact]
    public async Task Security_defaults_come_back_wherever_their_replacement_fails()
    {
        for (int failing = 1; failing <= 7; failing++)
        {
            int writes = 0;
            int point = 0;
            using var tenant = new CmdletTenant(
                roles: [GlobalAdministrator],
                between: async (request, send) => point > 0 && request.Method != HttpMethod.Get && ++writes == point
                    ? new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":{"code":"BadRequest","message":"No."}}""", Encoding.UTF8, "application/json") }
                    : await send());
            WithDefaults(tenant, areOn: true);
            using var evidence = WorkingSnapshot.CreateTemporary();
            await tenant.CollectAsync(evidence);
            string[] before = Texts(tenant);
            var journal = new MemoryJournal();
            var remediation = RemediationCatalog.FindById(PolicyRemediationIds.DisableSecurityDefaults)!;
            var plan = Plan(remediation, evidence.Open());
            point = failing;

            var run = await new RemediationRunner(tenant.Writer, journal, tenant.Observer, tenant.Clock, Karin).ApplyAsync(plan, default);

            run.Outcome.ShouldBe(RemediationOutcome.RolledBack, $"write {failing}: {string.Join("; ", run.Notes)}");
            run.Failure!.ErrorId.ShouldBe(Engine.ErrorIds.RemediationRefused);
            Texts(tenant).ShouldBe(before, $"write {failing}");
        }
    }

    private RemediationRunner Runner => new(_tenant.Writer, _journal, _tenant.Observer, _tenant.Clock, Karin);

    private async Task<RemediationPlan> PlanAsync(ControlRemediation remediation)
    {
        await RenewAsync(remediation.Writes);
        return Plan(remediation, _evidence.Open());
    }

    private static RemediationPlan Plan(ControlRemediation remediation, TenantSnapshot snapshot)
    {
        string control = remediation.ControlIds is [var first, ..] ? first : "AdminMFAV2";
        var values = new RemediationValues(remediation.Parameters.Where(parameter => s_values.ContainsKey(parameter.Name))
            .Select(parameter => KeyValuePair.Create(parameter.Name, (IReadOnlyList<string>)[s_values[parameter.Name]])));
        var request = new RemediationRequest(new TenantEvidence(snapshot)) { ControlId = control, Values = values, Account = Karin };
        return new RemediationPlan { TenantId = s_tenant, Control = ControlOf(control), Remediation = remediation, Draft = remediation.Plan(request) };
    }

    private static ControlResult ControlOf(string id)
    {
        var control = ControlCatalog.Default.GetControl(id);
        return new ControlResult { Id = id, Title = control.Title, Category = control.Category, Product = control.Product };
    }

    private async Task<decimal> ScoreAsync()
    {
        await RenewAsync([.. RemediationCatalog.All.SelectMany(remediation => remediation.Writes).Distinct(StringComparer.Ordinal)]);
        return SecureScoreEvaluator.Judge(_evidence.Open(), ControlCatalog.Default, new JudgeOptions { EvidenceOnly = true }).Score;
    }

    private async Task RenewAsync(IReadOnlyCollection<string> resources)
    {
        var former = _evidence;
        _evidence = former.Renew(resources);
        former.Dispose();
        await _tenant.CollectAsync(_evidence, [.. resources]);
    }

    private async Task UndoAsync(JournalEntry entry)
    {
        var plan = await Runner.PlanUndoAsync(entry, ControlOf(entry.ControlId), entry.TenantId, force: false, default);
        var run = await Runner.ApplyAsync(plan, default);
        run.Outcome.ShouldBe(RemediationOutcome.Applied, $"{entry.RemediationId}: {string.Join("; ", run.Notes)} {run.Failure}");
    }

    private void WithDefaults(bool areOn) => WithDefaults(_tenant, areOn);

    private static void WithDefaults(CmdletTenant tenant, bool areOn)
    {
        tenant.Tenant.State.Replace(Resources.ConditionalAccessPolicies, []);
        tenant.Tenant.State.Replace(
            Resources.SecurityDefaults, [Encoding.UTF8.GetBytes($$"""{"id":"00000000-0000-0000-0000-000000000005","isEnabled":{{(areOn ? "true" : "false")}}}""")]);
    }

    private void Set(string resource, Func<SettingGroup, SettingGroup> change) =>
        _tenant.Tenant.State.Replace(resource, [.. _tenant.RowsOf(resource).Select(row => (ReadOnlyMemory<byte>)change(row).ToJson())]);

    private string[] Texts() => Texts(_tenant);

    // The service counts the versions of the consent policy.
    private static string[] Texts(CmdletTenant tenant) =>
    [
        .. RemediationCatalog.All.SelectMany(remediation => remediation.Writes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .SelectMany(resource => tenant.RowsOf(resource).Select(row =>
                $"{resource} {Encoding.UTF8.GetString((resource == Resources.AdminConsentRequestPolicy ? row.Without("version") : row).ToJson())}")),
    ];
}
