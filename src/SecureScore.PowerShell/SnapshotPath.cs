using System.Management.Automation;

namespace SecureScore.PowerShell;

/// <summary>Turns a path as the user writes it (~, PSDrives, relative to the shell's location) into one of the file system.</summary>
internal static class SnapshotPath
{
    private const string FileSystem = "FileSystem";

    /// <summary>The file system path of a path in which wildcards name exactly one snapshot.</summary>
    public static string Resolve(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return ResolveLiteral(cmdlet, path);

        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            MustBeFileSystem(cmdlet, path, provider);
            if (found.Count > 1)
                cmdlet.ThrowTerminatingError(Errors.PathAmbiguous(path, found));

            // Nothing matches: the path as it stands tells the user what was looked for.
            return found.Count == 1 ? found[0] : ResolveLiteral(cmdlet, path);
        }
        catch (ItemNotFoundException)
        {
            return ResolveLiteral(cmdlet, path);
        }
    }

    /// <summary>The file system paths of all snapshots that a path with wildcards names.</summary>
    public static IReadOnlyList<string> ResolveAll(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return [ResolveLiteral(cmdlet, path)];

        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            MustBeFileSystem(cmdlet, path, provider);
            return found.Count > 0 ? [.. found] : [ResolveLiteral(cmdlet, path)];
        }
        catch (ItemNotFoundException)
        {
            return [ResolveLiteral(cmdlet, path)];
        }
    }

    /// <summary>The file system path of a path without wildcards; there need be nothing there.</summary>
    public static string ResolveLiteral(PSCmdlet cmdlet, string path)
    {
        string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        MustBeFileSystem(cmdlet, path, provider);
        return resolved;
    }

    private static void MustBeFileSystem(PSCmdlet cmdlet, string path, ProviderInfo provider)
    {
        if (provider.Name != FileSystem)
            cmdlet.ThrowTerminatingError(Errors.PathNotFileSystem(path, provider.Name));
    }
}
