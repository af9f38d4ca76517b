using System.Security.Cryptography;
using SecureScore.Emulator.Clouds;

namespace SecureScore.Emulator.Faults;

/// <summary>The faults that a tenant has. They may be added and removed while it answers.</summary>
public sealed class FaultList
{
    private readonly object _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly int _seed;
    private uint _drawn;

    internal FaultList(int seed) => _seed = seed;

    /// <summary>Adds a fault. Of several that befall one request, the first happens.</summary>
    public void Add(EmulatedFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
            _entries.Add(new Entry(fault));
    }

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    /// <summary>The fault that befalls a request; null when none does.</summary>
    internal EmulatedFault? Take(EmulatedService service, string target)
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                var fault = entry.Fault;
                if ((fault.Service is { } only && only != service)
                    || (fault.Path is not null && !target.Contains(fault.Path, StringComparison.OrdinalIgnoreCase)))
                    continue;

                if (entry.Met++ < fault.After || entry.Happened >= (fault.Times ?? int.MaxValue) || (fault.Probability < 1 && Draw() >= fault.Probability))
                    continue;

                entry.Happened++;
                return fault;
            }

            return null;
        }
    }

    // Two runs with the same seed have the same faults, which System.Random does not promise from one version to the next.
    private double Draw()
    {
        Span<byte> input = stackalloc byte[8];
        BitConverter.TryWriteBytes(input, _seed);
        BitConverter.TryWriteBytes(input[4..], _drawn++);
        return BitConverter.ToUInt32(SHA256.HashData(input)) / (double)uint.MaxValue;
    }

    private sealed class Entry
    {
        public Entry(EmulatedFault fault) => Fault = fault;

        public EmulatedFault Fault { get; }

        public int Met { get; set; }

        public int Happened { get; set; }
    }
}
