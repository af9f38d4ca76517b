using System.Globalization;
using SecureScore.Engine;
using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Nobody could be signed in, or a service has no token.</summary>
/// <remarks>Holds no cause: the exceptions of the sign-in libraries quote what was sent and answered.</remarks>
public sealed class SignInException : SecureScoreException
{
    private const string Consent =
        "An administrator of the tenant consents to them in the Microsoft Entra admin center (App registrations, API permissions); docs/permissions.md lists them.";

    private SignInException(string errorId, string message, string? evidence = null)
        : base(errorId, evidence is null ? message : $"{message} ({evidence})")
    {
    }

    /// <summary>Whether the same sign-in may succeed a little later, without anybody doing something.</summary>
    internal bool IsTransient { get; private init; }

    /// <summary>Whether a person could answer what is asked in a browser.</summary>
    internal bool IsAnsweredByPerson { get; private init; }

    /// <summary>Whether it says nothing of the other services.</summary>
    internal bool IsOfOneService => ErrorId is ErrorIds.ConsentMissing or ErrorIds.ServiceNotInTenant;

    internal static SignInException AccessTokenExpired(TenantService service, DateTimeOffset end) =>
        new(ErrorIds.AccessTokenExpired,
            string.Create(CultureInfo.InvariantCulture, $"The access token for {service} ended at {end.UtcDateTime:u}. Get a new one and connect again."));

    internal static SignInException AccessTokenInvalid(TenantService service) =>
        new(ErrorIds.AccessTokenInvalid,
            $"What was given for {service} is no access token of a work or school account: it has no audience and no end that can be read. Give the token itself, without 'Bearer '.");

    internal static SignInException AccessTokensOfSeveralTenants(string one, string other) =>
        new(ErrorIds.AccessTokenInvalid,
            $"The access tokens belong to several tenants ({one} and {other}). Connect to each tenant with its own tokens.");

    internal static SignInException AccessTokenOfOtherTenant(string wanted, string tenant) =>
        new(ErrorIds.AccessTokenInvalid,
            $"The access token belongs to the tenant {tenant}, not to {wanted}. Get one from that tenant, or leave out the tenant id.");

    internal static SignInException AccessTokenWrongService(TenantService service, string audience, string wanted) =>
        new(ErrorIds.AccessTokenWrongService,
            $"The access token given for {service} is for '{audience}'. Get one for {wanted}, and check the cloud.");

    internal static SignInException AccountRefused(string reason, string evidence) =>
        new(ErrorIds.AccountRefused, $"The account cannot sign in: {reason} Use another account, or ask an administrator of the tenant.", evidence);

    internal static SignInException ApplicationDisabled(string application, string evidence) =>
        new(ErrorIds.ApplicationDisabled,
            $"The application {application} is disabled in the tenant. Enable it in the Microsoft Entra admin center (Enterprise applications, Properties).", evidence);

    internal static SignInException ApplicationMisconfigured(string reason, string evidence) =>
        new(ErrorIds.ApplicationMisconfigured,
            $"The application's registration does not allow this sign-in: {reason}", evidence);

    internal static SignInException ApplicationNotFound(string application, string tenant, string evidence) =>
        new(ErrorIds.ApplicationNotFound,
            $"There is no application {application} in {tenant}. Check the client id and the tenant id; an application of another tenant needs an administrator's consent there first.",
            evidence);

    internal static SignInException ApplicationSecretExpired(string application, string evidence) =>
        new(ErrorIds.ApplicationSecretExpired,
            $"The secret of the application {application} has expired. Create a new one (App registrations, Certificates & secrets); a certificate is better.", evidence);

    internal static SignInException ApplicationSecretWrong(string application, string evidence) =>
        new(ErrorIds.ApplicationSecretWrong,
            $"The application {application} has no such secret. Give the secret's value, not its id, and check that it belongs to this application.", evidence);

    internal static SignInException AzureCliNotSignedIn(string? evidence) =>
        new(ErrorIds.AzureCliNotSignedIn,
            "The Azure CLI gives no token. Check that 'az' is installed and on the PATH, and sign in with 'az login --allow-no-subscriptions' to the tenant.", evidence);

    internal static SignInException AzurePowerShellNotSignedIn(string? evidence) =>
        new(ErrorIds.AzurePowerShellNotSignedIn,
            "Azure PowerShell gives no token. Check that the module Az.Accounts is installed, and sign in with 'Connect-AzAccount' to the tenant.", evidence);

    internal static SignInException CertificateFileNotFound(string path, string reason) =>
        new(ErrorIds.CertificateNotFound, $"The certificate file '{path}' cannot be read: {reason} Check the path and the permissions.") { Target = path };

    internal static SignInException CertificateNotInStore(string thumbprint) =>
        new(ErrorIds.CertificateNotFound,
            $"There is no certificate {thumbprint} in the personal store of the current user, nor in that of the machine. Check the thumbprint, and which user the program runs as.")
        {
            Target = thumbprint,
        };

    internal static SignInException CertificateNotRegistered(string application, string evidence) =>
        new(ErrorIds.CertificateNotRegistered,
            $"The application {application} does not know the certificate. Upload its public part (App registrations, Certificates & secrets), or use the one that is there.", evidence);

    internal static SignInException CertificateExpired(string thumbprint, DateTimeOffset end) =>
        new(ErrorIds.CertificateNotValid,
            string.Create(CultureInfo.InvariantCulture,
                $"The certificate {thumbprint} expired at {end.UtcDateTime:u}. Create a new one, upload its public part to the application and use it."))
        {
            Target = thumbprint,
        };

