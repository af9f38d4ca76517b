using System.Text.Json.Nodes;

namespace SecureScore.Samples;

/// <summary>What a group is for.</summary>
internal enum GroupKind
{
    /// <summary>A Microsoft 365 group, with a mailbox and often a team.</summary>
    Unified,

    /// <summary>Access to something; without mail.</summary>
    Security,

    /// <summary>A mailing list.</summary>
    Distribution,

    /// <summary>Both a mailing list and access to something.</summary>
    MailSecurity,
}

/// <summary>A group, with its people and the groups in it.</summary>
internal sealed record Group
{
    public required string Name { get; init; }

    public string Id => Stable.Id("group", Name);

    public required GroupKind Kind { get; init; }

    public required string Nickname { get; init; }

    public string? Description { get; init; }

    public string? Mail { get; init; }

    public string? Visibility { get; init; }

    public bool? IsAssignableToRole { get; init; }

    public bool IsSynced { get; init; }

    public required DateTimeOffset Created { get; init; }

    public IReadOnlyList<Person> Members { get; init; } = [];

    public IReadOnlyList<Group> Groups { get; init; } = [];

    /// <summary>Everyone in the group, through the groups in it, each once.</summary>
    public IEnumerable<Person> Everyone() => Members.Concat(Groups.SelectMany(group => group.Everyone())).Distinct();

    /// <summary>The row of graph/groups.</summary>
    public JsonObject ToRow() => new()
    {
        ["id"] = Id,
        ["displayName"] = Name,
        ["description"] = Description,
        ["mail"] = Mail,
        ["proxyAddresses"] = Mail is null ? new JsonArray() : new JsonArray("SMTP:" + Mail),
        ["mailEnabled"] = Mail is not null,
        ["mailNickname"] = Nickname,
        ["securityEnabled"] = Kind is GroupKind.Security or GroupKind.MailSecurity,
        ["groupTypes"] = Kind == GroupKind.Unified ? new JsonArray("Unified") : new JsonArray(),
        ["visibility"] = Visibility,
        ["isAssignableToRole"] = IsAssignableToRole,
        ["onPremisesSyncEnabled"] = IsSynced ? true : null,
        ["createdDateTime"] = Timestamp.Format(Created),
    };
}
