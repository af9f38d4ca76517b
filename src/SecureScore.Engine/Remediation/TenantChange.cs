using System.Text.Json;

namespace SecureScore.Engine.Remediation;

/// <summary>One change to one object of a tenant: typed values, never a method or an address.</summary>
/// <param name="Resource">The resource that the object is a row of, for example <c>exchange/Get-RemoteDomain</c>.</param>
public abstract record TenantChange(string Resource)
{
    /// <summary>What people call the object; null when the resource says it.</summary>
    public string? Label { get; init; }

    /// <summary>Why it cannot be taken back; null when it can.</summary>
    public string? Permanent { get; init; }

    /// <summary>What takes it back.</summary>
    public abstract TenantChange Inverse();

    /// <summary>The change in words, on one line: it may hold text of the tenant, which is to be cleaned where it meets a screen.</summary>
    public sealed override string ToString() => string.Join("; ", ChangeText.Lines(this));
}

/// <summary>Settings of an object that is there.</summary>
/// <param name="Resource">The resource that the object is a row of.</param>
/// <param name="Identity">Which row: its id in Graph, its Identity in Exchange, Purview and Teams; null for what is there once.</param>
/// <param name="Settings">The settings, in the order in which they are shown.</param>
public sealed record SettingsChange(string Resource, string? Identity, IReadOnlyList<SettingChange> Settings) : TenantChange(Resource)
{
    /// <inheritdoc/>
    public override TenantChange Inverse() =>
        this with { Settings = [.. Settings.Select(setting => new SettingChange(setting.Name, setting.Wanted, setting.Former))] };
}

/// <summary>One setting, before and after.</summary>
/// <param name="Name">The property as the service names it when it is read; a path with dots where it lies deeper.</param>
/// <param name="Former">The value before.</param>
/// <param name="Wanted">The value after. A list is always the whole list.</param>
public sealed record SettingChange(string Name, SettingValue Former, SettingValue Wanted)
{
    /// <summary>The setting from what to what, on one line.</summary>
    public override string ToString() => ChangeText.Of(this);
}

/// <summary>An object that is not there yet.</summary>
/// <param name="Resource">The resource that it becomes a row of.</param>
/// <param name="Content">What it is given.</param>
public sealed record ObjectCreation(string Resource, SettingGroup Content) : TenantChange(Resource)
{
    /// <summary>Identities of the objects of the same name that were there before: what is found later and is none of them was created here.</summary>
    public IReadOnlyList<string> Namesakes { get; init; } = [];

    /// <summary>The identity that the service gave it; null before it is known.</summary>
    public string? Identity { get; init; }

    /// <summary>The name by which it is found; null when it has none.</summary>
    internal string? Name => Content["displayName"].AsText() ?? Content["name"].AsText() ?? Label;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Its identity is not known.</exception>
    public override TenantChange Inverse() => new ObjectRemoval(
        Resource, Identity ?? throw new InvalidOperationException("What has no identity cannot be removed."), Content) { Label = Label };
}

/// <summary>An object that goes.</summary>
/// <param name="Resource">The resource that it is a row of.</param>
/// <param name="Identity">Which row.</param>
/// <param name="Content">What it takes to make it again.</param>
public sealed record ObjectRemoval(string Resource, string Identity, SettingGroup Content) : TenantChange(Resource)
{
    /// <inheritdoc/>
    public override TenantChange Inverse() => new ObjectCreation(Resource, Content) { Label = Label };
}

/// <summary>Changes as text, for the journal: the same text for the same changes on every machine.</summary>
public static class TenantChangeText
{
    // A change wraps its values in a list and groups of its own.
    private const int MaxDepth = SettingValue.MaxDepth + 8;

    /// <summary>Writes changes as JSON.</summary>
    public static string Write(IEnumerable<TenantChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return System.Text.Encoding.UTF8.GetString(SettingValue.ListOf(changes.Select(ToValue)).ToJson(MaxDepth));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The text is nothing of the kind.</exception>
    public static IReadOnlyList<TenantChange> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return [.. ListOf(SettingValue.Parse(System.Text.Encoding.UTF8.GetBytes(text), MaxDepth)).Select(ToChange)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException)
        {
            throw new FormatException("The text holds no changes.", exception);
        }
    }

    private static SettingValue ToValue(TenantChange change)
    {
        var common = SettingValue.Group(
            ("resource", SettingValue.Of(change.Resource)), ("label", SettingValue.Of(change.Label)), ("permanent", SettingValue.Of(change.Permanent)));
        return change switch
        {
            SettingsChange settings => common.With("identity", SettingValue.Of(settings.Identity)).With("settings", SettingValue.ListOf(
                settings.Settings.Select(setting => SettingValue.Group(
                    ("setting", SettingValue.Of(setting.Name)), ("former", setting.Former), ("wanted", setting.Wanted))))),
            ObjectCreation creation => common.With("identity", SettingValue.Of(creation.Identity)).With("created", creation.Content)
                .With("namesakes", SettingValue.Of(creation.Namesakes)),
            ObjectRemoval removal => common.With("identity", SettingValue.Of(removal.Identity)).With("removed", removal.Content),
            _ => throw new NotSupportedException(change.GetType().Name),
        };
    }

    private static TenantChange ToChange(SettingGroup text)
    {
        string resource = text["resource"].AsText() ?? throw new FormatException("A change names no resource.");
        string? identity = text["identity"].AsText();
        TenantChange change = (text["created"], text["removed"], text["settings"]) switch
        {
            (SettingGroup content, { IsEmpty: true }, { IsEmpty: true }) =>
                new ObjectCreation(resource, content) { Identity = identity, Namesakes = text["namesakes"].AsTexts() },
            ({ IsEmpty: true }, SettingGroup content, { IsEmpty: true }) =>
                new ObjectRemoval(resource, identity ?? throw new FormatException("A removal names no object."), content),
            ({ IsEmpty: true }, { IsEmpty: true }, var settings) => new SettingsChange(resource, identity, [.. ListOf(settings).Select(ToSetting)]),
            _ => throw new FormatException("A change is of several kinds."),
        };
        return change with { Label = text["label"].AsText(), Permanent = text["permanent"].AsText() };
    }

    private static SettingChange ToSetting(SettingGroup text) =>
        new(text["setting"].AsText() ?? throw new FormatException("A setting has no name."), text["former"], text["wanted"]);

    private static IEnumerable<SettingGroup> ListOf(SettingValue value) =>
        value is SettingGroup || (value.AsList() is [] && !value.Equals(SettingValue.ListOf())) ? throw new FormatException("A list is missing.") : value.AsList().Cast<SettingGroup>();
}
