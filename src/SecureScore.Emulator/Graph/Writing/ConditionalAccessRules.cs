using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>What Conditional Access, its locations and security defaults accept.</summary>
internal static class ConditionalAccessRules
{
    private const string ByMultifactorAddresses = "00000000-0000-0000-0000-000000000000";

    private static readonly string[] s_everybody = ["All", "None", "GuestsOrExternalUsers"];
    private static readonly string[] s_applications = ["All", "None", "Office365", "MicrosoftAdminPortals"];
    private static readonly string[] s_locations = ["All", "AllTrusted", ByMultifactorAddresses];
    private static readonly string[] s_beside = ["passwordChange", "mfa"];
    private static readonly string[] s_alone = ["All", "None"];

    public static Refusal Unlicensed { get; } = new("Your tenant does not have a premium license that this feature takes.") { Status = 403, Code = "AccessDenied" };

    public static Refusal? Policy(WrittenObject policy)
    {
        if (policy.After is not { } after)
            return null;

        if (!policy.Tenant.HasPremium(isSecond: false))
            return Unlicensed;

        var conditions = after["conditions"] as JsonObject;
        bool asksForRisk = conditions.Texts("userRiskLevels").Concat(conditions.Texts("signInRiskLevels")).Any();
        if (asksForRisk && !policy.Tenant.HasPremium(isSecond: true))
            return Unlicensed;

        return Shape(after, conditions)
            ?? Controls(after, conditions!)
            ?? Sessions(after["sessionControls"] as JsonObject, conditions!)
            ?? References(policy, conditions!)
            ?? CompleteStrength(policy)
            ?? (after.Text("state") == "enabled" && policy.Tenant.Objects(Resources.SecurityDefaults).Any(defaults => defaults.IsTrue("isEnabled"))
                ? "Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a Conditional Access policy."
                : null);
    }

    public static Refusal? SecurityDefaults(WrittenObject defaults) =>
        defaults.After!.IsTrue("isEnabled") && defaults.Tenant.Objects(Resources.ConditionalAccessPolicies).Any(policy => policy.Text("state") == "enabled")
            ? "Conditional Access policies are enabled in the tenant. You must disable them before enabling Security defaults."
            : null;

    public static Refusal? Location(WrittenObject location)
    {
        if (!location.Tenant.HasPremium(isSecond: false))
            return Unlicensed;

        if (location.After is not { } after)
            return Removal(location);

        if (string.IsNullOrWhiteSpace(after.Text("displayName")))
            return "The displayName of a named location is missing.";

        bool isCountries = after.Text("@odata.type") == "#microsoft.graph.countryNamedLocation";
        if (isCountries)
            return after.Texts("countriesAndRegions").Count == 0 ? "A country location needs at least one country or region." : null;

        var ranges = after["ipRanges"] as JsonArray ?? [];
        return ranges.Count == 0 || ranges.Any(range => !IsRange(range!.AsObject().Text("cidrAddress") ?? ""))
            ? "An IP location needs at least one valid range of addresses in CIDR notation."
            : null;
    }

    private static bool IsRange(string text) => text.Split('/') is [var address, var length] && IPAddress.TryParse(address, out var first)
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits >= 8
        && bits <= (first.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);

    private static Refusal? Removal(WrittenObject location)
    {
        string id = location.Before!.Text("id")!;
        if (location.Before!.IsTrue("isTrusted"))
            return $"NamedLocation with id {id} is marked as trusted and cannot be deleted.";

        return location.Tenant.Objects(Resources.ConditionalAccessPolicies).Any(policy => LocationsOf(policy["conditions"] as JsonObject).Contains(id, StringComparer.OrdinalIgnoreCase))
            ? $"NamedLocation with id {id} is referenced by policies and cannot be deleted."
            : null;
    }

    private static Refusal? Shape(JsonObject policy, JsonObject? conditions)
    {
        if (string.IsNullOrWhiteSpace(policy.Text("displayName")) || policy.Text("state") is null)
            return "The policy needs a displayName and a state.";

        if (conditions?["users"] is not JsonObject users || conditions["applications"] is not JsonObject applications || conditions.Texts("clientAppTypes").Count == 0)
            return "The conditions of the policy need users, applications and clientAppTypes.";

        bool hasUsers = users.Texts("includeUsers").Count + users.Texts("includeGroups").Count + users.Texts("includeRoles").Count > 0
            || users["includeGuestsOrExternalUsers"] is not null || conditions["clientApplications"] is not null;
        if (!hasUsers)
            return "The policy includes no users.";

        bool hasApplications = applications.Texts("includeApplications").Count + applications.Texts("includeUserActions").Count
            + applications.Texts("includeAuthenticationContextClassReferences").Count > 0;
        if (!hasApplications)
            return "The policy includes no applications, user actions or authentication contexts.";

        if (conditions["locations"] is JsonObject locations && locations.Texts("includeLocations").Count == 0)
            return "The locations of the policy need includeLocations.";

        return new[] { users.Texts("includeUsers"), applications.Texts("includeApplications") }.FirstOrDefault(list => list.Count > 1 && list.Intersect(s_alone, StringComparer.Ordinal).Any())
            is { } mixed ? $"The values {string.Join(", ", mixed)} cannot be combined." : null;
    }

