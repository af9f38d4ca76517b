using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tenants;

/// <summary>What a line of an <see cref="AccessReport"/> is about.</summary>
public enum AccessKind
{
    /// <summary>A service, and whether it can be asked at all.</summary>
    Service,

    /// <summary>A permission that an administrator grants to the application.</summary>
    Permission,

    /// <summary>A directory role of who signed in, person or application.</summary>
    DirectoryRole,
}

/// <summary>One thing that reading a tenant takes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The service, the permission or the least role.</param>
/// <param name="Service">The service that wants it.</param>
public sealed record AccessRequirement(AccessKind Kind, string Name, TenantService Service)
{
    /// <summary>Whether it is there; null when nothing tells.</summary>
    public bool? Granted { get; init; }

    /// <summary>The resources that need it.</summary>
    public DisplayList<string> Resources { get; init; } = DisplayList<string>.Empty;

    /// <summary>Ids of the controls that lack evidence without it.</summary>
    public DisplayList<string> Controls { get; init; } = DisplayList<string>.Empty;

    /// <summary>How it stands, and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>The name and whether it is granted.</summary>
    public override string ToString() => $"{Name}: {(Granted is { } granted ? granted ? "granted" : "missing" : "unknown")}";
}

/// <summary>What of a tenant can be read with the tokens at hand, and what would be lost without each permission and role.</summary>
/// <param name="Requirements">What reading takes, service by service.</param>
public sealed record AccessReport(IReadOnlyList<AccessRequirement> Requirements)
{
    /// <summary>Whether who signed in may look at Microsoft Secure Score in its portal; null when no token tells the roles.</summary>
    public bool? MayRead { get; init; }

    /// <summary>Whether who signed in may also change what it shows; null when no token tells the roles.</summary>
    public bool? MayWrite { get; init; }

    /// <summary>Whether the token for Graph allows to publish decisions; null when no token tells. Reading takes nothing of it.</summary>
    public bool? MayPublish { get; init; }

    /// <summary>Reports what tokens allow.</summary>
    /// <param name="access">What each service tells. One that is not among them counts as not connected.</param>
    /// <param name="catalog">The edition whose controls could be lost.</param>
    public static AccessReport Create(IReadOnlyList<ServiceAccess> access, ControlCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(catalog);
        string[][] known = [.. access.Select(service => service.DirectoryRoles).OfType<IReadOnlyList<string>>().Select(roles => roles.ToArray())];
        string[]? held = known.Length == 0 ? null : [.. known.SelectMany(roles => roles)];
        bool? mayWrite = held is null ? null : DirectoryRole.Writing.Any(role => role.IsAmong(held));
        return new AccessReport([.. Enum.GetValues<TenantService>().SelectMany(service => Of(
            access.FirstOrDefault(found => found.Service == service) ?? new ServiceAccess(service, Connected: service == TenantService.Dns),
            held,
            catalog))])
        {
            MayWrite = mayWrite,
            MayPublish = access.FirstOrDefault(service => service.Service == TenantService.Graph) is { Connected: true, Permissions: { } permissions }
                ? ServicePermissions.PublishDecisions.IsGrantedBy(permissions)
                : null,
            MayRead = mayWrite == false ? DirectoryRole.Reading.Any(role => role.IsAmong(held!)) : mayWrite,
        };
    }

    private static IEnumerable<AccessRequirement> Of(ServiceAccess access, string[]? heldAnywhere, ControlCatalog catalog)
    {
        ResourceDefinition[] resources = [.. ResourceDefinitions.All.Where(definition => definition.Service == access.Service)];
        yield return With(new AccessRequirement(AccessKind.Service, access.Service.ToString(), access.Service)
        {
            Granted = access.Connected,
            Detail = access.Connected
                ? access.Error ?? "The service can be asked."
                : access.Error ?? "There is no token for the service. Sign in to it with Connect-SecureScore.",
        }, resources, catalog);

        foreach (var group in resources.Where(definition => definition.Permission is not null).GroupBy(definition => definition.Permission!))
        {
            bool? granted = access.Connected && access.Permissions is { } permissions ? group.Key.IsGrantedBy(permissions) : null;
            yield return With(new AccessRequirement(AccessKind.Permission, group.Key.Application, access.Service)
            {
                Granted = granted,
                Detail = Describe(group.Key, granted),
            }, [.. group], catalog);
        }

        if (DirectoryRole.ToRead(access.Service) is { Count: > 0 } roles)
            yield return OfRole(access, roles, access.DirectoryRoles ?? heldAnywhere, resources, catalog);
    }

    private static AccessRequirement OfRole(
        ServiceAccess access, IReadOnlyList<DirectoryRole> roles, IReadOnlyList<string>? held, ResourceDefinition[] resources, ControlCatalog catalog)
    {
        // What the service itself lets be run tells more than roles do: its own role groups count too.
        ResourceDefinition[] refused = access.Cmdlets is { } cmdlets
            ? [.. resources.Where(definition => !definition.IsOptional && !cmdlets.Contains(CmdletOf(definition), StringComparer.OrdinalIgnoreCase))]
            : [];
        bool? granted = !access.Connected ? null
            : access.Cmdlets is not null ? !Array.Exists(refused, definition => definition.LicenceGate is null)
            : held is null ? null
            : roles.Any(role => role.IsAmong(held));
        string names = string.Join(", ", roles);
        string detail = granted switch
        {
            true when refused.Length == 0 => "The settings of the service can be read.",
            true => $"The settings of the service can be read, except what needs a licence: {string.Join(", ", refused.Select(CmdletOf))}.",
            false when refused.Length > 0 => $"The service refuses {string.Join(", ", refused.Select(CmdletOf))}. Assign {roles[0]} to the person or application that signs in.",
            false => $"Assign {roles[0]} to the person or application that signs in. Any of these will do: {names}.",
            null => $"No token tells the roles. Needed is one of these: {names}.",
        };
        return With(
            new AccessRequirement(AccessKind.DirectoryRole, roles[0].Name, access.Service) { Granted = granted, Detail = detail },
            granted == false && refused.Length > 0 ? refused : resources,
            catalog);
    }

    private static string CmdletOf(ResourceDefinition definition) => definition.Name[(definition.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Describe(PermissionDefinition permission, bool? granted)
    {
        string name = permission.Application == permission.Delegated
            ? permission.Application
            : $"{permission.Application} (application) or {permission.Delegated} (delegated)";
        return granted switch
        {
            true => "The token allows it.",
            false => $"Grant {name} to the application, with admin consent, and sign in again.",
            null => $"No token tells whether it is granted. Needed is {name}, with admin consent.",
        };
    }

    private static AccessRequirement With(AccessRequirement requirement, IReadOnlyCollection<ResourceDefinition> resources, ControlCatalog catalog)
    {
        var all = resources.Select(definition => definition.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var asked = resources.Where(definition => !definition.IsOptional).Select(definition => definition.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return requirement with
        {
            Resources = new DisplayList<string>(resources.Select(definition => definition.Name)),

            // What is collected only when somebody wants just that is lost only to the controls that are about it.
            Controls = new DisplayList<string>(catalog.Controls
                .Select(control => control.Id)
                .Where(id => ControlEvaluators.Find(id) is { } evaluator && (asked.Overlaps(evaluator.Evidence) || all.Contains(evaluator.Evidence[0])))
                .Order(StringComparer.OrdinalIgnoreCase)),
        };
    }
}
