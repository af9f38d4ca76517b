using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>Puts one control in place by true-or-false settings of what is there once.</summary>
internal sealed class SwitchRemediation : SettingRemediation
{
    private readonly string _resource;
    private readonly (string Name, bool Wanted)[] _switches;

    /// <summary>Creates a remediation.</summary>
    /// <param name="controlId">The control.</param>
    /// <param name="risk">How much it asks of an administrator.</param>
    /// <param name="resource">The resource that holds the switches.</param>
    /// <param name="switches">The switches with the values that they should have. The control is about the first; the others are left alone where the
    /// service does not know them.</param>
    public SwitchRemediation(string controlId, RiskClass risk, string resource, params (string Name, bool Wanted)[] switches)
        : base(controlId, risk, resource, [.. switches.Select(item => item.Name)])
    {
        _resource = resource;
        _switches = switches;
    }

    public override string Summary => Does;

    public override string UserNotice => Notice;

    public override IReadOnlyList<string> UndoWarnings => Undone;

    /// <summary>What it does, in a sentence.</summary>
    public required string Does { get; init; }

    /// <summary>What users will notice, in a sentence.</summary>
    public required string Notice { get; init; }

    /// <summary>What the administrator should know before.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What taking it back means.</summary>
    public IReadOnlyList<string> Undone { get; init; } = [];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(_resource);
        if (present[_switches[0].Name].AsFlag() is null)
            throw EvidenceUnavailableException.Unusable(_resource, $"it does not tell whether {_switches[0].Name} is on");

        var known = _switches.Where(item => present[item.Name].AsFlag() is not null).Select(item => (item.Name, SettingValue.Of(item.Wanted)));
        return DraftOf(Missing(present, null, null, known), Warnings);
    }

    protected override bool Accepts(string setting, SettingValue value) => value.AsFlag() is not null;
}
