using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>Whether a service is part of a connection.</summary>
/// <param name="Service">The service.</param>
/// <param name="IsAsked">Whether it was asked for.</param>
/// <param name="LeftOut">Why it gets no token, and what to do about it; null when it gets one or needs none.</param>
internal sealed record ServiceChoice(TenantService Service, bool IsAsked, string? LeftOut)
{
    /// <summary>Every service.</summary>
    public static IReadOnlyList<ServiceChoice> Of(SignInRequest request) =>
    [
        .. Enum.GetValues<TenantService>().Select(service =>
        {
            bool isAsked = request.Services.Count == 0 || request.Services.Contains(service);
            return new ServiceChoice(service, isAsked, isAsked ? ReasonOf(request, service) : "It was not asked for.");
        }),
    ];

    private static string? ReasonOf(SignInRequest request, TenantService service)
    {
        if (service == TenantService.Dns)
            return null;

        if (request.Method is AccessTokenSignIn handed && !handed.Tokens.ContainsKey(service))
            return $"No access token for {service} was given.";

        return service != TenantService.Graph && request.UsesFirstPartyApplication()
            ? $"{FirstPartyApplication.Name} has no permission for {service}. Register an application with {PermissionOf(service)} (docs/permissions.md) and connect with its client id."
            : null;
    }

    private static string PermissionOf(TenantService service) => service switch
    {
        TenantService.Teams => "the delegated permission user_impersonation of 'Skype and Teams Tenant Admin API'",
        _ => "the delegated permission Exchange.Manage of 'Office 365 Exchange Online'",
    };
}
