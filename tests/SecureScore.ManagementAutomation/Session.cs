using System.Collections;
using System.Collections.ObjectModel;
using System.IO.Enumeration;

namespace System.Management.Automation
{
    public sealed class SessionState
    {
        public PathIntrinsics Path { get; } = new();

        public PSVariableIntrinsics PSVariable { get; } = new();
    }

    public sealed class PSVariableIntrinsics
    {
        internal PSVariableIntrinsics()
        {
        }

        public object? GetValue(string name) => name == "global:Error" ? Runspaces.Runspace.DefaultRunspace?.Errors : null;
    }

    public class ProviderInfo
    {
        internal ProviderInfo(string name) => Name = name;

        public string Name { get; }
    }

    public class PSDriveInfo
    {
        internal PSDriveInfo()
        {
        }
    }

    /// <summary>The paths of a machine with one file system and the drive Env, which is another provider's.</summary>
    public sealed class PathIntrinsics
    {
        internal PathIntrinsics()
        {
        }

        public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo drive)
        {
            drive = new PSDriveInfo();
            provider = new ProviderInfo("FileSystem");
            if (path.StartsWith("Env:", StringComparison.OrdinalIgnoreCase))
            {
                provider = new ProviderInfo("Environment");
                return path["Env:".Length..];
            }

            if (path.StartsWith("NoSuchDrive:", StringComparison.OrdinalIgnoreCase))
                throw new DriveNotFoundException("Cannot find drive.");

            if (path.StartsWith('~'))
                path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
            return IO.Path.GetFullPath(path);
        }

        public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
        {
            string full = GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
            string folder = IO.Path.GetDirectoryName(full)!;
            return Directory.Exists(folder)
                ? new Collection<string>([.. Directory.EnumerateFileSystemEntries(folder)
                    .Where(entry => FileSystemName.MatchesSimpleExpression(IO.Path.GetFileName(full), IO.Path.GetFileName(entry)))
                    .Order(StringComparer.Ordinal)])
                : throw new ItemNotFoundException("Cannot find path.");
        }
    }

    [Flags]
    public enum WildcardOptions
    {
        None = 0,
        IgnoreCase = 2,
        CultureInvariant = 4,
    }

    /// <summary>Knows * and ?, and takes every bracket for one that nothing closes: what the tests need.</summary>
    public sealed class WildcardPattern
    {
        private readonly string _pattern;
        private readonly bool _ignoreCase;

        private WildcardPattern(string pattern, bool ignoreCase)
        {
            _pattern = pattern;
            _ignoreCase = ignoreCase;
        }

        public static bool ContainsWildcardCharacters(string pattern) => pattern.AsSpan().IndexOfAny("*?[") >= 0;

        public static WildcardPattern Get(string pattern, WildcardOptions options) => new(pattern, options.HasFlag(WildcardOptions.IgnoreCase));

        public static string Escape(string pattern) => pattern.Replace("[", "`[", StringComparison.Ordinal);

        public bool IsMatch(string input) => _pattern.Contains('[', StringComparison.Ordinal) && !_pattern.Contains("`[", StringComparison.Ordinal)
            ? throw new WildcardPatternException("The pattern is not valid.")
            : FileSystemName.MatchesSimpleExpression(_pattern.Replace("`", "", StringComparison.Ordinal), input, _ignoreCase);
    }
}

namespace System.Management.Automation.Runspaces
{
    public abstract class Runspace
    {
        [ThreadStatic]
        private static Runspace? s_default;

        private protected Runspace()
        {
        }

        internal ArrayList Errors { get; private set; } = [];

        public static Runspace? DefaultRunspace
        {
            get => s_default;
            set => s_default = value;
        }

        public virtual void ResetRunspaceState() => Errors = [];
    }

    public static class RunspaceFactory
    {
        public static Runspace CreateRunspace() => new LocalRunspace();
    }

    internal sealed class LocalRunspace : Runspace;
}
