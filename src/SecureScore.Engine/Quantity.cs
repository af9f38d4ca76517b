using System.Globalization;

namespace SecureScore.Engine;

/// <summary>Counts in words.</summary>
internal static class Quantity
{
    /// <summary>A number with its noun in the right form: "1 user", "0 users".</summary>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : noun.EndsWith('y') ? noun[..^1] + "ies" : noun + "s")}");

    /// <summary>The verb that goes with a number: one user holds, two users hold.</summary>
    public static string Verb(long count, string one, string many) => count == 1 ? one : many;
}
