using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Puts policies of Safe Links or Safe Attachments right, and makes one for those whom none covers: a policy, and a rule for all accepted
/// domains that comes last, so that every other policy goes on deciding for its own users.</summary>
internal sealed class CoveringPolicyRemediation(ExchangeFix fix, CoveringPolicy covering) : MailPolicyRemediation(fix)
{
    private const string Name = "Name";
    private const string Domains = "RecipientDomainIs";

    private static readonly string[] s_conditions =
        ["SentTo", "SentToMemberOf", Domains, "ExceptIfSentTo", "ExceptIfSentToMemberOf", "ExceptIfRecipientDomainIs"];

    public override IReadOnlyList<string> Reads => [.. base.Reads.Append(Resources.AcceptedDomain).Except(Writes, StringComparer.Ordinal)];

    protected override IReadOnlyList<OwnedSettings> Owned => [.. base.Owned, new(Control.Feature.Rules, false)];

    public override bool Owns(TenantChange change) => base.Owns(change) || change switch
    {
        ObjectCreation creation => IsOurs(creation.Resource, creation.Content),
        ObjectRemoval removal => IsOurs(removal.Resource, removal.Content),
        _ => false,
    };

    protected override IEnumerable<TenantChange> Cover(RemediationRequest request, UserSet users, List<string> warnings)
    {
        var evidence = request.Evidence;
        var feature = Control.Feature;
        string name = FreeName(evidence);
        string[] domains = [.. evidence.List(Resources.AcceptedDomain).Select(domain => domain.RequiredText("DomainName"))];
        int strangers = users.Except(evidence.MailRecipients.InDomains(domains, true, out _).Certain).Count;
        if (strangers > 0)
            warnings.Add($"{Quantity.Of(strangers, "user")} may stay without, since their mail addresses are in none of the accepted domains.");
        warnings.Add(
            $"A {feature.Title} policy '{name}' is made, with a rule for all accepted domains that comes after all others: it covers {Quantity.Of(users.Count, "user")} whom "
            + "nothing but the built-in protection covers, or not even that. Whoever was left out of that on purpose is covered as well.");

        return
        [
            new ObjectCreation(feature.Policies, SettingValue.Group([(Name, SettingValue.Of(name)), .. covering.Settings.Select(setting => (setting.Key, setting.Value))]))
            {
                Label = name,
            },
            new ObjectCreation(feature.Rules, SettingValue.Group(
            [
                (Name, SettingValue.Of(name)),
                (feature.PolicyProperty, SettingValue.Of(name)),
                ("Priority", SettingValue.Of(evidence.List(feature.Rules).Select(rule => (rule.Number("Priority") ?? 0) + 1).DefaultIfEmpty().Max())),
                ("State", SettingValue.Of("Enabled")),
                .. s_conditions.Select(condition => (condition, condition == Domains ? SettingValue.Of(domains) : SettingValue.Nothing)),
            ]))
            {
                Label = name,
            },
        ];
    }

    private string FreeName(TenantEvidence evidence)
    {
        var taken = evidence.List(Control.Feature.Policies).Concat(evidence.List(Control.Feature.Rules)).Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, taken.Count + 1).Select(number => number == 1 ? covering.Name : $"{covering.Name} {number}").First(name => !taken.Contains(name));
    }

    private bool IsOurs(string resource, SettingGroup content)
    {
        var feature = Control.Feature;
        string[] names = resource == feature.Policies ? [Name, .. covering.Settings.Select(setting => setting.Key)]
            : resource == feature.Rules ? [Name, feature.PolicyProperty, "Priority", "State", .. s_conditions]
            : [];
        return names.Length > 0 && content[Name].AsText()?.StartsWith(covering.Name, StringComparison.Ordinal) == true
            && content.Members.All(member => names.Contains(member.Key, StringComparer.Ordinal));
    }
}

/// <summary>A policy for those whom none covers.</summary>
/// <param name="Name">What it is called, and its rule.</param>
/// <param name="Settings">What it says.</param>
internal sealed record CoveringPolicy(string Name, IReadOnlyList<KeyValuePair<string, SettingValue>> Settings)
{
    /// <summary>Safe Links as the standard preset has it.</summary>
    public static CoveringPolicy SafeLinks { get; } = Of(
        "SecureScore Safe Links",
        [
            ("EnableSafeLinksForEmail", true), ("EnableSafeLinksForTeams", true), ("EnableSafeLinksForOffice", true), ("ScanUrls", true), ("DeliverMessageAfterScan", true),
            ("EnableForInternalSenders", true), ("TrackClicks", true), ("AllowClickThrough", false), ("DisableUrlRewrite", false),
        ]);

    /// <summary>Safe Attachments as the standard preset has it.</summary>
    public static CoveringPolicy SafeAttachments { get; } = new(
        "SecureScore Safe Attachments", [KeyValuePair.Create("Enable", SettingValue.Of(true)), KeyValuePair.Create("Action", SettingValue.Of("Block"))]);

    private static CoveringPolicy Of(string name, (string Name, bool Value)[] settings) =>
        new(name, [.. settings.Select(setting => KeyValuePair.Create(setting.Name, SettingValue.Of(setting.Value)))]);
}
