using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Identity.Client;
using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Why a token was not given, as something that a user can act on.</summary>
/// <remarks>Source: the error codes of Microsoft Entra authentication and authorization (AADSTS), and of OAuth 2.0. Of an answer only its codes and
/// ids are taken over: the rest may quote what was sent.</remarks>
internal sealed partial class SignInFailure(SignInRequest request, TenantService service, Uri authority, TimeSpan? clockDifference)
{
    private readonly string _application = $"'{request.ClientId ?? (request.Method is BrowserSignIn or DeviceCodeSignIn ? FirstPartyApplication.Name : "that is signed in")}'";
    private readonly string _tenant = request.TenantId is null ? "home tenant of the account" : $"tenant '{request.TenantId}'";
    private readonly bool _isPerson = request.Method is BrowserSignIn or DeviceCodeSignIn or AzureCliSignIn or AzurePowerShellSignIn;

    /// <summary>Says what an exception of a sign-in library means.</summary>
    public SignInException Explain(Exception failure)
    {
        var causes = Causes(failure).ToArray();
        var msal = causes.OfType<MsalException>().FirstOrDefault();
        string text = msal?.Message ?? "";
        string evidence = Evidence(text, msal);

        return Network(causes)
            ?? Code(text, evidence)
            ?? Library(causes, msal, evidence)
            ?? Status(msal, evidence)
            ?? SignInException.Failed(service, evidence.Length > 0 ? evidence : failure.GetType().Name);
    }

    private SignInException? Network(Exception[] causes)
    {
        if (causes.OfType<HttpRequestException>().FirstOrDefault() is { } request407 && request407.StatusCode == HttpStatusCode.ProxyAuthenticationRequired
            || causes.OfType<MsalServiceException>().Any(answer => answer.StatusCode == (int)HttpStatusCode.ProxyAuthenticationRequired))
        {
            return SignInException.ProxyRefused(authority.Host);
        }

        // A machine without a managed identity has nothing at the address that gives its tokens.
        if (request.Method is ManagedIdentitySignIn)
            return null;

        if (causes.OfType<SocketException>().FirstOrDefault() is { } socket)
            return SignInException.NetworkUnavailable(authority.Host, $"{socket.SocketErrorCode}.");

        if (causes.OfType<HttpRequestException>().FirstOrDefault() is { } http)
            return SignInException.NetworkUnavailable(authority.Host, $"{http.HttpRequestError}.");

        bool isTimeout = causes.Any(cause => cause is OperationCanceledException or TimeoutException
            || cause is MsalException { ErrorCode: MsalError.RequestTimeout });
        return isTimeout && !causes.OfType<CredentialUnavailableException>().Any() ? SignInException.TimedOut(authority.Host) : null;
    }

    private SignInException? Code(string text, string evidence) => (AadCode(text), request.Method) switch
    {
        (90002 or 900023 or 900021 or 50059, _) => SignInException.TenantNotFound(_tenant, evidence),
        (700016, _) => SignInException.ApplicationNotFound(_application, _tenant, evidence),
        (7000112, _) => SignInException.ApplicationDisabled(_application, evidence),
        (7000215, _) => SignInException.ApplicationSecretWrong(_application, evidence),
        (7000222, _) => SignInException.ApplicationSecretExpired(_application, evidence),
        (700024 or 500133, _) => SignInException.ClockWrong(clockDifference, evidence),
        (700211 or 700212 or 700213 or 700023 or 700223, WorkloadIdentitySignIn) => SignInException.WorkloadIdentityUnusable(
            $"the application {_application} has no federated credential for the issuer, subject and audience of this platform. Add one (App registrations, Certificates & secrets).",
            evidence),
        (700027 or 7000214 or 700023 or 700030 or 50012 or 50013, WorkloadIdentitySignIn) => SignInException.WorkloadIdentityUnusable(
            "the platform's token is not accepted. Check the federated credential of the application.", evidence),
        (700027 or 7000214 or 700030 or 50012 or 50013, _) => clockDifference is { } difference
            ? SignInException.ClockWrong(difference, evidence)
            : SignInException.CertificateNotRegistered(_application, evidence),
        (65001 or 65004 or 90094 or 90095 or 650056 or 650057 or 65005, _) => SignInException.ConsentMissing(service, _application, evidence),
        (500011 or 650052 or 500014, _) => SignInException.ServiceNotInTenant(service, evidence),
        (53003 or 53000 or 53001 or 53002 or 53004 or 53009 or 53011 or 530003 or 50158 or 50097 or (>= 530031 and <= 530036), _) =>
            SignInException.ConditionalAccessBlocked(evidence, _isPerson),
        (50076 or 50079 or 50074 or 50072 or 50078, _) => Interaction("The tenant asks for multifactor authentication.", evidence),
        (50132 or 50133 or 50173 or 700082 or 700084 or 70043 or 70044 or 70008 or 50058 or 50089, _) => Interaction("The sign-in has ended or was revoked.", evidence),
        (70018 or 70019 or 70020, _) => SignInException.DeviceCodeExpired(evidence),
        (50020, _) => SignInException.AccountRefused($"it is not in the {_tenant}.", evidence),
        (50034 or 51004, _) => SignInException.AccountRefused("there is no such account in the tenant.", evidence),
        (50057, _) => SignInException.AccountRefused("it is disabled.", evidence),
        (50053, _) => SignInException.AccountRefused("it is locked, or its address is blocked for bad activity.", evidence),
        (50055, _) => SignInException.AccountRefused("its password has expired.", evidence),
        (50126, _) => SignInException.AccountRefused("name or password is wrong.", evidence),
        (50105, _) => SignInException.AccountRefused($"it is not assigned to the application {_application}, which asks for that.", evidence),
        (7000218, _) => SignInException.ApplicationMisconfigured("switch on 'Allow public client flows' (App registrations, Authentication).", evidence),
        (50011 or 500113 or 900971, _) => SignInException.ApplicationMisconfigured(
            "add the redirect address http://localhost under 'Mobile and desktop applications' (App registrations, Authentication).", evidence),
        (700025 or 7000216 or 700054, _) => SignInException.ApplicationMisconfigured(
            "it is registered for another kind of sign-in. Compare it with docs/permissions.md.", evidence),
        (90033 or 90012 or 50196 or 90055, _) => SignInException.Unavailable(authority.Host, evidence),
        _ => null,
    };

