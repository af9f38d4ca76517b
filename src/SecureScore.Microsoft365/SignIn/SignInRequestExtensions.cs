using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>What follows from how somebody signs in.</summary>
internal static class SignInRequestExtensions
{
    /// <summary>Whether a person signs in.</summary>
    public static bool AsksPerson(this SignInRequest request) => request.Method is BrowserSignIn or DeviceCodeSignIn;

    /// <summary>Whether a person signs in without an application of their own, which gives Graph only.</summary>
    public static bool UsesFirstPartyApplication(this SignInRequest request) => request.AsksPerson() && request.ClientId is null;

    /// <summary>How it is signed in, as the session tells it.</summary>
    public static string Name(this SignInMethod method) => method switch
    {
        CertificateFileSignIn or CertificateStoreSignIn => "Certificate",
        _ => method.GetType().Name.Replace("SignIn", "", StringComparison.Ordinal),
    };
}
