using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Remediation;

/// <summary>What can be done about one control, whatever the tenant.</summary>
public sealed record RemediationInfo
{
    /// <summary>The control.</summary>
    public required string ControlId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The name of the remediation, which the journal keeps; null when a person has to do it.</summary>
    public string? RemediationId { get; init; }

    /// <summary>How much it asks of an administrator.</summary>
    public required RiskClass Risk { get; init; }

    /// <summary>What is changed; where a person has to do it, why no program does.</summary>
    public required string Summary { get; init; }

    /// <summary>What users will notice; null where that depends on what a person does.</summary>
    public string? UserNotice { get; init; }

    /// <summary>The values that it takes.</summary>
    public DisplayList<RemediationParameter> Parameters { get; init; } = DisplayList<RemediationParameter>.Empty;

    /// <summary>The permissions that writing takes, all of them.</summary>
    public DisplayList<PermissionDefinition> Permissions { get; init; } = DisplayList<PermissionDefinition>.Empty;

    /// <summary>Whether the tokens at hand hold all of these permissions; null when nothing tells, or nothing is written. A person may be asked for what is
    /// missing when something is written.</summary>
    public bool? Granted { get; init; }

    /// <summary>The directory roles of which whoever writes needs one of each service. The least comes first.</summary>
    public DisplayList<DirectoryRole> Roles { get; init; } = DisplayList<DirectoryRole>.Empty;

    /// <summary>What taking it back means, where that is less safe than it looks.</summary>
    public DisplayList<string> UndoWarnings { get; init; } = DisplayList<string>.Empty;

    /// <summary>How a person does it, in order. Never empty.</summary>
    public DisplayList<string> Steps { get; init; } = DisplayList<string>.Empty;

    /// <summary>The admin page where the setting lives; null when none is known.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>The same, with whether tokens hold the permissions.</summary>
    /// <param name="access">What each service tells of its token.</param>
    public RemediationInfo With(IReadOnlyList<ServiceAccess> access)
    {
        ArgumentNullException.ThrowIfNull(access);
        bool?[] granted = [.. Permissions.Select(permission =>
            access.FirstOrDefault(service => service.Service == permission.Service) is { Connected: true, Permissions: { } held } ? permission.IsGrantedBy(held) : (bool?)null)];
        return this with { Granted = granted.Contains(false) ? false : granted.Length == 0 || granted.Contains(null) ? null : true };
    }
}
