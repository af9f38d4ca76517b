using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SecureScore.Microsoft365.Dns;

/// <summary>Asks a public resolver over HTTPS, in its JSON form. The resolver then sees which domains the tenant has.</summary>
internal sealed class DnsOverHttpsResolver : IDnsResolver
{
    private const int LongestAnswer = 256 * 1024;
    private const int Tries = 2;
    private const int NoSuchName = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http;
    private readonly Uri _resolver;
    private readonly TimeProvider _clock;

    /// <param name="http">Sends the requests. It must not follow redirects to other hosts.</param>
    /// <param name="resolver">The resolver, for example <c>https://cloudflare-dns.com/dns-query</c>.</param>
    /// <param name="clock">Measures how long to wait.</param>
    public DnsOverHttpsResolver(HttpMessageInvoker http, Uri resolver, TimeProvider clock)
    {
        _http = http;
        _resolver = resolver;
        _clock = clock;
    }

    public async Task<IReadOnlyList<string>?> ResolveAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        if (DnsMessage.Normalize(name) is not { } normalized)
            return null;

        for (int number = 0; number < Tries; number++)
        {
            using var patience = new CancellationTokenSource(s_patience, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
            try
            {
                if (await AskAsync(normalized, type, either.Token).ConfigureAwait(false) is { } values)
                    return values;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException
                or JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
                // The next try may do better.
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // It took too long.
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<string>?> AskAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        string query = string.Create(CultureInfo.InvariantCulture, $"?name={Uri.EscapeDataString(name)}&type={(int)type}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_resolver, _resolver.AbsolutePath + query));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/dns-json"));
        using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            return null;

        using var content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[LongestAnswer];
        int length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        using var answer = JsonDocument.Parse(buffer.AsMemory(0, length));
        return Read(answer.RootElement, name, type);
    }

    private static IReadOnlyList<string>? Read(JsonElement answer, string name, DnsRecordType type)
    {
        int status = answer.GetProperty("Status").GetInt32();
        bool isCut = answer.TryGetProperty("TC", out var cut) && cut.ValueKind == JsonValueKind.True;
        if (isCut || status is not (0 or NoSuchName))
            return null;
        if (status == NoSuchName || !answer.TryGetProperty("Answer", out var records))
            return [];

        // The resolver follows aliases by itself; of a name's own alias only the first record tells.
        return [.. records.EnumerateArray()
            .Where(record => record.GetProperty("type").GetInt32() == (int)type)
            .Where(record => type != DnsRecordType.Cname || Is(Text(record, "name"), name))
            .Select(record => Value(Text(record, "data"), type))];
    }

    // Of a text, the strings that it was split into stand in quotes; nothing comes between them.
    private static string Value(string data, DnsRecordType type)
    {
        if (type != DnsRecordType.Txt)
            return data.TrimEnd('.');
        if (!data.StartsWith('"'))
            return data;

        var text = new StringBuilder(data.Length);
        bool isInside = false;
        for (int index = 0; index < data.Length; index++)
        {
            if (data[index] == '"')
                isInside = !isInside;
            else if (isInside)
                text.Append(data[index] == '\\' && index + 1 < data.Length ? data[++index] : data[index]);
        }

        return text.ToString();
    }

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString() ?? throw new FormatException("A record is not whole.");

    private static bool Is(string name, string expected) => name.TrimEnd('.').Equals(expected, StringComparison.OrdinalIgnoreCase);
}
