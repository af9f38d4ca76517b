using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureScore.Engine;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.SignIn;

namespace SecureScore.Microsoft365.Tests.SignIn;

public sealed class CertificateTests : IDisposable
{
    private const string Password = "marked-password";
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-").FullName;
    private readonly X509Certificate2 _certificate = Certificates.Create();

    public static TheoryData<string, bool> Forms { get; } = new() { { "pfx", false }, { "pfx", true }, { "pem", false }, { "pem", true } };

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_file_signs_in(string form, bool isProtected)
    {
        var method = new CertificateFileSignIn(Write(form, isProtected), isProtected ? Tokens.Secure(Password) : null);

        using var connection = await new Authority().Connector().ConnectAsync(Authority.Secret() with { Method = method }, new RecordingObserver(), default);

        connection.Session.Services.ShouldAllBe(service => service.Connected);
        connection.Session.SignIn.ShouldBe("Certificate");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_wrong_password_is_told_and_not_shown(string form, bool isProtected)
    {
        string path = Write(form, isProtected: true);

        var failure = await FailAsync(new CertificateFileSignIn(path, isProtected ? Tokens.Secure("wrong-" + Password) : null));

        failure.ErrorId.ShouldBe(ErrorIds.CertificatePasswordWrong);
        failure.Message.ShouldContain(path);
        failure.Message.ShouldContain(isProtected ? "does not open" : "none was given");
        failure.ToString().ShouldNotContain(Password);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        (await FailAsync(new CertificateFileSignIn(Path.Join(_folder, "none.pfx"), null))).ErrorId.ShouldBe(ErrorIds.CertificateNotFound);
        (await FailAsync(new CertificateFileSignIn(Path.Join(_folder, "none", "none.pfx"), null))).Message.ShouldContain("there is no such file");
        (await FailAsync(new CertificateFileSignIn(_folder, null))).ErrorId.ShouldBe(ErrorIds.CertificateNotFound);
    }

    [Theory]
    [InlineData("")]
    [InlineData("neither one nor the other")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public async Task A_file_that_is_no_certificate_is_told(string content)
    {
        string path = Path.Join(_folder, "odd.pfx");
        await File.WriteAllTextAsync(path, content);

        (await FailAsync(new CertificateFileSignIn(path, null))).ErrorId.ShouldBe(ErrorIds.CertificateUnusable);
    }

    [Fact]
    public async Task A_certificate_without_its_private_key_is_told()
    {
        string pem = Path.Join(_folder, "public.pem");
        await File.WriteAllTextAsync(pem, _certificate.ExportCertificatePem());
        string der = Path.Join(_folder, "public.cer");
        await File.WriteAllBytesAsync(der, _certificate.Export(X509ContentType.Cert));
        using var half = X509CertificateLoader.LoadCertificate(_certificate.Export(X509ContentType.Cert));

        foreach (SignInMethod method in new SignInMethod[] { new CertificateFileSignIn(pem, null), new CertificateFileSignIn(der, null), new CertificateSignIn(half) })
        {
            var failure = await FailAsync(method);
            failure.ErrorId.ShouldBe(ErrorIds.CertificateUnusable);
            failure.Message.ShouldContain("private key");
        }
    }

    [Fact]
    public async Task A_key_that_is_no_RSA_key_is_told()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(s_now.AddDays(-1), s_now.AddDays(1));

        (await FailAsync(new CertificateSignIn(certificate))).Message.ShouldContain("RSA");
    }

    [Fact]
    public async Task A_certificate_out_of_its_time_is_told_before_anything_is_sent()
    {
        using var expired = Certificates.Create(s_now.AddYears(-2), s_now.AddYears(-1));
        using var early = Certificates.Create(s_now.AddYears(1), s_now.AddYears(2));
        var authority = new Authority();

        (await FailAsync(new CertificateSignIn(expired), authority)).Message.ShouldContain("expired at");
        (await FailAsync(new CertificateSignIn(early), authority)).ErrorId.ShouldBe(ErrorIds.CertificateNotValid);

        authority.Handler.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_thumbprint_that_no_store_has_is_told()
    {
        var failure = await FailAsync(new CertificateStoreSignIn("\u200e00 11:22 33 44 55 66 77 88 99 aa bb cc dd ee ff 00 11 22 33"));

        failure.ErrorId.ShouldBe(ErrorIds.CertificateNotFound);
        failure.Target.ShouldBe("00112233445566778899aabbccddeeff00112233");
    }

    [Fact]
    public async Task The_certificate_of_the_caller_outlives_the_connection()
    {
        (await new Authority().Connector().ConnectAsync(Authority.Secret() with { Method = new CertificateSignIn(_certificate) }, new RecordingObserver(), default)).Dispose();

        _certificate.HasPrivateKey.ShouldBeTrue();
        _certificate.GetRSAPrivateKey()!.SignData([1], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldNotBeEmpty();
    }

    private static Task<SignInException> FailAsync(SignInMethod method, Authority? authority = null) => Should.ThrowAsync<SignInException>(
        () => (authority ?? new Authority()).Connector().ConnectAsync(Authority.Secret() with { Method = method }, new RecordingObserver(), default));

    private string Write(string form, bool isProtected)
    {
        string path = Path.Join(_folder, "certificate." + form);
        if (form == "pfx")
        {
            File.WriteAllBytes(path, _certificate.Export(X509ContentType.Pfx, isProtected ? Password : null));
            return path;
        }

        using var key = _certificate.GetRSAPrivateKey()!;
        string keyPem = isProtected ? key.ExportEncryptedPkcs8PrivateKeyPem(Password, s_encryption) : key.ExportPkcs8PrivateKeyPem();
        File.WriteAllText(path, _certificate.ExportCertificatePem() + "\n" + keyPem);
        return path;
    }
}
