using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls.Exchange;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>AuditEnabled: the unified audit log records what users and administrators do, as today's mip_search_auditlog asks too.</summary>
internal sealed class AuditEnabled : ControlEvaluator
{
    private static readonly AuditLog s_today = new();

    public override string ControlId => "AuditEnabled";

    public override IReadOnlyList<string> Evidence => s_today.Evidence;

    public override string Rule => s_today.Rule;

    public override Certainty Certainty => s_today.Certainty;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control) => s_today.Evaluate(evidence, control);
}
