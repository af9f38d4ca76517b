using SecureScore.Emulator.Clouds;

namespace SecureScore.Emulator;

/// <summary>A request that the tenant was asked.</summary>
/// <param name="Service">What answered.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Host">The host.</param>
/// <param name="Path">The path, decoded.</param>
/// <param name="Query">The query with its question mark, as it came.</param>
/// <param name="Status">The status of the answer; null when the connection broke without one.</param>
public sealed record RecordedRequest(EmulatedService Service, string Method, string Host, string Path, string Query, int? Status)
{
    /// <summary>Whether it had a token.</summary>
    public bool HasToken { get; init; }

    /// <summary>The audience of the token; null without one that can be read.</summary>
    public string? TokenAudience { get; init; }

    /// <summary>Whether it came as a part of a batch.</summary>
    public bool IsInBatch { get; init; }

    /// <summary>Whether it would change something.</summary>
    public bool IsWrite { get; init; }

    /// <summary>The cmdlet that it runs; null when it runs none.</summary>
    public string? Cmdlet { get; init; }

    /// <summary>The fields of the form that it sent to the sign-in service, proofs replaced by <c>***</c>; empty for other requests.</summary>
    public IReadOnlyDictionary<string, string> Form { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The headers, without the token.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
