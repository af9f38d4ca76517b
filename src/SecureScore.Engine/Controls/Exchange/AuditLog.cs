using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>mip_search_auditlog: the unified audit log records what users and administrators do.</summary>
/// <remarks>Source: https://learn.microsoft.com/purview/audit-log-enable-disable. Only Exchange Online tells the value: the compliance
/// endpoint always answers False.</remarks>
internal sealed class AuditLog : SwitchControl
{
    public override string ControlId => "mip_search_auditlog";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.AdminAuditLogConfig];

    public override string Rule => "The unified audit log is switched on.";

    public override Certainty Certainty => Certainty.Confirmed;

    protected override string DisplayName => "Unified audit log";

    protected override string Setting => "UnifiedAuditLogIngestionEnabled";

    protected override (string, string) Compliant =>
        ("The unified audit log is on.", "What users and administrators do is recorded and can be searched after an incident.");

    protected override (string, string) NotCompliant => (
        "The unified audit log is off.",
        "Nothing of what users and administrators do is recorded: an incident cannot be reconstructed.");
}
