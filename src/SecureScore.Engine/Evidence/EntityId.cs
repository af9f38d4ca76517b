using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SecureScore.Engine.Evidence;

/// <summary>The id of a directory object in 16 bytes, so that a million of them fit in little memory.</summary>
/// <remarks>Microsoft's ids are GUIDs and are kept as such. Any other text is kept as the start of the SHA-256 hash of its upper case: ids that are
/// equal but for case stay equal.</remarks>
internal readonly record struct EntityId(Guid Value)
{
    public static EntityId Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 36 && Utf8Parser.TryParse(utf8, out Guid guid, out int consumed, 'D') && consumed == 36)
            return new EntityId(guid);

        return Hash(Encoding.UTF8.GetString(utf8));
    }

    public static EntityId Parse(string text) => Guid.TryParseExact(text, "D", out var guid) ? new EntityId(guid) : Hash(text);

    private static EntityId Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToUpperInvariant()), hash);
        return new EntityId(new Guid(hash[..16]));
    }
}
