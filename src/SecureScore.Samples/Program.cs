using SecureScore.Engine;
using SecureScore.Samples;

// CONTRIBUTING.md has the command.
if (args is not [var description, var folder])
{
    Console.Error.WriteLine("usage: SecureScore.Samples <description.yaml> <snapshot folder>");
    return 1;
}

try
{
    using var text = File.OpenText(description);
    var tenant = SampleTenant.Read(text);
    tenant.Write(folder);
    foreach (string warning in tenant.Warnings)
        Console.Error.WriteLine($"{description}: warning: {warning}");
    return 0;
}
catch (DescriptionException exception)
{
    // The form in which editors find the line.
    Console.Error.WriteLine($"{description}({exception.Line}): {exception.Message}");
    return 2;
}
catch (Exception exception) when (exception is SecureScoreException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
