using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests;

internal sealed partial class TestTenant
{
    /// <summary>Just within a week before the snapshot.</summary>
    public const string WithinTheWeek = "2026-08-25T08:00:00Z";

    /// <summary>Just before that week.</summary>
    public const string BeforeTheWeek = "2026-08-25T07:59:59Z";

    /// <summary>Logs that are whole but empty of what matters: each begins long before any window.</summary>
    public static TestTenant WithLogs() => new TestTenant()
        .SignIn("old", "2026-07-01T00:00:00Z")
        .Audit("Update user", "old", "2026-07-01T00:00:00Z");

    /// <summary>Adds a sign-in.</summary>
    public TestTenant SignIn(
        string user,
        string date = WithinTheWeek,
        int error = 0,
        string? country = "BE",
        string? device = "a device",
        string[]? risks = null,
        string riskState = "none") => With(Resources.SignIns, new
        {
            createdDateTime = date,
            userId = Id(user),
            userPrincipalName = $"{user}@contoso.com",
            userDisplayName = user,
            ipAddress = "203.0.113.7",
            status = new { errorCode = error },
            location = country is null ? null : new { countryOrRegion = country },
            deviceDetail = new { deviceId = device, operatingSystem = "Windows", browser = "Edge" },
            riskState,
            riskEventTypes_v2 = risks ?? [],
        });

    /// <summary>Adds a change in the directory.</summary>
    public TestTenant Audit(string activity, string target, string date = WithinTheWeek, string result = "success", string? role = null) =>
        With(Resources.DirectoryAudits, new
        {
            activityDateTime = date,
            activityDisplayName = activity,
            result,
            initiatedBy = new { user = new { userPrincipalName = "ada@contoso.com" } },
            targetResources = new[]
            {
                new
                {
                    id = Id(target),
                    type = "User",
                    userPrincipalName = $"{target}@contoso.com",
                    displayName = (string?)null,
                    modifiedProperties = role is null ? [] : new[] { new { displayName = "Role.TemplateId", oldValue = (string?)null, newValue = $"\"{role}\"" } },
                },
            },
        });
}
