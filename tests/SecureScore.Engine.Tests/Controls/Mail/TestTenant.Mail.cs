using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests;

internal sealed partial class TestTenant
{
    // What the service tells of every rule, be it null.
    private static readonly string[] s_conditions =
    [
        "SentTo", "SentToMemberOf", "RecipientDomainIs", "ExceptIfSentTo", "ExceptIfSentToMemberOf", "ExceptIfRecipientDomainIs",
        "From", "FromMemberOf", "SenderDomainIs", "ExceptIfFrom", "ExceptIfFromMemberOf", "ExceptIfSenderDomainIs",
    ];

    /// <summary>A tenant of which everything about mail protection was collected, without users, policies or rules. It owns the licences E5
    /// (mail with Defender), E1 (mail) and P1 (no mail).</summary>
    public static TestTenant WithMail() => new TestTenant()
        .Sku("E5", ("EXCHANGE_S_ENTERPRISE", "efb87545-963c-4e0d-99df-69c6916d9eb0"), ("ATP_ENTERPRISE", "f20fedf3-f3c3-43c3-8267-2bfdd51c0939"))
        .Sku("E1", ("EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c"))
        .Sku("P1", ("AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"), ("EXCHANGE_S_FOUNDATION", "113feb6c-3fe4-4440-bddc-54d774bf0318"))
        .With(Resources.Users)
        .With(Resources.Groups)
        .With(Resources.GroupMembers)
        .With(Resources.EopProtectionPolicyRule)
        .With(Resources.AtpProtectionPolicyRule)
        .With(Resources.AtpBuiltInProtectionRule)
        .With(Resources.ContentFilterPolicy).With(Resources.ContentFilterRule)
        .With(Resources.MalwareFilterPolicy).With(Resources.MalwareFilterRule)
        .With(Resources.AntiPhishPolicy).With(Resources.AntiPhishRule)
        .With(Resources.SafeLinksPolicy).With(Resources.SafeLinksRule)
        .With(Resources.SafeAttachmentPolicy).With(Resources.SafeAttachmentRule)
        .With(Resources.OutboundSpamPolicy).With(Resources.OutboundSpamRule);

    public TestTenant Sku(string name, params (string Name, string Id)[] plans) => Sku(name, "Enabled", plans);

    public TestTenant Sku(string name, string status, params (string Name, string Id)[] plans) => With(Resources.SubscribedSkus, new
    {
        skuId = Id(name),
        skuPartNumber = name,
        capabilityStatus = status,
        servicePlans = plans.Select(plan => new { servicePlanName = plan.Name, servicePlanId = plan.Id, provisioningStatus = "Success" }),
    });

    /// <summary>Adds a user with an address in contoso.com and the licence E5, unless told otherwise.</summary>
    /// <param name="name">The user's name, of which the id is made.</param>
    /// <param name="mail">The primary address; empty for none.</param>
    /// <param name="aliases">Further addresses.</param>
    /// <param name="licences">The licences; null when the row does not tell them.</param>
    /// <param name="disabledPlan">A service plan that is switched off in all of them.</param>
    /// <param name="type">The type.</param>
    /// <param name="enabled">Whether the user may sign in.</param>
    public TestTenant Mailbox(
        string name,
        string? mail = null,
        string[]? aliases = null,
        string[]? licences = null,
        string? disabledPlan = null,
        string? type = "Member",
        bool enabled = true)
    {
        mail ??= $"{name}@contoso.com";
        return With(Resources.Users, new
        {
            id = Id(name),
            userPrincipalName = $"{name}@contoso.com",
            displayName = name,
            accountEnabled = enabled,
            userType = type,
            mail = mail.Length == 0 ? null : mail,
            proxyAddresses = (mail.Length == 0 ? Array.Empty<string>() : [$"SMTP:{mail}"]).Concat((aliases ?? []).Select(alias => $"smtp:{alias}")),
            assignedLicenses = (licences ?? ["E5"]).Select(sku => new
            {
                skuId = Id(sku),
                disabledPlans = disabledPlan is null ? Array.Empty<string>() : [disabledPlan],
            }),
        });
    }

    /// <summary>Adds users who are named user1, user2 and so on.</summary>
    public TestTenant Mailboxes(int count)
    {
        for (int number = 1; number <= count; number++)
            Mailbox($"user{number}");
        return this;
    }

    /// <summary>Adds a group with an address in contoso.com and its members.</summary>
    public TestTenant MailGroup(string name, params string[] members) => With(Resources.Groups, new
    {
        id = Id(name),
        displayName = name,
        mail = $"{name}@contoso.com",
        mailNickname = name,
        proxyAddresses = new[] { $"SMTP:{name}@contoso.com", $"smtp:{name}.old@contoso.com" },
    }).With(Resources.GroupMembers, [.. members.Select(member => (object)new { groupId = Id(name), memberId = Id(member) })]);

    /// <summary>Adds a policy.</summary>
    /// <param name="resource">The resource of policies.</param>
    /// <param name="name">The name.</param>
    /// <param name="settings">Further members, as JSON without braces.</param>
    public TestTenant MailPolicy(string resource, string name, string settings = "") =>
        With(resource, WithMembers(new JsonObject { ["Identity"] = name, ["Name"] = name, ["Enabled"] = true }, settings));

    /// <summary>Adds the default policy.</summary>
    public TestTenant DefaultPolicy(string resource, string settings = "") => MailPolicy(resource, "Default", Join("\"IsDefault\":true", settings));

    /// <summary>Adds the policy of the built-in protection.</summary>
    public TestTenant BuiltInPolicy(string resource, string settings = "") =>
        MailPolicy(resource, "Built-In Protection Policy", Join("\"IsBuiltInProtection\":true", settings));

    /// <summary>Adds a rule that puts a policy in force.</summary>
    /// <param name="resource">The resource of rules.</param>
    /// <param name="name">The name of the rule.</param>
    /// <param name="members">The policy, the conditions, the priority, as JSON without braces.</param>
    /// <param name="state">Whether it is in force.</param>
    public TestTenant MailRule(string resource, string name, string members = "", string state = "Enabled") =>
        With(resource, WithMembers(
            new JsonObject(s_conditions.Select(condition => KeyValuePair.Create(condition, (JsonNode?)null))) { ["Identity"] = name, ["Name"] = name, ["State"] = state },
            members));

    private static JsonObject WithMembers(JsonObject row, string members)
    {
        // Of members with one name the last counts, so that a test can change one of many.
        using var document = JsonDocument.Parse($"{{{members}}}");
        foreach (var member in document.RootElement.EnumerateObject())
        {
            foreach (string other in row.Select(property => property.Key).Where(key => key.Equals(member.Name, StringComparison.OrdinalIgnoreCase)).ToArray())
                row.Remove(other);
            row[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }
        return row;
    }

    private static string Join(string first, string second) => second.Length == 0 ? first : $"{first},{second}";
}
