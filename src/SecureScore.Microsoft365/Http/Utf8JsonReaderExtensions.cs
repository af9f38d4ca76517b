using System.Text.Json;

namespace SecureScore.Microsoft365.Http;

/// <summary>Reads texts of JSON that nobody vouches for.</summary>
internal static class Utf8JsonReaderExtensions
{
    /// <summary>The text or the name at hand; null where null stands.</summary>
    /// <exception cref="JsonException">It is no Unicode: the reader passes over such text, and only who reads it is told, as of a mistake of his own.</exception>
    public static string? ReadText(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A text is no Unicode.", exception);
        }
    }
}
