using System.Runtime.Loader;
using System.Text;
using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Loading;

namespace SecureScore.PowerShell.Tests.Loading;

public sealed class CompositionLoaderTests : IDisposable
{
    private static readonly string Module = Path.Join(TestFolder.Repository, "bin");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_root_lives_in_the_context_of_the_module_with_its_packages()
    {
        var root = CompositionLoader.Load(Module, _folder.Path);

        using var output = new MemoryStream();
        root.Reports.WriteRecords<ControlResult>(output, ReportFormat.Csv, []);
        var context = AssemblyLoadContext.GetLoadContext(root.GetType().Assembly);
        context.ShouldBeOfType<ModuleLoadContext>();
        context.Assemblies.Select(assembly => assembly.GetName().Name).ShouldContain(name => name == "CsvHelper");
        context.Assemblies.ShouldNotContain(typeof(ICompositionRoot).Assembly);
        Encoding.UTF8.GetString(output.ToArray()).ShouldContain("Rank");
    }

    [Fact]
    public void A_module_without_its_dependencies_says_what_to_do()
    {
        var failure = Should.Throw<SecureScoreException>(() => CompositionLoader.Load(_folder.Path, _folder.Path));

        failure.ErrorId.ShouldBe("ModuleDamaged");
        failure.Message.ShouldContain("Install the module again");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an assembly")]
    public void A_damaged_file_says_what_to_do(string content)
    {
        string dependencies = Directory.CreateDirectory(Path.Join(_folder.Path, "dependencies")).FullName;
        File.WriteAllText(Path.Join(dependencies, "SecureScore.Composition.dll"), content);

        Should.Throw<SecureScoreException>(() => CompositionLoader.Load(_folder.Path, _folder.Path)).ErrorId.ShouldBe("ModuleDamaged");
    }

    [Fact]
    public void An_assembly_without_the_root_says_what_to_do()
    {
        string written = _folder.Write("SecureScore.Composition", "0.1.0.0");
        string dependencies = Directory.CreateDirectory(Path.Join(_folder.Path, "dependencies")).FullName;
        File.Move(written, Path.Join(dependencies, "SecureScore.Composition.dll"));

        Should.Throw<SecureScoreException>(() => CompositionLoader.Load(_folder.Path, _folder.Path)).ErrorId.ShouldBe("ModuleDamaged");
    }
}
