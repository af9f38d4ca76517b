using SecureScore.Engine;
using SQLitePCL;

namespace SecureScore.LoadContext.Fixture;

/// <summary>Calls into a native library.</summary>
public static class NativeLibrary
{
    /// <summary>The version that the native library tells of itself, cleaned by the engine.</summary>
    public static string Version()
    {
        Batteries_V2.Init();
        return DisplayText.Clean(raw.sqlite3_libversion().utf8_to_string());
    }
}
