using System.Text.Json.Nodes;

namespace SecureScore.Samples;

/// <summary>The licences that the tenant owns.</summary>
internal sealed class LicenceList
{
    private readonly List<(DescriptionMap Map, string Id, int Owned, JsonObject Row)> _skus = [];

    public LicenceList(IReadOnlyList<DescriptionMap> licences, Defaults defaults, string tenantId)
    {
        foreach (var licence in licences)
        {
            string id = licence.Text("sku");
            int owned = licence.Number("owned");
            string status = licence.OptionalText("status") ?? "Enabled";
            _skus.Add((licence, id, owned, new JsonObject
            {
                ["id"] = $"{tenantId}_{id}",
                ["skuId"] = id,
                ["skuPartNumber"] = licence.Text("partNumber"),
                ["appliesTo"] = "User",
                ["capabilityStatus"] = status,
                ["consumedUnits"] = 0,
                ["prepaidUnits"] = new JsonObject
                {
                    ["enabled"] = status == "Enabled" ? owned : 0,
                    ["suspended"] = status == "Suspended" ? owned : 0,
                    ["warning"] = status == "Warning" ? owned : 0,
                    ["lockedOut"] = status == "LockedOut" ? owned : 0,
                },
                ["servicePlans"] = new JsonArray([.. licence.List("plans").Select(plan => new JsonObject
                {
                    ["servicePlanId"] = defaults.ServicePlans.GetValueOrDefault(DescriptionMap.TextOf(plan))
                        ?? throw new DescriptionException(plan, $"no service plan is called '{DescriptionMap.TextOf(plan)}'"),
                    ["servicePlanName"] = DescriptionMap.TextOf(plan),
                    ["provisioningStatus"] = "Success",
                    ["appliesTo"] = "User",
                })]),
            }));
            Ids.Add(licence.Text("name"), id);
            licence.End();
        }
    }

    /// <summary>The id of each licence by the name that the description gives it.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>The rows of graph/subscribedSkus.</summary>
    public IEnumerable<JsonObject> ToRows(IReadOnlyList<Person> people)
    {
        foreach (var (map, id, owned, row) in _skus)
        {
            int consumed = people.Count(person => person.Licences.Contains(id, StringComparer.Ordinal));
            if (consumed > owned)
                throw new DescriptionException(map.Node, $"{consumed} people have the licence {row["skuPartNumber"]}, of which the tenant owns {owned}");
            row["consumedUnits"] = consumed;
            yield return row;
        }
    }
}
