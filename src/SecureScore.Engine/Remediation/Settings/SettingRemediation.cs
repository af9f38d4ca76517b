using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>Puts one control in place by settings of objects that are there.</summary>
internal abstract class SettingRemediation : ControlRemediation
{
    private readonly string _resource;
    private readonly IReadOnlyList<string> _settings;

    /// <summary>Creates a remediation.</summary>
    /// <param name="controlId">The control.</param>
    /// <param name="risk">How much it asks of an administrator.</param>
    /// <param name="resource">The resource that it changes.</param>
    /// <param name="settings">The settings that it changes there, and no others.</param>
    protected SettingRemediation(string controlId, RiskClass risk, string resource, params IReadOnlyList<string> settings)
    {
        ControlIds = [controlId];
        Risk = risk;
        _resource = resource;
        _settings = settings;
        Writes = [resource];
    }

    public override string Id => ControlId;

    public sealed override IReadOnlyList<string> ControlIds { get; }

    public sealed override RiskClass Risk { get; }

    public sealed override IReadOnlyList<string> Writes { get; }

    /// <summary>Whether the resource holds several objects, so that each has an identity.</summary>
    protected virtual bool HasIdentities => false;

    /// <summary>The control.</summary>
    protected string ControlId => ControlIds[0];

    public sealed override IReadOnlyList<string> Reads => [Resources.SubscribedSkus, .. ReadsBesides];

    /// <summary>The resources that it reads besides, but for licences.</summary>
    protected virtual IReadOnlyList<string> ReadsBesides => [];

    public sealed override RemediationDraft Plan(RemediationRequest request)
    {
        ControlLicence.Require(request.Evidence, ControlId);
        return Draft(request);
    }

    public override bool Owns(TenantChange change) => change is SettingsChange { Settings.Count: > 0 } settings
        && IsMine(change)
        && (settings.Identity is not null) == HasIdentities
        && settings.Settings.All(setting => _settings.Contains(setting.Name, StringComparer.Ordinal) && Accepts(setting.Name, setting.Former) && Accepts(setting.Name, setting.Wanted));

    /// <summary>What is missing, in a tenant that may own the licence.</summary>
    protected abstract RemediationDraft Draft(RemediationRequest request);

    /// <summary>Whether a setting can have a value at all.</summary>
    protected abstract bool Accepts(string setting, SettingValue value);

    /// <summary>Whether a change is about the resource.</summary>
    protected bool IsMine(TenantChange change) => change.Resource.Equals(_resource, StringComparison.OrdinalIgnoreCase);

    /// <summary>What of the wanted values an object lacks; null when it has them all.</summary>
    /// <param name="present">The object as it is.</param>
    /// <param name="identity">Which one; null for what is there once.</param>
    /// <param name="label">What people call it.</param>
    /// <param name="wanted">The settings with the values that they should have.</param>
    protected SettingsChange? Missing(SettingGroup present, string? identity, string? label, params IEnumerable<(string Name, SettingValue Value)> wanted)
    {
        SettingChange[] settings = [.. wanted.Where(setting => !present[setting.Name].SameAs(setting.Value))
            .Select(setting => new SettingChange(setting.Name, present[setting.Name], setting.Value))];
        return settings.Length == 0 ? null : new SettingsChange(_resource, identity, settings) { Label = label };
    }

    /// <summary>A value that is not one of those that it takes.</summary>
    protected SecureScoreException Invalid(string message) => new(ErrorIds.RemediationValueInvalid, message) { Target = ControlId };

    /// <summary>The draft of one change; nothing where there is none.</summary>
    protected static RemediationDraft DraftOf(TenantChange? change, params IReadOnlyList<string> warnings) =>
        change is null ? RemediationDraft.Nothing : new RemediationDraft { Changes = [change], Warnings = warnings };
}
