using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls.Purview;

/// <summary>dlp_datalossprevention: a policy looks for data that must not leave.</summary>
internal sealed class DataLossPrevention : DlpControl
{
    public override string ControlId => "dlp_datalossprevention";

    public override string Rule => "There is a data loss prevention policy.";

    protected override string PolicyKind => "DLP policy";

    protected override bool Concerns(EvidenceObject policy) => true;
}
