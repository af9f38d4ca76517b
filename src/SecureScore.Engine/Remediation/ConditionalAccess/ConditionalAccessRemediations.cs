namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>Remediations by Conditional Access policies and security defaults.</summary>
internal static class ConditionalAccessRemediations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ControlRemediation> All { get; } =
    [
        .. PolicyBlueprint.All.Select(blueprint => new PolicyRemediation(blueprint)),
        new EnableSecurityDefaults(),
        new DisableSecurityDefaults(),
    ];
}
