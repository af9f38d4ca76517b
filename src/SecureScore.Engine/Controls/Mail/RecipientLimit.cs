using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>A control about how many recipients a user can send to.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy. Values are 0 to 10000, and 0 leaves
/// the limit to the service. A real score gave a tenant with the defaults all points.</remarks>
internal abstract class RecipientLimit : MailControl
{
    internal sealed override MailFeature Feature => MailFeature.OutboundSpam;

    protected sealed override string Demand => string.Create(CultureInfo.InvariantCulture, $"{Setting} is {Highest} or lower");

    protected sealed override string Alternative => "0, which leaves the limit to the service, could fail, as the service's own limit is higher. It passes, with a finding.";

    /// <summary>The property of a policy that decides.</summary>
    protected abstract string Setting { get; }

    /// <summary>The highest limit that complies.</summary>
    protected abstract int Highest { get; }

    public sealed override IReadOnlyList<SettingRequirement> Requirements =>
        [SettingRequirement.Number(Setting, (0, 10_000), value => value <= Highest, string.Create(CultureInfo.InvariantCulture, $"{Highest} or lower"), wanted: Highest)];

    internal sealed override IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy)
    {
        if (policy.Number(Setting) == 0)
            yield return Note("ServiceDefaultLimit", reach, $"has {Setting} 0, which means the service's default limit");
    }
}
