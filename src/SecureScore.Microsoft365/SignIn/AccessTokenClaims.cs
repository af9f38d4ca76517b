using System.Text.Json;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>What an access token says of itself. Its signature is not checked: that is for the service that it goes to.</summary>
internal sealed record AccessTokenClaims
{
    /// <summary>A token is a few kilobytes; one of hundreds of groups and roles some ten.</summary>
    private const int MaxLength = 256 * 1024;

    /// <summary>The service that the token is for: an address or an application id.</summary>
    public required string Audience { get; init; }

    /// <summary>The directory that issued it; null when it does not tell.</summary>
    public string? TenantId { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The application (client) id that it was issued to; null when it does not tell.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user principal name of the person; null when an application signed in.</summary>
    public string? Account { get; init; }

    /// <summary>Delegated scopes and application roles.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Template ids of directory roles; null when it does not tell.</summary>
    public IReadOnlyList<string>? DirectoryRoles { get; init; }

    /// <summary>Reads a token; null when it is none that can be read.</summary>
    public static AccessTokenClaims? Read(string token)
    {
        if (token.Length > MaxLength || token.Split('.') is not [_, var payload, _])
            return null;

        try
        {
            using var document = JsonDocument.Parse(Decode(payload));
            var claims = document.RootElement;
            if (claims.ValueKind != JsonValueKind.Object || Text(claims, "aud") is not { } audience || ExpiryOf(claims) is not { } expiresAt)
                return null;

            return new AccessTokenClaims
            {
                Audience = audience,
                TenantId = Text(claims, "tid"),
                ExpiresAt = expiresAt,
                ClientId = Text(claims, "appid") ?? Text(claims, "azp"),
                Account = Text(claims, "upn") ?? Text(claims, "preferred_username") ?? Text(claims, "unique_name"),
                Permissions = [.. (Text(claims, "scp") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Texts(claims, "roles") ?? []],
                DirectoryRoles = Texts(claims, "wids"),
            };
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException)
        {
            // Nothing of the cause is kept: it could quote the token.
            return null;
        }
    }

    private static byte[] Decode(string part)
    {
        string base64 = part.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }

    private static DateTimeOffset? ExpiryOf(JsonElement claims) =>
        claims.TryGetProperty("exp", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long seconds)
            && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[]? Texts(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
            : null;
}
