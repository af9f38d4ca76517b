using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace SecureScore.Samples;

/// <summary>Points in time as the services write them, most of them counted back from the moment of collection.</summary>
internal static class Timestamp
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(YamlNode node) =>
        DateTimeOffset.TryParse(DescriptionMap.TextOf(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new DescriptionException(node, "a date and time is expected here, for example 2026-09-14T06:00:00Z");

    /// <summary>Reads an age such as <c>40d</c> or <c>6h</c>.</summary>
    public static TimeSpan Age(YamlNode node)
    {
        string text = DescriptionMap.TextOf(node);
        return int.TryParse(text.AsSpan(0, Math.Max(text.Length - 1, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? text[^1] switch
            {
                'd' => TimeSpan.FromDays(count),
                'h' => TimeSpan.FromHours(count),
                _ => throw Unknown(),
            }
            : throw Unknown();

        DescriptionException Unknown() => new(node, $"'{text}' is no age: write 40d or 6h");
    }
}
