using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecureScore.Engine.Tenants;
using SecureScore.Emulator.State;

namespace SecureScore.Emulator.SignIn;

/// <summary>What a token says.</summary>
internal sealed record EmulatedToken(string Audience, DateTimeOffset NotBefore, DateTimeOffset Expires, long Number)
{
    public bool IsApplication { get; init; }

    /// <summary>Who signed in; null when an application did.</summary>
    public string? UserPrincipalName { get; init; }

    public IReadOnlyList<string> Permissions { get; init; } = [];

    public IReadOnlyList<string> DirectoryRoles { get; init; } = [];

    public bool AnswersChallenge { get; init; }
}

/// <summary>Writes tokens and reads them back. They look like those of the service; a key of this tenant alone signs them.</summary>
internal sealed class TokenIssuer
{
    private static readonly string[] s_delegatedOnly = ["Exchange.Manage", "user_impersonation"];
    private static readonly string[] s_applicationOnly = ["Exchange.ManageAsApp", "application_access"];

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly TenantFacts _tenant;
    private readonly EmulatorOptions _options;
    private long _last;
    private long _revoked;

    public TokenIssuer(TenantFacts tenant, EmulatorOptions options)
    {
        _tenant = tenant;
        _options = options;
    }

    /// <summary>The number of the token that was issued last; tokens are counted from 1.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Ends every token that was issued until now.</summary>
    public void RevokeAll() => Interlocked.Exchange(ref _revoked, Last);

    public string Issue(
        TenantService service, EmulatedApplication application, EmulatedPerson? person, string? askedClaims = null, TimeSpan? lifetime = null)
    {
        var now = _options.Clock.GetUtcNow();
        var expires = now + (lifetime ?? _options.TokenLifetime);
        long number = Interlocked.Increment(ref _last);
        string[] others = person is null ? s_delegatedOnly : s_applicationOnly;
        string[] permissions = [.. (application.Permissions.GetValueOrDefault(service) ?? []).Except(others, StringComparer.OrdinalIgnoreCase)];
        return Sign(claims =>
        {
            claims.WriteString("aud", _tenant.Cloud.AudiencesOf(service)[0]);
            claims.WriteString("iss", $"https://sts.windows.net/{_tenant.Id}/");
            WriteTimes(claims, expires < now ? expires.AddMinutes(-5) : now, expires);
            claims.WriteString("tid", _tenant.Id);
            claims.WriteString("oid", person?.ObjectId ?? application.ObjectId);
            claims.WriteString("sub", person?.ObjectId ?? application.ObjectId);
            claims.WriteString("appid", application.ClientId);
            claims.WriteString("app_displayname", application.DisplayName);
            claims.WriteString("idtyp", person is null ? "app" : "user");
            claims.WriteString("ver", "1.0");
            claims.WriteString("uti", number.ToString(CultureInfo.InvariantCulture));
            if (person is null)
            {
                WriteList(claims, "roles", permissions);
            }
            else
            {
                claims.WriteString("scp", string.Join(' ', permissions));
                claims.WriteString("upn", person.UserPrincipalName);
                claims.WriteString("unique_name", person.UserPrincipalName);
                claims.WriteString("name", person.DisplayName);
            }

            WriteList(claims, "wids", (person?.DirectoryRoles ?? application.DirectoryRoles).DefaultIfEmpty("b79fbf4d-3ef9-4689-8143-76b194e85509"));
            WriteList(claims, "xms_cc", ["cp1"]);
            if (askedClaims?.Contains("nbf", StringComparison.Ordinal) == true)
                claims.WriteBoolean("xms_challenged", true);
        });
    }

    /// <summary>The token that tells a client who signed in.</summary>
    public string IssueIdToken(EmulatedApplication application, EmulatedPerson person, string? nonce)
    {
        var now = _options.Clock.GetUtcNow();
        return Sign(claims =>
        {
            claims.WriteString("aud", application.ClientId);
            claims.WriteString("iss", $"https://{_tenant.Cloud.Login}/{_tenant.Id}/v2.0");
            WriteTimes(claims, now, now.AddHours(1));
            claims.WriteString("name", person.DisplayName);
            claims.WriteString("oid", person.ObjectId);
            claims.WriteString("preferred_username", person.UserPrincipalName);
            claims.WriteString("sub", person.ObjectId);
            claims.WriteString("tid", _tenant.Id);
            claims.WriteString("ver", "2.0");
            if (nonce is not null)
                claims.WriteString("nonce", nonce);
        });
    }

    /// <summary>Reads a token that this tenant issued; null for any other text.</summary>
    public EmulatedToken? Read(string text)
    {
        int end = text.LastIndexOf('.');
        int start = text.IndexOf('.', StringComparison.Ordinal);
        if (start < 0 || start == end || !Signature(text[..end]).Equals(text[(end + 1)..], StringComparison.Ordinal))
            return null;

        using var document = JsonDocument.Parse(Base64UrlText.Decode(text[(start + 1)..end]));
        var claims = document.RootElement;
        long number = long.Parse(claims.GetProperty("uti").GetString()!, CultureInfo.InvariantCulture);
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64());
        bool isApplication = claims.GetProperty("idtyp").ValueEquals("app");
        return new EmulatedToken(
            claims.GetProperty("aud").GetString()!,
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("nbf").GetInt64()),
            number <= Interlocked.Read(ref _revoked) ? DateTimeOffset.UnixEpoch : expires,
            number)
        {
            IsApplication = isApplication,
            UserPrincipalName = isApplication ? null : claims.GetProperty("upn").GetString(),
            Permissions = isApplication ? ReadList(claims, "roles") : claims.GetProperty("scp").GetString()!.Split(' '),
            DirectoryRoles = ReadList(claims, "wids"),
            AnswersChallenge = claims.TryGetProperty("xms_challenged", out _),
        };
    }

    private static void WriteTimes(Utf8JsonWriter claims, DateTimeOffset from, DateTimeOffset until)
    {
        claims.WriteNumber("iat", from.ToUnixTimeSeconds());
        claims.WriteNumber("nbf", from.ToUnixTimeSeconds());
        claims.WriteNumber("exp", until.ToUnixTimeSeconds());
    }

    private static void WriteList(Utf8JsonWriter claims, string name, IEnumerable<string> values)
    {
        claims.WriteStartArray(name);
        foreach (string value in values)
            claims.WriteStringValue(value);
        claims.WriteEndArray();
    }

    private static string[] ReadList(JsonElement claims, string name) => [.. claims.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    private string Sign(Action<Utf8JsonWriter> writeClaims)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeClaims(writer);
            writer.WriteEndObject();
        }

        string content = Base64UrlText.Encode("""{"typ":"JWT","alg":"RS256","kid":"emulated"}"""u8) + "." + Base64UrlText.Encode(buffer.WrittenSpan);
        return content + "." + Signature(content);
    }

    private string Signature(string content) => Base64UrlText.Encode(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(content)));
}

/// <summary>Base 64 as URLs take it, without padding.</summary>
internal static class Base64UrlText
{
    public static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <exception cref="FormatException">The text is no base 64.</exception>
    public static byte[] Decode(string text)
    {
        string padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
