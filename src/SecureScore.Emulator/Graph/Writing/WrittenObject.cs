using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>An object that is to be written, for the rules that hold for it.</summary>
/// <param name="Tenant">What else there is.</param>
/// <param name="Before">As it is; null for a new one.</param>
/// <param name="After">As it would be; a rule completes what the service sets. Null for one that goes.</param>
/// <param name="Sent">What was sent.</param>
internal sealed record WrittenObject(TenantDirectory Tenant, JsonObject? Before, JsonObject? After, JsonObject Sent);

/// <summary>Why the service does not write an object.</summary>
/// <param name="Message">What it says.</param>
internal sealed record Refusal(string Message)
{
    public int Status { get; init; } = 400;

    /// <summary>The code; null for that of a bad request in this part of Graph.</summary>
    public string? Code { get; init; }

    [return: NotNullIfNotNull(nameof(message))]
    public static implicit operator Refusal?(string? message) => message is null ? null : new(message);
}
