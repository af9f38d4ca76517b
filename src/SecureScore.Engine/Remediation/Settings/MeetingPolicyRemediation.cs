using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Teams;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>Puts one control in place by one setting of the Global meeting policy and of every custom one.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/teams/set-csteamsmeetingpolicy. The policies that come with Teams cannot be changed.</remarks>
internal sealed class MeetingPolicyRemediation : SettingRemediation
{
    private const string Global = "Global";
    private const string TagPrefix = "Tag:";

    // Teams shows it where it was set long ago, and takes it no more.
    private const string Retired = "EveryoneInSameAndFederatedCompanyUserOverride";

    private readonly MeetingControl _control;

    /// <summary>Creates a remediation.</summary>
    /// <param name="controlId">The control, which knows the setting and its values.</param>
    /// <param name="risk">How much it asks of an administrator.</param>
    public MeetingPolicyRemediation(string controlId, RiskClass risk)
        : this(risk, (MeetingControl)ControlEvaluators.Find(controlId)!)
    {
    }

    private MeetingPolicyRemediation(RiskClass risk, MeetingControl control)
        : base(control.ControlId, risk, Resources.TeamsMeetingPolicy, control.Recommended.Setting) => _control = control;

    public override string Summary => Does;

    public override string UserNotice => Notice;

    public override IReadOnlyList<string> UndoWarnings => _control.Earns(Retired) is null ? [] : [$"A policy that had {Retired} keeps what was set: Teams takes that value no more."];

    /// <summary>What it does, in a sentence.</summary>
    public required string Does { get; init; }

    /// <summary>What users will notice, in a sentence.</summary>
    public required string Notice { get; init; }

    protected override bool HasIdentities => true;

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var changes = new List<TenantChange>();
        var warnings = new List<string>();
        foreach (var policy in request.Evidence.Settings(Resources.TeamsMeetingPolicy))
        {
            string identity = policy["Identity"].AsText() ?? throw EvidenceUnavailableException.Unusable(Resources.TeamsMeetingPolicy, "a policy has no identity");
            string name = identity.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase) ? identity[TagPrefix.Length..] : identity;
            if (MeetingControl.BuiltIn.Contains(name, StringComparer.OrdinalIgnoreCase) || Change(policy, identity, name, warnings) is not { } change)
                continue;

            changes.Add(change);
        }

        return new RemediationDraft
        {
            Changes = changes,
            Warnings = warnings,
            ForWhom = changes.Count == 0 ? null : $"whoever has the meeting policies {string.Join(", ", changes.Select(change => change.Label))}",
        };
    }

    protected override bool Accepts(string setting, SettingValue value) => !value.IsEmpty && _control.Earns(value.ToString()) is not null;

    private SettingsChange? Change(SettingGroup policy, string identity, string name, List<string> warnings)
    {
        var (setting, wanted) = _control.Recommended;
        string actual = policy[setting].IsEmpty
            ? throw EvidenceUnavailableException.Unusable(Resources.TeamsMeetingPolicy, $"the policy {name} has no {setting}")
            : policy[setting].ToString();
        switch (_control.Earns(actual))
        {
            case true:
                return null;
            case null when name.Equals(Global, StringComparison.OrdinalIgnoreCase):
                throw EvidenceUnavailableException.Unusable(Resources.TeamsMeetingPolicy, $"the Global policy has {setting} = '{actual}', which is unknown here");
            case null:
                warnings.Add($"{name} has {setting} = '{actual}', which is unknown here, and is left as it is.");
                return null;
            default:
                var value = bool.TryParse(wanted, out bool flag) ? SettingValue.Of(flag) : SettingValue.Of(wanted);
                return Missing(policy, identity, name, (setting, value))! with
                {
                    Permanent = actual == Retired ? $"{name} had {setting} = {actual}, which Teams takes no more; set it to EveryoneInCompanyUserOverride for something like it." : null,
                };
        }
    }
}
