using System.Management.Automation;
using System.Reflection;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>The double has nothing that PowerShell has not: a test on it cannot pass by an invented member.</summary>
public sealed class DoubleTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void It_is_found_by_the_name_that_cmdlets_were_compiled_against()
    {
        var wanted = typeof(Commands.GetSecureScoreCommand).Assembly.GetReferencedAssemblies().Single(name => name.Name == "System.Management.Automation");

        typeof(PSCmdlet).Assembly.GetName().FullName.ShouldBe(wanted.FullName);
    }

    [Fact]
    public void Its_public_members_are_those_of_the_reference_assembly()
    {
        using var context = new MetadataLoadContext(new PathAssemblyResolver(
        [
            Samples.Metadata("ReferenceAssembly"),
            .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"),
        ]));
        var reference = context.LoadFromAssemblyPath(Samples.Metadata("ReferenceAssembly"));

        var invented = typeof(PSCmdlet).Assembly.GetExportedTypes().SelectMany(type => Invented(type, reference.GetType(type.FullName!))).ToArray();

        invented.ShouldBeEmpty();
    }

    private static IEnumerable<string> Invented(Type type, Type? original)
    {
        if (original is not { IsPublic: true })
            return [$"type {type}"];

        return Describe(type).Except(Describe(original), StringComparer.Ordinal).Select(member => $"{type}: {member}");
    }

    private static IEnumerable<string> Describe(Type type) =>
    [
        $"is {(type.IsInterface ? "interface" : type.IsValueType ? "value" : "class")}, abstract {type.IsAbstract}, from {type.BaseType}",
        .. type.GetMembers(Declared).Select(Describe).OfType<string>(),
    ];

    private static string? Describe(MemberInfo member) => member switch
    {
        // Accessors are methods too; an override adds nothing that the base has not.
        MethodInfo { IsVirtual: true } method when !method.Attributes.HasFlag(MethodAttributes.NewSlot) => null,
        MethodBase { IsPublic: true } or MethodBase { IsFamily: true } => Signature((MethodBase)member),
        FieldInfo { IsPublic: true } field => $"{field.FieldType.FullName} {field.Name} = {(field.IsLiteral ? field.GetRawConstantValue() : "")}",
        _ => null,
    };

    private static string Signature(MethodBase method) =>
        $"{(method.IsStatic ? "static " : "")}{(method.IsPublic ? "public" : "protected")} {(method as MethodInfo)?.ReturnType} {method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType))})";
}
