namespace SecureScore.Engine.Decisions;

/// <summary>How our statuses and the states of Microsoft's control profiles stand for each other.</summary>
/// <remarks>https://learn.microsoft.com/graph/api/resources/securescorecontrolstateupdate. Tenants return AlternateMitigation too, which the
/// documentation does not name and which cannot be written.</remarks>
public static class MicrosoftState
{
    /// <summary>The state to write for a status; null where Microsoft has none (Planned, Completed), so that it is kept here only.</summary>
    public static string? Of(ControlStatus status) => status switch
    {
        ControlStatus.ToAddress => "Default",
        ControlStatus.RiskAccepted => "Ignored",
        ControlStatus.ThirdParty => "ThirdParty",
        ControlStatus.AlternateMitigation => "Reviewed",
        _ => null,
    };

    /// <summary>The status that a state stands for, whatever its case; null when the state is not known.</summary>
    public static ControlStatus? StatusOf(string? state) => state?.ToUpperInvariant() switch
    {
        "DEFAULT" => ControlStatus.ToAddress,
        "IGNORED" or "IGNORE" => ControlStatus.RiskAccepted,
        "THIRDPARTY" => ControlStatus.ThirdParty,
        "REVIEWED" or "ALTERNATEMITIGATION" => ControlStatus.AlternateMitigation,
        _ => null,
    };

    /// <summary>Why Microsoft does not take a status for a control; null when it does.</summary>
    public static string? RefusalOf(string controlId, ControlStatus status)
    {
        ArgumentNullException.ThrowIfNull(controlId);
        return controlId.StartsWith("scid_", StringComparison.OrdinalIgnoreCase)
            ? "Device controls mirror the exceptions of Defender Vulnerability Management; set an exception there."
            : Of(status) is null ? $"Microsoft has no state for {status}; it is kept here only."
            : null;
    }
}
