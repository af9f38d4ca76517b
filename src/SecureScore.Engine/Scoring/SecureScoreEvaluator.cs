using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Controls.Identity;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Scoring;

/// <summary>Judges a tenant: every control of an edition against the evidence of a snapshot.</summary>
public static class SecureScoreEvaluator
{
    /// <summary>The id of the finding on a control whose decision has ended.</summary>
    public const string DecisionExpired = nameof(DecisionExpired);

    /// <summary>The id of the finding on a control whose evidence got worse since somebody decided about it.</summary>
    public const string DecisionOutdated = nameof(DecisionOutdated);

    /// <summary>The id of the finding on a control about which something else was decided here than in Microsoft's portal.</summary>
    public const string PublishedStateDiffers = nameof(PublishedStateDiffers);

    /// <summary>Judges the tenant of a snapshot.</summary>
    /// <param name="snapshot">The evidence.</param>
    /// <param name="catalog">The edition whose controls are judged.</param>
    /// <param name="options">How to judge; null takes the defaults.</param>
    /// <param name="cancellation">Ends the judgement early.</param>
    public static SecureScoreResult Judge(
        TenantSnapshot snapshot, ControlCatalog catalog, JudgeOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(catalog);
        var evidence = new TenantEvidence(snapshot, cancellation);
        var readingAhead = evidence.ReadAhead();
        try
        {
            var judgement = new Judgement(evidence, catalog, options ?? new JudgeOptions());
            return ScoreSummary.Create(snapshot.Manifest, catalog, judgement.Licences, judgement.Published, judgement.JudgeControls());
        }
        finally
        {
            // No file stays open behind, even when the judgement was cancelled.
            Task.WaitAny([readingAhead], CancellationToken.None);
        }
    }

    private sealed class Judgement
    {
        private readonly TenantEvidence _evidence;
        private readonly ControlCatalog _catalog;
        private readonly bool _usePublished;
        private readonly DateTimeOffset _now;
        private readonly Dictionary<string, ControlDecision> _decisions;

        public Judgement(TenantEvidence evidence, ControlCatalog catalog, JudgeOptions options)
        {
            _evidence = evidence;
            _catalog = catalog;
            _usePublished = !options.EvidenceOnly;
            _now = options.Clock.GetUtcNow();
            _decisions = options.Decisions.ToDictionary(decision => decision.ControlId, StringComparer.OrdinalIgnoreCase);
            Licences = evidence.Licences;
            Published = evidence.Published;
        }

        public Licences? Licences { get; }

        public PublishedEvidence? Published { get; }

        public List<ControlResult> JudgeControls()
        {
            var instances = PublishedInstances();
            var results = new List<ControlResult>(_catalog.Controls.Count);
            foreach (var definition in _catalog.Controls)
            {
                _evidence.Cancellation.ThrowIfCancellationRequested();
                if (!instances.Contains(definition.Id) || Published!.Controls.ContainsKey(definition.Id))
                    results.Add(Judge(definition));
                results.AddRange(instances[definition.Id].Select(id => Judge(definition with { Id = id })));
            }

            results.AddRange(UnknownToCatalog().Select(Judge));
            return results;
        }

        /// <summary>Controls of connected apps are published once for each app instance, as "11770.MDA_Google_EnableTwoFactorAuth". A control
        /// that is judged here has no instances: nothing published may take its place.</summary>
        private ILookup<string, string> PublishedInstances() =>
            PublishedControls().Where(control => BaseId(control.Id) is { } id && ControlEvaluators.Find(id) is null && _catalog.Find(id) is not { IsNotScored: true })
                .ToLookup(control => BaseId(control.Id)!, control => control.Id, StringComparer.OrdinalIgnoreCase);

        private IEnumerable<ControlDefinition> UnknownToCatalog()
        {
            foreach (var control in PublishedControls())
            {
                // An edition of the past lacks the controls of today for good: their points would not compare with its own.
                if (Holds(_catalog, control.Id) || Holds(ControlCatalog.Default, control.Id))
                    continue;

                var profile = _evidence.ControlProfiles.GetValueOrDefault(control.Id);
                yield return new ControlDefinition
                {
                    Id = control.Id,
                    Title = profile?.Title ?? control.Id,
                    Category = profile?.Category ?? control.Category ?? "Unknown",
                    Product = ProductOf(profile?.Service),
                    Service = profile?.Service,
                    Shape = PointsShape.Published,
                    ActionUrl = profile?.ActionUrl,
                };
            }
        }

        private IEnumerable<PublishedControl> PublishedControls() => _usePublished && Published is { } published
            ? published.Controls.Values.OrderBy(control => control.Id, StringComparer.Ordinal)
            : [];

        private static string? BaseId(string publishedId)
        {
            int dot = publishedId.IndexOf('.', StringComparison.Ordinal);
            return dot > 0 && publishedId.AsSpan(0, dot).IndexOfAnyExceptInRange('0', '9') < 0 ? publishedId[(dot + 1)..] : null;
        }

