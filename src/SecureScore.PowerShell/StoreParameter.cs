using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.History;

namespace SecureScore.PowerShell;

/// <summary>Turns a store as the user names it into its location.</summary>
internal static class StoreParameter
{
    /// <summary>Where the store is: the one that is named, else the user's own.</summary>
    /// <param name="cmdlet">Knows where the shell stands.</param>
    /// <param name="store">A path (~, PSDrives, relative to the shell's location) or a connection string; null names none.</param>
    public static Func<StoreLocation> Resolve(PSCmdlet cmdlet, string? store)
    {
        if (store is null)
            return StoreLocation.Default;

        try
        {
            // A connection string is no path, and no provider may see its password.
            var location = StoreLocation.Parse(store);
            if (location.Kind == StoreKind.File)
                location = StoreLocation.Parse(SnapshotPath.ResolveLiteral(cmdlet, store));
            return () => location;
        }
        catch (SecureScoreException exception)
        {
            cmdlet.ThrowTerminatingError(Errors.From(exception));
            throw;
        }
    }
}
