using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls.Mail;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>A control that the tenant's default policy of one kind decides; other policies that do not comply are findings.</summary>
internal abstract class DefaultPolicyControl : ControlEvaluator, ISettingsControl
{
    /// <summary>What the policies are called, for example <c>Outlook on the web policy</c>.</summary>
    internal abstract string PolicyKind { get; }

    /// <summary>The property that decides.</summary>
    protected abstract string Setting { get; }

    /// <summary>The value that earns the points.</summary>
    protected abstract string Expected { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SettingRequirement> Requirements => [new(Setting, Ask) { Wanted = Wanted }];

    /// <summary>What it means while the default policy complies, and while it does not.</summary>
    protected abstract (string Compliant, string NotCompliant) Meaning { get; }

    public sealed override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var rows = evidence.List(Evidence[0]);
        var defaults = rows.Where(IsDefault).Select(Read).ToArray();
        if (defaults.Length == 0)
        {
            throw EvidenceUnavailableException.Unusable(Evidence[0], $"it holds no default {PolicyKind}, though every tenant has one");
        }

        var failed = defaults.Where(policy => !policy.Complies).ToArray();
        var judged = failed.Length == 0 ? defaults[0] : failed[0];
        bool complies = failed.Length == 0;
        return Verdict.Setting(
            complies,
            $"The {PolicyKind} '{judged.Name}' {(complies ? "complies" : "does not comply")}: {Setting} is {judged.Actual}.") with
        {
            Explanation = complies ? Meaning.Compliant : Meaning.NotCompliant,
            Findings =
            [
                .. rows.Where(row => !IsDefault(row)).Select(Read).Where(policy => !policy.Complies).Select(policy => new Finding(
                    "CustomPolicyDiffers",
                    $"The {PolicyKind} '{policy.Name}' has {Setting} = {policy.Actual}; whoever it is assigned to is not protected.")),
                .. rows.Where(IsDefault).SelectMany(FindingsOn),
            ],
            Items = complies ? null : () => failed.Select(policy => new ScoreEvidence
            {
                Kind = EvidenceKind.Policy,
                Identity = policy.Identity,
                DisplayName = policy.Name,
                Setting = Setting,
                Actual = policy.Actual,
                Expected = Expected,
                Reason = Meaning.NotCompliant,
                Policy = policy.Name,
            }),
        };
    }

    /// <summary>Whether a policy is the default one.</summary>
    internal virtual bool IsDefault(EvidenceObject policy) => policy.RequiredBoolean("IsDefault");

    /// <summary>The value of the setting as text, and whether it complies.</summary>
    protected abstract (string Actual, bool Complies) Judge(EvidenceObject policy);

    /// <summary>The value that puts a policy right.</summary>
    protected abstract SettingValue Wanted(EvidenceObject policy);

    /// <summary>What else is worth knowing of the default policy.</summary>
    internal virtual IEnumerable<Finding> FindingsOn(EvidenceObject policy) => [];

    private MailSetting Ask(EvidenceObject policy)
    {
        var (actual, complies) = Judge(policy);
        return new MailSetting(Setting, actual, Expected, complies);
    }

    private Policy Read(EvidenceObject row)
    {
        var (actual, complies) = Judge(row);
        string identity = row.Text("Identity") ?? row.RequiredText("Name");
        return new Policy(identity, row.Text("Name") ?? identity, actual, complies);
    }

    private sealed record Policy(string Identity, string Name, string Actual, bool Complies);
}
