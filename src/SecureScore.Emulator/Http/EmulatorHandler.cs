using System.Net;
using System.Net.Sockets;

namespace SecureScore.Emulator.Http;

/// <summary>Carries requests to an emulated tenant in the same process. No socket is opened.</summary>
internal sealed class EmulatorHandler : HttpMessageHandler
{
    private readonly EmulatedTenant _tenant;

    public EmulatorHandler(EmulatedTenant tenant) => _tenant = tenant;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(request, body, cancellationToken).ConfigureAwait(false);
    }

    // MSAL asks for some answers on the calling thread.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.Run(() => SendAsync(request, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, byte[] body, CancellationToken cancellation)
    {
        var address = request.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        if (!_tenant.Serves(address.Host))
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"No such host is known: {address.Host}");

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.NonValidated)
            headers[name] = string.Join(name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) ? " " : ", ", values);
        if (request.Content is not null)
        {
            foreach (var (name, values) in request.Content.Headers.NonValidated)
                headers[name] = string.Join(", ", values);
        }

        var answer = await _tenant.AnswerAsync(
            new EmulatedRequest(request.Method.Method, address) { Headers = headers, Body = body }, cancellation).ConfigureAwait(false);
        return await ToMessageAsync(request, answer, cancellation).ConfigureAwait(false);
    }

    private static async Task<HttpResponseMessage> ToMessageAsync(
        HttpRequestMessage request, EmulatedResponse answer, CancellationToken cancellation)
    {
        switch (answer.Ending)
        {
            case ResponseEnding.Silent:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
                break;

            case ResponseEnding.Reset:
                var reset = new SocketException((int)SocketError.ConnectionReset);
                throw new HttpRequestException(
                    HttpRequestError.Unknown, "An error occurred while sending the request.", new IOException(reset.Message, reset));
        }

        HttpContent content = answer.Ending == ResponseEnding.Truncated
            ? new StreamContent(new TruncatedStream(answer.Body[..(answer.Body.Length / 2)]))
            : new ReadOnlyMemoryContent(answer.Body);
        var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = content, RequestMessage = request };
        if (answer.ContentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        foreach (var (name, value) in answer.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>Gives half of an answer and then fails as a connection does that the other end has closed.</summary>
    private sealed class TruncatedStream : Stream
    {
        private ReadOnlyMemory<byte> _rest;

        public TruncatedStream(ReadOnlyMemory<byte> content) => _rest = content;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_rest.IsEmpty)
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");

            int count = Math.Min(buffer.Length, _rest.Length);
            _rest.Span[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return ValueTask.FromResult(Read(buffer.Span));
            }
            catch (HttpIOException exception)
            {
                return ValueTask.FromException<int>(exception);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
