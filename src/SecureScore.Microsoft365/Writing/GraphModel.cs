using System.Collections;
using System.Globalization;
using System.Text.Json;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Abstractions.Store;
using Microsoft.Kiota.Serialization.Json;
using SecureScore.Engine.Remediation;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Makes models of the Graph SDK of values, and accepts none that would lose something on the way: a name or a choice that the SDK does not
/// know is refused, not left out.</summary>
internal static class GraphModel
{
    /// <summary>The annotation that tells which of several types an object has.</summary>
    public const string TypeName = "@odata.type";

    /// <summary>The values as a model.</summary>
    /// <param name="resource">The resource, for an error.</param>
    /// <param name="content">The values.</param>
    /// <param name="factory">Makes the model.</param>
    /// <exception cref="SecureScore.Engine.SecureScoreException">The model does not know all of it.</exception>
    public static T Read<T>(string resource, SettingGroup content, ParsableFactory<T> factory)
        where T : class, IParsable
    {
        T? model;
        try
        {
            using var document = JsonDocument.Parse(content.ToJson());
            model = new JsonParseNode(document.RootElement.Clone()).GetObjectValue(factory);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            throw WriteRefusal.Of(resource, "takes no such values");
        }

        Compare(resource, content, model);
        return model!;
    }

    /// <summary>The same without what a service says about values rather than in them, such as where they come from.</summary>
    public static SettingGroup WithoutAnnotations(SettingGroup group) => new(
        [.. group.Members.Where(member => !member.Key.Contains('@', StringComparison.Ordinal) || member.Key == TypeName)
            .Select(member => KeyValuePair.Create(member.Key, WithoutAnnotations(member.Value)))]);

    /// <summary>Values with the type of the object that they are for.</summary>
    public static SettingGroup WithTypeOf(SettingGroup present, SettingGroup wanted) =>
        new([.. present.Members.Where(member => member.Key == TypeName), .. wanted.Members]);

    private static SettingValue WithoutAnnotations(SettingValue value) => value switch
    {
        SettingGroup group => WithoutAnnotations(group),
        _ when value.AsList() is { Count: > 0 } items => SettingValue.ListOf(items.Select(WithoutAnnotations)),
        _ => value,
    };

    /// <summary>Holds a model against what it was made of, and gives it the nulls, which reading skips.</summary>
    private static void Compare(string resource, SettingGroup content, object? model)
    {
        if (model is not IBackedModel { BackingStore: { } store } || model is IAdditionalDataHolder { AdditionalData.Count: > 0 })
            throw WriteRefusal.Of(resource, "has no properties of such names");

        foreach (var (name, value) in content.Members)
        {
            var property = model.GetType().GetProperty(name == TypeName ? "OdataType" : char.ToUpperInvariant(name[0]) + name[1..])
                ?? throw WriteRefusal.Of(resource, $"has no property '{name}'");
            if (!value.IsEmpty)
                CompareValue(resource, name, value, property.GetValue(model));
            else if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(List<>))
                property.SetValue(model, Activator.CreateInstance(property.PropertyType));
            else
                store.Set<object?>(name, null);
        }
    }

    private static void CompareValue(string resource, string name, SettingValue value, object? read)
    {
        var items = value.AsList();
        if (value is SettingGroup group)
        {
            Compare(resource, group, read);
        }
        else if (items.Count > 0)
        {
            object?[] all = read is IEnumerable list and not string ? [.. list.Cast<object?>()] : [];
            if (all.Length != items.Count)
                throw Unknown(resource, name, value);

            for (int i = 0; i < all.Length; i++)
                CompareValue(resource, name, items[i], all[i]);
        }
        else if (!Says(read, value))
        {
            throw Unknown(resource, name, value);
        }
    }

    private static bool Says(object? read, SettingValue value) => read switch
    {
        null => false,
        bool flag => value.AsText() is null && value.AsFlag() == flag,
        int or long or double or decimal => value.AsText() is null && value.AsNumber() == Convert.ToDecimal(read, CultureInfo.InvariantCulture),

        // A choice is known by its member, which differs from the service's own name for it in case. There may be several, in any order.
        Enum or Guid => Choices(value.AsText()).SetEquals(Choices(read.ToString())),
        string text => value.AsText() == text,
        _ => false,
    };

    private static HashSet<string> Choices(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static SecureScore.Engine.SecureScoreException Unknown(string resource, string name, SettingValue value) =>
        WriteRefusal.Of(resource, $"takes no '{value}' as '{name}'");
}
