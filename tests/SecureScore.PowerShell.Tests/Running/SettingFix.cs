using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>Sets one setting of the only row of a resource.</summary>
internal sealed class SettingFix(string controlId, RiskClass risk, string resource, string setting, SettingValue wanted) : ControlRemediation
{
    public override string Id => "Fix" + controlId;

    public override IReadOnlyList<string> ControlIds => [controlId];

    public override RiskClass Risk => risk;

    public override string Summary => $"Sets {setting}.";

    public override string UserNotice => "People will see it.";

    public override IReadOnlyList<string> Writes => [resource];

    public override IReadOnlyList<RemediationParameter> Parameters { get; } = [new("Owner", ParameterKind.Text, "Who answers for it.")];

    /// <summary>What people call the row.</summary>
    public string? Label { get; init; }

    /// <summary>What to know before.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How long it takes until it shows.</summary>
    public TimeSpan? ShowsWithin { get; init; }

    /// <summary>The requests that it planned by.</summary>
    public List<RemediationRequest> Requests { get; } = [];

    /// <summary>What happens when it plans.</summary>
    public Action OnPlan { get; set; } = () => { };

    public override RemediationDraft Plan(RemediationRequest request)
    {
        Requests.Add(request);
        OnPlan();
        var row = request.Evidence.Snapshot.ReadRows(resource).Select(line => (SettingGroup)SettingValue.Parse(line.Span)).First();
        return row[setting].SameAs(wanted) ? RemediationDraft.Nothing : new RemediationDraft
        {
            Changes = [new SettingsChange(resource, null, [new SettingChange(setting, row[setting], wanted)]) { Label = Label }],
            Warnings = Notes,
            ForWhom = "all users",
            ShowsWithin = ShowsWithin,
        };
    }

    public override bool Owns(TenantChange change) => change.Resource == resource;
}
