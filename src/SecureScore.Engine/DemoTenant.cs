namespace SecureScore.Engine;

/// <summary>The tenant that comes along with the module and the command line.</summary>
public static class DemoTenant
{
    /// <summary>The edition that the demo tenant was scored by in its own time.</summary>
    public const string Edition = "2022-05";

    private const string Folder = "samples/contoso-2022";

    /// <summary>The full path of its snapshot.</summary>
    /// <param name="installation">The folder that holds the samples: the root of the module, or that of the program.</param>
    public static string Locate(string installation) => Path.GetFullPath(Path.Join(installation, Folder));
}
