using System.Buffers.Binary;
using System.Security.Cryptography;
using SecureScore.Engine.Ports;

namespace SecureScore.Microsoft365.Http;

/// <summary>Follows the pages of one list, and notices when they lead nowhere: a link that was there before, a page that was there before, one
/// empty page after the other, or no end at all.</summary>
internal sealed class PageTrail
{
    // A million rows in the smallest pages that a service makes.
    private const int MostPages = 20_000;
    private const int MostEmptyPages = 20;

    // Rows that may come and go while a list is read.
    private const int FewestMissing = 5;
    private const int MissingShare = 100;

    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _pages = [];
    private int _count;
    private int _emptyInARow;
    private bool _hasEmptyPage;

    /// <summary>The number of rows that the service announced; null when it did not.</summary>
    public long? Total { get; private set; }

    /// <summary>Takes note of a page.</summary>
    /// <returns>The address of the next one; null when there is none.</returns>
    /// <exception cref="ServiceFaultException">The list does not end, or repeats.</exception>
    public Uri? Follow(Page page)
    {
        Total ??= page.Total;
        if (++_count > MostPages)
            throw Endless($"it has more than {MostPages} pages");

        if (page.Count == 0)
        {
            _hasEmptyPage = true;
            if (++_emptyInARow > MostEmptyPages && page.NextLink is not null)
                throw Endless($"{MostEmptyPages} pages in a row are empty");
        }
        else
        {
            _emptyInARow = 0;
            if (!_pages.Add(Fingerprint(page)))
                throw Endless("a page came twice");
        }

        if (page.NextLink is null)
            return null;
        if (!_links.Add(page.NextLink))
            throw Endless("the same next page was named twice");

        return Uri.TryCreate(page.NextLink, UriKind.Absolute, out var next) ? next : throw Endless("the next page has no full address");
    }

    /// <summary>Compares what came with what was announced, at the end of the list.</summary>
    /// <param name="resource">The name of the list, for a warning.</param>
    /// <param name="rows">The number of rows that came.</param>
    /// <param name="observer">Is warned of a difference.</param>
    /// <exception cref="ServiceFaultException">More is missing than changes in the directory explain.</exception>
    public void End(string resource, long rows, ITenantObserver observer)
    {
        if (Total is not { } total || total == rows)
            return;

        long missing = total - rows;
        if (missing > 0 && (_hasEmptyPage || missing > Math.Max(FewestMissing, total / MissingShare)))
            throw new ServiceFaultException(ServiceFault.Unusable($"the service announced {total} rows, and {rows} came"));

        observer.Warn($"{resource}: the service announced {total} rows, and {rows} came. The tenant may have changed in the meantime.");
    }

    // Rows have ids, so two pages that begin and end with the same rows are the same.
    private static ulong Fingerprint(Page page)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(page[0].Span);
        hash.AppendData(page[page.Count - 1].Span);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    private static ServiceFaultException Endless(string reason) => new(ServiceFault.Unusable("the list does not end as it should: " + reason));
}
