using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SecureScore.Microsoft365.Http;

/// <summary>Reads what a service asks of a new token when it refuses the present one (continuous access evaluation).</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge.</remarks>
internal static class ClaimsChallenge
{
    private const int MostCharacters = 16 * 1024;

    /// <summary>The claims as JSON; null when the answer asks for none.</summary>
    public static string? Read(HttpHeaderValueCollection<AuthenticationHeaderValue> challenges)
    {
        foreach (var challenge in challenges)
        {
            if (string.Equals(challenge.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
                && challenge.Parameter is { Length: > 0 and <= MostCharacters } parameters
                && Value(parameters, "error") == "insufficient_claims"
                && Value(parameters, "claims") is { } claims)
            {
                return Decode(claims);
            }
        }

        return null;
    }

    private static string? Value(string parameters, string name)
    {
        for (int start = 0; start < parameters.Length;)
        {
            int equals = parameters.IndexOf('=', start);
            if (equals < 0)
                return null;

            string key = parameters[start..equals].Trim(' ', ',');
            int open = equals + 1;
            bool isQuoted = open < parameters.Length && parameters[open] == '"';
            int begin = isQuoted ? open + 1 : open;
            int end = parameters.IndexOf(isQuoted ? '"' : ',', begin);
            if (end < 0)
                end = parameters.Length;
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return parameters[begin..end].Trim();
            start = end + 1;
        }

        return null;
    }

    private static string? Decode(string claims)
    {
        try
        {
            string padded = claims.Replace('-', '+').Replace('_', '/').TrimEnd('=');
            padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
            string json = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(padded));
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or JsonException)
        {
            // Without claims that can be read, a new token is asked for as after any other refusal.
            return null;
        }
    }
}
