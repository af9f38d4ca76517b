using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>The certificate that an application signs in with, from where it is kept.</summary>
internal static class SignInCertificate
{
    private const int InvalidPassword = unchecked((int)0x80070056);
    private const int MaxFileSize = 1024 * 1024;

    /// <summary>Checks that a certificate can sign, and does so today.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="name">What the user calls it.</param>
    /// <param name="now">The time.</param>
    public static X509Certificate2 Check(X509Certificate2 certificate, string name, DateTimeOffset now)
    {
        if (!certificate.HasPrivateKey)
            throw SignInException.CertificateUnusable(name, "it has no private key. Export it with the private key (PFX), or use it where the key is.");

        using (var key = PrivateKeyOf(certificate, name))
        {
            if (key is null)
                throw SignInException.CertificateUnusable(name, "its key is no RSA key. Microsoft Entra takes RSA certificates of applications only.");
        }

        var end = new DateTimeOffset(certificate.NotAfter);
        var start = new DateTimeOffset(certificate.NotBefore);
        if (now > end)
            throw SignInException.CertificateExpired(certificate.Thumbprint, end);

        return now < start ? throw SignInException.CertificateNotYetValid(certificate.Thumbprint, start) : certificate;
    }

    /// <summary>Reads a certificate with its private key from a PFX or PEM file.</summary>
    public static X509Certificate2 FromFile(string path, SecureString? password)
    {
        byte[] content = ReadFile(path);
        try
        {
            string text = System.Text.Encoding.UTF8.GetString(content);
            return text.Contains("-----BEGIN ", StringComparison.Ordinal) ? FromPem(path, text, password) : FromPfx(path, content, password);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Finds a certificate in the personal store of the user, then of the machine.</summary>
    public static X509Certificate2 FromStore(string thumbprint)
    {
        // As copied from a console or the certificate's window: with spaces, colons, or an invisible mark in front.
        string digits = string.Concat(thumbprint.Where(char.IsAsciiHexDigit));
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            if (Find(location, digits) is { } found)
                return found;
        }

        throw SignInException.CertificateNotInStore(digits);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileSize)
                throw SignInException.CertificateUnusable($"in '{path}'", "the file is too large for a certificate.");

            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw SignInException.CertificateFileNotFound(path, failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : failure.Message);
        }
    }

    private static X509Certificate2 FromPfx(string path, byte[] content, SecureString? password)
    {
        // The key shall not be left in the user's key store. macOS knows no other way.
        var storage = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
        try
        {
            return new X509Certificate2(content, password, storage);
        }
        catch (CryptographicException failure) when (failure.HResult == InvalidPassword)
        {
            throw SignInException.CertificatePasswordWrong(path, password is not null);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw SignInException.CertificateUnusable($"in '{path}'", "the file is neither PFX nor PEM.");
        }
    }

    private static X509Certificate2 FromPem(string path, string text, SecureString? password)
    {
        bool encrypted = text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (encrypted && password is null)
            throw SignInException.CertificatePasswordWrong(path, given: false);

        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw SignInException.CertificateUnusable($"in '{path}'", "the file has no private key. Put the key into it too, or give a PFX file.");

        try
        {
            return encrypted ? X509Certificate2.CreateFromEncryptedPem(text, text, password!.Unprotect()) : X509Certificate2.CreateFromPem(text, text);
        }
        catch (CryptographicException) when (encrypted)
        {
            throw SignInException.CertificatePasswordWrong(path, given: true);
        }
        catch (CryptographicException)
        {
            throw SignInException.CertificateUnusable($"in '{path}'", "the file does not hold a certificate and the private key that belongs to it.");
        }
    }

    private static X509Certificate2? Find(StoreLocation location, string thumbprint)
    {
        try
        {
            using var store = new X509Store(StoreName.My, location);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false).FirstOrDefault();
        }
        catch (Exception failure) when (failure is CryptographicException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            // Not every system has both stores.
            return null;
        }
    }

    private static RSA? PrivateKeyOf(X509Certificate2 certificate, string name)
    {
        try
        {
            return certificate.GetRSAPrivateKey();
        }
        catch (CryptographicException)
        {
            throw SignInException.CertificateUnusable(name, "its private key cannot be opened by the user that the program runs as.");
        }
    }
}
