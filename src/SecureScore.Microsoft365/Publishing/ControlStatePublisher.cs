using System.Net;
using System.Text.Json;
using SecureScore.Engine;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Publishing;

/// <summary>Sets the state of a control in Microsoft Secure Score: reads it, writes what is another, and reads it back.</summary>
/// <remarks>The history there only grows, so the same is never written twice.
/// Source: https://learn.microsoft.com/graph/api/securescorecontrolprofile-update.</remarks>
internal sealed class ControlStatePublisher
{
    // What was written shows after seconds.
    private static readonly TimeSpan[] s_waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    private readonly ServicePipeline _pipeline;
    private readonly TimeProvider _clock;

    public ControlStatePublisher(ServicePipeline pipeline, TimeProvider clock)
    {
        _pipeline = pipeline;
        _clock = clock;
    }

    /// <summary>Publishes, as <see cref="ITenantConnection.PublishStateAsync"/> has it.</summary>
    public async Task<PublishedControlState> PublishAsync(
        string controlId, PublishedControlState state, ITenantObserver observer, CancellationToken cancellation)
    {
        var address = new Uri(_pipeline.Cloud[TenantService.Graph].Address, "/v1.0/security/secureScoreControlProfiles/" + Uri.EscapeDataString(controlId));
        var read = new ServiceCall(TenantService.Graph, address, QuotaClass.SecureScore);
        Profile before;
        try
        {
            before = await _pipeline.SendAsync(read, Profile.Read, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception)
        {
            throw Failed(controlId, exception.Fault, ServicePermissions.SecurityEvents);
        }

        if (before.State.SaysSameAs(state))
            return before.State;

        ServiceFault? doubt = null;
        try
        {
            await _pipeline.SendAsync(
                read with { Method = HttpMethod.Patch, Body = Body(state, before), IsWrite = true }, static _ => true, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception) when (exception.Fault.ChangedNothing)
        {
            throw Failed(controlId, exception.Fault, ServicePermissions.PublishDecisions);
        }
        catch (ServiceFaultException exception)
        {
            doubt = exception.Fault;
        }

        var shown = await ReadBackAsync(controlId, read, state, before, doubt, observer, cancellation).ConfigureAwait(false);
        if (!shown.Shows(state, before))
        {
            if (doubt is not null)
                throw Uncertain(controlId, doubt, $"Microsoft still shows '{shown.State.State}'");

            observer.Warn($"Microsoft took the state {state.State} of {controlId} and does not show it yet: it shows {shown.State.State}. Look again later with Get-ScoreControl -Refresh.");
        }

        return shown.State;
    }

    private async Task<Profile> ReadBackAsync(
        string controlId, ServiceCall read, PublishedControlState state, Profile before, ServiceFault? doubt, ITenantObserver observer, CancellationToken cancellation)
    {
        try
        {
            var shown = await _pipeline.SendAsync(read, Profile.Read, observer, cancellation).ConfigureAwait(false);
            foreach (var wait in s_waits)
            {
                if (shown.Shows(state, before))
                    break;

                await Task.Delay(wait, _clock, cancellation).ConfigureAwait(false);
                shown = await _pipeline.SendAsync(read, Profile.Read, observer, cancellation).ConfigureAwait(false);
            }

            return shown;
        }
        catch (ServiceFaultException exception)
        {
            throw Uncertain(controlId, doubt ?? exception.Fault, $"reading it back failed: {exception.Fault.Reason}");
        }
    }

    private static byte[] Body(PublishedControlState state, Profile profile) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        assignedTo = state.AssignedTo ?? "",
        comment = state.Comment ?? "",
        state = state.State,
        vendorInformation = new { provider = profile.Provider ?? "SecureScore", vendor = profile.Vendor ?? "Microsoft" },
    });

    private static SecureScoreException Failed(string controlId, ServiceFault fault, PermissionDefinition permission) => fault switch
    {
        { Status: ResourceStatus.Denied } => new SecureScoreException(
            ErrorIds.PublishDenied,
            $"Microsoft refuses to {(permission == ServicePermissions.PublishDecisions ? "change" : "show")} the state of '{controlId}' ({fault.Reason}). It takes the permission {permission}, with admin consent, "
            + $"and a person also one of the roles {string.Join(", ", DirectoryRole.Publishing)}. Sign in again after that was granted.")
        {
            Target = controlId,
        },
        { Code: HttpStatusCode.NotFound } => new SecureScoreException(
            ErrorIds.PublishRefused, $"Microsoft Secure Score has no control '{controlId}' in this tenant, so nothing can be said about it there.") { Target = controlId },
        _ => new SecureScoreException(
            ErrorIds.PublishFailed, $"The state of '{controlId}' was not published: {fault.Reason}. Publish it again later.") { Target = controlId },
    };

    private static SecureScoreException Uncertain(string controlId, ServiceFault fault, string seen) => new(
        ErrorIds.PublishFailed,
        $"Whether Microsoft took the state of '{controlId}' is not certain ({fault.Reason}); {seen}. Publish it again: what is there already is not written twice.")
    {
        Target = controlId,
    };

    /// <summary>What publishing needs of a control profile.</summary>
    private sealed record Profile(PublishedControlState State, int Updates)
    {
        public string? Provider { get; private init; }

        public string? Vendor { get; private init; }

        /// <summary>Whether the profile shows what was written. The service may have put the words in another way: then the history has grown.</summary>
        public bool Shows(PublishedControlState wanted, Profile before) =>
            State.SaysSameAs(wanted) || (State.HasSameStateAs(wanted) && Updates > before.Updates);

        /// <exception cref="JsonException">It is no profile.</exception>
        public static Profile Read(ReadOnlyMemory<byte> body)
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } profile)
                throw new JsonException();

            PublishedControlState[] updates = Find(profile, "controlStateUpdates") is { ValueKind: JsonValueKind.Array } list
                ? [.. list.EnumerateArray().Where(update => update.ValueKind == JsonValueKind.Object).Select(ToState).OfType<PublishedControlState>()]
                : [];
            var vendor = Find(profile, "vendorInformation") is { ValueKind: JsonValueKind.Object } given ? given : default;
            return new Profile(PublishedControlState.CurrentOf(updates), updates.Length) { Provider = Text(vendor, "provider"), Vendor = Text(vendor, "vendor") };
        }

        private static PublishedControlState? ToState(JsonElement update) => Text(update, "state") is { } state
            ? new PublishedControlState(state)
            {
                Comment = Text(update, "comment"),
                AssignedTo = Text(update, "assignedTo"),
                UpdatedBy = Text(update, "updatedBy"),
                UpdatedAt = Find(update, "updatedDateTime") is { ValueKind: JsonValueKind.String } date && date.TryGetDateTimeOffset(out var moment) ? moment : null,
            }
            : null;

        private static JsonElement? Find(JsonElement row, string name) =>
            row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) ? value : null;

        private static string? Text(JsonElement row, string name) =>
            Find(row, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;
    }
}
