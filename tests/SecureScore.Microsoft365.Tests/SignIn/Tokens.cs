using System.Buffers.Text;
using System.Security;
using System.Text;
using System.Text.Json;

namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>Tokens and answers as the authority gives them.</summary>
internal static class Tokens
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string OtherTenant = "99999999-9999-9999-9999-999999999999";
    public const string Client = "22222222-2222-2222-2222-222222222222";

    public static string Create(
        string audience, DateTimeOffset? end = null, string tenant = Tenant, string? account = null, string? scopes = null, string[]? roles = null, string mark = "")
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["aud"] = audience,
            ["tid"] = tenant,
            ["exp"] = (end ?? TimeProvider.System.GetUtcNow().AddHours(1)).ToUnixTimeSeconds(),
            ["appid"] = Client,
            ["wids"] = new[] { "f2ef992c-3afb-46b9-b7cf-a126ee74c451" },
            ["mark"] = mark,
        };
        if (account is not null)
            claims["upn"] = account;
        if (scopes is not null)
            claims["scp"] = scopes;
        if (roles is not null)
            claims["roles"] = roles;

        return $"{Part("""{"alg":"RS256"}""")}.{Part(JsonSerializer.Serialize(claims))}.{Part("signature" + mark)}";
    }

    public static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (char letter in text)
            secure.AppendChar(letter);
        return secure;
    }
}
