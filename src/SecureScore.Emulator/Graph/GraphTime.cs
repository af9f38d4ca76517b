using System.Globalization;

namespace SecureScore.Emulator.Graph;

/// <summary>Writes times as Graph does.</summary>
internal static class GraphTime
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