        private ControlResult Judge(ControlDefinition definition)
        {
            var evaluator = ControlEvaluators.Find(definition.Id);
            bool? licensed = IsLicensed(definition, evaluator);
            var verdict = licensed == false
                ? Verdict.NotEvaluated(NotEvaluatedReason.NotLicensed, $"Needs {LicenceName(definition)}, which the tenant does not own.")
                : Evaluate(definition, evaluator);

            var published = _usePublished && !definition.IsNotScored ? Published?.Controls.GetValueOrDefault(definition.Id) : null;
            bool fillsIn = licensed != false && verdict.Reason is not (null or NotEvaluatedReason.NotApplicable);
            var result = new ControlResult
            {
                Id = definition.Id,
                Title = definition.Title,
                Category = definition.Category,
                Product = definition.Product,
                MaxPoints = MaxPoints(definition, published),
                Licensed = licensed,
                Findings = new DisplayList<Finding>(verdict.Findings),
                UserImpact = definition.UserImpact,
                ImplementationCost = definition.ImplementationCost,
                Tier = definition.Tier,
                ActionType = definition.ActionType,
                Threats = new DisplayList<string>(definition.Threats),
                Prerequisites = Prerequisites(definition),
                NextSteps = new DisplayList<string>(ControlCatalog.FindGuidance(definition.Id)?.NextSteps ?? []),
                ActionUrl = definition.ActionUrl,
                Verdict = verdict,
                CatalogRank = definition.Rank,
            };

            result = verdict.Reason is null ? ByEvidence(result, definition, verdict)
                : published is not null && fillsIn ? ByPublishedScore(result, verdict, published)
                : result with { Outcome = ControlOutcome.NotEvaluated, Reason = verdict.Reason, Explanation = verdict.Explanation };
            return WithPublishedState(Decide(result));
        }

        private Verdict Evaluate(ControlDefinition definition, ControlEvaluator? evaluator)
        {
            if (definition.Shape == PointsShape.Published)
            {
                return Verdict.NotEvaluated(NotEvaluatedReason.NoPublicApi, Holds(_catalog, definition.Id)
                    ? "Microsoft offers no public way to read this setting."
                    : $"Edition {_catalog.Edition} of the catalogue does not hold this control.");
            }

            if (evaluator is null)
                return Verdict.NotEvaluated(NotEvaluatedReason.NotCollected, "This version does not read the setting yet.");

            try
            {
                return evaluator.Evaluate(_evidence, definition);
            }
            catch (EvidenceUnavailableException exception)
            {
                return Verdict.NotEvaluated(ReasonOf(exception.State.Status), exception.Message);
            }
        }

        // A service has one product, under which the catalogue knows its other controls.
        private string ProductOf(string? service) =>
            _catalog.Controls.FirstOrDefault(control => service is not null && string.Equals(control.Service, service, StringComparison.OrdinalIgnoreCase))?.Product
            ?? service ?? "Unknown";

        private static bool Holds(ControlCatalog catalog, string publishedId) =>
            catalog.Find(publishedId) is not null || (BaseId(publishedId) is { } id && catalog.Find(id) is not null);

        private static NotEvaluatedReason ReasonOf(ResourceStatus status) => status switch
        {
            ResourceStatus.Denied => NotEvaluatedReason.PermissionMissing,
            ResourceStatus.NotLicensed => NotEvaluatedReason.NotLicensed,
            ResourceStatus.NotConnected => NotEvaluatedReason.NotConnected,
            ResourceStatus.Skipped => NotEvaluatedReason.NotCollected,
            _ => NotEvaluatedReason.SourceFailed,
        };

        private bool? IsLicensed(ControlDefinition definition, ControlEvaluator? evaluator)
        {
            if (definition.Licence is null)
                return true;

            if (Licences is null)
                return null;

            if (Licences.Opens(ControlCatalog.LicenceGates[definition.Licence]) is var owned && owned != false)
                return owned;

            // Security defaults need no licence. Where it is unknown whether they are on, so is whether the control needs one.
            return evaluator is { SatisfiedBySecurityDefaults: true } ? SecurityDefaults.Read(_evidence).Enabled : false;
        }

        private decimal? MaxPoints(ControlDefinition definition, PublishedControl? published)
        {
            if (definition.IsNotScored)
                return 0;

            var profile = _catalog.TenantProfilesApply || _catalog.Find(definition.Id) is null
                ? _evidence.ControlProfiles.GetValueOrDefault(definition.Id)
                : null;
            return profile?.MaxPoints ?? definition.MaxPoints ?? published?.ImpliedMaximum;
        }

        private ControlResult ByEvidence(ControlResult result, ControlDefinition definition, Verdict verdict)
        {
            var (achieved, possible) = Fraction(definition, verdict);
            decimal? points = result.MaxPoints * achieved / possible;
            return result with
            {
                Points = points,
                MeasuredPoints = points,
                Outcome = achieved == possible ? ControlOutcome.Completed : achieved == 0 ? ControlOutcome.Failed : ControlOutcome.Partial,
                CompliantCount = verdict.IsCounted ? verdict.CompliantCount : null,
                TotalCount = verdict.TotalCount,
                AffectedCount = verdict.TotalCount - verdict.CompliantCount,
                ImplementationStatus = verdict.ImplementationStatus,
                Explanation = verdict.Explanation,
                Source = ResultSource.Evidence,
                AsOf = AsOf(definition),
            };
        }

