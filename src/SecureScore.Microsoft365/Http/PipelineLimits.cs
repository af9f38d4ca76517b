namespace SecureScore.Microsoft365.Http;

/// <summary>How patient the pipeline is with a service.</summary>
internal sealed record PipelineLimits
{
    /// <summary>How often a request is tried.</summary>
    public int Tries { get; init; } = 8;

    /// <summary>How long one try may take, its body read.</summary>
    public TimeSpan TryTime { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a request may take, all tries and waits together.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest answer that is read, decompressed, in bytes.</summary>
    public int MostBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many requests in a row may find nobody there before a service is not asked any more.</summary>
    public int MostSilence { get; init; } = 3;
}
