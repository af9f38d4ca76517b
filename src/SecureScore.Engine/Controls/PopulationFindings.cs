using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls;

/// <summary>What is worth knowing about the users whom a control counts.</summary>
internal static class PopulationFindings
{
    public static IEnumerable<Finding> Of(TenantEvidence evidence)
    {
        int unknown = evidence.Users.UnknownType.Intersect(evidence.Users.Enabled).Count;
        if (unknown > 0)
            yield return new Finding("UnknownValue", $"The userType of {Quantity.Of(unknown, "user")} is neither Member nor Guest; they are not counted.");
    }
}
