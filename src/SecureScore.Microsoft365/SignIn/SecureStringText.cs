using System.Runtime.InteropServices;
using System.Security;

namespace SecureScore.Microsoft365.SignIn;

/// <summary>What a protected text holds. Asked for where it is sent, not before.</summary>
internal static class SecureStringText
{
    /// <summary>The text itself.</summary>
    public static string Unprotect(this SecureString text)
    {
        IntPtr copy = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            return Marshal.PtrToStringUni(copy, text.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }
}
