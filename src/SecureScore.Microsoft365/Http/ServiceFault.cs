using System.Globalization;
using System.Net;
using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Http;

/// <summary>Why a service gave no answer that can be used.</summary>
/// <param name="Status">What that makes of a resource.</param>
/// <param name="Reason">The cause in a few words, without payload, query or token.</param>
internal sealed record ServiceFault(ResourceStatus Status, string Reason)
{
    /// <summary>The HTTP status; null when no answer came.</summary>
    public HttpStatusCode? Code { get; init; }

    /// <summary>Whether the same request may well succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How often at most the same request is tried when it ends like this.</summary>
    public int MostTries { get; init; } = int.MaxValue;

    /// <summary>How long the service asks to wait; null when it does not tell.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the service sent the request instead; null when it did not.</summary>
    public Uri? Redirect { get; init; }

    /// <summary>Whether no answer came at all, be it that nobody was reached or that nobody spoke.</summary>
    public bool IsSilence => Code is null && IsTransient;

    /// <summary>Whether what came before is as good as it was, so that a later collection may go on there.</summary>
    public bool KeepsPages => IsTransient || Status is ResourceStatus.Denied or ResourceStatus.NotConnected;

    /// <summary>Whether the request surely never arrived.</summary>
    public bool NeverArrived { get; init; }

    /// <summary>The rule of the service that was broken; null when it is none that is known by name.</summary>
    public ServiceRule? Rule { get; init; }

    /// <summary>Whether the request surely was not carried out: it was refused, or never arrived. Who fails on its own may have done it before.</summary>
    public bool ChangedNothing => NeverArrived || Rule is not null || (Code is { } code && (int)code is >= 300 and < 500 && code != HttpStatusCode.RequestTimeout);

    /// <summary>Whether the service says that it never knew the link, or knows it no more.</summary>
    public bool IsExpiredLink => Code is HttpStatusCode.BadRequest or HttpStatusCode.Gone;

    /// <summary>Whether the service does not know what it was asked, so that a simpler question may do.</summary>
    public bool IsUnknownQuery => Status == ResourceStatus.Failed && Code is (HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented);

    /// <summary>There is no token for the service.</summary>
    public static ServiceFault NoToken { get; } = new(ResourceStatus.NotConnected, "there is no token for the service") { NeverArrived = true };

    /// <summary>What the service sent does not follow its own rules.</summary>
    public static ServiceFault Unusable(string reason) => new(ResourceStatus.Failed, reason);

    /// <summary>What the service sent was cut off or is no JSON, which another try may mend.</summary>
    public static ServiceFault Damaged { get; } = new(ResourceStatus.Failed, "the answer is cut off, or is no valid JSON")
    {
        Code = HttpStatusCode.OK,
        IsTransient = true,
        MostTries = 5,
    };

    /// <summary>Nobody answered.</summary>
    /// <param name="host">The host that was asked.</param>
    /// <param name="error">What went wrong.</param>
    public static ServiceFault NoAnswer(string host, HttpRequestError error) => new(ResourceStatus.Failed, $"no answer from {host} ({error})")
    {
        IsTransient = true,
        NeverArrived = error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,

        // These hardly mend while somebody waits; a connection that was reset does.
        MostTries = error is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
            or HttpRequestError.UserAuthenticationError
            ? 3
            : int.MaxValue,
    };

    /// <summary>Nobody answered in time.</summary>
    /// <param name="host">The host that was asked.</param>
    public static ServiceFault TooLate(string host) => new(ResourceStatus.Failed, $"no answer from {host} in time") { IsTransient = true };

    /// <summary>The state of a resource that ends with the fault.</summary>
    public ResourceState StateOf(string resource) => new(resource, Status) { Error = Reason };

    /// <summary>The status as people know it, for example <c>403 Forbidden</c>.</summary>
    public static string Describe(HttpStatusCode status) => Enum.IsDefined(status)
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)status} {status}")
        : ((int)status).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A service gave no answer that can be used. It ends a resource, never the collection.</summary>
internal sealed class ServiceFaultException : Exception
{
    public ServiceFaultException(ServiceFault fault)
        : base(fault.Reason) => Fault = fault;

    /// <summary>Why.</summary>
    public ServiceFault Fault { get; }

    /// <summary>The same of a question that came before a write: whatever became of it, nothing was written.</summary>
    public ServiceFaultException BeforeWrite() => new(Fault with { NeverArrived = true });
}
