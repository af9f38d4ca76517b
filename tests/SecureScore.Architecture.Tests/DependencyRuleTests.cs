using System.Xml.Linq;

namespace SecureScore.Architecture.Tests;

public class DependencyRuleTests
{
    private const string Engine = "SecureScore.Engine";
    private const string Composition = "SecureScore.Composition";

    /// <summary>What a project may refer to. The engine comes along with whatever refers to it.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        [Engine] = [],
        ["SecureScore.Emulator"] = [Engine],
        ["SecureScore.Microsoft365"] = [Engine],
        ["SecureScore.Reporting"] = [Engine],
        ["SecureScore.Storage"] = [Engine],
        [Composition] = [Engine, "SecureScore.Emulator", "SecureScore.Microsoft365", "SecureScore.Reporting", "SecureScore.Storage"],
        ["SecureScore.PowerShell"] = [Engine],
        ["SecureScore.Cli"] = [Composition],
        ["SecureScore.Documentation"] = [Engine],
        ["SecureScore.Samples"] = [Engine],
    };

    private static readonly string[] Names = [.. Directory.EnumerateFiles(Path.Join(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Select(path => Path.GetFileNameWithoutExtension(path))];

    public static TheoryData<string> Projects { get; } = [.. Names];

    [Fact]
    public void Every_project_has_a_rule() =>
        Names.ShouldBe(Allowed.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_the_projects_that_it_may_and_no_other(string project) =>
        Items(project, "ProjectReference")
            .Where(reference => !"false".Equals((string?)reference.Attribute("ReferenceOutputAssembly"), StringComparison.Ordinal))
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .ShouldBe(Allowed[project], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_refers_to_the_projects_that_it_may_and_no_other(string project)
    {
        var own = Repository.References(AssemblyOf(project))!.Where(name => name.StartsWith("SecureScore.", StringComparison.Ordinal));

        own.Except([.. Allowed[project], project == Engine ? "" : Engine], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void The_engine_has_no_package()
    {
        Items(Engine, "PackageReference").ShouldBeEmpty();
        Repository.References(AssemblyOf(Engine))!.Where(name => !Repository.IsFramework(name)).ShouldBeEmpty();
    }

    // PowerShell loads it into its own context, where every other assembly would meet the copies of other modules.
    [Fact]
    public void The_cmdlets_need_nothing_but_the_engine_and_PowerShell() =>
        Repository.References(AssemblyOf("SecureScore.PowerShell"))!.Where(name => !Repository.IsFramework(name))
            .ShouldBe([Engine, "System.Management.Automation"], ignoreOrder: true);

    private static IEnumerable<XElement> Items(string project, string name) => Load(project).Descendants(name);

    private static XDocument Load(string project) => XDocument.Load(Path.Join(Repository.Root, "src", project, project + ".csproj"));

    private static string AssemblyOf(string project)
    {
        var document = Load(project);
        string name = (string?)document.Descendants("AssemblyName").SingleOrDefault() ?? project;
        string framework = document.Descendants("TargetFramework").Single().Value;
        return Path.Join(Repository.Root, "src", project, "bin", Repository.Configuration, framework, name + ".dll");
    }
}
