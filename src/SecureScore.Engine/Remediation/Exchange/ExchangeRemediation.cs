using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>A remediation that changes settings of objects in Exchange Online or Defender for Office 365, to the values that the rule of its
/// control asks for.</summary>
internal abstract class ExchangeRemediation : ControlRemediation
{
    private readonly ExchangeFix _fix;

    protected ExchangeRemediation(ExchangeFix fix)
    {
        _fix = fix;
        Rule = ControlEvaluators.Find(fix.ControlId) ?? throw new ArgumentException($"No rule judges '{fix.ControlId}'.", nameof(fix));
    }

    public override string Id => _fix.ControlId;

    public sealed override IReadOnlyList<string> ControlIds => [_fix.ControlId];

    public sealed override RiskClass Risk => _fix.Risk;

    public sealed override string Summary => _fix.Summary;

    public sealed override string UserNotice => _fix.UserNotice;

    public sealed override IReadOnlyList<string> UndoWarnings => _fix.UndoWarnings;

    public override IReadOnlyList<RemediationParameter> Parameters => _fix.Parameter is not { } parameter ? []
        : parameter.Kind != ParameterKind.Text ? [parameter]
        : [parameter with { Choices = ((ISettingsControl)Rule).Requirements.First(requirement => requirement.Choices.Count > 1).Choices }];

    public sealed override IReadOnlyList<string> Writes => [.. Owned.Select(owned => owned.Resource).Distinct(StringComparer.Ordinal)];

    public override IReadOnlyList<string> Reads => [Resources.SubscribedSkus];

    /// <summary>The rule that judges the control.</summary>
    protected ControlEvaluator Rule { get; }

    /// <summary>The settings that it changes.</summary>
    protected abstract IReadOnlyList<OwnedSettings> Owned { get; }

    public sealed override RemediationDraft Plan(RemediationRequest request)
    {
        ControlLicence.Require(request.Evidence, request.ControlId);
        return Draft(request);
    }

    public override bool Owns(TenantChange change) => change is SettingsChange { Settings.Count: > 0 } settings && Owned.Any(owned => owned.Has(settings));

    /// <summary>What is missing, in a tenant that owns the licence.</summary>
    protected abstract RemediationDraft Draft(RemediationRequest request);

    /// <summary>The smallest difference that makes an object comply; null when there is none.</summary>
    /// <param name="resource">The resource that the object is a row of.</param>
    /// <param name="row">The object.</param>
    /// <param name="label">What people call it.</param>
    /// <param name="requirements">What is asked of it.</param>
    /// <param name="request">What to plan by.</param>
    /// <param name="warnings">Is told of values that are unknown here, which stay.</param>
    protected SettingsChange? Difference(
        string resource, EvidenceObject row, string? label, IEnumerable<SettingRequirement> requirements, RemediationRequest request, List<string> warnings)
    {
        var settings = new List<SettingChange>();
        foreach (var requirement in requirements)
        {
            var found = requirement.Judge(row);
            if (found.Complies == false)
                settings.Add(new SettingChange(requirement.Property, row.Setting(requirement.Property), Wanted(requirement, row, request)));
            else if (found.Complies is null)
                warnings.Add($"{label ?? resource} keeps {requirement.Property} '{found.Actual}', which is unknown here.");
        }

        bool isSingle = Owned.First(owned => owned.Resource == resource).IsSingle;
        return settings.Count == 0 ? null : new SettingsChange(resource, isSingle ? null : IdentityOf(row), settings) { Label = label };
    }

    /// <summary>The entries that a list gets, which only a person knows.</summary>
    protected virtual IReadOnlyList<string> Entries(RemediationParameter parameter, RemediationRequest request)
    {
        var addresses = request.Values.Texts(parameter.Name);
        return addresses.FirstOrDefault(text => !MailName.IsAddress(text)) is { } wrong
            ? throw Invalid(request, $"'{parameter.Name}' of '{request.ControlId}' takes mail addresses, not '{wrong}'.")
            : addresses;
    }

    protected static string IdentityOf(EvidenceObject row) => row.Text("Identity") ?? row.RequiredText("Name");

    protected static string NameOf(EvidenceObject row) => row.Text("Name") ?? row.RequiredText("Identity");

    protected static SecureScoreException Invalid(RemediationRequest request, string message) =>
        new(ErrorIds.RemediationValueInvalid, message) { Target = request.ControlId };

    private SettingValue Wanted(SettingRequirement requirement, EvidenceObject row, RemediationRequest request)
    {
        var parameter = _fix.Parameter;
        bool isGiven = parameter is not null && request.Values.Texts(parameter.Name).Count > 0;
        if (requirement.Wanted is null)
            return isGiven ? SettingValue.Of(Entries(parameter!, request)) : throw RemediationValues.Missing(parameter!, request.ControlId);

        if (isGiven && parameter!.Kind == ParameterKind.Number && requirement.Accepts is { } accepts)
        {
            return request.Values.Number(parameter.Name) is { } number && accepts(number)
                ? SettingValue.Of(number)
                : throw Invalid(request, $"'{parameter.Name}' of '{request.ControlId}' takes {requirement.Judge(row).Expected}, not '{request.Values.Text(parameter.Name)}'.");
        }

        return isGiven && requirement.Choices.FirstOrDefault(choice => choice.Equals(request.Values.Text(parameter!.Name), StringComparison.OrdinalIgnoreCase)) is { } chosen
            ? SettingValue.Of(chosen)
            : requirement.Wanted(row);
    }
}

/// <summary>Settings that a remediation changes.</summary>
/// <param name="Resource">The resource that holds them.</param>
/// <param name="IsSingle">Whether it is there once.</param>
/// <param name="Names">Their names.</param>
internal sealed record OwnedSettings(string Resource, bool IsSingle, params IReadOnlyList<string> Names)
{
    /// <summary>Whether a change is about these settings and nothing else.</summary>
    public bool Has(SettingsChange change) => change.Resource == Resource && (change.Identity is null) == IsSingle
        && change.Settings.All(setting => Names.Contains(setting.Name, StringComparer.Ordinal));
}
