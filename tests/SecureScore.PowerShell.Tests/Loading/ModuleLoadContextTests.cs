using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using SecureScore.Engine;
using SecureScore.PowerShell.Loading;

namespace SecureScore.PowerShell.Tests.Loading;

public sealed class ModuleLoadContextTests : IDisposable
{
    private const string OwnVersion = "2.0.0.0";

    private readonly TestFolder _own = new();
    private readonly TestFolder _foreign = new();
    private readonly TestFolder _host = new();

    public void Dispose()
    {
        _own.Dispose();
        _foreign.Dispose();
        _host.Dispose();
    }

    // The default context keeps what it loaded for as long as the process lives, so each case has a name of its own.
    [Theory]
    [InlineData("Dependency.OlderBefore", "1.0.0.0", true)]
    [InlineData("Dependency.OlderAfter", "1.0.0.0", false)]
    [InlineData("Dependency.SameBefore", OwnVersion, true)]
    [InlineData("Dependency.NewerBefore", "99.0.0.0", true)]
    [InlineData("Dependency.NewerAfter", "99.0.0.0", false)]
    public void A_copy_that_another_module_loaded_is_never_ours(string name, string foreignVersion, bool foreignFirst)
    {
        string ownPath = _own.Write(name, OwnVersion);
        string foreignPath = _foreign.Write(name, foreignVersion);
        var context = CreateContext();

        var foreign = foreignFirst ? AssemblyLoadContext.Default.LoadFromAssemblyPath(foreignPath) : null;
        var own = context.LoadFromAssemblyName(new AssemblyName($"{name}, Version={OwnVersion}"));
        foreign ??= AssemblyLoadContext.Default.LoadFromAssemblyPath(foreignPath);

        own.Location.ShouldBe(ownPath);
        AssemblyLoadContext.GetLoadContext(own).ShouldBe(context);
        foreign.Location.ShouldBe(foreignPath);
        context.LoadFromAssemblyName(new AssemblyName(name)).ShouldBe(own);
    }

    [Theory]
    [InlineData("Dependency.HostOlder", "1.9.9.9", false)]
    [InlineData("Dependency.HostSame", OwnVersion, true)]
    [InlineData("Dependency.HostNewer", "3.0.0.0", true)]
    public void The_host_serves_what_it_has_in_our_version_or_a_newer_one(string name, string hostVersion, bool hostServes)
    {
        string ownPath = _own.Write(name, OwnVersion);
        string hostPath = _host.Write(name, hostVersion);

        var loaded = CreateContext().LoadFromAssemblyName(new AssemblyName($"{name}, Version={OwnVersion}"));

        loaded.Location.ShouldBe(hostServes ? hostPath : ownPath);
    }

    [Theory]
    [InlineData("Dependency.Framework", null, true)]
    [InlineData("Dependency.ShellAndFramework", "2.5.0.0", false)]
    public void The_framework_serves_what_the_shell_has_no_file_of(string name, string? shellVersion, bool frameworkServes)
    {
        using var framework = new TestFolder();
        _own.Write(name, OwnVersion);
        string frameworkPath = framework.Write(name, "3.0.0.0");
        string? shellPath = shellVersion is null ? null : _host.Write(name, shellVersion);
        var context = new ModuleLoadContext(_own.Write("Root", OwnVersion), typeof(SecureScoreException).Assembly, _host.Path, framework.Path);

        var loaded = context.LoadFromAssemblyName(new AssemblyName($"{name}, Version={OwnVersion}"));

        loaded.Location.ShouldBe(frameworkServes ? frameworkPath : shellPath);
    }

    [Theory]
    [InlineData("Dependency, Version=1.9.9.9", false)]
    [InlineData("Dependency, Version=2.0.0.0", true)]
    [InlineData("dependency, Version=2.0.0.1", true)]
    [InlineData("Dependency.Other, Version=2.0.0.0", false)]
    [InlineData("Dependency, Version=2.0.0.0, Culture=fr", false)]
    [InlineData("Dependency, Version=2.0.0.0, PublicKeyToken=31bf3856ad364e35", false)]
    public void A_host_file_satisfies_by_name_culture_key_and_version(string host, bool satisfies) =>
        ModuleLoadContext.Satisfies(new AssemblyName(host), new AssemblyName("Dependency, Version=2.0.0.0")).ShouldBe(satisfies);

    [Theory]
    [InlineData("Dependency, Version=3.0.0.0, PublicKeyToken=31bf3856ad364e35", true)]
    [InlineData("Dependency, Version=3.0.0.0, PublicKeyToken=b03f5f7f11d50a3a", false)]
    [InlineData("Dependency, Version=3.0.0.0, PublicKeyToken=null", false)]
    public void A_host_file_has_the_key_of_ours(string host, bool satisfies) =>
        ModuleLoadContext.Satisfies(new AssemblyName(host), new AssemblyName("Dependency, Version=2.0.0.0, PublicKeyToken=31bf3856ad364e35"))
            .ShouldBe(satisfies);

    [Theory]
    [InlineData("SecureScore.Engine")]
    [InlineData("securescore.engine, Version=99.0.0.0")]
    public void The_engine_is_the_one_that_scripts_name(string name)
    {
        _own.Write("SecureScore.Engine", "99.0.0.0");

        CreateContext().LoadFromAssemblyName(new AssemblyName(name)).ShouldBe(typeof(SecureScoreException).Assembly);
    }

    [Fact]
    public void A_framework_assembly_is_the_one_of_the_process() =>
        CreateContext().LoadFromAssemblyName(new AssemblyName("System.Text.Json")).ShouldBe(typeof(System.Text.Json.JsonElement).Assembly);

    [Fact]
    public void A_name_that_nobody_knows_is_not_found() =>
        Should.Throw<FileNotFoundException>(() => CreateContext().LoadFromAssemblyName(new AssemblyName("Dependency.Unknown")));

    [Fact]
    public void A_native_library_comes_from_the_staged_dependencies()
    {
        string folder = Path.Join(TestFolder.Repository, "tests", "SecureScore.LoadContext.Fixture", "bin", "dependencies");
        string rootPath = Path.Join(folder, "SecureScore.LoadContext.Fixture.dll");
        var context = new ModuleLoadContext(rootPath, typeof(SecureScoreException).Assembly, _host.Path);

        object? version = context.LoadFromAssemblyPath(rootPath)
            .GetType("SecureScore.LoadContext.Fixture.NativeLibrary", throwOnError: true)!
            .GetMethod("Version")!
            .Invoke(null, null);

        version.ShouldBeOfType<string>().ShouldStartWith("3.");
        Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .ShouldContain(path => path.StartsWith(Path.Join(folder, "runtimes"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Threads_that_ask_at_once_get_one_copy()
    {
        _own.Write("Dependency.Shared", OwnVersion);
        var context = CreateContext();
        using var start = new Barrier(4);

        var copies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return context.LoadFromAssemblyName(new AssemblyName("Dependency.Shared"));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        copies.Distinct().ShouldHaveSingleItem();
    }

    // Without a .deps.json, the folder of the root assembly is what the module brings along.
    private ModuleLoadContext CreateContext() => new(_own.Write("Root", OwnVersion), typeof(SecureScoreException).Assembly, _host.Path);
}
