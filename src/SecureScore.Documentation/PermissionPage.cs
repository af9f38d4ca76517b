using System.Globalization;
using System.Text;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tenants;

namespace SecureScore.Documentation;

/// <summary>docs/permissions.md: what reading a tenant takes, and what is lost without it.</summary>
internal static class PermissionPage
{
    public static string Generate()
    {
        var page = new StringBuilder();
        page.Append("""
            # Permissions

            Generated from the code; edit that, not this page.

            Judging a tenant only reads. What [publishing decisions](#only-when-publishing-decisions) and [changing the tenant](#only-when-changing-the-tenant)
            take besides is asked for then, and not before. Each permission can be left out: the controls that need it are then not judged by evidence. What
            the session at hand has and lacks is told by `Test-SecureScoreAccess`.
            [Register-SecureScoreApplication.ps1](examples/Register-SecureScoreApplication.ps1) registers an application with exactly the permissions to
            read, with `-Publish` the one to publish too, and with `-Remediate` those to change the tenant.

            ## Permissions of the application

            An administrator grants them with admin consent. *Application* is for certificates, secrets and managed identities, *delegated* for people who
            sign in; a person also needs a directory role that may read, such as Global Reader.

            | Service | Application | Delegated | Controls that lack evidence without it |
            |---|---|---|---|

            """);

        var access = AccessReport.Create([], ControlCatalog.Default);
        foreach (var definition in ResourceDefinitions.All.Where(definition => definition.Permission is not null).DistinctBy(definition => definition.Permission))
        {
            var permission = definition.Permission!;
            var controls = access.Requirements
                .Single(line => line.Kind == AccessKind.Permission && line.Service == permission.Service && line.Name == permission.Application).Controls;
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {permission.Service} | `{permission.Application}` | `{permission.Delegated}` | {(controls.Count == 0 ? "none" : string.Join(", ", controls))} |");
        }

        page.Append("""

            The permissions of Exchange and Purview are one and the same, published by Office 365 Exchange Online; those of Teams are published by Skype and
            Teams Tenant Admin API.

            ## Only when publishing decisions


            """);
        var publish = ServicePermissions.PublishDecisions;
        page.Append(CultureInfo.InvariantCulture, $"""
            `Set-ControlStatus -Publish` writes a decision to Microsoft Secure Score, and nothing else. It takes `{publish.Application}` of
            {publish.Service}, application or delegated, with admin consent; a person also needs {string.Join(" or ", DirectoryRole.Publishing)}. Who signs in without an
            application of their own is asked for it when the first decision is published, and not before.

            ## Only when changing the tenant

            `Invoke-ScoreRemediation` and what belongs to it change settings. A person who signs in is asked to consent to the permissions of a change when
            the first such change is made, and to no others; who has an application of their own only where its tokens lack them. An application that signs
            in by itself has what it was granted. The least role comes first. An application needs one too in Exchange, Purview and Teams, where the
            permission is the one for reading: what it may change there is for its role to say.

            | Service | Permission | For | One of these roles |
            |---|---|---|---|

            """);
        foreach (var (permissions, roles, what) in Writes())
        {
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {permissions[0].Service} | {string.Join(", ", permissions.Select(Names).Distinct(StringComparer.Ordinal))} | {what} | {string.Join(", ", roles)} |");
        }

        page.Append(CultureInfo.InvariantCulture, $"""
            | {ServicePermissions.SendMail.Service} | {Names(ServicePermissions.SendMail)} | mail to the people whom a control concerns (`Send-ControlNotification`) | whoever may send from the mailbox |

            Mail is sent from the mailbox that is named: by a person from their own. An application may send from every mailbox of the tenant, unless it is held
            to some in Exchange Online (application access policies or RBAC for applications).


            """);
        page.Append("""
            ## Directory roles

            Exchange, Purview and Teams want a role besides, of an application too. The first one is the least.

            | Service | One of these roles |
            |---|---|

            """);
        foreach (var service in Enum.GetValues<TenantService>().Where(service => DirectoryRole.ToRead(service).Count > 0))
            page.AppendLine(CultureInfo.InvariantCulture, $"| {service} | {string.Join(", ", DirectoryRole.ToRead(service))} |");

        page.Append(CultureInfo.InvariantCulture, $"""

            In the portal, Microsoft Secure Score may be changed by {string.Join(", ", DirectoryRole.Writing)}, and be looked at by
            {string.Join(", ", DirectoryRole.Reading)}.

            ## Resources

            A resource without the licence that it names is not asked for: the service would refuse. One that is marked *on demand* is collected only for a
            control that is about it and was named, or for a change that needs it.

            | Resource | Service | Permission | Licence | Remarks |
            |---|---|---|---|---|

            """);
        foreach (var definition in ResourceDefinitions.All)
        {
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| `{definition.Name}` | {definition.Service} | {(definition.Permission is { } permission ? $"`{permission.Application}`" : "none")} | {Licence(definition)} | {Remarks(definition)} |");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    // Resources that take the same are told in one line.
    private static IEnumerable<(IReadOnlyList<PermissionDefinition> Permissions, IReadOnlyList<DirectoryRole> Roles, string What)> Writes()
    {
        var writes = new List<(IReadOnlyList<PermissionDefinition> Permissions, IReadOnlyList<DirectoryRole> Roles, List<string> Resources)>();
        foreach (string resource in ResourceDefinitions.All.Select(definition => definition.Name).Where(WriteAccess.Covers))
        {
            var (permissions, roles) = (WriteAccess.PermissionsFor(resource), WriteAccess.RolesFor(resource));
            int index = writes.FindIndex(known => known.Permissions.SequenceEqual(permissions) && known.Roles.SequenceEqual(roles));
            if (index >= 0)
                writes[index].Resources.Add(resource);
            else
                writes.Add((permissions, roles, [resource]));
        }

        return writes.Select(write => (write.Permissions, write.Roles,
            write.Permissions[0].Service == TenantService.Graph ? string.Join(", ", write.Resources.Select(resource => $"`{resource}`")) : "its policies and settings"));
    }

    private static string Names(PermissionDefinition permission) =>
        permission.Application == permission.Delegated ? $"`{permission.Application}`" : $"`{permission.Application}` or `{permission.Delegated}`";

    private static string Licence(ResourceDefinition definition) =>
        definition.LicenceGate is { } gate ? ControlCatalog.LicenceGates[gate].DisplayName : "";

    private static string Remarks(ResourceDefinition definition) => string.Join("; ", new[]
    {
        definition.IsOptional ? "on demand" : null,
        definition.AbsentIn.Count > 0 ? $"not in {string.Join(", ", definition.AbsentIn)}" : null,
    }.OfType<string>());
}
