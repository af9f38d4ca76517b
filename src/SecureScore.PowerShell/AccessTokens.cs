using System.Collections;
using System.Management.Automation;
using System.Security;
using SecureScore.Engine;
using SecureScore.Engine.Tenants;

namespace SecureScore.PowerShell;

/// <summary>Access tokens as users have them: a SecureString, what Get-AzAccessToken returns, or a table of tokens by service.</summary>
internal static class AccessTokens
{
    // In the address of each cloud's service there is one of these, or the service's application id stands for the address.
    private static readonly (TenantService Service, string[] Marks)[] s_addresses =
    [
        // Before Exchange: in one cloud the address has both.
        (TenantService.Purview, ["compliance"]),
        (TenantService.Exchange, ["outlook", "00000002-0000-0ff1-ce00-000000000000"]),
        (TenantService.Teams, ["48ac35b8-9aa8-4d74-927d-1f4a14a0b239", "teams"]),
        (TenantService.Graph, ["graph", "00000003-0000-0000-c000-000000000000"]),
    ];

    /// <summary>The tokens by service.</summary>
    /// <param name="values">What the user gave.</param>
    /// <param name="services">The services that the user named; one alone tells what a token without an address is for.</param>
    /// <exception cref="SecureScoreException"><c>AccessTokenNotRecognised</c>.</exception>
    public static IReadOnlyDictionary<TenantService, SecureString> Read(IEnumerable<object?> values, IReadOnlyCollection<TenantService> services)
    {
        var tokens = new Dictionary<TenantService, SecureString>();
        foreach (object? value in values.Select(BaseObject))
        {
            if (value is IDictionary table)
            {
                foreach (DictionaryEntry entry in table)
                    Add(tokens, ServiceNamed(entry.Key), TokenOf(BaseObject(entry.Value)));
            }
            else
            {
                Add(tokens, value is SecureString ? services.Count == 1 ? services.First() : TenantService.Graph : ServiceOf(value), TokenOf(value));
            }
        }

        return tokens;
    }

    private static void Add(Dictionary<TenantService, SecureString> tokens, TenantService service, SecureString token)
    {
        if (!tokens.TryAdd(service, token))
            throw NotRecognised($"There are two access tokens for {service}.");
    }

    private static SecureString TokenOf(object? value)
    {
        object? token = value is SecureString ? value : Property(value, "Token");
        if (token is SecureString secret)
            return secret;

        if (token is not string { Length: > 0 } text)
            throw NotRecognised("An access token is neither a SecureString nor an object that Get-AzAccessToken returned.");

        // Older versions of Az hand the token out as text.
        var copy = new SecureString();
        foreach (char character in text)
            copy.AppendChar(character);
        copy.MakeReadOnly();
        return copy;
    }

    private static TenantService ServiceNamed(object name) => Enum.TryParse<TenantService>(name.ToString(), ignoreCase: true, out var service)
        && Enum.IsDefined(service) && service != TenantService.Dns
        ? service
        : throw NotRecognised($"'{name}' is no service that takes an access token.");

    private static TenantService ServiceOf(object? value)
    {
        string? address = Property(value, "ResourceUrl") as string ?? Property(value, "Resource") as string;
        foreach (var (service, marks) in s_addresses)
        {
            if (address is not null && Array.Exists(marks, mark => address.Contains(mark, StringComparison.OrdinalIgnoreCase)))
                return service;
        }

        throw NotRecognised(address is null
            ? "An access token does not tell its service."
            : $"The access token is for {address}, which is none of the services that are asked.");
    }

    private static object? Property(object? value, string name) =>
        value is null ? null : BaseObject(PSObject.AsPSObject(value).Properties[name]?.Value);

    private static object? BaseObject(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static SecureScoreException NotRecognised(string problem) => new(
        ErrorIds.AccessTokenNotRecognised,
        problem + " Give a SecureString (for Graph, or the one service of -Service), what Get-AzAccessToken returns, or a table such as @{ Graph = $graph; Exchange = $exchange }.");
}
