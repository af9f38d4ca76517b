using System.Globalization;
using System.Text;
using SecureScore.Emulator.Faults;
using SecureScore.Emulator.SignIn;

namespace SecureScore.Emulator.Http;

/// <summary>Writes and reads the links from one page to the next. What stands behind <c>$skiptoken</c> means nothing to a client.</summary>
internal static class PageLinks
{
    private const string SkipToken = "$skiptoken";
    private static long s_last;

    /// <summary>The rows before the page that is asked for; null when the token is none of ours.</summary>
    public static long? Position(EmulatedRequest request)
    {
        if (!request.Query.TryGetValue(SkipToken, out string? token))
            return 0;

        try
        {
            string[] parts = Encoding.ASCII.GetString(Base64UrlText.Decode(token)).Split('|');
            return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long position) ? position : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The link that a page carries; null for the last one.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="start">The rows before this page.</param>
    /// <param name="next">The rows before the next one; null when this is the last.</param>
    /// <param name="fault">What is wrong with the page; null when nothing is.</param>
    public static string? Next(EmulatedRequest request, long start, long? next, FaultKind? fault)
    {
        string? link = fault switch
        {
            FaultKind.RepeatPage or FaultKind.EmptyPage => Link(request, start),
            FaultKind.EndlessNextLink => Link(request, next ?? 0),
            FaultKind.LoopingNextLink => request.Address.AbsoluteUri,
            FaultKind.ForeignNextLink or FaultKind.HttpNextLink => Link(request, next ?? start),
            _ => next is { } position ? Link(request, position) : null,
        };
        return fault switch
        {
            FaultKind.ForeignNextLink => link!.Replace("://" + request.Address.Authority, $"://{request.Address.Authority}.example.net", StringComparison.Ordinal),
            FaultKind.HttpNextLink => link!.Replace("https://", "http://", StringComparison.Ordinal),
            _ => link,
        };
    }

    private static string Link(EmulatedRequest request, long position)
    {
        // Two links to the same place differ, as those of the service do.
        string token = Base64UrlText.Encode(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{position}|{Interlocked.Increment(ref s_last)}")));
        var kept = request.Address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !Uri.UnescapeDataString(pair).StartsWith(SkipToken, StringComparison.OrdinalIgnoreCase))
            .Append($"{SkipToken}={token}");
        return request.Address.GetLeftPart(UriPartial.Path) + "?" + string.Join('&', kept);
    }
}
