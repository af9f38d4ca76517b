using SecureScore.Emulator.Http;

namespace SecureScore.Emulator.Graph;

/// <summary>Answers several requests in one.</summary>
internal sealed class GraphBatch
{
    private const int MaximumRequests = 20;

    private readonly EmulatedTenant _tenant;
    private readonly GraphErrors _errors;

    public GraphBatch(EmulatedTenant tenant, GraphErrors errors)
    {
        _tenant = tenant;
        _errors = errors;
    }

    public EmulatedResponse Answer(EmulatedRequest request, string version)
    {
        if (request.Method != "POST")
            return _errors.Create(request, 405, "Request_BadRequest", "Only POST is allowed for a batch.");

        if (BatchItem.ReadAll(request) is not { Count: > 0 } items)
            return _errors.BadRequest(request, "Invalid batch payload format.");

        if (items.Count > MaximumRequests)
            return _errors.BadRequest(request, $"Number of batch request steps exceeds the maximum value of {MaximumRequests}.", "MaximumValueExceeded");

        if (items.DistinctBy(item => item.Id, StringComparer.Ordinal).Count() < items.Count)
            return _errors.BadRequest(request, "Request Id values have to be unique in the batch.");

        var answers = items.ConvertAll(item => (item.Id, _tenant.AnswerPart(item.ToRequest(
            request, new Uri($"https://{request.Host}/{version}/{item.Url.TrimStart('/')}")))));
        return EmulatedResponse.Json(200, json => BatchItem.WriteAll(json, answers));
    }
}
