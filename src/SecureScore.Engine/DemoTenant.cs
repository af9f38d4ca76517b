namespace SecureScore.Engine;

/// <summary>The tenant that comes along with the module and the command line.</summary>
public static class DemoTenant
{
    private const string Folder = "samples/contoso";

    /// <summary>The full path of its snapshot.</summary>
    /// <param name="installation">The folder that holds the samples: the root of the module, or that of the program.</param>
    public static string Locate(string installation) => Path.GetFullPath(Path.Join(installation, Folder));
}
