using System.Globalization;

namespace SecureScore.Engine.Remediation;

/// <summary>Stands for the identity of what an earlier change of the same plan creates, until the service has given it one: as the identity of a later
/// change, or as a text in its values.</summary>
public static class CreatedIdentity
{
    private const string Prefix = "#created:";

    /// <summary>What stands for the identity.</summary>
    /// <param name="position">The position of the change that creates the object, from 0.</param>
    public static string Of(int position) => Prefix + position.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a text stands for an identity that is not known yet.</summary>
    public static bool IsOpen(string? identity) => identity?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The change with the identity in its places.</summary>
    /// <param name="change">A later change.</param>
    /// <param name="position">The position of the change that created the object.</param>
    /// <param name="identity">The identity that it got.</param>
    public static TenantChange Resolve(TenantChange change, int position, string identity)
    {
        string open = Of(position);
        return change switch
        {
            SettingsChange settings => settings with
            {
                Identity = settings.Identity == open ? identity : settings.Identity,
                Settings = [.. settings.Settings.Select(setting => setting with { Wanted = Resolve(setting.Wanted, open, identity) })],
            },
            ObjectCreation creation => creation with { Content = (SettingGroup)Resolve(creation.Content, open, identity) },
            ObjectRemoval removal when removal.Identity == open => removal with { Identity = identity },
            _ => change,
        };
    }

    /// <summary>Puts the identity of what one change created into the changes after it.</summary>
    internal static void Resolve(TenantChange[] changes, int position)
    {
        if (changes[position] is not ObjectCreation { Identity: { } identity })
            return;

        for (int later = position + 1; later < changes.Length; later++)
            changes[later] = Resolve(changes[later], position, identity);
    }

    private static SettingValue Resolve(SettingValue value, string open, string identity) => value switch
    {
        SettingGroup group => new SettingGroup([.. group.Members.Select(member => KeyValuePair.Create(member.Key, Resolve(member.Value, open, identity)))]),
        _ when value.AsText() == open => SettingValue.Of(identity),
        _ when value.AsList() is { Count: > 0 } items => SettingValue.ListOf(items.Select(item => Resolve(item, open, identity))),
        _ => value,
    };
}
