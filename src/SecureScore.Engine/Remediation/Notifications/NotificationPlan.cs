using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Remediation.Notifications;

/// <summary>Whom to tell about a control, and what.</summary>
/// <param name="Control">The control.</param>
/// <param name="Mails">The mails that are to be sent, with what they are about.</param>
/// <param name="Others">The people who get none, and why.</param>
public sealed record NotificationPlan(
    ControlResult Control, IReadOnlyList<(ControlNotification Notification, TenantMail Mail)> Mails, IReadOnlyList<ControlNotification> Others)
{
    /// <summary>Works out whom to tell.</summary>
    /// <param name="control">The control as it is judged.</param>
    /// <param name="evidence">The evidence by which it was judged.</param>
    /// <param name="options">What is sent, and to whom not.</param>
    /// <param name="told">Whom mails about the control were sent to before.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="SecureScoreException"><c>NotificationLimitExceeded</c>: more people than the limit are concerned.</exception>
    /// <exception cref="EvidenceUnavailableException">The users cannot be read.</exception>
    public static NotificationPlan Create(
        ControlResult control, TenantSnapshot evidence, NotificationOptions options, IReadOnlyList<SentNotification> told, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(told);
        var people = control.ReadEvidence().Where(item => item is { Kind: EvidenceKind.User, Id: not null })
            .DistinctBy(item => item.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(item => item.Id!, StringComparer.OrdinalIgnoreCase);
        var addresses = Addresses(evidence, people.Keys, cancellation);
        var mails = new List<(ControlNotification, TenantMail)>();
        var others = new List<ControlNotification>();
        foreach (var person in people.Values)
        {
            var notification = new ControlNotification
            {
                ControlId = control.Id,
                UserPrincipalName = person.UserPrincipalName,
                DisplayName = person.DisplayName,
                Recipient = addresses.GetValueOrDefault(person.Id!),
                Outcome = NotificationOutcome.Planned,
            };
            if (notification.Recipient is null)
                others.Add(notification with { Outcome = NotificationOutcome.NoMailbox });
            else if (told.LastOrDefault(sent => sent.Recipient.Equals(notification.Recipient, StringComparison.OrdinalIgnoreCase)) is { } last && last.SentAt > options.ToldAfter)
                others.Add(notification with { Outcome = NotificationOutcome.AlreadyTold, Subject = last.Subject, SentAt = last.SentAt });
            else
                mails.Add(Write(control, notification, options));
        }

        return mails.Count <= options.Limit ? new NotificationPlan(control, mails, others) : throw new SecureScoreException(
            ErrorIds.NotificationLimitExceeded,
            string.Create(CultureInfo.InvariantCulture, $"'{control.Id}' concerns {mails.Count} people, more than the limit of {options.Limit}. Nobody was told. Look at them with Get-ScoreEvidence {control.Id}, then raise -Limit."))
        {
            Target = control.Id,
        };
    }

    private static (ControlNotification Notification, TenantMail Mail) Write(ControlResult control, ControlNotification notification, NotificationOptions options)
    {
        var (subject, body) = options.Template.Fill(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["DisplayName"] = notification.DisplayName ?? notification.UserPrincipalName,
            ["UserPrincipalName"] = notification.UserPrincipalName,
            ["TenantName"] = options.TenantName,
            ["ControlTitle"] = control.Title,
            ["By"] = options.By is { } by ? $"by {by.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}" : "soon",
        });
        return (notification with { Subject = subject }, new TenantMail(options.Sender, notification.Recipient!, subject, body));
    }

    // The users are read as they stream by: of a million, those who are concerned are kept.
    private static Dictionary<string, string> Addresses(TenantSnapshot evidence, ICollection<string> ids, CancellationToken cancellation)
    {
        var addresses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (ids.Count == 0)
            return addresses;

        foreach (var user in evidence.ReadObjects(Resources.Users, cancellation))
        {
            if (user.Text("id") is { } id && ids.Contains(id) && user.Text("mail") is { Length: > 0 } mail)
                addresses[id] = mail;
        }

        return addresses;
    }
}

/// <summary>What is sent to the people whom a control concerns, and to whom not.</summary>
/// <param name="Template">What the mails say.</param>
/// <param name="Sender">The user principal name of the mailbox that they come from.</param>
public sealed record NotificationOptions(NotificationTemplate Template, string Sender)
{
    /// <summary>The tenant's name.</summary>
    public string? TenantName { get; init; }

    /// <summary>The day by which people are asked to do it; null for soon.</summary>
    public DateOnly? By { get; init; }

    /// <summary>More people than this are never told at once.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Who was told after this moment is not told again.</summary>
    public DateTimeOffset ToldAfter { get; init; }
}
