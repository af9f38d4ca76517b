namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>What the remediations by Conditional Access policies can be told.</summary>
public static class PolicyParameters
{
    /// <summary>Users who are left out.</summary>
    public const string ExcludeUser = nameof(ExcludeUser);

    /// <summary>Groups that are left out.</summary>
    public const string ExcludeGroup = nameof(ExcludeGroup);

    /// <summary>Whether the policy is in force at once.</summary>
    public const string Enforce = nameof(Enforce);

    /// <summary>The groups of a stage.</summary>
    public const string Group = nameof(Group);

    /// <summary>Places from which nothing is asked.</summary>
    public const string TrustedLocation = nameof(TrustedLocation);

    /// <summary>A policy of the tenant's own to put in force.</summary>
    public const string Policy = nameof(Policy);

    internal static IReadOnlyList<RemediationParameter> Exclusions { get; } =
    [
        new(ExcludeUser, ParameterKind.Users, "Emergency access accounts, and others that the policy leaves out, by id or user principal name."),
        new(ExcludeGroup, ParameterKind.Groups, "Groups that the policy leaves out, by id or display name."),
    ];

    /// <summary>The groups that the values name.</summary>
    internal static IReadOnlyList<string> GroupsIn(RemediationValues values) => [.. values.Texts(ExcludeGroup), .. values.Texts(Group)];

    internal static IReadOnlyList<RemediationParameter> All { get; } =
    [
        .. Exclusions,
        new(Enforce, ParameterKind.Flag, "Puts the policy in force. Without it, it only reports."),
        new(Group, ParameterKind.Groups, "The only groups that the policy is for: a stage before it is for all. Groups of later stages are added."),
        new(TrustedLocation, ParameterKind.Texts, "Places from which the policy asks for nothing: named locations by id or name, or address ranges such as 203.0.113.0/24."),
        new(Policy, ParameterKind.Text, "A policy of your own that only reports, by id or name: it is put in force, and nothing else is changed."),
    ];
}
