namespace SecureScore.Engine.Evidence;

/// <summary>A folder for unfinished evidence that one process holds at a time.</summary>
/// <remarks>In it are <c>lock</c>, held open as long as the folder is in use, <c>snapshot</c>, which has the format of a snapshot and holds only
/// what is whole, and <c>open</c> for resources that are being written.</remarks>
internal sealed class WorkingFolder : IDisposable
{
    private const string LockName = "lock";
    private const string TemporaryPrefix = "securescore-evidence-";

    // A folder exists for a moment before its lock does.
    private static readonly TimeSpan s_birth = TimeSpan.FromMinutes(1);

    private readonly FileStream _lock;

    private WorkingFolder(string path, FileStream heldLock)
    {
        Path = path;
        _lock = heldLock;
        Snapshot = System.IO.Path.Combine(path, "snapshot");
        Open = System.IO.Path.Combine(path, "open");
        Scratch = System.IO.Path.Combine(path, "scratch");
        OwnerOnly.CreateFolder(Snapshot);
        OwnerOnly.CreateFolder(Open);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The folder of what is whole.</summary>
    public string Snapshot { get; }

    /// <summary>The folder of what is being written.</summary>
    public string Open { get; }

    /// <summary>A file for what takes another file's place when it is written.</summary>
    public string Scratch { get; }

    /// <summary>Takes a folder into use, and creates it where it is not there.</summary>
    /// <exception cref="SnapshotException">Another process uses it, it is somebody else's, or it holds something else.</exception>
    public static WorkingFolder Take(string path)
    {
        bool isNew = !Directory.Exists(path);
        OwnerOnly.CreateFolder(path);
        if (!isNew && Foreign(path) is { } reason)
            throw SnapshotException.NotReplaced(path, reason);

        // Somebody else may have removed the folder between the two steps: then there is no lock file at that name any more.
        return TryLock(path) is { } heldLock && File.Exists(heldLock.Name) ? new WorkingFolder(path, heldLock) : throw SnapshotException.InUse(path);
    }

    /// <summary>Creates a folder in the user's temporary folder, and removes those that processes left there when they died.</summary>
    public static WorkingFolder CreateTemporary()
    {
        string parent = System.IO.Path.GetTempPath();
        var folder = Take(System.IO.Path.Combine(parent, TemporaryPrefix + System.IO.Path.GetRandomFileName()));
        RemoveAbandoned(parent, Directory.GetCreationTimeUtc(folder.Path) - s_birth);
        return folder;
    }

    /// <summary>Removes everything in the folder, which stays in use.</summary>
    public void Clear()
    {
        Remove(Path);
        OwnerOnly.CreateFolder(Snapshot);
        OwnerOnly.CreateFolder(Open);
    }

    /// <summary>Removes the folder.</summary>
    public void Delete()
    {
        Remove(Path);
        Dispose();
        try
        {
            Directory.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else has taken it into use since.
        }
    }

    /// <summary>Leaves the folder to whoever takes it next.</summary>
    public void Dispose() => _lock.Dispose();

    internal static void RemoveAbandoned(string parent, DateTime before)
    {
        foreach (var folder in new DirectoryInfo(parent).EnumerateDirectories(TemporaryPrefix + "*", new EnumerationOptions()))
        {
            try
            {
                // The lock tells whether its process lives. Of another user's folder it cannot even be opened.
                if (Foreign(folder.FullName) is null && folder.CreationTimeUtc < before && TryLock(folder.FullName) is { } heldLock)
                {
                    using (heldLock)
                        Remove(folder.FullName);
                    folder.Delete();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It stays for the next time.
            }
        }
    }

    // Removing does not follow links.
    private static void Remove(string path)
    {
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder)
                folder.Delete(recursive: true);
            else if (!entry.Name.Equals(LockName, StringComparison.Ordinal))
                entry.Delete();
        }
    }

    /// <summary>Why a folder is not one of ours; null when it is.</summary>
    private static string? Foreign(string path)
    {
        var folder = new DirectoryInfo(path);
        if (folder.LinkTarget is not null)
            return "it is a link";
        if (!OperatingSystem.IsWindows() && (folder.UnixFileMode & ~OwnerOnly.FolderMode) != UnixFileMode.None)
            return "others may read it";

        return folder.EnumerateFileSystemInfos().FirstOrDefault(entry => !IsOurs(entry)) is { } foreign
            ? $"it holds '{foreign.Name}', which belongs to no unfinished snapshot"
            : null;
    }

    private static bool IsOurs(FileSystemInfo entry) => entry.LinkTarget is null && entry.Name switch
    {
        "snapshot" or "open" => entry is DirectoryInfo,
        LockName or "scratch" => entry is FileInfo,
        _ => false,
    };

    // The system takes the lock away from a process that dies. Closing removes the file before it gives the lock up.
    private static FileStream? TryLock(string path)
    {
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly.FileMode;
            return new FileStream(System.IO.Path.Combine(path, LockName), options);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
