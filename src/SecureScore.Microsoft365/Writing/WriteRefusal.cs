using SecureScore.Engine;
using SecureScore.Engine.Remediation;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Refuses changes before anything is sent.</summary>
internal static class WriteRefusal
{
    /// <summary>What may be written of the object of a change.</summary>
    /// <exception cref="SecureScoreException">Nothing may.</exception>
    public static WritableObject ObjectOf(TenantChange change) => WritableObject.Find(change.Resource) ?? throw Of(change, "is nothing that is written");

    /// <summary>A property of a change that may be written.</summary>
    /// <exception cref="SecureScoreException">It may not.</exception>
    public static WritableProperty PropertyOf(TenantChange change, WritableObject known, string name, bool isMade = false) =>
        known.Property(name) is { } property && (isMade || !property.OnlyWhenMade) ? property : throw Of(change, $"has no property '{name}' that is written");

    /// <summary>A value that can be written.</summary>
    /// <exception cref="SecureScoreException">It cannot.</exception>
    public static SettingValue ValueOf(TenantChange change, WritableProperty property, SettingValue? value) =>
        value ?? throw Of(change, $"takes a {property.Kind.ToString().ToLowerInvariant()} as '{property.Name}', and was to get something else");

    /// <summary>Says why nothing was sent.</summary>
    public static SecureScoreException Of(TenantChange change, string why) => Of(change.Resource, why);

    /// <summary>Says why nothing was sent.</summary>
    public static SecureScoreException Of(string resource, string why) =>
        new(ErrorIds.RemediationRefused, $"{resource} {why}. Nothing was sent.") { Target = resource };
}
