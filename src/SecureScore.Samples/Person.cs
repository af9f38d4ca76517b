using System.Text.Json.Nodes;

namespace SecureScore.Samples;

/// <summary>An account of the tenant: an employee, a guest, a mailbox or a machine.</summary>
internal sealed record Person
{
    public required string Name { get; init; }

    public required string UserPrincipalName { get; init; }

    public string Id => Stable.Id("user", UserPrincipalName);

    public string? Mail { get; init; }

    /// <summary>The second address of the mailbox, which every mailbox has in the tenant's first domain.</summary>
    public string? Alias { get; init; }

    public string? Department { get; init; }

    public string? JobTitle { get; init; }

    public bool IsGuest { get; init; }

    public bool IsEnabled { get; init; } = true;

    public bool IsSynced { get; init; }

    /// <summary>The stock keeping units that are assigned, by id.</summary>
    public IReadOnlyList<string> Licences { get; init; } = [];

    public string PerUserMfa { get; init; } = "disabled";

    /// <summary>The authentication methods that were registered.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    public bool MayResetPassword { get; init; }

    public required DateTimeOffset Created { get; init; }

    private bool IsRegistered => Methods.Any(method => method is not "email");

    /// <summary>The row of graph/users.</summary>
    public JsonObject ToUser() => new()
    {
        ["id"] = Id,
        ["userPrincipalName"] = UserPrincipalName,
        ["displayName"] = Name,
        ["department"] = Department,
        ["jobTitle"] = JobTitle,
        ["userType"] = IsGuest ? "Guest" : "Member",
        ["accountEnabled"] = IsEnabled,
        ["mail"] = Mail,
        ["proxyAddresses"] = new JsonArray([.. Addresses().Select(address => (JsonNode)address)]),
        ["assignedLicenses"] = new JsonArray([.. Licences.Select(sku => new JsonObject { ["disabledPlans"] = new JsonArray(), ["skuId"] = sku })]),
        ["passwordPolicies"] = IsSynced || IsGuest ? null : "None",
        ["onPremisesSyncEnabled"] = IsSynced ? true : null,
        ["createdDateTime"] = Timestamp.Format(Created),
        ["externalUserState"] = IsGuest ? "Accepted" : null,
        ["perUserMfaState"] = PerUserMfa,
    };

    /// <summary>The row of graph/userRegistrationDetails.</summary>
    public JsonObject ToRegistration(bool isAdmin, DateTimeOffset updated) => new()
    {
        ["id"] = Id,
        ["userPrincipalName"] = UserPrincipalName,
        ["userDisplayName"] = Name,
        ["userType"] = IsGuest ? "guest" : "member",
        ["isAdmin"] = isAdmin,
        ["isSsprRegistered"] = IsRegistered && MayResetPassword,
        ["isSsprEnabled"] = MayResetPassword,
        ["isSsprCapable"] = IsRegistered && MayResetPassword,
        ["isMfaRegistered"] = IsRegistered,
        ["isMfaCapable"] = IsRegistered,
        ["isPasswordlessCapable"] = Methods.Any(method => method is "fido2" or "microsoftAuthenticatorPasswordless" or "windowsHelloForBusiness"),
        ["methodsRegistered"] = new JsonArray([.. Methods.Select(method => (JsonNode)method)]),
        ["isSystemPreferredAuthenticationMethodEnabled"] = true,
        ["systemPreferredAuthenticationMethods"] = new JsonArray(),
        ["userPreferredMethodForSecondaryAuthentication"] = Methods.Contains("microsoftAuthenticatorPush", StringComparer.Ordinal) ? "push" : "none",
        ["lastUpdatedDateTime"] = Timestamp.Format(updated),
    };

    private IEnumerable<string> Addresses()
    {
        if (Mail is not null && !IsGuest)
            yield return "SMTP:" + Mail;
        if (Alias is not null)
            yield return "smtp:" + Alias;
    }
}
