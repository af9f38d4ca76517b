using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Abstractions.Store;
using Microsoft.Kiota.Serialization.Json;

namespace SecureScore.Microsoft365.Writing;

/// <summary>What the Graph SDK needs to shape requests. It sends none: there is one way to a service, and that is the pipeline.</summary>
internal sealed class RequestShaper : IRequestAdapter
{
    private const string Unsent = "Requests are sent by the pipeline.";

    /// <summary>Writes what was set, null where null was set.</summary>
    public ISerializationWriterFactory SerializationWriterFactory { get; } = new BackingStoreSerializationWriterProxyFactory(new JsonSerializationWriterFactory());

    public string? BaseUrl { get; set; }

    public void EnableBackingStore(IBackingStoreFactory backingStoreFactory)
    {
        // It always is: the models of the SDK have one.
    }

    public Task<T?> ConvertToNativeRequestAsync<T>(RequestInformation requestInfo, CancellationToken cancellationToken = default) => throw new NotSupportedException(Unsent);

    public Task<T?> SendAsync<T>(
        RequestInformation requestInfo, ParsableFactory<T> factory, Dictionary<string, ParsableFactory<IParsable>>? errorMapping = null, CancellationToken cancellationToken = default)
        where T : IParsable => throw new NotSupportedException(Unsent);

    public Task<IEnumerable<T>?> SendCollectionAsync<T>(
        RequestInformation requestInfo, ParsableFactory<T> factory, Dictionary<string, ParsableFactory<IParsable>>? errorMapping = null, CancellationToken cancellationToken = default)
        where T : IParsable => throw new NotSupportedException(Unsent);

    public Task<T?> SendPrimitiveAsync<T>(
        RequestInformation requestInfo, Dictionary<string, ParsableFactory<IParsable>>? errorMapping = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(Unsent);

    public Task<IEnumerable<T>?> SendPrimitiveCollectionAsync<T>(
        RequestInformation requestInfo, Dictionary<string, ParsableFactory<IParsable>>? errorMapping = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(Unsent);

    public Task SendNoContentAsync(
        RequestInformation requestInfo, Dictionary<string, ParsableFactory<IParsable>>? errorMapping = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(Unsent);
}
