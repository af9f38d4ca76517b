using System.Text.Json;

namespace SecureScore.Benchmarks;

/// <summary>The baseline of every judgement: reads each token of each file of a snapshot, and keeps nothing.</summary>
internal static class JsonWalk
{
    private const int BufferSize = 1 << 20;

    /// <summary>The number of tokens in the files of a folder.</summary>
    public static long Walk(string folder)
    {
        long tokens = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.json*", SearchOption.AllDirectories))
            tokens += file.EndsWith(".jsonl", StringComparison.Ordinal) ? WalkLines(file) : WalkValue(File.ReadAllBytes(file));
        return tokens;
    }

    private static long WalkLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] buffer = new byte[BufferSize];
        long tokens = 0;
        int start = 0, end = 0;
        for (; ; )
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                tokens += WalkValue(buffer.AsSpan(start, length));
                start += length + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);

            int read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
                return end == 0 ? tokens : tokens + WalkValue(buffer.AsSpan(0, end));
            end += read;
        }
    }

    private static long WalkValue(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        long tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }
}
