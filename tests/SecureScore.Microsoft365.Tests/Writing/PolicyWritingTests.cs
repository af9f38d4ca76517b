using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Microsoft365.Tests.Collecting;

namespace SecureScore.Microsoft365.Tests.Writing;

/// <summary>What the remediations by policies plan is taken by the service, shows, and can be taken back.</summary>
public class PolicyWritingTests
{
    private const string ConditionalAccessAdministrator = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9";

    private static readonly string[] s_resources = [Resources.ConditionalAccessPolicies, Resources.NamedLocations, Resources.SecurityDefaults];

    public static TheoryData<string> Policies { get; } =
    [
        PolicyRemediationIds.AdministratorMfa, PolicyRemediationIds.AllUsersMfa, PolicyRemediationIds.LegacyAuthentication, PolicyRemediationIds.SignInRisk,
        PolicyRemediationIds.UserRisk, PolicyRemediationIds.PhishingResistantMfa, PolicyRemediationIds.AdministratorSessions, PolicyRemediationIds.AzureManagement,
        PolicyRemediationIds.DeviceCode, PolicyRemediationIds.DisableSecurityDefaults,
    ];

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_policy_is_made_put_in_force_and_taken_back(string id)
    {
        using var tenant = new CmdletTenant(roles: [ConditionalAccessAdministrator]);
        bool isSwitch = id == PolicyRemediationIds.DisableSecurityDefaults;
        tenant.Tenant.State.Replace(Resources.ConditionalAccessPolicies, []);
        if (isSwitch)
            tenant.Tenant.State.Replace(Resources.SecurityDefaults, ["""{"id":"00000000-0000-0000-0000-000000000005","isEnabled":true}"""u8.ToArray()]);
        string[] before = Texts(tenant);
        var remediation = RemediationCatalog.FindById(id)!;
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["ExcludeUser"] = ["emergency1@contoso.onmicrosoft.com"] };
        if (!isSwitch)
            (values["Enforce"], values["TrustedLocation"]) = (["true"], ["Offices", "198.51.100.0/24"]);

        // The evidence is the demo tenant, with what was replaced above.
        var evidence = ChangeProjection.Apply(
            TenantSnapshot.Open(Collection.SampleFolder),
            [
                .. tenant.Tenant.State.Rows(Resources.SecurityDefaults).Select(row => (SettingGroup)SettingValue.Parse(row.Span))
                    .Select(row => new SettingsChange(Resources.SecurityDefaults, null, [new SettingChange("isEnabled", SettingValue.Nothing, row["isEnabled"])])),
                .. TenantSnapshot.Open(Collection.SampleFolder).ReadRows(Resources.ConditionalAccessPolicies).Select(row => (SettingGroup)SettingValue.Parse(row.Span))
                    .Select(row => new ObjectRemoval(Resources.ConditionalAccessPolicies, row["id"].AsText()!, row)),
            ]);
        var changes = remediation.Plan(new RemediationRequest(new TenantEvidence(evidence)) { ControlId = id, Values = new RemediationValues(values) }).Changes.ToArray();
        changes.Length.ShouldBe(isSwitch ? 7 : 4);

        for (int i = 0; i < changes.Length; i++)
        {
            string? identity = await tenant.WriteAsync(changes[i]);
            if (changes[i] is not ObjectCreation creation)
                continue;

            changes[i] = creation with { Identity = identity };
            for (int later = i + 1; later < changes.Length; later++)
                changes[later] = CreatedIdentity.Resolve(changes[later], i, identity!);
        }

        foreach (var creation in changes.OfType<ObjectCreation>())
        {
            var expected = changes.OfType<SettingsChange>().Where(change => change.Identity == creation.Identity).SelectMany(change => change.Settings)
                .Aggregate(creation.Content, (content, setting) => content.With(setting.Name, setting.Wanted));
            expected.IsWithin((await tenant.ReadAsync(creation.Resource, creation.Identity))!).ShouldBeTrue(creation.Label);
        }

        foreach (var change in changes.Reverse())
            await tenant.WriteAsync(change.Inverse());
        Texts(tenant).ShouldBe(before);
    }

    [Fact]
    public async Task Places_that_a_policy_leaves_out_are_written_into_one_that_had_none_and_taken_out_again()
    {
        using var tenant = new CmdletTenant(roles: [ConditionalAccessAdministrator]);
        var remediation = RemediationCatalog.FindById(PolicyRemediationIds.AdministratorMfa)!;
        var creation = (ObjectCreation)Plan(("ExcludeUser", "emergency1@contoso.onmicrosoft.com"))[0];
        string policy = (await tenant.WriteAsync(creation)).ShouldNotBeNull();
        string[] before = Texts(tenant);

        var changes = Plan(("TrustedLocation", "Offices"));
        await tenant.WriteAsync(changes.ShouldHaveSingleItem());
        (await tenant.ReadAsync(Resources.ConditionalAccessPolicies, policy))!["conditions.locations.includeLocations"].AsTexts().ShouldBe(["All"]);

        await tenant.WriteAsync(changes[0].Inverse());
        Texts(tenant).ShouldBe(before);

        TenantChange[] Plan(params (string Name, string Text)[] values)
        {
            var evidence = ChangeProjection.Apply(
                TenantSnapshot.Open(Collection.SampleFolder),
                [.. tenant.RowsOf(Resources.ConditionalAccessPolicies).Where(row => row["displayName"].AsText()!.StartsWith("SecureScore: ", StringComparison.Ordinal))
                    .Select(row => new ObjectCreation(Resources.ConditionalAccessPolicies, row))]);
            return [.. remediation.Plan(new RemediationRequest(new TenantEvidence(evidence))
            {
                ControlId = "AdminMFAV2",
                Values = new RemediationValues(values.Select(value => KeyValuePair.Create(value.Name, (IReadOnlyList<string>)[value.Text]))),
            }).Changes];
        }
    }

    // When it was changed last, nobody takes back.
    private static string[] Texts(CmdletTenant tenant) =>
        [.. s_resources.SelectMany(resource => tenant.RowsOf(resource).Select(row => System.Text.Encoding.UTF8.GetString(row.Without("modifiedDateTime").ToJson())))];
}
