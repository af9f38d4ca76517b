namespace SecureScore.Documentation;

/// <summary>Writes generated files, leaving those alone that are right already, so that an unchanged build stays unchanged.</summary>
internal static class GeneratedFile
{
    public static void Write(string path, string content)
    {
        if (File.Exists(path) && File.ReadAllText(path) == content)
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, content);
    }
}
