using System.Collections;
using System.Runtime.CompilerServices;

namespace SecureScore.Engine;

/// <summary>A read-only list that prints as its items joined by <c>"; "</c>, so that a cell of a table or of a CSV file is readable.</summary>
[CollectionBuilder(typeof(DisplayList), nameof(DisplayList.Create))]
public sealed class DisplayList<T> : IReadOnlyList<T>
{
    private readonly T[] _items;

    /// <summary>Creates the list.</summary>
    public DisplayList(IEnumerable<T> items) => _items = [.. items];

    /// <summary>The list without items.</summary>
    public static DisplayList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The items joined by <c>"; "</c>.</summary>
    public override string ToString() => string.Join("; ", _items);
}

/// <summary>Makes lists that print as their items.</summary>
public static class DisplayList
{
    /// <summary>The list of some items.</summary>
    public static DisplayList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
