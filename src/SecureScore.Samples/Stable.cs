using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SecureScore.Samples;

/// <summary>Ids and choices that follow from names alone: the same in every run and on every machine.</summary>
internal static class Stable
{
    /// <summary>An id in the form of a directory object's.</summary>
    public static string Id(string kind, string name) => new Guid(Hash($"{kind}/{name}").AsSpan(0, 16)).ToString();

    /// <summary>A number from 0 to <paramref name="end"/>, without it.</summary>
    public static int Number(string name, int end) => (int)(Order(name) % (uint)end);

    /// <summary>A place in a shuffled order.</summary>
    public static uint Order(string name) => BinaryPrimitives.ReadUInt32BigEndian(Hash(name));

    private static byte[] Hash(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));
}
