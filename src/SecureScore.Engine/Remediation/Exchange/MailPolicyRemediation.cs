using System.Globalization;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Puts the policies of mail protection right that decide for anybody and do not comply. Presets and the built-in protection are
/// Microsoft's and stay as they are.</summary>
internal class MailPolicyRemediation(ExchangeFix fix) : ExchangeRemediation(fix)
{
    private static readonly string[] s_presets = ["Standard", "Strict"];

    public override IReadOnlyList<string> Reads => [.. Control.Evidence.Except(Writes, StringComparer.Ordinal)];

    protected MailControl Control => (MailControl)Rule;

    protected override IReadOnlyList<OwnedSettings> Owned => [new(Control.Feature.Policies, false, [.. Requirements.Select(requirement => requirement.Property)])];

    // A policy that is switched off says nothing, whatever its settings are.
    private IReadOnlyList<SettingRequirement> Requirements =>
        Control.Feature.Switch is { } name && Control.Requirements.All(requirement => requirement.Property != name)
            ? [SettingRequirement.Switch(name), .. Control.Requirements]
            : Control.Requirements;

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var evidence = request.Evidence;
        var changes = new List<TenantChange>();
        var warnings = new List<string>();
        var uncovered = evidence.Users.NoOne();
        var touched = evidence.Users.NoOne();
        foreach (var (reach, setting) in Control.JudgePolicies(evidence).Where(judged => judged.Setting.Complies != true))
        {
            if (reach.Source is MailPolicySource.BuiltIn or MailPolicySource.None)
            {
                uncovered.AddRange(reach.Users.Possible);
                continue;
            }

            if (Change(reach, setting, request, warnings) is not { } change)
                continue;

            // What the policy still lacks then, though the control does not ask for it.
            warnings.AddRange(Control.FindingsOn(reach, reach.Policy!.Value.With(change.Settings)).Select(finding => finding.Message));
            touched.AddRange(reach.Users.Possible);
            if (!changes.Exists(other => other is SettingsChange settings && settings.Identity == change.Identity))
                changes.Add(change);
        }

        if (!uncovered.IsEmpty)
        {
            changes.AddRange(Cover(request, uncovered, warnings));
            touched.AddRange(uncovered);
        }

        if (changes.Count > 0)
            warnings.AddRange(evidence.MailPolicies(Control.Feature).Doubts.Select(doubt => $"Whom it helps is not known for certain: {doubt.Message}."));
        return new RemediationDraft
        {
            Changes = changes,
            Warnings = [.. warnings.Distinct(StringComparer.Ordinal)],
            ForWhom = changes.Count == 0 ? null : ForWhom(touched.Count, evidence.MailUsers.Users.Count),
        };
    }

    /// <summary>What protects users whom no policy covers that could be changed.</summary>
    /// <param name="request">What to plan by.</param>
    /// <param name="users">The users.</param>
    /// <param name="warnings">What the administrator should know.</param>
    protected virtual IEnumerable<TenantChange> Cover(RemediationRequest request, UserSet users, List<string> warnings)
    {
        warnings.Add($"No {Control.Feature.Title} policy covers {Quantity.Of(users.Count, "user")}, and none is made. Cover them with a policy of your own or a preset.");
        return [];
    }

    private SettingsChange? Change(MailPolicyReach reach, MailSetting setting, RemediationRequest request, List<string> warnings)
    {
        string users = Quantity.Of(reach.Users.Possible.Count, "user");
        if (reach.Policy is not { } policy)
        {
            warnings.Add($"A rule names the {Control.Feature.Title} policy '{reach.Name}', which does not exist, for {users}. Give the rule a policy, or remove it.");
            return null;
        }

        if (IsPreset(reach.Source, policy))
        {
            warnings.Add(
                $"'{reach.Name}' decides for {users} and is not changed, since its settings are Microsoft's: {setting.Summary}. "
                + "Take them out of it (Microsoft Defender portal > Preset security policies) if they are to comply.");
            return null;
        }

        return Difference(Control.Feature.Policies, policy, $"{Control.Feature.Title} policy '{NameOf(policy)}'", Requirements, request, warnings);
    }

    private static bool IsPreset(MailPolicySource source, EvidenceObject policy) => source == MailPolicySource.Preset
        || policy.Boolean("IsBuiltInProtection") == true
        || s_presets.Contains(policy.Text("RecommendedPolicyType"), StringComparer.OrdinalIgnoreCase);

    private static string ForWhom(int count, int all) => count == all
        ? $"all {Quantity.Of(all, "user")} with a mailbox"
        : string.Create(CultureInfo.InvariantCulture, $"{count} of {Quantity.Of(all, "user")} with a mailbox");
}
