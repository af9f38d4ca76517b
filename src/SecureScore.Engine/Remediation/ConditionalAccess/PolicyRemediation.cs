using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Puts a control in place by a Conditional Access policy: one that only reports first, then in force, never without a way in for somebody.</summary>
internal sealed class PolicyRemediation : ControlRemediation
{
    public PolicyRemediation(PolicyBlueprint blueprint) => Blueprint = blueprint;

    /// <summary>The policy.</summary>
    public PolicyBlueprint Blueprint { get; }

    public override string Id => Blueprint.Id;

    public override IReadOnlyList<string> ControlIds => Blueprint.ControlIds;

    public override RiskClass Risk => RiskClass.B;

    public override string Summary => $"Makes a Conditional Access policy that {Blueprint.Effect}. It only reports until it is put in force.";

    public override string UserNotice => Blueprint.UserNotice;

    public override IReadOnlyList<string> Writes { get; } = [Resources.ConditionalAccessPolicies, Resources.NamedLocations];

    public override IReadOnlyList<string> Reads => PolicyDrafting.Reads;

    public override IReadOnlyList<string> GroupsFor(RemediationValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return PolicyParameters.GroupsIn(values);
    }

    public override IReadOnlyList<string> LogsFor(RemediationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var state = PolicyRollout.Named(request.Evidence, Blueprint, request)?.State;
        var logs = new List<string>();

        // A policy of the tenant's own is named to be put in force.
        bool isNamed = request.Values.Text(PolicyParameters.Policy) is not null;
        if (state == PolicyState.ReportOnly && (isNamed || request.Values.Flag(PolicyParameters.Enforce)))
            logs.Add(Resources.RecentSignIns);
        if (Blueprint.Id == PolicyRemediationIds.LegacyAuthentication && !isNamed && state != PolicyState.Enabled)
            logs.Add(Resources.LegacySignIns);
        return logs;
    }

    public override IReadOnlyList<RemediationParameter> Parameters => PolicyParameters.All;

    public override IReadOnlyList<string> UndoWarnings { get; } = ["Without the policy nothing takes its place: who was protected by it alone is not any more."];

    public override RemediationDraft Plan(RemediationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var drafting = new PolicyDrafting(request);
        if (request.Values.Text(PolicyParameters.Policy) is { } named)
            return Promote(drafting, named);

        bool enforce = request.Values.Flag(PolicyParameters.Enforce);
        drafting.RequireLicence(Blueprint);
        if (enforce)
            drafting.RequireDefaultsOff();
        var changes = new List<TenantChange>();
        var target = drafting.Target(Blueprint, changes);
        if (target.Id is null && IsComplete(request.Evidence))
        {
            return RemediationDraft.Nothing with
            {
                Warnings = [$"Policies of your own do already what '{Blueprint.Name}' would do. Nothing is added."],
            };
        }

        drafting.RequireSomebodyLeftOut(Blueprint, target);
        var promotion = target.Prepare(changes, enforce);
        TenantChange[] inForce = promotion is null ? [.. changes] : [.. changes, promotion];
        bool isInForce = enforce || target.IsEnabled;
        if (isInForce)
            changes = [.. inForce];
        if (changes.Count > 0 || !isInForce)
            drafting.Guard(inForce, isInForce);
        return new RemediationDraft
        {
            Changes = changes,
            Warnings = changes.Count == 0 && isInForce ? drafting.Notes : [.. drafting.WarningsOf(Blueprint, target, isInForce, inForce)],
            MustExist = changes.Count == 0 ? [] : drafting.People.MustExist,
            ForWhom = drafting.ForWhom(Blueprint, target),
            InForce = isInForce ? null : inForce,
        };
    }

    public override bool Owns(TenantChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Owns(change, Blueprint) || IsPromotion(change);
    }

    public override bool IsAbout(TenantChange change, SettingGroup present) => IsPromotion(change) || IsAboutOwn(change, present);

    /// <summary>Whether the object that is there is a policy of this program, or its location.</summary>
    public static bool IsAboutOwn(TenantChange change, SettingGroup present) => change.Resource switch
    {
        Resources.ConditionalAccessPolicies => PolicyBlueprint.All.Any(blueprint => blueprint.IsNamed(present["displayName"].AsText()) && Owns(change, blueprint)),
        Resources.NamedLocations => IsOwnLocation(present["displayName"].AsText()),
        _ => true,
    };