    private SignInException? Library(Exception[] causes, MsalException? msal, string evidence)
    {
        switch (msal?.ErrorCode)
        {
            case MsalError.AuthenticationCanceledError or MsalError.AccessDenied or "authorization_declined":
                return SignInException.Cancelled(evidence);
            case MsalError.CodeExpired or "expired_token":
                return SignInException.DeviceCodeExpired(evidence);
            case MsalError.LinuxXdgOpen or MsalError.WebviewUnavailable:
                return SignInException.BrowserMissing();
            case MsalError.RequestThrottled or MsalError.ServiceNotAvailable:
                return SignInException.Unavailable(authority.Host, evidence);
        }

        if (request.Method is ManagedIdentitySignIn managed)
            return SignInException.ManagedIdentityNotFound(managed.ClientId, Optional(evidence));

        if (msal is MsalUiRequiredException || causes.OfType<AuthenticationRequiredException>().Any())
            return Interaction("The tenant asks for another sign-in.", evidence);

        return request.Method switch
        {
            AzureCliSignIn => SignInException.AzureCliNotSignedIn(Optional(evidence)),
            AzurePowerShellSignIn => SignInException.AzurePowerShellNotSignedIn(Optional(evidence)),
            WorkloadIdentitySignIn when msal is null => SignInException.WorkloadIdentityUnusable(
                "the platform's token file cannot be read, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE are not set. Check that the platform's webhook or task is set up for it.",
                null),
            _ => null,
        };
    }

    private SignInException? Status(MsalException? msal, string evidence) =>
        msal is MsalServiceException { StatusCode: 429 or >= 500 } ? SignInException.Unavailable(authority.Host, evidence) : null;

    private SignInException Interaction(string reason, string evidence)
    {
        string next = request.Method switch
        {
            AzureCliSignIn => "Sign in again with 'az login'.",
            AzurePowerShellSignIn => "Sign in again with 'Connect-AzAccount'.",
            _ => "Connect again and answer in the browser.",
        };
        return SignInException.InteractionRequired($"{reason} {next}", Optional(evidence));
    }

    private string Evidence(string text, MsalException? msal)
    {
        var parts = new List<string>();
        if (AadCode(text) is { } code)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"AADSTS{code}"));
        else if (msal?.ErrorCode is { Length: > 0 } name && ErrorName().IsMatch(name))
            parts.Add(name);

        if (TraceId().Match(text) is { Success: true } trace)
            parts.Add($"trace id {trace.Groups["id"].Value}");

        if (CorrelationId().Match(text) is { Success: true } correlation)
            parts.Add($"correlation id {correlation.Groups["id"].Value}");

        if (clockDifference is { } difference)
            parts.Add($"this machine's clock is {SignInException.Words(difference)}");

        return string.Join(", ", parts);
    }

    private static string? Optional(string evidence) => evidence.Length > 0 ? evidence : null;

    private static int? AadCode(string text) =>
        AadCodeText().Match(text) is { Success: true } match
        && int.TryParse(match.Groups["code"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : null;

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        var open = new Stack<Exception>([failure]);
        while (open.TryPop(out var cause))
        {
            yield return cause;
            if (cause is AggregateException several)
            {
                foreach (var inner in several.InnerExceptions)
                    open.Push(inner);
            }
            else if (cause.InnerException is { } inner)
            {
                open.Push(inner);
            }
        }
    }

    [GeneratedRegex(@"AADSTS(?<code>\d{4,9})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AadCodeText();

    [GeneratedRegex(@"Trace ID:\s*(?<id>[0-9a-f-]{36})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TraceId();

    [GeneratedRegex(@"Correlation ID:\s*(?<id>[0-9a-f-]{36})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CorrelationId();

    [GeneratedRegex("^[a-z_]{3,60}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorName();
}
