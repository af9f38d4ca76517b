using System.Globalization;
using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation.Notifications;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Writes a mail to each person whom a control concerns, such as those who have not registered for multifactor authentication, and keeps who was told.</summary>
[Cmdlet(VerbsCommunications.Send, "ControlNotification", SupportsShouldProcess = true)]
[OutputType(typeof(ControlNotification))]
public sealed class SendControlNotificationCommand : AskingCommand
{
    private const int NamedRecipients = 3;

    private readonly ControlRows _rows = new();
    private NotificationTemplate? _template;

    /// <summary>Ids of controls, for example MFARegistrationV2.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Controls that Get-ScoreControl returned, what Get-ScoreEvidence returned of them, rows of a CSV file with a column Id, or ids.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The mailbox that the mails come from, by user principal name. Without it, that of the signed-in person.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    /// <summary>The day by which people are asked to do it.</summary>
    [Parameter]
    public DateTime? By { get; set; }

    /// <summary>A text file with what the mails say: the subject in the first line (Subject: ...), the text after it. {DisplayName}, {UserPrincipalName},
    /// {TenantName}, {ControlTitle} and {By} stand for what differs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Template { get; set; }

    /// <summary>The most people to tell about one control. When more are concerned, nobody is told.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Limit { get; set; } = 50;

    /// <summary>For how many days a person who was told about a control is not told about it again.</summary>
    [Parameter]
    [ValidateRange(0, 365)]
    public int RepeatAfter { get; set; } = 7;

    /// <summary>Asks the services again whom the controls concern, instead of using what was collected before.</summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    private protected override bool WantsRefresh => Refresh;

