using SecureScore.Emulator.Clouds;

namespace SecureScore.Emulator.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>429, with Retry-After unless the fault has none.</summary>
    Throttle,

    /// <summary>The answer comes late.</summary>
    Delay,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>The connection is closed in the middle of the content.</summary>
    Truncate,

    /// <summary>The content ends in the middle, and the answer looks whole.</summary>
    WrongJson,

    /// <summary>A page of HTML, as a proxy or a gateway gives it, with status 200.</summary>
    Html,

    /// <summary>An error status.</summary>
    Status,

    /// <summary>No answer ever comes.</summary>
    Hang,

    /// <summary>The next page has the same rows again.</summary>
    RepeatPage,

    /// <summary>A page comes back empty, and the one behind its link has the rows.</summary>
    EmptyPage,

    /// <summary>Every page has a next one; after the last comes the first.</summary>
    EndlessNextLink,

    /// <summary>The link to the next page is the one of this page.</summary>
    LoopingNextLink,

    /// <summary>The link to the next page leads to a host of somebody else.</summary>
    ForeignNextLink,

    /// <summary>The link to the next page leads to the right host without encryption.</summary>
    HttpNextLink,

    /// <summary>Every token that was issued until now ends.</summary>
    ExpireTokens,
}

/// <summary>Something that goes wrong, and for which requests.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record EmulatedFault(FaultKind Kind)
{
    /// <summary>The service that it befalls; null for all.</summary>
    public EmulatedService? Service { get; init; }

    /// <summary>A part of path and query, whatever the case; <c>InvokeCommand</c> has the name of its cmdlet behind it, for example
    /// <c>InvokeCommand/Get-Label</c>. Null for all.</summary>
    public string? Path { get; init; }

    /// <summary>How often it happens; null for ever.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>How many of the requests pass before it happens first.</summary>
    public int After { get; init; }

    /// <summary>How likely it is for each request.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>What Retry-After says; null leaves it out.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether Retry-After is a date instead of seconds.</summary>
    public bool RetryAfterAsDate { get; init; }

    /// <summary>How late the answer comes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The error status.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The code in the error; null for the usual one.</summary>
    public string? Code { get; init; }

    /// <summary>The text of the error; null for the usual one.</summary>
    public string? Message { get; init; }
}
