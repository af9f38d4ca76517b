using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Identity;

/// <summary>aad_admin_accounts_separate_unassigned_cloud_only: administrators have accounts of their own, in the cloud alone and without apps.</summary>
/// <remarks>Source: https://learn.microsoft.com/microsoft-365/enterprise/protect-your-global-administrator-accounts.</remarks>
internal sealed class SeparateAdminAccounts : ControlEvaluator
{
    // Service plans of apps that read mail, chat or documents, where attackers reach people. EXCHANGE_S_FOUNDATION gives no mailbox.
    private static readonly string[] s_appPlans =
    [
        "EXCHANGE_S_", "EXCHANGE_B_", "EXCHANGE_L_", "SHAREPOINT", "ONEDRIVE", "TEAMS", "MCO_TEAMS", "MCOSTANDARD", "MCOIMP", "MCOLITE", "YAMMER", "VIVAENGAGE",
        "OFFICESUBSCRIPTION", "OFFICE_BUSINESS", "OFFICE_PRO", "OFFICEMOBILE",
    ];

    private static readonly string[] s_harmlessPlans = ["EXCHANGE_S_FOUNDATION", "EXCHANGE_S_FOUNDATION_GOV", "SHAREPOINTSTORAGE", "SHAREPOINTSTORAGE_GOV"];

    public override string ControlId => "aad_admin_accounts_separate_unassigned_cloud_only";

    public override IReadOnlyList<string> Evidence { get; } = [.. Administrators.Sources, Resources.SubscribedSkus];

    public override string Rule =>
        "Every enabled user in an administrative role has a cloud-only account without a licence for Exchange, SharePoint, OneDrive, Teams, Viva Engage (Yammer) or the Office apps.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "Any licence but Microsoft Entra ID P1 or P2 fails. " + Administrators.UnknownEligibility;

    public override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var administrators = Administrators.Holding(evidence, AdministrativeRoles.Contains);
        if (!administrators.AreKnown)
            return administrators.Undecided();

        var population = administrators.Users.Certain;
        var synced = evidence.Users.Synced;
        var plans = new AppPlans(evidence);
        var licensed = evidence.Users.Licences.Where(population, licences => plans.AnyIn(licences) == true);
        var undecided = evidence.Users.Licences.Where(population, licences => plans.AnyIn(licences) is null);
        int fromDirectory = synced.CountIn(population);
        var clean = UserBounds.Exactly(population.Except(synced).Except(licensed));
        return new UserVerdict
        {
            Evidence = evidence,
            Population = population,
            Compliant = clean with { Certain = clean.Certain.Except(undecided) },
            Counted = "administrative accounts separate and cloud-only",
            Doubts = plans.Doubts,
            Findings = administrators.Findings,
            Explanation =
            [
                $"{fromDirectory} {Quantity.Verb(fromDirectory, "comes", "come")} from Active Directory; "
                    + $"{licensed.Count} {Quantity.Verb(licensed.Count, "has", "have")} a licence for mail, documents, chat or the Office apps.",
            ],
            Failure = user => new ScoreEvidence
            {
                Kind = EvidenceKind.User,
                Setting = "Administrative account",
                Actual = $"{(synced.Contains(user) ? "Synchronised" : "Cloud-only")}, {(licensed.Contains(user) ? "licensed for apps" : "without apps")}",
                Expected = "Cloud-only, without apps",
                Reason = synced.Contains(user) ? "The account comes from Active Directory." : "The account has a licence for apps.",
            },
        }.ToVerdict();
    }

    /// <summary>Tells which assigned licences bring an app.</summary>
    private sealed class AppPlans
    {
        private readonly Dictionary<string, string[]>? _plansBySku;
        private readonly ResourceState? _missing;
        private readonly List<Doubt> _doubts = [];

        public AppPlans(TenantEvidence evidence)
        {
            try
            {
                _plansBySku = evidence.List(Resources.SubscribedSkus)
                    .GroupBy(sku => sku.RequiredText("skuId"), StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(skus => skus.Key, skus => skus.SelectMany(PlansOf).ToArray(), StringComparer.OrdinalIgnoreCase);
            }
            catch (EvidenceUnavailableException exception)
            {
                _missing = exception.State;
            }
        }

        public IReadOnlyList<Doubt> Doubts => _doubts;

        /// <summary>Whether any of the licences brings an app; null when one of them is unknown.</summary>
        public bool? AnyIn(IReadOnlyList<AssignedLicence>? licences)
        {
            if (licences is null)
            {
                throw EvidenceUnavailableException.Unusable(Resources.Users, "its rows do not tell assignedLicenses");
            }

            bool? any = false;
            foreach (var licence in licences)
            {
                if (_plansBySku is null || !_plansBySku.TryGetValue(licence.SkuId, out var plans))
                {
                    _doubts.Add(new Doubt($"the snapshot does not tell what the licence {licence.SkuId} holds", _missing));
                    any = null;
                }
                else if (plans.Except(licence.DisabledPlans, StringComparer.OrdinalIgnoreCase).Any())
                {
                    return true;
                }
            }

            return any;
        }

        private static IEnumerable<string> PlansOf(EvidenceObject sku) => sku.RequiredObjects("servicePlans")
            .Where(plan => plan.RequiredText("servicePlanName") is var name
                && !s_harmlessPlans.Contains(name, StringComparer.OrdinalIgnoreCase)
                && s_appPlans.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .Select(plan => plan.RequiredText("servicePlanId"));
    }
}
