using System.Text.Json;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation;

/// <summary>Evidence as the values that changes are made of.</summary>
internal static class EvidenceSettings
{
    /// <summary>The rows of a resource.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read.</exception>
    public static IReadOnlyList<SettingGroup> Settings(this TenantEvidence evidence, string resource) => evidence.Snapshot.Settings(resource, evidence.Cancellation);

    /// <summary>The rows of a resource.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read.</exception>
    public static IReadOnlyList<SettingGroup> Settings(this TenantSnapshot snapshot, string resource, CancellationToken cancellation = default)
    {
        try
        {
            return [.. snapshot.ReadRows(resource, cancellation).Select(row => (SettingGroup)SettingValue.Parse(row.Span))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException)
        {
            throw EvidenceUnavailableException.Unusable(resource, "a row is no JSON object");
        }
    }

    /// <summary>The only row of a resource that is one object.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected, cannot be read, or is not one object.</exception>
    public static SettingGroup SingleSettings(this TenantEvidence evidence, string resource) => evidence.Settings(resource) is [var row]
        ? row
        : throw EvidenceUnavailableException.Unusable(resource, "it is not one object");
}
