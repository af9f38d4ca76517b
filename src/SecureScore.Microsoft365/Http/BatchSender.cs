using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;

namespace SecureScore.Microsoft365.Http;

/// <summary>Sends requests many at a time, and again those alone that were refused for the moment or got no answer.</summary>
internal sealed class BatchSender
{
    private readonly ServicePipeline _pipeline;
    private readonly TimeProvider _clock;

    public BatchSender(ServicePipeline pipeline, TimeProvider clock)
    {
        _pipeline = pipeline;
        _clock = clock;
    }

    /// <summary>Sends requests until each was answered, or refused for good.</summary>
    /// <param name="batch">Where batches go. Its body and its cost are those of each batch.</param>
    /// <param name="items">The requests. What answers lead to may be added while they are read.</param>
    /// <param name="answered">Reads the body of an answer, which is gone afterwards.</param>
    /// <param name="refused">Takes why there is no answer.</param>
    /// <param name="observer">Is told of each batch.</param>
    /// <param name="cancellation">Ends the requests at once.</param>
    /// <exception cref="ServiceFaultException">The service does not take batches, or does not answer; the requests that are left are in <paramref name="items"/>.</exception>
    public async Task SendAsync<T>(
        ServiceCall batch,
        Queue<BatchItem<T>> items,
        Action<BatchItem<T>, ReadOnlyMemory<byte>> answered,
        Action<BatchItem<T>, ServiceFault> refused,
        ITenantObserver observer,
        CancellationToken cancellation)
    {
        int most = _pipeline.Cloud[batch.Service].BatchSize;
        while (items.Count > 0)
        {
            var sent = items.Take(most).ToList();
            var call = batch with { Method = HttpMethod.Post, Body = Write(sent), Cost = batch.Cost * sent.Count };
            var wait = await _pipeline.SendAsync(call, body => Read(body, sent, items, answered, refused), observer, cancellation).ConfigureAwait(false);
            if (sent.Exists(item => item.IsTokenRefused))
                await RenewTokenAsync(batch.Service, sent, cancellation).ConfigureAwait(false);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>How long to wait before the next batch.</returns>
    private TimeSpan Read<T>(
        ReadOnlyMemory<byte> body,
        List<BatchItem<T>> sent,
        Queue<BatchItem<T>> items,
        Action<BatchItem<T>, ReadOnlyMemory<byte>> answered,
        Action<BatchItem<T>, ServiceFault> refused)
    {
        // Before anything of them is used, all answers are known to be whole.
        var answers = BatchAnswer.Read(body, _clock.GetUtcNow());
        var byId = new Dictionary<string, BatchAnswer>(StringComparer.Ordinal);
        foreach (var answer in answers)
            byId.TryAdd(answer.Id, answer);

        var wait = TimeSpan.Zero;
        for (int index = 0; index < sent.Count; index++)
        {
            var item = items.Dequeue();
            item.Tries++;
            var fault = byId.TryGetValue(IdOf(index), out var answer) ? Fault(answer) : Missing;
            if (fault is null)
            {
                Hand(item, answer.Body, answered, refused);
            }
            else if (fault.Code == HttpStatusCode.Unauthorized && !item.IsTokenRenewed)
            {
                item.IsTokenRefused = true;
                items.Enqueue(item);
            }
            else if (fault.IsTransient && item.Tries < Math.Min(_pipeline.Limits.Tries, fault.MostTries) && !(fault.RetryAfter >= _pipeline.Limits.Deadline))
            {
                items.Enqueue(item);
                var next = fault.RetryAfter ?? RetryStrategy.Wait(item.Tries - 1);
                wait = next > wait ? next : wait;
            }
            else
            {
                refused(item, fault);
            }
        }

        return wait;
    }

    // A token may end after the batch was accepted.
    private async Task RenewTokenAsync<T>(TenantService service, List<BatchItem<T>> sent, CancellationToken cancellation)
    {
        await _pipeline.RenewTokenAsync(service, cancellation).ConfigureAwait(false);
        foreach (var item in sent.Where(item => item.IsTokenRefused))
        {
            item.IsTokenRefused = false;
            item.IsTokenRenewed = true;
        }
    }

    private static ServiceFault Missing { get; } = ServiceFault.Damaged with { Reason = "a batch was answered without this request" };

    private static void Hand<T>(
        BatchItem<T> item, ReadOnlyMemory<byte> body, Action<BatchItem<T>, ReadOnlyMemory<byte>> answered, Action<BatchItem<T>, ServiceFault> refused)
    {
        try
        {
            answered(item, body);
        }
        catch (ServiceFaultException exception)
        {
            refused(item, exception.Fault);
        }
        catch (JsonException)
        {
            // The batch is whole, so another try would bring the same.
            refused(item, ServiceFault.Damaged);
        }
    }

    private static ServiceFault? Fault(BatchAnswer answer) => answer.Status is >= 200 and < 300
        ? null
        : ErrorAnswer.Read((HttpStatusCode)answer.Status, answer.Body, answer.RequestId) with { RetryAfter = answer.RetryAfter };

    private static string IdOf(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> Write<T>(List<BatchItem<T>> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("requests"u8);
            for (int index = 0; index < items.Count; index++)
                items[index].Write(writer, IdOf(index));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
