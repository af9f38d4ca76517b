using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Dns;

/// <summary>A control about DNS records of every domain for which the tenant accepts mail.</summary>
/// <remarks>A look-up that failed says nothing of a domain: the control stays open, unless another domain decides it.</remarks>
internal abstract class DomainControl : ControlEvaluator
{
    /// <summary>What a domain that complies has, for example <c>one SPF record</c>.</summary>
    protected abstract string Wanted { get; }

    /// <summary>Why it matters.</summary>
    protected abstract string Purpose { get; }

    public sealed override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var domains = evidence.AcceptedDomains.Select(domain => Judge(evidence, domain)).ToArray();
        var open = domains.Where(domain => domain.IsOpen).ToArray();
        var failed = domains.Where(domain => domain.Problems.Count > 0).ToArray();
        if (open.Length > 0 && (failed.Length == 0 || control.Shape == PointsShape.Share))
            return Verdict.NotEvaluated(NotEvaluatedReason.SourceFailed, string.Join(" ", open.Select(domain => domain.Unknown)));

        int judged = domains.Length - open.Length;
        return Verdict.Counted(
            judged - failed.Length,
            judged,
            string.Create(CultureInfo.InvariantCulture, $"Domains with {Wanted}: {judged - failed.Length} of {judged}.")) with
        {
            Explanation = domains.Length == 0 ? "Mail is accepted only for domains whose records Microsoft keeps." : Purpose,
            Findings =
            [
                .. open.Select(domain => new Finding("LookupFailed", domain.Unknown!)),
                .. domains.SelectMany(domain => domain.Findings),
            ],
            Items = failed.Length == 0 ? null : () => failed.SelectMany(domain => domain.Problems),
        };
    }

    /// <summary>Judges one domain.</summary>
    protected abstract DomainState Judge(TenantEvidence evidence, string domain);

    /// <summary>Something that costs a domain the points.</summary>
    protected static ScoreEvidence Problem(string domain, string setting, string actual, string expected, string reason) => new()
    {
        Kind = EvidenceKind.Domain,
        Id = domain,
        Identity = domain,
        DisplayName = domain,
        Setting = setting,
        Actual = actual,
        Expected = expected,
        Reason = reason,
    };

    /// <summary>What was found at a name, in words.</summary>
    protected static string TextOf(IReadOnlyCollection<string> values) => values.Count == 0 ? "no record" : string.Join(" | ", values);

    /// <summary>The domain's state where a look-up failed.</summary>
    protected static string Failed(string type, string name) => $"The look-up of {type} {name} failed, so the snapshot does not tell what it holds.";
}

/// <summary>What was found out about one domain.</summary>
internal sealed record DomainState
{
    public IReadOnlyList<ScoreEvidence> Problems { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What the snapshot does not tell, as a sentence; null when it tells everything.</summary>
    public string? Unknown { get; init; }

    /// <summary>Whether what it does not tell decides.</summary>
    public bool IsOpen => Unknown is not null && Problems.Count == 0;
}
