namespace SecureScore.PowerShell;

/// <summary>The tenant that comes with the module.</summary>
internal static class DemoTenant
{
    /// <summary>The edition that the demo tenant was scored by in its own time.</summary>
    public const string Edition = "2022-05";

    /// <summary>The folder of its snapshot: beside the folder that this assembly lies in.</summary>
    public static string Location { get; } = Path.GetFullPath(
        Path.Join(Path.GetDirectoryName(typeof(DemoTenant).Assembly.Location), "..", "samples", "contoso-2022"));
}
