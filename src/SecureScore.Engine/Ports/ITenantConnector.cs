using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Ports;

/// <summary>Signs in to tenants.</summary>
public interface ITenantConnector
{
    /// <summary>Signs in. Asks each service for a token, and Graph for the tenant's name; any other request comes with the collection.</summary>
    /// <exception cref="SecureScoreException">Nobody could be signed in; the id tells why.</exception>
    Task<ITenantConnection> ConnectAsync(SignInRequest request, ITenantObserver observer, CancellationToken cancellation);

    /// <summary>Signs in to an emulated tenant that holds what a snapshot holds and answers as the services do.</summary>
    /// <param name="snapshot">The full path of the snapshot.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends the sign-in early.</param>
    Task<ITenantConnection> ConnectDemoAsync(string snapshot, ITenantObserver observer, CancellationToken cancellation);
}

/// <summary>A tenant that somebody is signed in to. Tokens live in memory, and end with it.</summary>
public interface ITenantConnection : IDisposable
{
    /// <summary>Who is signed in, where, and to which services, as of now.</summary>
    TenantSession Session { get; }

    /// <summary>Reads and changes single objects of the tenant.</summary>
    ITenantWriter Writer { get; }

    /// <summary>Collects resources and what they depend on, each service beside the others. What fails costs its own resource only: the snapshot
    /// then tells why.</summary>
    /// <param name="resources">Names of the resources that are wanted.</param>
    /// <param name="target">Takes the evidence. What it has already is not asked for again.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends the collection early. What was completed stays.</param>
    /// <exception cref="SecureScoreException">Nothing more can be collected, for example because the disk is full.</exception>
    Task CollectAsync(IReadOnlyCollection<string> resources, WorkingSnapshot target, ITenantObserver observer, CancellationToken cancellation);

    /// <summary>What the tokens at hand allow.</summary>
    Task<IReadOnlyList<ServiceAccess>> ReadAccessAsync(ITenantObserver observer, CancellationToken cancellation);

    /// <summary>Sets the state of a control in Microsoft Secure Score, unless that says the same already, and reads it back. A person may be asked to
    /// consent, where the sign-in lets people be asked.</summary>
    /// <param name="controlId">The control.</param>
    /// <param name="state">The state, with the comment and the owner. Who decided and when is the service's to say.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellation">Ends it early. What was sent may have been carried out.</param>
    /// <returns>The state that Microsoft shows afterwards. Where that is not yet the new one, the observer is warned.</returns>
    /// <exception cref="SecureScoreException">It was not set, or that is not certain; the id tells why.</exception>
    Task<PublishedControlState> PublishStateAsync(string controlId, PublishedControlState state, ITenantObserver observer, CancellationToken cancellation);
}

/// <summary>Is told what happens while services are asked, by any thread. Nothing that it is told holds a token or a payload.</summary>
public interface ITenantObserver
{
    /// <summary>Shows a person what to do to sign in: where to enter which code.</summary>
    void ShowSignInMessage(string message);

    /// <summary>A request has ended, with an answer or without.</summary>
    void RequestEnded(ServiceRequest request);

    /// <summary>The collection of a resource has come further.</summary>
    void ReportProgress(CollectionProgress progress);

    /// <summary>Something that the user should know, and that costs no resource.</summary>
    void Warn(string message);
}

/// <summary>One request to a service.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Host">The host that was asked.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Duration">How long it took.</param>
public sealed record ServiceRequest(string Method, string Host, string Path, int? Status, TimeSpan Duration);

/// <summary>How far the collection of one resource has come.</summary>
/// <param name="Service">The service that is asked.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Rows">The number of rows so far.</param>
/// <param name="Total">The number of rows that the service announced; null when it did not.</param>
/// <param name="ResourcesDone">How many resources have ended.</param>
/// <param name="ResourcesWanted">How many resources there are to collect.</param>
public sealed record CollectionProgress(TenantService Service, string Resource, long Rows, long? Total, int ResourcesDone, int ResourcesWanted);