        private static (decimal Achieved, decimal Possible) Fraction(ControlDefinition definition, Verdict verdict)
        {
            if (!verdict.IsCounted)
                return (1, 1);

            // Nothing to comply with is complete: Microsoft gives full points for 0 of 0 users.
            return definition.Shape switch
            {
                PointsShape.AtLeast => (verdict.CompliantCount >= definition.AtLeast ? 1 : 0, 1),
                PointsShape.Share when verdict.TotalCount > 0 => (verdict.CompliantCount, verdict.TotalCount.Value),
                _ when verdict.TotalCount is { } total => (verdict.CompliantCount >= total ? 1 : 0, 1),
                _ => throw new InvalidOperationException($"The rule of {definition.Id} counts no total, which the shape {definition.Shape} needs."),
            };
        }

        private DateTimeOffset? AsOf(ControlDefinition definition)
        {
            var snapshot = _evidence.Snapshot;
            return ControlEvaluators.Find(definition.Id)!.Evidence
                .Select(snapshot.StateOf)
                .Where(state => state.Status == ResourceStatus.Collected)
                .Min(state => state.CollectedAt ?? snapshot.Manifest.CollectedAt);
        }

        private ControlResult ByPublishedScore(ControlResult result, Verdict verdict, PublishedControl published)
        {
            decimal points = result.MaxPoints is { } maximum ? Math.Min(published.Points, maximum) : published.Points;
            string date = Published!.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unknown date";
            return result with
            {
                Points = points,
                Outcome = points == 0 ? ControlOutcome.Failed
                    : points == result.MaxPoints ? ControlOutcome.Completed
                    : ControlOutcome.Partial,
                Explanation = $"{verdict.Explanation} The points are those of Microsoft's published score ({date}).",
                Source = ResultSource.Published,
                AsOf = Published.Date,
            };
        }

        private ControlResult Decide(ControlResult result)
        {
            var decision = _decisions.GetValueOrDefault(result.Id);
            if (decision is not null)
            {
                result = result with
                {
                    Note = decision.Note,
                    Owner = decision.Owner,
                    Expires = decision.Expires,
                    Tags = new DisplayList<string>(decision.Tags),
                };
            }

            if (result.Outcome == ControlOutcome.Completed)
                return result with { Status = ControlStatus.Completed };

            if (decision is null)
                return result;

            if (decision.Expires <= _now)
            {
                return WithFinding(result, DecisionExpired, string.Create(
                    CultureInfo.InvariantCulture, $"The decision {decision.Status} ended on {decision.Expires:yyyy-MM-dd}."));
            }

            // Decided by what the evidence was then: somebody should look at it again.
            if (decision.Status != ControlStatus.ToAddress && decision.Evidence is { } then && DecisionEvidence.Of(result).WorseThan(then) is { } worse)
            {
                string when = decision.DecidedAt is { } date ? string.Create(CultureInfo.InvariantCulture, $" on {date:yyyy-MM-dd}") : "";
                result = WithFinding(result, DecisionOutdated, $"Since {decision.Status} was decided{when} it got worse: {worse}. Decide anew.");
            }

            return DecisionRules.IsAsserted(decision.Status)
                ? result with { Status = decision.Status, Points = result.MaxPoints, Source = ResultSource.Asserted }
                : result with { Status = decision.Status };
        }

        private ControlResult WithPublishedState(ControlResult result)
        {
            if (_evidence.ControlProfiles.GetValueOrDefault(result.Id)?.State is not { } state)
                return result;

            bool isDecided = state.Status != ControlStatus.ToAddress;
            if (isDecided)
                result = result with { PublishedState = state.ToString() };

            // About what is done, nothing can be decided here; a state that nobody knows stands for nothing; and what Microsoft has no state for cannot be there.
            bool isComparable = result.Status != ControlStatus.Completed && state.Status is not null
                && (isDecided || MicrosoftState.RefusalOf(result.Id, result.Status) is null);
            return isComparable && state.Status != result.Status
                ? WithFinding(result, PublishedStateDiffers, $"{result.Status} here, {(isDecided ? $"{state.Status} ({state})" : "nothing decided")} in Microsoft's portal.")
                : result;
        }

        private static ControlResult WithFinding(ControlResult result, string id, string message) =>
            result with { Findings = new DisplayList<Finding>([.. result.Findings, new Finding(id, message)]) };

        private static string LicenceName(ControlDefinition definition) => ControlCatalog.LicenceGates[definition.Licence!].DisplayName;

        private static DisplayList<string> Prerequisites(ControlDefinition definition)
        {
            if (definition.Licence is null && definition.Requires.Count == 0)
                return DisplayList<string>.Empty;

            var names = definition.Requires.Select(name => ControlCatalog.Requirements[name].DisplayName);
            return new DisplayList<string>(definition.Licence is null ? names : names.Prepend(LicenceName(definition)));
        }
    }
}
