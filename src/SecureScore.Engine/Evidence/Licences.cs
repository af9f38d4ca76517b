using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Evidence;

/// <summary>The service plans that the tenant owns for its people.</summary>
/// <remarks>A plan counts when its subscription is enabled or in its grace period and the plan itself is not switched off. Subscriptions for
/// agents carry the plans of people's licences but license no person; they do not count.</remarks>
internal sealed class Licences
{
    private readonly HashSet<string> _plans = new(StringComparer.OrdinalIgnoreCase);

    public Licences(IEnumerable<EvidenceObject> subscribedSkus)
    {
        foreach (var sku in subscribedSkus)
        {
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
                if (plan.Text("servicePlanId") is { } id)
                    _plans.Add(id);
            }
        }
    }

    /// <summary>Whether any service plan of the gate is owned.</summary>
    public bool Opens(LicenceGate gate) =>
        gate.Plans.Any(plan => _plans.Contains(plan.Name) || (plan.Id is { } id && _plans.Contains(id.ToString())));

    /// <summary>Whether any edition of the product is owned.</summary>
    public bool Owns(ProductDefinition product) =>
        product.AnyOf.Count == 0 || product.AnyOf.Any(gate => Opens(ControlCatalog.LicenceGates[gate]));

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
