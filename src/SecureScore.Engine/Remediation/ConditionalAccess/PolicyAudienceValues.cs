using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>The people whom the administrator names, found in the directory.</summary>
internal sealed record PolicyAudienceValues
{
    private const int MostNames = 5;

    /// <summary>The users who are left out.</summary>
    public required IReadOnlyList<DirectoryUser> ExcludedUsers { get; init; }

    /// <summary>The groups that are left out.</summary>
    public required IReadOnlyList<NamedObject> ExcludedGroups { get; init; }

    /// <summary>The groups of the stage; empty when the policy is for all.</summary>
    public required IReadOnlyList<NamedObject> Stage { get; init; }

    /// <summary>Whether anybody is left out.</summary>
    public bool LeavesOut => ExcludedUsers.Count + ExcludedGroups.Count > 0;

    /// <summary>What must still be there when it is written.</summary>
    public IReadOnlyList<(string Resource, string Identity)> MustExist =>
    [
        .. ExcludedUsers.Select(user => (Resources.Users, user.Id)),
        .. ExcludedGroups.Concat(Stage).DistinctBy(group => group.Id, StringComparer.OrdinalIgnoreCase).Select(group => (Resources.Groups, group.Id)),
    ];

    /// <exception cref="SecureScoreException"><c>RemediationObjectMissing</c>: one of them is not there.</exception>
    public static PolicyAudienceValues Find(RemediationRequest request) => new()
    {
        ExcludedUsers = DirectoryNames.FindUsers(request.Evidence, request.Values.Texts(PolicyParameters.ExcludeUser), request.ControlId),
        ExcludedGroups = DirectoryNames.FindGroups(request.Evidence, request.Values.Texts(PolicyParameters.ExcludeGroup), request.ControlId),
        Stage = DirectoryNames.FindGroups(request.Evidence, request.Values.Texts(PolicyParameters.Group), request.ControlId),
    };

    /// <summary>That nobody is left out, with the accounts that could be.</summary>
    public static SecureScoreException NobodyLeftOut(RemediationRequest request)
    {
        var evidence = request.Evidence;
        string[] known = [.. evidence.ReadUsers(evidence.Users.NamedForEmergency.Intersect(evidence.Users.Enabled)).Take(MostNames).Select(user => user.Name)];
        string proposal = known.Length == 0
            ? "No account has a name that says it is kept for emergencies: make one, or name a Global Administrator who stays outside."
            : $"By their names, these are kept for emergencies: {string.Join(", ", known)}.";
        return new SecureScoreException(
            ErrorIds.RemediationValueMissing,
            $"'{request.ControlId}' is put in place by a policy that must leave somebody out, so that a mistake locks nobody out for good. "
            + $"Name an emergency access account with -{PolicyParameters.ExcludeUser}, or a group of them with -{PolicyParameters.ExcludeGroup}. {proposal}")
        {
            Target = request.ControlId,
        };
    }
}
