using System.Globalization;
using System.Text;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Remediation;

namespace SecureScore.Documentation;

/// <summary>docs/remediations.md: what Invoke-ScoreRemediation changes for each control, and what is left to people.</summary>
internal static class RemediationPage
{
    public static string Generate()
    {
        var controls = ControlCatalog.EditionNames.SelectMany(name => ControlCatalog.Get(name).Controls)
            .DistinctBy(control => control.Id, StringComparer.OrdinalIgnoreCase).OrderBy(control => control.Id, StringComparer.Ordinal)
            .Select(RemediationCatalog.Describe).ToArray();
        var changed = controls.Where(control => control.RemediationId is not null).ToArray();
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            # Remediations

            Generated from the code and the catalogue; edit those, not this page.

            `Invoke-ScoreRemediation` puts {{changed.Length}} controls in place. About the other {{controls.Length - changed.Length}} of all editions it says what a person has to do, and where.
            `Get-ScoreRemediation` lists the same for the edition and the tenant at hand.

            - **A**: a switch that can be taken back, and that users hardly notice. It is done without a question, unless `-Confirm` asks for one.
            - **B**: users may notice it, or be kept from something. It asks before, unless `-Force` or `-Confirm:$false` is given.

            Nothing is written that is right already. What was there before goes to the journal first, and `Undo-ScoreRemediation` restores it; what it cannot
            restore, or what that would open again, stands under *Undo*. Values are given with `-Value @{ Name = ... }`. Writing takes all of the permissions,
            and of each service one of the roles: a person always, an application in Exchange, Purview and Teams.

            | Control | Class | What changes |
            |---|---|---|

            """);
        foreach (var control in changed)
            page.AppendLine(CultureInfo.InvariantCulture, $"| [{control.ControlId}](#{Anchor(control)}) | {control.Risk} | {control.Summary} |");
        foreach (var control in changed)
            Describe(page, control);

        page.AppendLine();
        page.AppendLine("## By a person");
        foreach (var group in controls.Except(changed).GroupBy(control => control.Summary, StringComparer.Ordinal).OrderBy(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            page.AppendLine();
            page.AppendLine(group.Key);
            page.AppendLine();
            foreach (var control in group)
                page.AppendLine(CultureInfo.InvariantCulture, $"- {(control.ActionUrl is { } url ? $"[{control.ControlId}]({url})" : control.ControlId)}: {control.Title}");
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Describe(StringBuilder page, RemediationInfo control)
    {
        page.AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"## {control.ControlId}");
        page.AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"*{control.Title}*");
        page.AppendLine();
        page.AppendLine(control.Summary);
        page.AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"- Class: {control.Risk}");
        page.AppendLine(CultureInfo.InvariantCulture, $"- Users notice: {control.UserNotice}");
        foreach (var parameter in control.Parameters)
        {
            page.AppendLine(CultureInfo.InvariantCulture,
                $"- Value `{parameter.Name}` ({Kind(parameter)}{(parameter.IsRequired ? ", required" : "")}): {parameter.Description}");
        }

        page.AppendLine(CultureInfo.InvariantCulture,
            $"- Permissions: {string.Join(", ", control.Permissions.Select(permission => $"`{Name(permission.Application, permission.Delegated)}` of {permission.Service}").Distinct(StringComparer.Ordinal))}");
        page.AppendLine(CultureInfo.InvariantCulture, $"- Roles: {string.Join(", ", control.Roles)}");
        page.AppendLine(CultureInfo.InvariantCulture, $"- Undo: {string.Join(" ", control.UndoWarnings.Prepend("restores what was there."))}");
    }

    private static string Kind(RemediationParameter parameter) => parameter.Choices.Count > 0 ? string.Join(" or ", parameter.Choices) : parameter.Kind switch
    {
        ParameterKind.Text => "text",
        ParameterKind.Texts => "one or several texts",
        ParameterKind.Number => "number",
        ParameterKind.Flag => "true or false",
        ParameterKind.Users => "users",
        ParameterKind.Groups => "groups",
        var kind => throw new DocumentationException($"There are no words for values of the kind {kind}."),
    };

    private static string Name(string application, string delegated) => application == delegated ? application : $"{application}, delegated {delegated}";

    private static string Anchor(RemediationInfo control) => control.ControlId.ToLowerInvariant();
}