    /// <summary>Whether a change makes a policy of this program, or a location of it, or takes it back.</summary>
    public static bool Owns(TenantChange change, PolicyBlueprint blueprint) => change switch
    {
        { Resource: Resources.ConditionalAccessPolicies } => change switch
        {
            SettingsChange settings => settings.Settings.Count > 0
                && blueprint.IsNamed(settings.Label) && settings.Settings.All(setting => PolicyTarget.Owns(setting, blueprint)),
            ObjectCreation creation => IsOwn(creation.Content, blueprint),
            ObjectRemoval removal => IsOwn(removal.Content, blueprint),
            _ => false,
        },
        { Resource: Resources.NamedLocations } => change switch
        {
            SettingsChange settings => IsOwnLocation(settings.Label) && settings.Settings.All(setting => setting.Name is "ipRanges" or "isTrusted"),
            ObjectCreation creation => IsOwnLocation(creation.Content["displayName"].AsText()),
            ObjectRemoval removal => IsOwnLocation(removal.Content["displayName"].AsText()),
            _ => false,
        },
        _ => false,
    };

    private static bool IsOwn(SettingGroup content, PolicyBlueprint blueprint) =>
        blueprint.IsNamed(content["displayName"].AsText()) && PolicyTarget.WithoutPeople(blueprint)["grantControls"] is SettingGroup grants
        && content["grantControls"] is SettingGroup found && grants.IsWithin(found);

    // A policy of the tenant's own is put in force from reporting, and reports again.
    private static bool IsPromotion(TenantChange change) => change is SettingsChange { Resource: Resources.ConditionalAccessPolicies, Settings: [{ } state] }
        && PolicyTarget.IsState(state) && (PolicyTarget.IsReportOnly(state.Former) || PolicyTarget.IsReportOnly(state.Wanted));

    private static bool IsOwnLocation(string? name) => TrustedLocations.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private RemediationDraft Promote(PolicyDrafting drafting, string named)
    {
        var request = drafting.Request;
        if (request.Values.Names.FirstOrDefault(name => !name.Equals(PolicyParameters.Policy, StringComparison.OrdinalIgnoreCase)
            && !name.Equals(PolicyParameters.Enforce, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationValueInvalid,
                $"'{other}' of '{request.ControlId}' does not go with {PolicyParameters.Policy}: of a policy of your own nothing is changed but that it is in force. Change it in the admin centre first.")
            {
                Target = request.ControlId,
            };
        }

        var evidence = request.Evidence;
        var found = DirectoryNames.Find(evidence.List(Resources.ConditionalAccessPolicies), [named], "policy", request.ControlId)[0];
        var policy = evidence.ConditionalAccessPolicies.First(policy => policy.Id.Equals(found.Id, StringComparison.OrdinalIgnoreCase));
        if (!Blueprint.IsAbout(policy))
            throw drafting.NotPossible($"The policy '{policy.Name}' is about something else: it is none that {Blueprint.Effect}. Name another, or leave {PolicyParameters.Policy} out.");
        if (policy.State == PolicyState.Enabled)
            return RemediationDraft.Nothing with { Warnings = [$"The policy '{policy.Name}' is in force already."] };
        if (policy.State != PolicyState.ReportOnly)
        {
            throw drafting.NotPossible(
                $"The policy '{policy.Name}' has the state '{policy.StateText}', and only one that reports is put in force: let it report first, and look at what it would have done.");
        }

        drafting.RequireDefaultsOff();
        TenantChange[] changes = [PolicyTarget.Promotion(policy.Id, policy.StateText!, policy.Name)];
        drafting.Guard(changes, isInForce: true);
        return new RemediationDraft
        {
            Changes = changes,
            Warnings = [.. drafting.WarningsOfPromotion(Blueprint, policy)],
            ForWhom = Describe(policy, evidence),
        };
    }

    private static string Describe(ConditionalAccessPolicy policy, TenantEvidence evidence) => policy.Exclude.IsEmpty
        ? policy.Include.Describe(evidence)
        : $"{policy.Include.Describe(evidence)} without {policy.Exclude.Describe(evidence)}";

    private bool IsComplete(TenantEvidence evidence)
    {
        if (ControlIds is not [var control, ..] || SecurityDefaults.Read(evidence).Enabled == true)
            return false;

        var verdict = ControlEvaluators.Find(control)!.Evaluate(evidence, ControlCatalog.FindEdition(control)!.GetControl(control));
        return verdict.Reason is null && verdict.IsCounted && verdict.TotalCount > 0 && verdict.CompliantCount == verdict.TotalCount;
    }
}
