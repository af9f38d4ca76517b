using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Evidence;

/// <summary>The service plans that the tenant owns for its people.</summary>
/// <remarks>A plan counts when its subscription is enabled or in its grace period and the plan itself is not switched off. Subscriptions for
/// agents carry the plans of people's licences but license no person; they do not count.</remarks>
internal sealed class Licences
{
    private readonly HashSet<string> _plans = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<ServicePlanInForce>> _bySku = new(StringComparer.OrdinalIgnoreCase);

    public Licences(IEnumerable<EvidenceObject> subscribedSkus)
    {
        foreach (var sku in subscribedSkus)
        {
            var inForce = PlansInForce(sku);
            if (!IsOneOf(sku.RequiredText("capabilityStatus"), "Enabled", "Warning") || IsForAgents(sku.Text("skuPartNumber")))
                continue;

            foreach (var plan in sku.RequiredObjects("servicePlans"))
            {
                string? name = plan.Text("servicePlanName");
                if (IsForAgents(name)
                    || !IsOneOf(plan.RequiredText("provisioningStatus"), "Success", "PendingInput", "PendingActivation", "PendingProvisioning"))
                    continue;

                if (name is not null)
                    _plans.Add(name);
                string? id = plan.Text("servicePlanId");
                if (id is not null)
                    _plans.Add(id);
                inForce.Add(new ServicePlanInForce(name, id));
            }
        }
    }

    /// <summary>Whether any service plan of the gate is owned.</summary>
    public bool Opens(LicenceGate gate) =>
        gate.Plans.Any(plan => _plans.Contains(plan.Name) || (plan.Id is { } id && _plans.Contains(id.ToString())));

    /// <summary>Whether the licences assigned to a user bring a service plan of the gate; null when none does and one of them is unknown.</summary>
    public bool? Bring(IReadOnlyList<AssignedLicence> assigned, LicenceGate gate)
    {
        bool? any = false;
        foreach (var licence in assigned)
        {
            if (!_bySku.TryGetValue(licence.SkuId, out var plans))
                any = null;
            else if (plans.Any(plan => plan.Opens(gate) && !licence.DisabledPlans.Contains(plan.Id, StringComparer.OrdinalIgnoreCase)))
                return true;
        }

        return any;
    }

    /// <summary>Whether any edition of the product is owned.</summary>
    public bool Owns(ProductDefinition product) =>
        product.AnyOf.Count == 0 || product.AnyOf.Any(gate => Opens(ControlCatalog.LicenceGates[gate]));

    // A subscription that is not in force is known, and brings nothing.
    private List<ServicePlanInForce> PlansInForce(EvidenceObject sku)
    {
        if (sku.Text("skuId") is not { } id)
            return [];

        if (!_bySku.TryGetValue(id, out var plans))
            _bySku.Add(id, plans = []);
        return plans;
    }

    private static bool IsOneOf(string? status, params ReadOnlySpan<string> accepted)
    {
        foreach (string name in accepted)
        {
            if (name.Equals(status, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsForAgents(string? name) => name is not null
        && (name.EndsWith("_FOR_AGENTS", StringComparison.OrdinalIgnoreCase) || name.Contains("AGENT_365", StringComparison.OrdinalIgnoreCase));
}

/// <summary>A service plan of a subscription in force.</summary>
internal sealed record ServicePlanInForce(string? Name, string? Id)
{
    public bool Opens(LicenceGate gate) => gate.Plans.Any(plan => Is(plan.Name, Name) || Is(plan.Id?.ToString(), Id));

    private static bool Is(string? wanted, string? found) => wanted is not null && wanted.Equals(found, StringComparison.OrdinalIgnoreCase);
}