    private static Refusal? Sessions(JsonObject? session, JsonObject conditions)
    {
        if (session?["signInFrequency"] is JsonObject frequency && frequency.IsTrue("isEnabled"))
        {
            bool isEveryTime = frequency.Text("frequencyInterval") == "everyTime";
            if (isEveryTime != (frequency["value"] is null) || isEveryTime != (frequency["type"] is null))
                return "The sign-in frequency takes a type and a value, and none where it is every time.";
        }

        if (session?["persistentBrowser"] is not JsonObject browser || !browser.IsTrue("isEnabled"))
            return null;

        return browser.Text("mode") is null || (conditions["applications"] as JsonObject).Texts("includeApplications") is not ["All"]
            ? "The persistent browser session needs a mode, and all applications."
            : null;
    }

    private static Refusal? Controls(JsonObject policy, JsonObject conditions)
    {
        var grant = policy["grantControls"] as JsonObject;
        if (grant is null)
            return policy["sessionControls"] is null ? "The policy has neither grant controls nor session controls." : null;

        var controls = grant.Texts("builtInControls");
        if (grant.Text("operator") is null)
            return "The grant controls need an operator.";

        bool hasStrength = grant["authenticationStrength"] is not null;
        if (controls.Count == 0 && !hasStrength && grant.Texts("termsOfUse").Count + grant.Texts("customAuthenticationFactors").Count == 0)
            return "The grant controls name no control.";

        if (controls.Contains("block", StringComparer.Ordinal) && (controls.Count > 1 || hasStrength))
            return "The control 'block' cannot be combined with others.";

        if (controls.Contains("mfa", StringComparer.Ordinal) && hasStrength)
            return "An authentication strength and the control 'mfa' cannot be combined.";

        return controls.Contains("passwordChange", StringComparer.Ordinal) ? PasswordChange(grant, conditions) : null;
    }

    private static Refusal? PasswordChange(JsonObject grant, JsonObject conditions)
    {
        var controls = grant.Texts("builtInControls");
        var applications = conditions["applications"] as JsonObject;
        if (!controls.Contains("mfa", StringComparer.Ordinal) || controls.Except(s_beside, StringComparer.Ordinal).Any() || grant.Text("operator") != "AND")
            return "The control 'passwordChange' needs the control 'mfa' with the operator AND, and no other.";

        return applications.Texts("includeApplications") is not ["All"] || applications.Texts("excludeApplications").Count > 0
            || conditions.Texts("userRiskLevels").Count == 0
            ? "The control 'passwordChange' needs a user risk level and all applications."
            : null;
    }

    // What was there before is not looked at again: a policy outlives the groups that it names.
    private static Refusal? References(WrittenObject policy, JsonObject conditions)
    {
        var tenant = policy.Tenant;
        var former = policy.Before?["conditions"] as JsonObject;
        var (users, formerUsers) = (conditions["users"] as JsonObject, former?["users"] as JsonObject);
        var (applications, formerApplications) = (conditions["applications"] as JsonObject, former?["applications"] as JsonObject);
        return Missing("Users", s_everybody, id => tenant.Has(Resources.Users, id))
            ?? Missing("Groups", [], id => tenant.Has(Resources.Groups, id))
            ?? Missing("Roles", [], id => tenant.Has(Resources.RoleDefinitions, id))
            ?? New(applications, formerApplications, "Applications", s_applications).Where(id => !Guid.TryParse(id, out _))
                .Select(id => (Refusal)$"ServicePrincipal with id {id} does not exist in the directory.").FirstOrDefault()
            ?? LocationsOf(conditions).Except(LocationsOf(former).Concat(s_locations), StringComparer.OrdinalIgnoreCase).Where(id => !tenant.HasLocation(id))
                .Select(id => (Refusal)$"1040: NamedLocation with id {id} does not exist in the directory.").FirstOrDefault();

        Refusal? Missing(string kind, string[] words, Func<string, bool> isThere) =>
            New(users, formerUsers, kind, words).Where(id => !Guid.TryParse(id, out _) || !isThere(id))
                .Select(id => (Refusal)$"{kind[..^1]} with id {id} does not exist in the directory.").FirstOrDefault();
    }

    private static IEnumerable<string> New(JsonObject? now, JsonObject? former, string kind, string[] words) => new[] { "include" + kind, "exclude" + kind }
        .SelectMany(name => now.Texts(name).Except(former.Texts(name), StringComparer.OrdinalIgnoreCase)).Except(words, StringComparer.Ordinal);

    private static IEnumerable<string> LocationsOf(JsonObject? conditions) =>
        conditions?["locations"] is JsonObject locations ? locations.Texts("includeLocations").Concat(locations.Texts("excludeLocations")) : [];

    // A strength is given by its id; the service answers with what it is.
    private static Refusal? CompleteStrength(WrittenObject policy)
    {
        if (policy.After!["grantControls"]?["authenticationStrength"] is not JsonObject strength
            || !policy.Tenant.IsKnown(Resources.AuthenticationStrengthPolicies))
            return null;

        string id = strength.Text("id") ?? "";
        if (policy.Tenant.Find(Resources.AuthenticationStrengthPolicies, id) is not { } whole)
            return $"AuthenticationStrengthPolicy with id {id} does not exist in the directory.";

        foreach (string name in strength.Select(property => property.Key).ToList())
            strength[name] = whole[name]?.DeepClone() ?? strength[name]?.DeepClone();
        return null;
    }
}
