using System.Reflection;
using SecureScore.Engine.Ports;

namespace SecureScore.Architecture.Tests;

/// <summary>A port is called from one load context into another: a type that each of them has its own copy of cannot cross.</summary>
public class PortTests
{
    private static readonly Assembly Engine = typeof(ICompositionRoot).Assembly;

    // In one copy in every process. Not System.Text.Json and the like: a package may bring a newer one.
    private static readonly string[] Core = ["System.Private.CoreLib", "System.Private.Uri", "System.Collections"];

    public static TheoryData<Type> Ports { get; } = [.. Engine.GetExportedTypes().Where(type => type.Namespace == typeof(ICompositionRoot).Namespace)];

    [Theory]
    [MemberData(nameof(Ports))]
    public void Only_types_that_both_sides_share_cross_a_port(Type port) => Foreign(port).ShouldBeEmpty();

    [Theory]
    [InlineData(typeof(System.Text.Json.JsonElement))]
    [InlineData(typeof(IReadOnlyList<System.Text.Json.JsonElement>))]
    [InlineData(typeof(Func<System.Diagnostics.Activity[]>))]
    public void A_type_that_cannot_cross_is_found(Type type) => Foreign(type).ShouldNotBeEmpty();

    /// <summary>What is reachable from the public members of a type and is neither ours nor core.</summary>
    private static List<string> Foreign(Type start)
    {
        var foreign = new List<string>();
        var seen = new HashSet<Type>();
        var open = new Queue<Type>([start]);
        while (open.TryDequeue(out var type))
        {
            if (type.HasElementType)
                type = type.GetElementType()!;

            if (type.IsGenericParameter || !seen.Add(type))
                continue;

            foreach (var argument in type.GenericTypeArguments)
                open.Enqueue(argument);

            if (type.Assembly == Engine)
            {
                foreach (var next in PublicTypes(type))
                    open.Enqueue(next);
            }
            else if (!Core.Contains(type.Assembly.GetName().Name, StringComparer.Ordinal))
            {
                foreign.Add(type.FullName!);
            }
        }

        return foreign;
    }

    private static IEnumerable<Type> PublicTypes(Type type)
    {
        var methods = type.GetMethods().Where(method => method.DeclaringType!.Assembly == Engine);
        return type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Concat(methods.SelectMany(method => method.GetParameters().Append(method.ReturnParameter)))
            .Select(parameter => parameter.ParameterType)
            .Concat(type.GetFields().Select(field => field.FieldType))
            .Concat(type.GetInterfaces());
    }
}
