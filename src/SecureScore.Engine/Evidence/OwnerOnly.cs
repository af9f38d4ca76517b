using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace SecureScore.Engine.Evidence;

/// <summary>Creates folders and files that only the user who runs the program can read.</summary>
/// <remarks>The protection is there from the first moment. On Unix it is the mode, 0700 and 0600; on Windows an access list that inherits
/// nothing and names the user alone.</remarks>
internal static class OwnerOnly
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public const int BufferBytes = 64 * 1024;

    /// <summary>Creates a folder, and those above it that are missing; one that is already there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Rules(new DirectorySecurity(), InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit).CreateDirectory(path);
            return;
        }

        // One after the other: Unix gives the mode to the last one only.
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
            CreateFolder(parent);
        Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Creates a file that must not be there yet, and opens it for writing.</summary>
    public static FileStream CreateFile(string path) => OperatingSystem.IsWindows()
        ? new FileInfo(path).Create(
            System.IO.FileMode.CreateNew, FileSystemRights.Write, FileShare.None, BufferBytes, FileOptions.None, Rules(new FileSecurity(), InheritanceFlags.None))
        : new FileStream(path, new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = BufferBytes,
            UnixCreateMode = FileMode,
        });

    /// <summary>Creates a file in place of what is there, and opens it for writing.</summary>
    public static FileStream ReplaceFile(string path)
    {
        File.Delete(path);
        return CreateFile(path);
    }

    [SupportedOSPlatform("windows")]
    private static TSecurity Rules<TSecurity>(TSecurity security, InheritanceFlags inheritance)
        where TSecurity : FileSystemSecurity
    {
        using var user = WindowsIdentity.GetCurrent();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            user.User!, FileSystemRights.FullControl, inheritance, PropagationFlags.None, AccessControlType.Allow));
        return security;
    }
}
