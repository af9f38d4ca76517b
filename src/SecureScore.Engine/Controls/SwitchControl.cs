using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls;

/// <summary>A control about one switch of the whole tenant: a true-or-false setting of the resource that <see cref="ControlEvaluator.Evidence"/>
/// names first.</summary>
internal abstract class SwitchControl : ControlEvaluator, ISettingsControl
{
    /// <summary>The switch as administrators know it.</summary>
    protected abstract string DisplayName { get; }

    /// <summary>The property that decides; a dot goes into a nested object.</summary>
    protected abstract string Setting { get; }

    /// <summary>The value that earns the points.</summary>
    protected virtual bool Expected => true;

    /// <inheritdoc/>
    public IReadOnlyList<SettingRequirement> Requirements => [SettingRequirement.Switch(Setting, Expected)];

    /// <summary>What the verdict says while the points are earned: one sentence, and what it means.</summary>
    protected abstract (string Status, string Explanation) Compliant { get; }

    /// <summary>What the verdict says while they are not.</summary>
    protected abstract (string Status, string Explanation) NotCompliant { get; }

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var settings = evidence.Single(Evidence[0]);
        var holder = settings;
        string[] path = Setting.Split('.');
        foreach (string name in path.SkipLast(1))
            holder = holder.RequiredObject(name);

        bool actual = holder.RequiredBoolean(path[^1]);
        var (status, explanation) = actual == Expected ? Compliant : NotCompliant;
        return Verdict.Settings(status, TenantSetting.Switch(DisplayName, Setting, actual, Expected)) with
        {
            Explanation = explanation,
            Findings = [.. FindingsOn(evidence, holder, actual == Expected)],
        };
    }

    /// <summary>What else is worth knowing.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="settings">The object that holds the switch.</param>
    /// <param name="complies">Whether the switch earns the points.</param>
    protected virtual IEnumerable<Finding> FindingsOn(TenantEvidence evidence, EvidenceObject settings, bool complies) => [];
}
