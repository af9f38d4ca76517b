using System.Runtime.CompilerServices;
using System.Text;

namespace SecureScore.Engine.Evidence;

/// <summary>Tells a name that says that its account is kept for emergencies, as "break-glass 1" or "Emergency Access" do.</summary>
internal static class EmergencyName
{
    private static readonly string[] s_names = ["breakglass", "emergencyaccess", "emergencyaccount", "emergencyadmin"];

    /// <summary>Whether a display name, or a sign-in name before its domain, says so.</summary>
    public static bool Is(ReadOnlySpan<byte> utf8)
    {
        int domain = utf8.IndexOf((byte)'@');
        var name = domain < 0 ? utf8 : utf8[..domain];
        if (!MayBe(name))
            return false;

        string letters = string.Concat(Encoding.UTF8.GetString(name).Where(char.IsAsciiLetter));
        return Array.Exists(s_names, known => letters.Contains(known, StringComparison.OrdinalIgnoreCase));
    }

    // Every user of a directory is asked, and hardly one has "glass" or "gency" in a name.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool MayBe(ReadOnlySpan<byte> name)
    {
        for (int letter = name.IndexOfAny((byte)'g', (byte)'G'); letter >= 0 && letter + 5 <= name.Length;)
        {
            var rest = name.Slice(letter + 1, 4);
            if (Ascii.EqualsIgnoreCase(rest, "lass"u8) || Ascii.EqualsIgnoreCase(rest, "ency"u8))
                return true;

            int next = name[(letter + 1)..].IndexOfAny((byte)'g', (byte)'G');
            if (next < 0)
                return false;

            letter += 1 + next;
        }

        return false;
    }
}
