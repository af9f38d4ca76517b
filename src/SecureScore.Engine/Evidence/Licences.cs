using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Evidence;

/// <summary>The service plans that the tenant owns for its people.</summary>
/// <remarks>A plan counts when its subscription is enabled or in its grace period and the plan itself is not switched off. Subscriptions for
/// agents carry the plans of people's licences but license no person; they do not count. Where a state is unknown here, so is whether the plan counts.</remarks>
internal sealed class Licences
{
    private static readonly string[] s_inForce = ["Enabled", "Warning"];
    private static readonly string[] s_notInForce = ["Suspended", "Deleted", "LockedOut"];
    private static readonly string[] s_on = ["Success", "PendingInput", "PendingActivation", "PendingProvisioning"];
    private static readonly string[] s_off = ["Disabled", "Error", "Suspended", "Deleted", "LockedOut"];

    // By name and by id: whether the plan is in force for certain.
    private readonly Dictionary<string, bool> _plans = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<OwnedPlan>> _bySku = new(StringComparer.OrdinalIgnoreCase);

    public Licences(IEnumerable<EvidenceObject> subscribedSkus)
    {
        foreach (var sku in subscribedSkus)
        {
            var ofSku = PlansOf(sku);
            bool? inForce = Among(sku.RequiredText("capabilityStatus"), s_inForce, s_notInForce);
            if (inForce == false || IsForAgents(sku.Text("skuPartNumber")))
                continue;

            foreach (var plan in sku.RequiredObjects("servicePlans"))
            {
                string? name = plan.Text("servicePlanName");
                bool? isOn = Among(plan.RequiredText("provisioningStatus"), s_on, s_off);
                if (isOn == false || IsForAgents(name))
                    continue;

                var owned = new OwnedPlan(name, plan.Text("servicePlanId"), IsCertain: inForce == true && isOn == true);
                ofSku.Add(owned);
                Own(owned.Name, owned.IsCertain);
                Own(owned.Id, owned.IsCertain);
            }
        }
    }

    /// <summary>Whether any service plan of the gate is owned; null when the state of those that are is unknown.</summary>
    public bool? Opens(LicenceGate gate) => Any(gate.Plans.SelectMany(plan => new[] { plan.Name, plan.Id?.ToString() })
        .Where(key => key is not null && _plans.ContainsKey(key))
        .Select(key => _plans[key!]));

    /// <summary>Whether the licences assigned to a user bring a service plan of the gate; null when none does for certain and one may.</summary>
    public bool? Bring(IReadOnlyList<AssignedLicence> assigned, LicenceGate gate)
    {
        bool? any = false;
        foreach (var licence in assigned)
        {
            if (!_bySku.TryGetValue(licence.SkuId, out var plans))
                any = null;
            else if (Brings(plans, licence, gate) is var brings && brings != false)
                any = brings;
            if (any == true)
                return true;
        }

        return any;
    }

    /// <summary>Whether any edition of the product is owned, or may be.</summary>
    public bool Owns(ProductDefinition product) =>
        product.AnyOf.Count == 0 || product.AnyOf.Any(gate => Opens(ControlCatalog.LicenceGates[gate]) != false);

    // A subscription that is not in force is known, and brings nothing.
    private List<OwnedPlan> PlansOf(EvidenceObject sku)
    {
        if (sku.Text("skuId") is not { } id)
            return [];

        if (!_bySku.TryGetValue(id, out var plans))
            _bySku.Add(id, plans = []);
        return plans;
    }

    private static bool? Brings(List<OwnedPlan> plans, AssignedLicence licence, LicenceGate gate) => Any(plans
        .Where(plan => plan.Opens(gate) && !licence.DisabledPlans.Contains(plan.Id, StringComparer.OrdinalIgnoreCase))
        .Select(plan => plan.IsCertain));

    private void Own(string? key, bool isCertain)
    {
        if (key is not null)
            _plans[key] = isCertain || _plans.GetValueOrDefault(key);
    }

    // One that is certain is enough; those that are not leave it open.
    private static bool? Any(IEnumerable<bool> certainties) =>
        certainties.Aggregate((bool?)false, (any, isCertain) => any == true || isCertain ? true : null);

    private static bool? Among(string status, string[] yes, string[] no) =>
        yes.Contains(status, StringComparer.OrdinalIgnoreCase) ? true
            : no.Contains(status, StringComparer.OrdinalIgnoreCase) ? false
            : null;

    private static bool IsForAgents(string? name) => name is not null
        && (name.EndsWith("_FOR_AGENTS", StringComparison.OrdinalIgnoreCase) || name.Contains("AGENT_365", StringComparison.OrdinalIgnoreCase));
}

/// <summary>A service plan of a subscription.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsCertain">Whether it is in force; otherwise that is unknown.</param>
internal sealed record OwnedPlan(string? Name, string? Id, bool IsCertain)
{
    public bool Opens(LicenceGate gate) => gate.Plans.Any(plan => Is(plan.Name, Name) || Is(plan.Id?.ToString(), Id));

    private static bool Is(string? wanted, string? found) => wanted is not null && wanted.Equals(found, StringComparison.OrdinalIgnoreCase);
}
