using SecureScore.Documentation;

// Called by the build, and by hand after a control changed; CONTRIBUTING.md has the commands.
try
{
    switch (args)
    {
        case ["help", var assembly, var examples, var output]:
            HelpFile.Write(assembly, examples, output);
            return 0;
        case ["controls", var output]:
            GeneratedFile.Write(output, ControlPage.Generate());
            return 0;
        case ["permissions", var output]:
            GeneratedFile.Write(output, PermissionPage.Generate());
            return 0;
        case ["remediations", var output]:
            GeneratedFile.Write(output, RemediationPage.Generate());
            return 0;
        default:
            Console.Error.WriteLine("""
                usage: SecureScore.Documentation help <cmdlet assembly> <folder of cmdlet pages> <help file>
                       SecureScore.Documentation controls <page>
                       SecureScore.Documentation permissions <page>
                       SecureScore.Documentation remediations <page>
                """);
            return 1;
    }
}
catch (DocumentationException exception)
{
    // The form in which MSBuild recognises an error of a tool.
    Console.Error.WriteLine($"SecureScore.Documentation : error DOC0001: {exception.Message}");
    return 1;
}
