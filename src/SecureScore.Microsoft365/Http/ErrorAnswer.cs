using System.Net;
using System.Text.Json;
using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Http;

/// <summary>Reads why a service refused: the status, the code, and from the wording no more than its kind, since it may quote what it was asked.</summary>
internal static class ErrorAnswer
{
    private const int LongestCode = 80;

    private static readonly string[] s_licenceWords =
        ["premium licen", "premium tenant", "does not have a SPO license", "doesn't have a valid license", "not licensed", "B2C tenant"];

    // How Exchange says that the caller's roles do not hold a cmdlet.
    private static readonly string[] s_commandWords =
        ["CommandNotFound", "is not recognized as", "isn't recognized as", "is not present in the role definition"];

    private static readonly (string Word, ServiceRule Rule)[] s_ruleWords =
    [
        ("ManagementObjectNotFoundException", ServiceRule.NoSuchObject),
        ("already enabled for customization", ServiceRule.CustomizedBefore),
        ("Enable-OrganizationCustomization", ServiceRule.NotCustomized),
        ("1040: NamedLocation", ServiceRule.LocationUnknown),
    ];

    /// <summary>The fault of an answer that is no success.</summary>
    public static ServiceFault Read(HttpStatusCode status, ReadOnlyMemory<byte> body, string? requestId)
    {
        var (code, wording, message) = Parse(body);
        string? number = NumberOf(message);
        string reason = ServiceFault.Describe(status)
            + (code is null ? "" : ": " + code)
            + (number is null ? "" : ", rule " + number)
            + (IsCode(requestId) ? $" (request {requestId})" : "");
        var rule = RuleOf(wording);
        return new ServiceFault(Kind(status, code, wording), reason)
        {
            Code = status,
            Rule = rule,
            IsTransient = rule is null && status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
                or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        };
    }

    private static ResourceStatus Kind(HttpStatusCode status, string? code, string wording)
    {
        if ((int)status is < 400 or >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
            return ResourceStatus.Failed;
        if (code is not null && (code.Contains("License", StringComparison.OrdinalIgnoreCase) || code.Contains("NonPremium", StringComparison.OrdinalIgnoreCase)))
            return ResourceStatus.NotLicensed;
        if (Mentions(wording, s_licenceWords))
            return ResourceStatus.NotLicensed;
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return ResourceStatus.Denied;

        return status == HttpStatusCode.BadRequest && (Mentions(wording, s_commandWords) || (code is not null && Mentions(code, s_commandWords)))
            ? ResourceStatus.Denied
            : ResourceStatus.Failed;
    }

    private static ServiceRule? RuleOf(string wording)
    {
        int index = Array.FindIndex(s_ruleWords, known => wording.Contains(known.Word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : s_ruleWords[index].Rule;
    }

    private static bool Mentions(string text, string[] words) =>
        Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static (string? Code, string Wording, string? Message) Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement;
            if (error.ValueKind == JsonValueKind.Object && error.TryGetProperty("error", out var inner))
                error = inner;
            if (error.ValueKind == JsonValueKind.String)
                return (IsCode(error.GetString()) ? error.GetString() : null, "", null);
            if (error.ValueKind != JsonValueKind.Object)
                return (null, "", null);

            string? code = Text(error, "code");
            return (IsCode(code) ? code : null, error.GetRawText(), Text(error, "message"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A page of a proxy, a text that is no Unicode, or nothing at all: the status tells enough.
            return (null, "", null);
        }
    }

    // Conditional Access begins its messages with the number of the rule: "1040: NamedLocation with id ..."
    private static string? NumberOf(string? message) =>
        message?.IndexOf(':', StringComparison.Ordinal) is >= 3 and <= 6 and int end && message[..end].All(char.IsAsciiDigit) ? message[..end] : null;

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;

    // Only what looks like an identifier is shown.
    private static bool IsCode(string? text) =>
        text is { Length: > 0 and <= LongestCode } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-');
}
