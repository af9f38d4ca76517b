using System.Reflection;
using System.Text.RegularExpressions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Documentation.Tests;

public partial class PermissionPageTests
{
    private static readonly string s_root = typeof(PermissionPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public void The_page_in_docs_is_the_one_that_the_code_generates() =>
        File.ReadAllText(Path.Combine(s_root, "docs", "permissions.md")).ShouldBe(
            PermissionPage.Generate(),
            "run: dotnet run --project src/SecureScore.Documentation -- permissions docs/permissions.md");

    [Fact]
    public void The_script_that_registers_an_application_asks_for_just_these_permissions()
    {
        string script = File.ReadAllText(Path.Combine(s_root, "docs", "examples", "Register-SecureScoreApplication.ps1"));

        // Each line of the table: the application that publishes the permission, and the permission's two names.
        var found = Permission().Matches(script).Select(match => (Guid.Parse(match.Groups[1].Value), match.Groups[2].Value, match.Groups[3].Value));

        found.ShouldBe(
            ResourceDefinitions.All.Select(definition => definition.Permission).OfType<PermissionDefinition>()
                .Concat(ResourceDefinitions.All.Where(definition => WriteAccess.Covers(definition.Name)).SelectMany(definition => WriteAccess.PermissionsFor(definition.Name)))
                .Append(ServicePermissions.PublishDecisions).Append(ServicePermissions.SendMail)
                .Select(permission => (permission.ApplicationId, permission.Application, permission.Delegated)).Distinct(),
            ignoreOrder: true);
    }

    [GeneratedRegex(@"Api = '([0-9a-f-]{36})'; Application = '([^']+)'; Delegated = '([^']+)'")]
    private static partial Regex Permission();
}
