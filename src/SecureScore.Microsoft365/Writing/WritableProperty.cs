using SecureScore.Engine.Remediation;

namespace SecureScore.Microsoft365.Writing;

/// <summary>What a property holds, and so how it is written.</summary>
internal enum PropertyKind
{
    /// <summary>True or false, and never nothing.</summary>
    Flag,

    /// <summary>A whole number, and never nothing.</summary>
    Number,

    /// <summary>A text; nothing clears it.</summary>
    Text,

    /// <summary>A list of texts that is written whole; nothing clears it.</summary>
    List,

    /// <summary>A list of texts of which only the difference is written, so that what others add at the same time stays.</summary>
    Values,
}

/// <summary>A property that may be written.</summary>
/// <param name="Name">Its name where it is read.</param>
/// <param name="Kind">What it holds.</param>
internal sealed record WritableProperty(string Name, PropertyKind Kind)
{
    /// <summary>The parameter that writes it.</summary>
    public string Parameter { get; init; } = Name;

    /// <summary>Whether it can be given to what is made only.</summary>
    public bool OnlyWhenMade { get; init; }

    /// <summary>The value as a parameter for what is there already; null when it cannot be written so.</summary>
    public SettingValue? ToChange(SettingValue former, SettingValue wanted) => Kind == PropertyKind.Values ? Difference(former, wanted) : ToWhole(wanted);

    /// <summary>The value as a parameter for what is made; null when it cannot be written so.</summary>
    public SettingValue? ToWhole(SettingValue value) => Kind switch
    {
        PropertyKind.Flag => value.AsFlag() is { } flag ? SettingValue.Of(flag) : null,
        PropertyKind.Number => value.AsNumber() is { } number && decimal.IsInteger(number) ? SettingValue.Of(number) : null,
        PropertyKind.Text => value.IsEmpty || value.AsText() is not null ? value : null,
        _ when value.IsEmpty => SettingValue.Nothing,
        _ => IsTexts(value) ? value : null,
    };

    private static SettingGroup? Difference(SettingValue former, SettingValue wanted)
    {
        if (!(former.IsEmpty || IsTexts(former)) || !(wanted.IsEmpty || IsTexts(wanted)))
            return null;

        var members = new List<(string, SettingValue)> { ("@odata.type", SettingValue.Of("#Exchange.GenericHashTable")) };
        Add("Add", wanted, former);
        Add("Remove", former, wanted);
        return SettingValue.Group(members);

        void Add(string name, SettingValue these, SettingValue without)
        {
            string[] texts = [.. these.AsTexts().Except(without.AsTexts(), StringComparer.Ordinal)];
            if (texts.Length > 0)
                members.Add((name, SettingValue.Of(texts)));
        }
    }

    private static bool IsTexts(SettingValue value) => value.AsList() is { Count: > 0 } items && items.All(item => item.AsText() is not null);
}
