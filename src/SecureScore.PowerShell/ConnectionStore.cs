using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SecureScore.Engine;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell;

/// <summary>The store of a connection. It is opened when it is needed and no longer than that, unless it is in memory: then it lasts as long as the connection.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for has nothing to free; the store in memory ends with the connection.")]
internal sealed class ConnectionStore
{
    private readonly Func<IScoreStores> _stores;
    private readonly Lazy<StoreLocation> _location;
    private readonly SemaphoreSlim _using = new(1, 1);
    private readonly ConditionalWeakTable<SecureScoreResult, object> _recorded = [];
    private IScoreStore? _kept;

    /// <param name="stores">Opens stores.</param>
    /// <param name="location">Where the store is.</param>
    public ConnectionStore(Func<IScoreStores> stores, Func<StoreLocation> location)
    {
        _stores = stores;
        _location = new Lazy<StoreLocation>(location);
    }

    /// <summary>A store that lasts as long as the connection.</summary>
    public static ConnectionStore Temporary(Func<IScoreStores> stores) => new(stores, () => StoreLocation.Memory);

    /// <summary>Whether there is a store to read from. Nothing is made to find out, and what cannot be reached counts as there.</summary>
    public bool Exists
    {
        get
        {
            try
            {
                return _location.Value.Kind switch
                {
                    StoreKind.Memory => _kept is not null,
                    StoreKind.File => Path.Exists(_location.Value.Value),
                    _ => true,
                };
            }
            catch (SecureScoreException)
            {
                // There is no place for one.
                return false;
            }
        }
    }

    /// <summary>Where the store is, without any password.</summary>
    public override string ToString()
    {
        try
        {
            return _location.Value.ToString();
        }
        catch (SecureScoreException)
        {
            return "none";
        }
    }

    /// <summary>Reads or changes the store; makes it when there is none.</summary>
    /// <exception cref="SecureScoreException">The store cannot be opened, read or changed; the id tells why.</exception>
    public async Task<T> UseAsync<T>(Func<IScoreStore, Task<T>> use, CancellationToken cancellation)
    {
        await _using.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_location.Value.Kind == StoreKind.Memory)
            {
                _kept ??= await _stores().OpenAsync(_location.Value, cancellation).ConfigureAwait(false);
                return await use(_kept).ConfigureAwait(false);
            }

            var store = await _stores().OpenAsync(_location.Value, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
                return await use(store).ConfigureAwait(false);
        }
        finally
        {
            _using.Release();
        }
    }

    /// <summary>Whether the judgement is in the store already.</summary>
    public bool HasRecorded(SecureScoreResult result) => _recorded.TryGetValue(result, out _);

    /// <summary>Notes that the judgement is in the store.</summary>
    public void NoteRecorded(SecureScoreResult result) => _recorded.AddOrUpdate(result, result);

    /// <summary>Forgets what is in memory.</summary>
    public async Task EndAsync()
    {
        await _using.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_kept is not null)
                await _kept.DisposeAsync().ConfigureAwait(false);
            _kept = null;
        }
        finally
        {
            _using.Release();
        }
    }
}
