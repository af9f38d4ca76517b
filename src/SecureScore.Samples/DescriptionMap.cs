using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SecureScore.Samples;

/// <summary>A mapping of the description, read by key. A key that nobody asks for is a mistake, and <see cref="End"/> says so.</summary>
internal sealed class DescriptionMap
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public DescriptionMap(YamlNode node)
    {
        Node = node;
        if (node is not YamlMappingNode mapping)
            throw new DescriptionException(node, "a mapping (key: value) is expected here");

        foreach (var (key, value) in mapping.Children)
            _values.Add(TextOf(key), value);
    }

    public YamlNode Node { get; }

    /// <summary>The keys in the order of the description.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>Reads a file of one document.</summary>
    public static DescriptionMap Parse(TextReader text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(text);
        }
        catch (YamlException exception)
        {
            throw new DescriptionException(exception.Start.Line, exception.Message, exception);
        }

        return stream.Documents.Count == 1
            ? new DescriptionMap(stream.Documents[0].RootNode)
            : throw new DescriptionException(1, "one YAML document is expected");
    }

    public static string TextOf(YamlNode node) => node is YamlScalarNode { Value: { } value }
        ? value
        : throw new DescriptionException(node, "a text is expected here");

    public static IReadOnlyList<YamlNode> ListOf(YamlNode node) => node is YamlSequenceNode list
        ? [.. list.Children]
        : throw new DescriptionException(node, "a list is expected here");

    public YamlNode? Find(string key)
    {
        _used.Add(key);
        return _values.GetValueOrDefault(key);
    }

    public YamlNode Required(string key) => Find(key) ?? throw new DescriptionException(Node, $"'{key}' is missing");

    public DescriptionMap Map(string key) => new(Required(key));

    public string Text(string key) => TextOf(Required(key));

    public string? OptionalText(string key) => Find(key) is { } node ? TextOf(node) : null;

    public IReadOnlyList<YamlNode> List(string key) => Find(key) is { } node ? ListOf(node) : [];

    public IReadOnlyList<DescriptionMap> Maps(string key) => [.. List(key).Select(node => new DescriptionMap(node))];

    public IReadOnlyList<string> Texts(string key) => [.. List(key).Select(TextOf)];

    public bool? Flag(string key) => Find(key) is { } node
        ? bool.TryParse(TextOf(node), out bool flag) ? flag : throw new DescriptionException(node, $"'{key}' is true or false")
        : null;

    public int Number(string key) => (int)Amount(key);

    public decimal Amount(string key) => OptionalAmount(key) ?? throw new DescriptionException(Node, $"'{key}' is missing");

    public decimal? OptionalAmount(string key) => Find(key) is { } node
        ? decimal.TryParse(TextOf(node), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new DescriptionException(node, $"'{key}' is a number")
        : null;

    /// <summary>Ends the reading: every key was asked for.</summary>
    public void End()
    {
        if (_values.Keys.FirstOrDefault(key => !_used.Contains(key)) is { } unknown)
            throw new DescriptionException(_values[unknown], $"'{unknown}' means nothing here");
    }
}
