using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SecureScore.Emulator.SignIn;

/// <summary>Checks the token by which an application proves that it holds the key of its certificate, or that its platform vouches for it.</summary>
internal static class ClientAssertion
{
    /// <summary>Why the assertion proves nothing; null when it does.</summary>
    public static SignInError? Check(string assertion, EmulatedApplication application, IReadOnlyCollection<string> audiences, DateTimeOffset now)
    {
        string[] parts = assertion.Split('.');
        try
        {
            if (parts.Length != 3)
                return SignInError.MalformedAssertion();

            using var header = JsonDocument.Parse(Base64UrlText.Decode(parts[0]));
            using var claims = JsonDocument.Parse(Base64UrlText.Decode(parts[1]));
            string subject = Text(claims, "sub") ?? "";
            string audience = Text(claims, "aud") ?? "";
            if (!IsCurrent(claims.RootElement, now))
                return SignInError.ExpiredAssertion();

            // A platform's own token is about a subject of its own; the application's is about the application.
            if (!subject.Equals(application.ClientId, StringComparison.OrdinalIgnoreCase))
            {
                return subject.Equals(application.FederatedSubject, StringComparison.Ordinal)
                    ? audience == "api://AzureADTokenExchange" ? null : SignInError.AssertionForAnother(audience)
                    : SignInError.UnknownSubject(subject);
            }

            if (!audiences.Contains(audience, StringComparer.OrdinalIgnoreCase))
                return SignInError.AssertionForAnother(audience);

            return CheckSignature(parts, header, application);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return SignInError.MalformedAssertion();
        }
    }

    private static SignInError? CheckSignature(string[] parts, JsonDocument header, EmulatedApplication application)
    {
        var certificate = application.Certificate;
        string? sha1 = Text(header, "x5t");
        string? sha256 = Text(header, "x5t#S256");
        bool isRegistered = certificate is not null && (sha1 ?? sha256) is not null
            && (sha1 is null || sha1 == Base64UrlText.Encode(certificate.GetCertHash()))
            && (sha256 is null || sha256 == Base64UrlText.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)));
        if (!isRegistered)
        {
            string thumbprint = (sha1 ?? sha256) is { } named ? Convert.ToHexString(Base64UrlText.Decode(named)) : "";
            return SignInError.UnknownCertificate(application.ClientId, thumbprint);
        }

        using var key = certificate!.GetRSAPublicKey();
        var padding = Text(header, "alg") switch
        {
            "RS256" => RSASignaturePadding.Pkcs1,
            "PS256" => RSASignaturePadding.Pss,
            _ => null,
        };
        bool isValid = key is not null && padding is not null && key.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64UrlText.Decode(parts[2]), HashAlgorithmName.SHA256, padding);
        return isValid ? null : SignInError.InvalidSignature(application.ClientId);
    }

    private static bool IsCurrent(JsonElement claims, DateTimeOffset now)
    {
        // The service allows for clocks that are five minutes off.
        long seconds = now.ToUnixTimeSeconds();
        return Seconds(claims, "exp") > seconds - 300 && (Seconds(claims, "nbf") ?? 0) < seconds + 300;
    }

    // Some libraries write times as text.
    private static long? Seconds(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var time))
            return null;

        return time.ValueKind == JsonValueKind.String
            ? long.Parse(time.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)
            : time.GetInt64();
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
