using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SecureScore.Emulator.Http;

/// <summary>How the transport ends an answer.</summary>
public enum ResponseEnding
{
    /// <summary>Whole.</summary>
    Complete,

    /// <summary>The connection is reset before the first byte.</summary>
    Reset,

    /// <summary>The connection is closed in the middle of the content.</summary>
    Truncated,

    /// <summary>Nothing ever comes.</summary>
    Silent,
}

/// <summary>What the tenant answers.</summary>
public sealed class EmulatedResponse
{
    /// <summary>Creates an answer without content.</summary>
    /// <param name="status">The HTTP status.</param>
    public EmulatedResponse(int status) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The headers, without length and type of the content.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of the content; null when there is none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How the transport ends the answer.</summary>
    public ResponseEnding Ending { get; init; }

    internal static EmulatedResponse Json(int status, Action<Utf8JsonWriter> write, string contentType = "application/json; charset=utf-8")
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);

        return new EmulatedResponse(status) { ContentType = contentType, Body = buffer.WrittenMemory };
    }

    internal static EmulatedResponse Text(int status, string text, string contentType = "text/plain") =>
        new(status) { ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    internal static EmulatedResponse Redirect(string location) => new(302) { Headers = { ["Location"] = location } };

    /// <summary>The same answer with other content, or another end.</summary>
    internal EmulatedResponse With(ReadOnlyMemory<byte>? body = null, ResponseEnding? ending = null)
    {
        var response = new EmulatedResponse(Status) { ContentType = ContentType, Body = body ?? Body, Ending = ending ?? Ending };
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        return response;
    }
}
