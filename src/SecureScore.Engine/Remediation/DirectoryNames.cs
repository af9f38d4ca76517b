using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation;

/// <summary>Finds users and groups by what administrators call them.</summary>
internal static class DirectoryNames
{
    /// <summary>The id of a user; null when there is none.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="name">An id or a user principal name.</param>
    /// <exception cref="EvidenceUnavailableException">The users cannot be read.</exception>
    public static string? FindUser(TenantEvidence evidence, string name) => Find(evidence, Resources.Users, name, "userPrincipalName").FirstOrDefault();

    /// <summary>The id of a group; null when there is none.</summary>
    /// <param name="evidence">The tenant.</param>
    /// <param name="name">An id, a display name or a mail address.</param>
    /// <param name="controlId">The control that it is for.</param>
    /// <exception cref="EvidenceUnavailableException">The groups cannot be read.</exception>
    /// <exception cref="SecureScoreException"><c>RemediationValueInvalid</c>: several groups have the name.</exception>
    public static string? FindGroup(TenantEvidence evidence, string name, string controlId)
    {
        string[] ids = [.. Find(evidence, Resources.Groups, name, "displayName", "mail")];
        return ids.Length < 2 ? ids.FirstOrDefault() : throw new SecureScoreException(
            ErrorIds.RemediationValueInvalid, $"{ids.Length} groups are called '{name}'. Give '{controlId}' the id of the one that you mean: {string.Join(", ", ids)}.")
        {
            Target = controlId,
        };
    }

    /// <summary>The id of a group that must be there.</summary>
    /// <exception cref="EvidenceUnavailableException">The groups cannot be read.</exception>
    /// <exception cref="SecureScoreException"><c>RemediationValueInvalid</c>: no group has the name, or several do.</exception>
    public static string Group(TenantEvidence evidence, string name, string controlId) => FindGroup(evidence, name, controlId)
        ?? throw new SecureScoreException(ErrorIds.RemediationValueInvalid, $"'{controlId}' was given the group '{name}', which the tenant does not have. Give its id or its display name.")
        {
            Target = controlId,
        };

    private static IEnumerable<string> Find(TenantEvidence evidence, string resource, string name, params string[] names)
    {
        return evidence.Stream(resource)
            .Where(row => IsIt(row.RequiredText("id")) || Array.Exists(names, property => row.Text(property) is { } text && IsIt(text)))
            .Select(row => row.RequiredText("id"));

        bool IsIt(string text) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
