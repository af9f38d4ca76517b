using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation;

/// <summary>A remediation that owns all changes but those of users.</summary>
public sealed class MadeRemediation : ControlRemediation
{
    public override string Id => "Made";

    public override IReadOnlyList<string> ControlIds => ["MadeControl"];

    public override RiskClass Risk => RiskClass.A;

    public override string Summary => "Changes what a test says.";

    public override string UserNotice => "Nothing.";

    public override IReadOnlyList<string> Writes => [];

    public override IReadOnlyList<string> UndoWarnings => ["Taking it back is less safe."];

    public override RemediationDraft Plan(RemediationRequest request) => RemediationDraft.Nothing;

    public override bool Owns(TenantChange change) => change.Resource != "graph/users";
}

/// <summary>Plans that are made up.</summary>
public static class MadePlans
{
    public const string TenantId = "3f2b1c00-0000-4000-8000-00000000000a";

    public static ControlResult Control { get; } = new() { Id = "MadeControl", Title = "Made up", Category = "Identity", Product = "Made" };

    public static RemediationPlan Of(params IReadOnlyList<TenantChange> changes) =>
        new() { TenantId = TenantId, Control = Control, Remediation = new MadeRemediation(), Draft = new RemediationDraft { Changes = changes } };

    /// <summary>The order in which policies take over from security defaults.</summary>
    public static RemediationPlan FromDefaultsToPolicy() => Of(
        new ObjectCreation(MadeTenant.Policies, SettingValue.Group(
            ("displayName", SettingValue.Of("MFA")),
            ("state", SettingValue.Of("enabledForReportingButNotEnforced")),
            ("conditions", SettingValue.Group(("users", SettingValue.Group(("excludeUsers", SettingValue.Of(["b", "a"])))))))) { Label = "MFA" },
        new SettingsChange(MadeTenant.SecurityDefaults, null, [new("isEnabled", SettingValue.Of(true), SettingValue.Of(false))]),
        new SettingsChange(MadeTenant.Policies, CreatedIdentity.Of(0), [new("state", SettingValue.Of("enabledForReportingButNotEnforced"), SettingValue.Of("enabled"))]) { Label = "MFA" });

    /// <summary>A tenant in which security defaults protect.</summary>
    public static MadeTenant WithDefaults() => new MadeTenant()
        .With(MadeTenant.SecurityDefaults, """{"id":"defaults","isEnabled":true}""")
        .With(MadeTenant.Policies, """{"id":"own","displayName":"MFA","state":"disabled"}""");

    /// <summary>The plan with the namesakes that the tenant has.</summary>
    public static RemediationPlan Beside(this RemediationPlan plan, params IReadOnlyList<string> namesakes) => plan with
    {
        Draft = plan.Draft with { Changes = [.. plan.Draft.Changes.Select(change => change is ObjectCreation creation ? creation with { Namesakes = namesakes } : change)] },
    };
}

/// <summary>Is told everything and says nothing.</summary>
public sealed class SilentObserver : ITenantObserver
{
    public void ShowSignInMessage(string message)
    {
    }

    public void RequestEnded(ServiceRequest request)
    {
    }

    public void ReportProgress(CollectionProgress progress)
    {
    }

    public void Warn(string message)
    {
    }
}
