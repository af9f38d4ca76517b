using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Switches security defaults off and puts policies in their place, in one step: the policies are there, though they only report, before anything
/// is switched off, and are in force right afterwards. When one cannot be put in force, security defaults come back.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/fundamentals/security-defaults#disabling-security-defaults.</remarks>
internal sealed class DisableSecurityDefaults : ControlRemediation
{
    private static readonly PolicyBlueprint[] s_replacements = [PolicyBlueprint.AdministratorMfa, PolicyBlueprint.AllUsersMfa, PolicyBlueprint.LegacyAuthentication];

    public override string Id => PolicyRemediationIds.DisableSecurityDefaults;

    public override IReadOnlyList<string> ControlIds => [];

    public override RiskClass Risk => RiskClass.B;

    public override string Summary => "Switches security defaults off and puts policies in force in their place: MFA for administrators, MFA for all users, no legacy authentication.";

    public override string UserNotice => "Everyone is asked for MFA at every app, where security defaults asked now and then; whoever is left out is asked no more.";

    public override IReadOnlyList<string> Writes { get; } = [Resources.ConditionalAccessPolicies, Resources.SecurityDefaults];

    public override IReadOnlyList<string> Reads => PolicyDrafting.Reads;

    public override IReadOnlyList<string> GroupsFor(RemediationValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return PolicyParameters.GroupsIn(values);
    }

    public override IReadOnlyList<RemediationParameter> Parameters => PolicyParameters.Exclusions;

    public override IReadOnlyList<string> UndoWarnings { get; } =
        ["Security defaults come back only where no policy is in force any more, and ask everyone for MFA again, emergency accounts too."];

    public override RemediationDraft Plan(RemediationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var evidence = request.Evidence;
        if (!evidence.SecurityDefaultsEnabled)
            return RemediationDraft.Nothing with { Warnings = ["Security defaults are off already."] };

        var drafting = new PolicyDrafting(request);
        var changes = new List<TenantChange>();
        var promotions = new List<TenantChange>();
        foreach (var blueprint in s_replacements)
        {
            drafting.RequireLicence(blueprint);
            var target = drafting.Target(blueprint, changes);
            drafting.RequireSomebodyLeftOut(blueprint, target);
            if (target.Prepare(changes, isEnforcedAfterwards: false) is { } promotion)
                promotions.Add(promotion);
        }

        changes.Add(EnableSecurityDefaults.Switch(on: false));
        changes.AddRange(promotions);
        drafting.Guard(changes, isInForce: true);
        var projected = drafting.Project(changes);
        return new RemediationDraft
        {
            Changes = changes,
            Warnings =
            [
                "Microsoft may add policies of its own in the moment in which security defaults go off: look at the list of policies afterwards.",
                .. drafting.Notes,
                .. PolicyRollout.Sentences(projected, PolicyRollout.Find(projected, PolicyBlueprint.AllUsersMfa)!, PolicyBlueprint.AllUsersMfa),
            ],
            MustExist = drafting.People.MustExist,
            ForWhom = drafting.People.LeavesOut ? $"all users, without {drafting.LeftOut()}" : "all users",
        };
    }

    public override bool Owns(TenantChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return EnableSecurityDefaults.IsSwitch(change)
            || (change.Resource == Resources.ConditionalAccessPolicies && s_replacements.Any(blueprint => PolicyRemediation.Owns(change, blueprint)));
    }

    public override bool IsAbout(TenantChange change, SettingGroup present) => PolicyRemediation.IsAboutOwn(change, present);
}
