using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>Certificates that were made for a test.</summary>
internal static class Certificates
{
    public static X509Certificate2 Create(DateTimeOffset? start = null, DateTimeOffset? end = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=SecureScore test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(start ?? now.AddDays(-1), end ?? now.AddDays(30));
    }
}