    private protected override IEnumerable<string> Named => _rows.Rows.Select(row => row.Id);

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        _rows.Add(Id, InputObject);
        try
        {
            _template ??= Template is null ? null : NotificationTemplate.Parse(ReadTemplate(Template));
        }
        catch (SecureScoreException exception)
        {
            ThrowTerminatingError(Errors.From(exception));
        }
    }

    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(async (pipeline, cancellation) =>
    {
        if (await _rows.CheckAsync(pipeline).ConfigureAwait(false))
            await TellAsync(pipeline, cancellation).ConfigureAwait(false);
    });

    private async Task TellAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        string sender = From ?? JudgedContext.Live!.Session.Account ?? throw new SecureScoreException(
            ErrorIds.NotificationSenderMissing, "An application is signed in, which has no mailbox. Say with -From whose mailbox the mails come from; people will answer there.");
        var (result, evidence) = await JudgeAsync(pipeline, evidenceOnly: null, cancellation).ConfigureAwait(false);
        foreach (string id in Named.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                var control = result.GetControl(id);
                var told = await Memory.UseAsync(store => store.ReadNotificationsAsync(JudgedContext.TenantId!, control.Id, cancellation), cancellation).ConfigureAwait(false);
                var options = new NotificationOptions(_template ?? NotificationTemplate.For(control.Id), sender)
                {
                    TenantName = result.TenantName,
                    By = By is { } by ? DateOnly.FromDateTime(by) : null,
                    Limit = Limit,
                    ToldAfter = Clock.GetUtcNow().AddDays(-RepeatAfter),
                };
                await TellAsync(pipeline, NotificationPlan.Create(control, evidence, options, told, cancellation), cancellation).ConfigureAwait(false);
            }
            catch (SecureScoreException exception) when (!cancellation.IsCancellationRequested && exception.ErrorId != ErrorIds.ConfirmationRequired)
            {
                await pipeline.WriteErrorAsync(Errors.From(exception)).ConfigureAwait(false);
            }
        }
    }

    private async Task TellAsync(PipelineWriter pipeline, NotificationPlan plan, CancellationToken cancellation)
    {
        foreach (var other in plan.Others)
            await pipeline.WriteObjectAsync(other).ConfigureAwait(false);
        if (plan.Mails.Count == 0)
        {
            await pipeline.WriteVerboseAsync($"Nobody is to be told about {plan.Control.Id}.").ConfigureAwait(false);
            return;
        }

        string action = string.Create(CultureInfo.InvariantCulture,
            $"Send '{plan.Mails[0].Mail.Subject}' from {plan.Mails[0].Mail.Sender} to {plan.Mails.Count} {(plan.Mails.Count == 1 ? "person" : "people")}: {Recipients(plan)}");
        if (!await pipeline.ShouldProcessAsync($"{plan.Control.Id} ({plan.Control.Title})", action).ConfigureAwait(false))
        {
            foreach (var (notification, _) in plan.Mails)
                await pipeline.WriteObjectAsync(notification with { Outcome = IsWhatIf ? NotificationOutcome.Planned : NotificationOutcome.Declined }).ConfigureAwait(false);
            return;
        }

        if (!await MaySendAsync(pipeline, plan.Control.Id, action).ConfigureAwait(false))
        {
            foreach (var (notification, _) in plan.Mails)
                await pipeline.WriteObjectAsync(notification with { Outcome = NotificationOutcome.Declined }).ConfigureAwait(false);
            return;
        }

        await SendAsync(pipeline, plan, cancellation).ConfigureAwait(false);
    }

    /// <summary>What was sent cannot be taken back: it is asked for, unless somebody said beforehand that it need not be.</summary>
    private async Task<bool> MaySendAsync(PipelineWriter pipeline, string controlId, string action)
    {
        if (IsAgreed)
            return true;
        if (Obstacle is not null)
            throw ConfirmationRequired("Mails cannot be taken back", "Nothing was sent. Look at them with -WhatIf, then add -Force or -Confirm:$false.", controlId);

        return await pipeline.ShouldContinueAsync($"{action}. Send it?", "Mail to people").ConfigureAwait(false);
    }

    private async Task SendAsync(PipelineWriter pipeline, NotificationPlan plan, CancellationToken cancellation)
    {
        using var observer = pipeline.Observe($"Writing to people about {plan.Control.Id}");
        for (int i = 0; i < plan.Mails.Count; i++)
        {
            var (notification, mail) = plan.Mails[i];
            try
            {
                await JudgedContext.Live!.UseAsync(
                    async (connection, token) =>
                    {
                        await connection.Writer.SendAsync(mail, observer, token).ConfigureAwait(false);
                        return true;
                    },
                    cancellation).ConfigureAwait(false);
            }
            catch (SecureScoreException exception) when (!cancellation.IsCancellationRequested)
            {
                // Who may not send this mail, or has no mailbox, sends none of the others either.
                bool isForAll = exception.ErrorId is ErrorIds.RemediationDenied or ErrorIds.NotificationSenderMissing;
                await pipeline.WriteErrorAsync(Errors.From(exception)).ConfigureAwait(false);
                foreach (var (missed, _) in plan.Mails.Skip(i).Take(isForAll ? int.MaxValue : 1))
                    await pipeline.WriteObjectAsync(missed with { Outcome = NotificationOutcome.Failed, ErrorId = exception.ErrorId, Error = exception.Message }).ConfigureAwait(false);
                if (isForAll)
                    return;

                continue;
            }

            // Each by itself, so that an end on the way forgets nobody who was told.
            var sent = new SentNotification(notification.ControlId, mail.Recipient, mail.Subject, Clock.GetUtcNow(), Actor);
            await Memory.UseAsync(
                async store =>
                {
                    await store.AddNotificationsAsync(JudgedContext.TenantId!, [sent], CancellationToken.None).ConfigureAwait(false);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
            await pipeline.WriteObjectAsync(notification with { Outcome = NotificationOutcome.Sent, SentAt = sent.SentAt }).ConfigureAwait(false);
        }
    }

    private string ReadTemplate(string path)
    {
        string file = SnapshotPath.ResolveLiteral(this, path);
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecureScoreException(ErrorIds.NotificationTemplateInvalid, $"The template '{path}' cannot be read: {exception.Message} Nothing was sent.", exception) { Target = path };
        }
    }

    private static string Recipients(NotificationPlan plan)
    {
        string names = string.Join(", ", plan.Mails.Take(NamedRecipients).Select(mail => mail.Mail.Recipient));
        return plan.Mails.Count <= NamedRecipients ? names : string.Create(CultureInfo.InvariantCulture, $"{names} and {plan.Mails.Count - NamedRecipients} more");
    }
}
