using System.Reflection;
using System.Runtime.Loader;

namespace SecureScore.PowerShell.Loading;

/// <summary>Holds what the module brings along, apart from what other modules of the same process bring.</summary>
/// <remarks>docs/load-context.md says what lives where and why.</remarks>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly Assembly _shared;
    private readonly AssemblyDependencyResolver _resolver;
    private readonly string[] _hostFolders;

    /// <summary>Creates the context; nothing is loaded yet.</summary>
    /// <param name="rootPath">The full path of the assembly whose .deps.json names the dependencies.</param>
    /// <param name="shared">The one assembly that both sides name types of; its copy in the default context serves both.</param>
    /// <param name="hostFolders">The folders of the PowerShell that runs and of its framework, the first that has a file going first.</param>
    public ModuleLoadContext(string rootPath, Assembly shared, params string[] hostFolders)
        : base("SecureScore")
    {
        _shared = shared;
        _resolver = new AssemblyDependencyResolver(rootPath);
        _hostFolders = hostFolders;
    }

    // Answering null would hand the name to the default context, and so to whatever another module loaded there. Only names that the
    // module does not bring along go that way: the framework's.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (string.Equals(assemblyName.Name, _shared.GetName().Name, StringComparison.OrdinalIgnoreCase))
            return _shared;

        if (_resolver.ResolveAssemblyToPath(assemblyName) is not { } ownPath)
            return null;

        string? hostPath = Array.Find(
            Array.ConvertAll(_hostFolders, folder => Path.Join(folder, Path.GetFileName(ownPath))), File.Exists);
        return hostPath is not null && Satisfies(AssemblyName.GetAssemblyName(hostPath), AssemblyName.GetAssemblyName(ownPath))
            ? Default.LoadFromAssemblyPath(hostPath)
            : LoadFromAssemblyPath(ownPath);
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;

    /// <summary>Whether the host's assembly can stand in for ours: the same name, culture and key, and a version at least as high.</summary>
    internal static bool Satisfies(AssemblyName host, AssemblyName own) =>
        string.Equals(host.Name, own.Name, StringComparison.OrdinalIgnoreCase)
        && string.Equals(host.CultureName ?? "", own.CultureName ?? "", StringComparison.OrdinalIgnoreCase)
        && host.GetPublicKeyToken().AsSpan().SequenceEqual(own.GetPublicKeyToken())
        && host.Version >= own.Version;
}
