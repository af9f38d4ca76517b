using System.Collections.Concurrent;
using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureScore.Engine.Evidence;
using SecureScore.Emulator.Http;
using SecureScore.Emulator.SignIn;

namespace SecureScore.Emulator.Graph.Writing;

/// <summary>Takes mail from the mailboxes of the tenant.</summary>
internal sealed class MailSubmission
{
    private const string Permission = "Mail.Send";

    private static readonly string[] s_addressed = ["toRecipients", "ccRecipients", "bccRecipients"];

    private static readonly string[] s_parameters = ["message", "saveToSentItems"];

    private static readonly ObjectType s_recipient = ObjectType.Of("recipient",
        ("emailAddress", ObjectType.Of("emailAddress", ("name", PropertyType.Text), ("address", PropertyType.Text)) with { TakesNull = false }));

    private static readonly PropertyType s_recipients = new ListType(s_recipient);

    private static readonly ObjectType s_content = ObjectType.Of("sendMail",
        ("message", ObjectType.Of("message",
            ("subject", PropertyType.Text),
            ("body", ObjectType.Of("itemBody", ("contentType", PropertyType.Choice("text", "html", "Text", "HTML")), ("content", PropertyType.Text))),
            ("toRecipients", s_recipients), ("ccRecipients", s_recipients), ("bccRecipients", s_recipients), ("replyTo", s_recipients),
            ("importance", PropertyType.Choice("low", "normal", "high"))) with { TakesNull = false }),
        ("saveToSentItems", PropertyType.Flag));

    private readonly EmulatedTenant _tenant;
    private readonly GraphErrors _errors;
    private readonly TenantDirectory _directory;
    private readonly ConcurrentQueue<SentMail> _sent = new();

    public MailSubmission(EmulatedTenant tenant, GraphErrors errors)
    {
        _tenant = tenant;
        _errors = errors;
        _directory = new TenantDirectory(tenant.State, tenant.Options);
    }

    public IReadOnlyCollection<SentMail> Sent => [.. _sent];

    /// <summary>Answers a request to send; null when it is none.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="token">Who asks.</param>
    /// <param name="path">The path, without version.</param>
    public EmulatedResponse? Answer(EmulatedRequest request, EmulatedToken token, string path)
    {
        string[] parts = path.Split('/');
        bool isOwn = parts is ["me", _];
        if (request.Method != "POST" || !parts[^1].Equals("sendMail", StringComparison.OrdinalIgnoreCase) || !(isOwn || parts is ["users", _, _]))
            return null;

        if (isOwn && token.IsApplication)
            return _errors.BadRequest(request, "/me request is only valid with delegated authentication flow.");

        if (!token.Permissions.Contains(Permission, StringComparer.OrdinalIgnoreCase))
            return Denied(request);

        string name = isOwn ? token.UserPrincipalName! : parts[1];
        if (_directory.Find(Resources.Users, name) is not { } sender)
        {
            return isOwn
                ? _errors.Create(request, 404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.")
                : _errors.Create(request, 404, "ErrorInvalidUser", $"The requested user '{name}' is invalid.");
        }

        if (!token.IsApplication && !TenantDirectory.IsNamed(JsonSerializer.SerializeToElement(sender), token.UserPrincipalName!))
            return Denied(request);

        if (!HasMailbox(sender))
            return _errors.Create(request, 404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");

        return Send(request, sender.Text("userPrincipalName") ?? name);
    }

    private EmulatedResponse Denied(EmulatedRequest request) =>
        _errors.Create(request, 403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");

    // The snapshot has no mailboxes, but who has one is licensed and has an address.
    private static bool HasMailbox(JsonObject user) =>
        user.Text("mail") is not null && user["assignedLicenses"] is JsonArray { Count: > 0 } && user.Text("userType") != "Guest";

    private EmulatedResponse Send(EmulatedRequest request, string sender)
    {
        if (request.ReadJson() is not { ValueKind: JsonValueKind.Object } content)
            return _errors.BadRequest(request, "Unable to read JSON request payload.");

        // Parameters of actions are taken in any case: the metadata and the SDK write Message, the documentation writes message.
        var sent = new JsonObject(content.EnumerateObject().DistinctBy(given => given.Name, StringComparer.OrdinalIgnoreCase).Select(given => KeyValuePair.Create(
            Array.Find(s_parameters, name => name.Equals(given.Name, StringComparison.OrdinalIgnoreCase)) ?? given.Name, JsonSerializer.SerializeToNode(given.Value))));
        if (s_content.FaultOf(sent, target: null) is { } fault)
            return _errors.BadRequest(request, fault, "RequestBodyRead");

        if (sent["message"] is not JsonObject message)
            return _errors.BadRequest(request, "The parameter 'message' is missing.", "ErrorInvalidParameter");

        var addresses = s_addressed
            .SelectMany(kind => message[kind] as JsonArray ?? [])
            .Select(recipient => (recipient!["emailAddress"] as JsonObject)?.Text("address") ?? "").ToList();
        if (addresses.Count == 0 || addresses.Exists(address => !MailAddress.TryCreate(address, out _)))
            return _errors.BadRequest(request, "At least one recipient is not valid.", "ErrorInvalidRecipients");

        var body = message["body"] as JsonObject;
        _sent.Enqueue(new SentMail(sender, addresses, message.Text("subject") ?? "", body?.Text("content") ?? "")
        {
            IsHtml = "html".Equals(body?.Text("contentType"), StringComparison.OrdinalIgnoreCase),
            IsKept = !sent.ContainsKey("saveToSentItems") || sent.IsTrue("saveToSentItems"),
            SentAt = _tenant.Options.Clock.GetUtcNow(),
        });
        return new EmulatedResponse(202);
    }
}
