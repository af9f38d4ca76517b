using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureScore.Engine.Evidence;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>What the settings of the directory, of SharePoint and of the admin centre accept.</summary>
internal static partial class SettingRules
{
    private static readonly string[] s_guestRoles =
        ["2af84b1e-32c8-42b7-82bc-daa82404023b", "10dae51f-b6af-4016-8d66-8c2a99b929b3", "a0b1b346-4d3e-4e8b-98f8-753987be4970"];

    private static readonly string[] s_visibilities = ["Public", "Private"];

    // The settings that a template has, with what each is where nobody changed it.
    private static readonly SettingTemplate[] s_templates =
    [
        new("5cf42378-d67d-4f36-ba46-e8b86229381d", "Password Rule Settings",
        [
            ("BannedPasswordCheckOnPremisesMode", "Audit"), ("EnableBannedPasswordCheckOnPremises", "False"), ("EnableBannedPasswordCheck", "False"),
            ("LockoutDurationInSeconds", "60"), ("LockoutThreshold", "10"), ("BannedPasswordList", ""),
        ]),
        new("62375ab9-6b52-47ed-826b-58e47e0e304b", "Group.Unified",
        [
            ("NewUnifiedGroupWritebackDefault", "true"), ("EnableMIPLabels", "False"), ("CustomBlockedWordsList", ""), ("EnableMSStandardBlockedWords", "False"),
            ("ClassificationDescriptions", ""), ("DefaultClassification", ""), ("PrefixSuffixNamingRequirement", ""), ("AllowGuestsToBeGroupOwner", "False"),
            ("AllowGuestsToAccessGroups", "True"), ("GuestUsageGuidelinesUrl", ""), ("GroupCreationAllowedGroupId", ""), ("AllowToAddGuests", "True"),
            ("UsageGuidelinesUrl", ""), ("ClassificationList", ""), ("EnableGroupCreation", "True"),
        ]),
    ];

    public static Refusal? Authorization(WrittenObject policy)
    {
        string? guests = policy.After!.Text("guestUserRoleId");
        if (guests is not null && !s_guestRoles.Contains(guests, StringComparer.OrdinalIgnoreCase))
            return $"Invalid value '{guests}' specified for property 'guestUserRoleId'.";

        var before = policy.Before!["defaultUserRolePermissions"] as JsonObject;
        var after = policy.After!["defaultUserRolePermissions"] as JsonObject;
        return after.Texts("permissionGrantPoliciesAssigned").Except(before.Texts("permissionGrantPoliciesAssigned"), StringComparer.OrdinalIgnoreCase)
            .Where(name => !IsGrantPolicy(name, policy.Tenant))
            .Select(name => (Refusal)$"The permission grant policy '{name}' does not exist.").FirstOrDefault();
    }

    public static Refusal? Consent(WrittenObject policy)
    {
        var after = policy.After!;
        if (after.Any(property => property.Value is null && property.Key != "version"))
            return "The policy has to be sent whole: isEnabled, notifyReviewers, remindersEnabled, requestDurationInDays and reviewers.";

        if (after.IsTrue("isEnabled") && after["requestDurationInDays"]!.GetValue<int>() < 1)
            return "Invalid value '0' specified for property 'requestDurationInDays'.";

        foreach (var reviewer in after["reviewers"]!.AsArray().Select(item => item!.AsObject()))
        {
            string query = reviewer.Text("query") ?? "";
            if (query.Length == 0)
                return "A reviewer needs a query.";

            if (ReviewedBy().Match(query) is { Success: true } match
                && !policy.Tenant.Has(match.Groups["kind"].Value == "users" ? Resources.Users : Resources.Groups, match.Groups["id"].Value))
                return $"The reviewer '{query}' does not exist.";
        }

        after["version"] = (policy.Before!["version"]?.GetValue<int>() ?? 0) + 1;
        return null;
    }

    public static Refusal? AuthenticationMethods(WrittenObject policy)
    {
        var campaign = policy.After!["registrationEnforcement"]?["authenticationMethodsRegistrationCampaign"] as JsonObject;
        if (campaign is not null && (campaign["state"] is null || campaign["snoozeDurationInDays"] is null))
            return "The registration campaign has to be sent whole: state, snoozeDurationInDays, includeTargets and excludeTargets.";

        return Targets("includeTargets").Concat(Targets("excludeTargets"))
            .Where(target => target.Text("id") is not "all_users" && !policy.Tenant.Has(
                target.Text("targetType") == "user" ? Resources.Users : Resources.Groups, target.Text("id") ?? ""))
            .Select(target => (Refusal)$"The target '{target.Text("id")}' does not exist.").FirstOrDefault();

        IEnumerable<JsonObject> Targets(string name) => (campaign?[name] as JsonArray ?? []).Select(target => target!.AsObject());
    }

    public static Refusal? Timeout(WrittenObject policy)
    {
        if (policy.After is not { } after)
            return null;

        if (string.IsNullOrWhiteSpace(after.Text("displayName")))
            return "Property displayName in payload has a value that does not match schema.";

        if (after.Texts("definition") is not [var definition] || !IsTimeout(definition))
            return "Property definition has an invalid value.";

        return after.IsTrue("isOrganizationDefault") && policy.Tenant.Objects(Resources.ActivityBasedTimeoutPolicies)
                .Any(other => other.IsTrue("isOrganizationDefault") && other.Text("id") != after.Text("id"))
            ? "There is already a policy of this type that is the default of the organization."
            : null;
    }

