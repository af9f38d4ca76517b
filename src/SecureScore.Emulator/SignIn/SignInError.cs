using System.Globalization;
using SecureScore.Emulator.Http;

namespace SecureScore.Emulator.SignIn;

/// <summary>Why the sign-in service gives no token.</summary>
/// <param name="Code">The number of the error, as it stands behind AADSTS.</param>
/// <param name="Kind">The error of OAuth.</param>
/// <param name="Message">The text, without number.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record SignInError(int Code, string Kind, string Message, int Status = 400)
{
    public static SignInError UnknownTenant(string tenant) => new(90002, "invalid_request",
        $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. "
        + "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");

    public static SignInError UnknownApplication(string clientId, string tenant) => new(700016, "unauthorized_client",
        $"Application with identifier '{clientId}' was not found in the directory '{tenant}'. This can happen if the application has not been "
        + "installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.");

    public static SignInError WrongSecret(string clientId) => new(7000215, "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, "
        + $"for a secret added to app '{clientId}'.", 401);

    public static SignInError ExpiredSecret(string clientId) => new(7000222, "invalid_client",
        $"The provided client secret keys for app '{clientId}' are expired. Visit the Azure portal to create new keys for your app: "
        + "https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.", 401);

    public static SignInError NoCredential() => new(7000218, "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", 401);

    public static SignInError UnknownCertificate(string clientId, string thumbprint) => new(700027, "invalid_client",
        $"The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., "
        + $"Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys "
        + $"for app Id '{clientId}'.]", 401);

    public static SignInError InvalidSignature(string clientId) => new(700027, "invalid_client",
        $"Client assertion contains an invalid signature. [Reason - The signature is invalid, app Id '{clientId}'.]", 401);

    public static SignInError ExpiredAssertion() => new(700024, "invalid_client", "Client assertion is not within its valid time range.", 401);

    public static SignInError AssertionForAnother(string audience) => new(700023, "invalid_client",
        $"Client assertion audience claim does not match Realm issuer. Audience: '{audience}'.", 401);

    public static SignInError MalformedAssertion() => new(50027, "invalid_request", "JWT token is invalid or malformed.");

    public static SignInError UnknownSubject(string subject) => new(700213, "invalid_client",
        $"No matching federated identity record found for presented assertion subject '{subject}'. Check your federated identity credential Subject, "
        + "Audience and Issuer against the presented assertion.", 401);

    public static SignInError UnknownResource(string resource, string tenant) => new(500011, "invalid_resource",
        $"The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed "
        + "by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.");

    public static SignInError ConsentMissing(EmulatedApplication application) => new(65001, "invalid_grant",
        $"The user or administrator has not consented to use the application with ID '{application.ClientId}' named '{application.DisplayName}'. "
        + "Send an interactive authorization request for this user and resource.");

    public static SignInError MissingScope() => new(900144, "invalid_request", "The request body must contain the following parameter: 'scope'.");

    public static SignInError UnsupportedGrant(string grant) => new(70003, "unsupported_grant_type", $"The app requested an unsupported grant type '{grant}'.");

    public static SignInError AuthorizationPending() => new(70016, "authorization_pending",
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");

    public static SignInError UnknownDeviceCode() => new(70020, "expired_token", "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");

    public static SignInError UnknownRefreshToken() => new(9002313, "invalid_grant", "Invalid request. Request is malformed or invalid.");

    /// <summary>The refusal with a number that a test or an application asks for.</summary>
    public static SignInError Refusal(int code) => code switch
    {
        53003 => new(code, "invalid_grant", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."),
        50076 => new(code, "interaction_required", "Due to a configuration change made by your administrator, or because you moved to a new location, "
            + "you must use multi-factor authentication to access the resource."),
        50057 => new(code, "invalid_grant", "The user account is disabled."),
        50105 => new(code, "invalid_grant", "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application."),
        65001 => new(code, "invalid_grant", "The user or administrator has not consented to use the application."),
        70043 => new(code, "invalid_grant", "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access."),
        7000112 => new(code, "unauthorized_client", "Application is disabled."),
        _ => new(code, "invalid_grant", "The sign-in was refused."),
    };

    public EmulatedResponse ToResponse(DateTimeOffset now, string? correlation)
    {
        string trace = Guid.NewGuid().ToString();
        string correlationId = correlation ?? Guid.NewGuid().ToString();
        string time = now.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return EmulatedResponse.Json(Status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", Kind);
            json.WriteString("error_description", string.Create(
                CultureInfo.InvariantCulture, $"AADSTS{Code}: {Message} Trace ID: {trace} Correlation ID: {correlationId} Timestamp: {time}"));
            json.WriteStartArray("error_codes");
            json.WriteNumberValue(Code);
            json.WriteEndArray();
            json.WriteString("timestamp", time);
            json.WriteString("trace_id", trace);
            json.WriteString("correlation_id", correlationId);
            json.WriteString("error_uri", string.Create(CultureInfo.InvariantCulture, $"https://login.microsoftonline.com/error?code={Code}"));
            json.WriteEndObject();
        });
    }
}
