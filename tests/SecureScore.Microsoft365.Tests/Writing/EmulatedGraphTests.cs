using System.Collections.Concurrent;
using SecureScore.Emulator;
using SecureScore.Engine;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Tests.Collecting;
using SecureScore.Microsoft365.Writing;

namespace SecureScore.Microsoft365.Tests.Writing;

/// <summary>Changes of the demo tenant: written, read back, taken back, and then as it was. Every request is held against Microsoft's metadata.</summary>
public sealed class EmulatedGraphTests : IDisposable
{
    private static readonly TenantSnapshot s_source = TenantSnapshot.Open(Collection.SampleFolder);

    private readonly RecordingObserver _observer = new();
    private readonly ConcurrentQueue<(string Method, string Path, string? Body)> _writes = new();

    // The limit of a sign-in is a deadline, and no wait that is over at once.
    private readonly AutomaticClock _clock = new(s_source.Manifest.CollectedAt, TimeSpan.FromSeconds(60));
    private EmulatedTenant? _tenant;
    private ITenantConnection? _connection;

    public void Dispose()
    {
        _connection?.Dispose();
        _tenant?.Dispose();
    }

    public static TheoryData<TenantChange[]> Changes { get; } = new()
    {
        { [Setting(Resources.AuthorizationPolicy, null, ("allowInvitesFrom", SettingValue.Of("none")), ("defaultUserRolePermissions.allowedToCreateApps", SettingValue.Of(false)))] },
        { [Setting(Resources.AdminConsentRequestPolicy, null, ("isEnabled", SettingValue.Of(true)), ("requestDurationInDays", SettingValue.Of(7)),
            ("reviewers", SettingValue.ListOf(SettingValue.Group(("query", SettingValue.Of("/v1.0/users/7dd89066-c5c4-5d5d-7f7b-2e37714881e7")), ("queryType", SettingValue.Of("MicrosoftGraph"))))))] },
        { [Setting(Resources.SharePointSettings, null, ("isLegacyAuthProtocolsEnabled", SettingValue.Of(true)), ("sharingDomainRestrictionMode", SettingValue.Of("allowList")),
            ("sharingAllowedDomainList", SettingValue.Of(["partner.com"])))] },
        { [Setting(Resources.AdminAppsAndServices, null, ("settings.isOfficeStoreEnabled", SettingValue.Of(false)))] },
        { [Setting(Resources.AuthenticationMethodsPolicy, null, ("registrationEnforcement.authenticationMethodsRegistrationCampaign.state", SettingValue.Of("disabled")))] },
        { [Setting(Resources.GroupSettings, "b5f6259c-6dfa-6b9e-3050-c934712e0e3b", ("values.LockoutThreshold", SettingValue.Of("5")))] },
        { [
            new ObjectCreation(Resources.NamedLocations, SettingValue.Group(
                (GraphModel.TypeName, SettingValue.Of("#microsoft.graph.countryNamedLocation")), ("displayName", SettingValue.Of("Home")),
                ("countriesAndRegions", SettingValue.Of(["BE"])), ("includeUnknownCountriesAndRegions", SettingValue.Of(false)))) { Label = "Home" },
            new ObjectCreation(Resources.ConditionalAccessPolicies, SettingValue.Group(
                ("displayName", SettingValue.Of("Only from home")), ("state", SettingValue.Of("enabledForReportingButNotEnforced")),
                ("conditions", SettingValue.Group(
                    ("clientAppTypes", SettingValue.Of(["all"])),
                    ("applications", SettingValue.Group(("includeApplications", SettingValue.Of(["All"])))),
                    ("users", SettingValue.Group(("includeUsers", SettingValue.Of(["All"])))),
                    ("locations", SettingValue.Group(("includeLocations", SettingValue.Of(["All"])), ("excludeLocations", SettingValue.Of([CreatedIdentity.Of(0)])))))),
                ("grantControls", SettingValue.Group(("operator", SettingValue.Of("OR")), ("builtInControls", SettingValue.Of(["block"])))))) { Label = "Only from home" },
            Setting(Resources.ConditionalAccessPolicies, CreatedIdentity.Of(1), ("state", SettingValue.Of("disabled"))),
        ] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public Task What_is_written_shows_and_what_is_taken_back_is_as_it_was(TenantChange[] changes) => ThereAndBackAsync(changes);

    public static TheoryData<string> Remediations { get; } = [.. RemediationCatalog.All
        .Where(remediation => remediation.Writes.All(resource => resource.StartsWith("graph/", StringComparison.Ordinal)
            && s_source.StateOf(resource).Status == ResourceStatus.Collected)).Select(remediation => remediation.Id)];

    [Theory]
    [MemberData(nameof(Remediations))]
    public async Task What_a_remediation_plans_for_the_demo_tenant_is_written_and_taken_back(string remediationId)
    {
        var remediation = RemediationCatalog.All.Single(item => item.Id == remediationId);
        var evidence = new TenantEvidence(s_source);
        var values = remediation.Parameters.Where(parameter => parameter.IsRequired || parameter.Kind == ParameterKind.Users)
            .Select(parameter => KeyValuePair.Create(parameter.Name, (IReadOnlyList<string>)[ValueOf(parameter)]));

        foreach (string controlId in remediation.ControlIds)
        {
            var draft = remediation.Plan(new RemediationRequest(evidence) { ControlId = controlId, Values = new RemediationValues(values) });

            draft.Changes.ShouldAllBe(change => remediation.Owns(change));
            await ThereAndBackAsync([.. draft.Changes]);
        }
    }

    [Fact]
    public void Whatever_a_remediation_changes_in_Graph_is_something_that_is_written()
    {
        var written = GraphObject.All.Select(item => item.Resource).ToArray();

        RemediationCatalog.All.SelectMany(remediation => remediation.Writes).Where(resource => resource.StartsWith("graph/", StringComparison.Ordinal)).Except(written, StringComparer.Ordinal).ShouldBeEmpty();
        written.ShouldBe(ResourceDefinitions.All.Select(definition => definition.Name).Where(name => name.StartsWith("graph/", StringComparison.Ordinal) && WriteAccess.Covers(name)), ignoreOrder: true);
    }

    [Fact]
    public async Task Without_the_permission_nothing_changes_and_it_is_named()
    {
        var writer = await ConnectAsync(mayWrite: false);
        var change = Setting(Resources.AuthorizationPolicy, null, ("allowInvitesFrom", SettingValue.Of("none")));
        var before = await ReadAsync(writer, change);

        var error = await Should.ThrowAsync<SecureScoreException>(() => writer.WriteAsync(change, _observer, default));

        error.ErrorId.ShouldBe(ErrorIds.RemediationDenied);
        error.Message.ShouldContain("Policy.ReadWrite.Authorization");
        error.Message.ShouldContain("Privileged Role Administrator");
        (await ReadAsync(writer, change))!.SameAs(before!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_mail_goes_out()
    {
        var writer = await ConnectAsync(mayWrite: true);

        await writer.SendAsync(new TenantMail("ingrid.solberg@contoso.com", "theo.vandenbroucke@contoso.com", "Register", "Please."), _observer, default);

        var mail = _tenant!.SentMail.ShouldHaveSingleItem();
        (mail.Sender, mail.Subject, mail.Body, mail.IsKept).ShouldBe(("ingrid.solberg@contoso.com", "Register", "Please.", true));
        mail.Recipients.ShouldBe(["theo.vandenbroucke@contoso.com"]);
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_is_named_as_the_sender()
    {
        var writer = await ConnectAsync(mayWrite: true);

        var error = await Should.ThrowAsync<SecureScoreException>(
            () => writer.SendAsync(new TenantMail("nobody@contoso.com", "theo.vandenbroucke@contoso.com", "Register", "Please."), _observer, default));

        (error.ErrorId, error.Target).ShouldBe((ErrorIds.NotificationSenderMissing, "nobody@contoso.com"));
    }

    private async Task ThereAndBackAsync(TenantChange[] changes)
    {
        changes = [.. changes];
        var writer = await ConnectAsync(mayWrite: true);
        var before = new SettingGroup?[changes.Length];
        for (int i = 0; i < changes.Length; i++)
        {
            if (changes[i] is SettingsChange settings)
            {
                before[i] = await ReadAsync(writer, settings);
                changes[i] = settings with { Settings = [.. settings.Settings.Select(setting => setting with { Former = before[i]![setting.Name] })] };
            }

            string? identity = await writer.WriteAsync(changes[i], _observer, default);
            if (changes[i] is ObjectCreation creation)
                changes[i] = creation with { Identity = identity };
            for (int later = i + 1; identity is not null && later < changes.Length; later++)
                changes[later] = CreatedIdentity.Resolve(changes[later], i, identity);
            await ShowsAsync(writer, changes[i]);
        }

        for (int i = changes.Length - 1; i >= 0; i--)
        {
            // What had no value before keeps the one that it was given.
            if (changes[i].Permanent is not null)
                continue;

            await writer.WriteAsync(changes[i].Inverse(), _observer, default);
            if (changes[i] is ObjectCreation { Identity: { } identity } creation)
                (await writer.ReadAsync(creation.Resource, identity, _observer, default)).ShouldBeNull();
            else
                Bare(await ReadAsync(writer, changes[i])).SameAs(Bare(before[i])).ShouldBeTrue();
        }

        foreach (var (method, path, body) in _writes)
            GraphMetadata.Check(method, path, body).ShouldBeEmpty(path);
        (_writes.IsEmpty == (changes.Length == 0)).ShouldBeTrue();
        _writes.Clear();
        Dispose();
    }

    private async Task ShowsAsync(ITenantWriter writer, TenantChange change)
    {
        switch (change)
        {
            case SettingsChange settings:
                var present = await ReadAsync(writer, settings);
                foreach (var setting in settings.Settings)
                    present![setting.Name].SameAs(setting.Wanted).ShouldBeTrue($"{change.Resource}: {setting.Name} is {present[setting.Name]}, not {setting.Wanted}");
                break;
            case ObjectCreation creation:
                var made = await writer.ReadAsync(creation.Resource, creation.Identity, _observer, default);
                creation.Content.IsWithin(made!).ShouldBeTrue();
                if (creation.Label is { } name)
                    (await writer.FindAsync(creation.Resource, name, _observer, default)).ShouldContain(item => item.Key == creation.Identity);
                break;
            default:
                break;
        }
    }

    private Task<SettingGroup?> ReadAsync(ITenantWriter writer, TenantChange change) =>
        writer.ReadAsync(change.Resource, (change as SettingsChange)?.Identity, _observer, default);

    private async Task<ITenantWriter> ConnectAsync(bool mayWrite)
    {
        _tenant = new EmulatedTenant(s_source, new EmulatorOptions { Clock = _clock, NewLocationsFailOnce = true });
        if (mayWrite)
            _tenant.AllowWriting(_tenant.Application);
        using var secret = new System.Net.NetworkCredential("", _tenant.Application.Secret).SecurePassword;
        var request = new SignInRequest
        {
            Method = new ClientSecretSignIn(secret),
            TenantId = _tenant.TenantId,
            ClientId = _tenant.Application.ClientId,
            Services = [TenantService.Graph],
        };
        _connection = await new TenantConnector(() => new Recorder(_writes) { InnerHandler = _tenant.CreateHandler() }, _clock, isPatient: false)
            .ConnectAsync(request, _observer, default);
        return _connection.Writer;
    }

    // The version and the date of a policy move on with each write.
    private static SettingGroup Bare(SettingGroup? row) => row!.Without("version", "modifiedDateTime");

    private static string ValueOf(RemediationParameter parameter) => parameter switch
    {
        { Kind: ParameterKind.Users } => "emergency1@contoso.onmicrosoft.com",
        { Name: "DomainGuid" } => "2af84b1e-32c8-42b7-82bc-daa82404023b",
        _ => "partner.com",
    };

    private static SettingsChange Setting(string resource, string? identity, params (string Name, SettingValue Wanted)[] settings) =>
        new(resource, identity, [.. settings.Select(setting => new SettingChange(setting.Name, SettingValue.Nothing, setting.Wanted))]);

    /// <summary>Keeps what is written to Graph.</summary>
    private sealed class Recorder(ConcurrentQueue<(string Method, string Path, string? Body)> writes) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Get && request.RequestUri!.Host == "graph.microsoft.com")
                writes.Enqueue((request.Method.Method, request.RequestUri.AbsolutePath, request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