    public static Refusal? Domain(WrittenObject domain)
    {
        var after = domain.After!;
        if (!after.IsTrue("isVerified"))
            return "The domain is not verified.";

        if (!after.IsTrue("isRoot"))
            return "A subdomain inherits the password policy of its root domain, which is to be changed instead.";

        if (after.Text("authenticationType") == "Federated")
            return "The password policy of a federated domain cannot be set.";

        return (after["passwordValidityPeriodInDays"] is null) == (after["passwordNotificationWindowInDays"] is null)
            ? null
            : "passwordValidityPeriodInDays and passwordNotificationWindowInDays have to be set together.";
    }

    public static Refusal? Group(WrittenObject group)
    {
        var after = group.After!;
        if (after.IsTrue("onPremisesSyncEnabled"))
            return "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.";

        if (!group.Sent.ContainsKey("visibility"))
            return null;

        return after.Texts("groupTypes").Contains("Unified", StringComparer.Ordinal) && s_visibilities.Contains(after.Text("visibility"), StringComparer.Ordinal)
            ? null
            : "Invalid value specified for property 'visibility' of resource 'Group'.";
    }

    public static Refusal? GroupSetting(WrittenObject setting)
    {
        if (setting.After is not { } after)
            return null;

        if (Array.Find(s_templates, template => template.Id.Equals(after.Text("templateId"), StringComparison.OrdinalIgnoreCase)) is not { } known)
            return "Invalid value specified for property 'templateId' of resource 'GroupSetting'.";

        if (setting.Before is null && setting.Tenant.Objects(Resources.GroupSettings).Any(other => other.Text("templateId") == known.Id))
            return "A conflicting object with one or more of the specified property values is present in the directory.";

        after["displayName"] = known.Name;
        var sent = (setting.Sent["values"] as JsonArray ?? []).Select(value => value!.AsObject()).ToList();
        var names = sent.ConvertAll(value => value.Text("name") ?? "");
        var former = (setting.Before?["values"] as JsonArray)?.Select(value => value!.AsObject().Text("name")!).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count
            || names.Exists(name => !known.Values.Any(value => value.Name == name) && former?.Contains(name, StringComparer.Ordinal) != true))
            return "One of the values is not a setting of the template, or comes twice.";

        if (former is not null && former.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } missing)
            return $"All settings of the template have to be sent. The value of '{missing}' is missing.";

        if (sent.Find(value => !IsSetting(value.Text("name")!, value.Text("value"))) is { } wrong)
            return $"The value of the setting '{wrong.Text("name")}' is invalid.";

        if (former is null)
        {
            after["values"] = new JsonArray([.. known.Values.Select(value => new JsonObject
            {
                ["name"] = value.Name,
                ["value"] = sent.Find(given => given.Text("name") == value.Name)?.Text("value") ?? value.Value,
            })]);
        }

        return after["values"]!.AsArray().Any(value => value!.AsObject().Text("name") == "EnableBannedPasswordCheck" && value.AsObject().Text("value") is "True" or "true")
            && !setting.Tenant.HasPremium(isSecond: false) ? ConditionalAccessRules.Unlicensed : null;
    }

    public static Refusal? SharePoint(WrittenObject settings)
    {
        var after = settings.After!;
        if (after["idleSessionSignOut"] is JsonObject part && part.Any(property => property.Value is null))
            return "The settings of idle sessions have to be sent whole: isEnabled, signOutAfterInSeconds and warnAfterInSeconds.";

        if (after["idleSessionSignOut"] is JsonObject idle && idle.IsTrue("isEnabled") && Number(idle, "warnAfterInSeconds") >= Number(idle, "signOutAfterInSeconds"))
            return "The warning has to come before the sign-out.";

        if (after.Texts("allowedDomainGuidsForSyncApp").Any(id => !Guid.TryParse(id, out _)))
            return "A domain of allowedDomainGuidsForSyncApp is no GUID.";

        return after.Text("sharingDomainRestrictionMode") == "allowList" && after.Texts("sharingAllowedDomainList").Count == 0
            ? "The list of allowed domains is empty."
            : null;
    }

    private static int Number(JsonObject row, string name) => row[name] is JsonValue value && value.TryGetValue(out int number) ? number : 0;

    // The service has policies of its own beside those that are listed.
    private static bool IsGrantPolicy(string name, TenantDirectory tenant) =>
        name.Split('.', 2) is ["ManagePermissionGrantsForSelf" or "ManagePermissionGrantsForOwnedResource", { Length: > 0 } id]
            && (id.StartsWith("microsoft-", StringComparison.OrdinalIgnoreCase) || tenant.Has(Resources.PermissionGrantPolicies, id));

    private static bool IsTimeout(string definition)
    {
        try
        {
            var applications = JsonNode.Parse(definition)?["ActivityBasedTimeoutPolicy"]?["ApplicationPolicies"] as JsonArray ?? [];
            return applications.Count > 0 && applications.All(application =>
                TimeSpan.TryParse(application!.AsObject().Text("WebSessionIdleTimeout"), CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsSetting(string name, string? value)
    {
        switch (name)
        {
            case "BannedPasswordCheckOnPremisesMode":
                return value is "Audit" or "Enforce";
            case "LockoutThreshold" or "LockoutDurationInSeconds":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0;
            case "BannedPasswordList":
                string[] words = value?.Split('\t', StringSplitOptions.RemoveEmptyEntries) ?? [];
                return value is not null && words.Length <= 1000 && words.All(word => word.Length is >= 4 and <= 16);
            case "EnableBannedPasswordCheck" or "EnableBannedPasswordCheckOnPremises" or "EnableGroupCreation" or "AllowToAddGuests":
                return bool.TryParse(value, out _);
            default:
                return value is not null;
        }
    }

    [GeneratedRegex("^/(v1\\.0|beta)/(?<kind>users|groups)/(?<id>[^/?]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ReviewedBy();

    private sealed record SettingTemplate(string Id, string Name, (string Name, string Value)[] Values);
}
