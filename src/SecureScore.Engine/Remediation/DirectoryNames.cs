using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation;

/// <summary>Finds the users and groups that an administrator names.</summary>
internal static class DirectoryNames
{
    private const string IdOrDisplayName = "an id or a display name";

    /// <summary>The users of these ids or user principal names, in the order in which they were named, each once.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationObjectMissing</c>: one is not there.</exception>
    public static IReadOnlyList<DirectoryUser> FindUsers(TenantEvidence evidence, IReadOnlyList<string> names, string controlId)
    {
        if (names.Count == 0)
            return [];

        var found = new List<DirectoryUser>[names.Count];
        foreach (var user in evidence.ReadUsers(evidence.Users.Everyone))
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (Is(user.Id, names[i]) || Is(user.UserPrincipalName, names[i]))
                    (found[i] ??= []).Add(user);
            }
        }

        return [.. names.Select((name, i) => Only(found[i], name, "user", "an id or a user principal name", user => Is(user.Id, name), controlId)).Distinct()];
    }

    /// <summary>The user of an id or user principal name; null when there is none.</summary>
    public static DirectoryUser? FindUser(TenantEvidence evidence, string name) => evidence.ReadUsers(evidence.Users.Everyone)
        .FirstOrDefault(user => Is(user.UserPrincipalName, name) || Is(user.Id, name));

    /// <summary>The groups of these ids or display names, in the order in which they were named, each once.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationObjectMissing</c>: one is not there, or several have the name.</exception>
    public static IReadOnlyList<NamedObject> FindGroups(TenantEvidence evidence, IReadOnlyList<string> names, string controlId) =>
        names.Count == 0 ? [] : Find(evidence.Stream(Resources.Groups), names, "group", controlId);

    /// <summary>The group of an id or display name; null when there is none.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationObjectMissing</c>: several have the name.</exception>
    public static NamedObject? FindGroup(TenantEvidence evidence, string name, string controlId) =>
        Match(evidence.Stream(Resources.Groups), [name])[0] is { } found ? Only(found, name, "group", IdOrDisplayName, group => Is(group.Id, name), controlId) : null;

    /// <summary>The objects among rows of these ids or display names, in the order in which they were named, each once.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationObjectMissing</c>: one is not there, or several have the name.</exception>
    public static IReadOnlyList<NamedObject> Find(IEnumerable<EvidenceObject> rows, IReadOnlyList<string> names, string kind, string controlId)
    {
        var found = Match(rows, names);
        return [.. names.Select((name, i) => Only(found[i], name, kind, IdOrDisplayName, item => Is(item.Id, name), controlId)).Distinct()];
    }

    private static List<NamedObject>?[] Match(IEnumerable<EvidenceObject> rows, IReadOnlyList<string> names)
    {
        var found = new List<NamedObject>?[names.Count];
        foreach (var row in rows)
        {
            var named = new NamedObject(row.RequiredText("id"), row.Text("displayName"));
            for (int i = 0; i < names.Count; i++)
            {
                if (Is(named.Id, names[i]) || Is(named.DisplayName, names[i]))
                    (found[i] ??= []).Add(named);
            }
        }

        return found;
    }

    private static T Only<T>(List<T>? found, string name, string kind, string by, Func<T, bool> isById, string controlId)
        where T : class
    {
        // An id is never ambiguous, even where somebody gave another object that name.
        if (found?.Find(item => isById(item)) is { } exact)
            return exact;
        if (found is [var only])
            return only;

        throw new SecureScoreException(
            ErrorIds.RemediationObjectMissing,
            found is null
                ? $"The tenant has no {kind} '{name}', which '{controlId}' is to name. Nothing was written. Give {by}."
                : $"The tenant has {Quantity.Of(found.Count, kind)} named '{name}', and '{controlId}' is to name one. Nothing was written. Give the id.")
        {
            Target = controlId,
        };
    }

    private static bool Is(string? value, string name) => name.Equals(value, StringComparison.OrdinalIgnoreCase);
}
