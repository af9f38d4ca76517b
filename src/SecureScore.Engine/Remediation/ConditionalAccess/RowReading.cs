using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Reads rows of evidence as values that can be changed.</summary>
internal static class RowReading
{
    public static IEnumerable<SettingGroup> Rows(TenantSnapshot snapshot, string resource) =>
        snapshot.ReadRows(resource).Select(row => SettingValue.Parse(row.Span)).OfType<SettingGroup>();
}