    internal static SignInException CertificateNotYetValid(string thumbprint, DateTimeOffset start) =>
        new(ErrorIds.CertificateNotValid,
            string.Create(CultureInfo.InvariantCulture,
                $"The certificate {thumbprint} is valid from {start.UtcDateTime:u} only. Check this machine's clock, or use another certificate."))
        {
            Target = thumbprint,
        };

    internal static SignInException CertificatePasswordWrong(string path, bool given) =>
        new(ErrorIds.CertificatePasswordWrong,
            given
                ? $"The password does not open the certificate file '{path}'."
                : $"The certificate file '{path}' is protected by a password, and none was given.")
        {
            Target = path,
        };

    internal static SignInException CertificateUnusable(string name, string reason) =>
        new(ErrorIds.CertificateUnusable, $"The certificate {name} cannot be used to sign in: {reason}") { Target = name };

    internal static SignInException ClockWrong(TimeSpan? difference, string evidence) =>
        new(ErrorIds.ClockWrong,
            difference is { } known
                ? $"The clock of this machine is {Words(known)}, so that the proof which it signs is not accepted. Set the clock."
                : "The proof which this machine signed is outside the time that is accepted. Check the clock.",
            evidence);

    internal static SignInException ConditionalAccessBlocked(string evidence, bool isPerson) =>
        new(ErrorIds.ConditionalAccessBlocked,
            isPerson
                ? "A Conditional Access policy of the tenant blocks this sign-in. Sign in from a place and a device that it allows; the sign-in logs of Microsoft Entra name the policy."
                : "A Conditional Access policy for workload identities blocks this application, for example because of where it runs. The sign-in logs of Microsoft Entra (service principal sign-ins) name the policy.",
            evidence)
        {
            IsAnsweredByPerson = isPerson,
        };

    internal static SignInException ConsentMissing(TenantService service, string application, string evidence) =>
        new(ErrorIds.ConsentMissing, $"The application {application} has no consent to permissions of {service} in the tenant. {Consent}", evidence);

    internal static SignInException DeviceCodeExpired(string? evidence) =>
        new(ErrorIds.DeviceCodeExpired, "The code was not entered in time. Connect again and enter the new one.", evidence);

    internal static SignInException NobodyToAsk(string method) =>
        new(ErrorIds.InteractionRequired,
            $"Signing in by {method} needs somebody to answer, and this host is not interactive. Use a certificate, a managed identity or another sign-in without a person.");

    internal static SignInException InteractionRequired(string reason, string? evidence) =>
        new(ErrorIds.InteractionRequired, reason, evidence) { IsAnsweredByPerson = true };

    internal static SignInException BrowserMissing() =>
        new(ErrorIds.InteractionRequired, "No browser can be opened on this machine. Sign in with a device code instead.");

    internal static SignInException ManagedIdentityNotFound(string? clientId, string? evidence) =>
        new(ErrorIds.ManagedIdentityNotFound,
            clientId is null
                ? "There is no managed identity here. Switch on the system-assigned identity of the Azure resource that this runs on, name a user-assigned one, or sign in otherwise."
                : $"There is no managed identity {clientId} here. Assign it to the Azure resource that this runs on, and give its client id, not its object id.",
            evidence);

    internal static SignInException NetworkUnavailable(string host, string reason) =>
        new(ErrorIds.NetworkUnavailable, $"{host} cannot be reached: {reason} Check the network, the name resolution and the firewall.") { IsTransient = true };

    internal static SignInException ProxyRefused(string host) =>
        new(ErrorIds.ProxyRefused,
            $"The proxy on the way to {host} asks for a sign-in of its own (407). Let the program through without one, or name a proxy with credentials in HTTPS_PROXY.");

    internal static SignInException ServiceNotInTenant(TenantService service, string evidence) =>
        new(ErrorIds.ServiceNotInTenant, $"The tenant does not have {service}: its application is not in the directory. A tenant without a licence for it has none.", evidence);

    internal static SignInException Cancelled(string? evidence) =>
        new(ErrorIds.SignInCancelled, "The sign-in was cancelled in the browser. Connect again to retry.", evidence);

    internal static SignInException Failed(TenantService service, string evidence) =>
        new(ErrorIds.SignInFailed, $"No token for {service} was given. The sign-in logs of Microsoft Entra tell more.", evidence);

    internal static SignInException Incomplete(string message) => new(ErrorIds.SignInIncomplete, message);

    internal static SignInException TimedOut(string host) =>
        new(ErrorIds.SignInTimedOut, $"{host} did not answer in time. Check the network and try again.") { IsTransient = true };

    internal static SignInException Unavailable(string host, string evidence) =>
        new(ErrorIds.SignInUnavailable, $"{host} is busy or out of order. Try again in a few minutes.", evidence) { IsTransient = true };

    internal static SignInException TenantNotFound(string tenant, string evidence) =>
        new(ErrorIds.TenantNotFound, $"There is no {tenant} in this cloud. Check the tenant id or domain, and the cloud.", evidence);

    internal static SignInException WorkloadIdentityUnusable(string reason, string? evidence) =>
        new(ErrorIds.WorkloadIdentityUnusable, $"Workload identity federation gives no token: {reason}", evidence);

    /// <summary>How far this machine's clock is off, in words.</summary>
    internal static string Words(TimeSpan difference) =>
        $"{Math.Round(difference.Duration().TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes {(difference > TimeSpan.Zero ? "ahead" : "behind")}";
}
