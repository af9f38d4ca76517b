using System.Management.Automation;
using System.Reflection;
using SecureScore.Engine;
using SecureScore.Engine.Ports;

namespace SecureScore.PowerShell.Loading;

/// <summary>Creates the composition root in the module's own load context, once a process and not before somebody asks.</summary>
internal static class CompositionLoader
{
    private static readonly Lazy<ICompositionRoot> Shared = new(() => Load(
        Path.GetDirectoryName(typeof(CompositionLoader).Assembly.Location)!,
        Path.GetDirectoryName(typeof(PSCmdlet).Assembly.Location)!,
        Path.GetDirectoryName(typeof(object).Assembly.Location)!));

    /// <summary>The composition root that all runspaces of the process share.</summary>
    /// <exception cref="SecureScoreException"><c>ModuleDamaged</c>: files of the module are missing or unreadable.</exception>
    public static ICompositionRoot Root => Shared.Value;

    /// <summary>Creates a composition root of its own.</summary>
    /// <param name="moduleFolder">The folder that holds the module's assemblies, with <c>dependencies</c> in it.</param>
    /// <param name="hostFolders">The folders of the PowerShell that runs and of its framework.</param>
    internal static ICompositionRoot Load(string moduleFolder, params string[] hostFolders)
    {
        string rootPath = Path.Join(moduleFolder, "dependencies", "SecureScore.Composition.dll");
        try
        {
            var context = new ModuleLoadContext(rootPath, typeof(ICompositionRoot).Assembly, hostFolders);
            var root = context.LoadFromAssemblyPath(rootPath).GetType("SecureScore.Composition.CompositionRoot", throwOnError: true)!;
            return (ICompositionRoot)Activator.CreateInstance(root)!;
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or InvalidOperationException
            or TypeLoadException or InvalidCastException or TargetInvocationException)
        {
            throw new SecureScoreException(
                ErrorIds.ModuleDamaged,
                $"The module cannot load its own files in {Path.GetDirectoryName(rootPath)}: {exception.GetBaseException().Message} Install the module again, then start a new session.",
                exception)
            {
                Target = rootPath,
            };
        }
    }
}
