using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation.Notifications;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Remediation.Notifications;

public sealed class NotificationTests
{
    private const string Control = "MFARegistrationV2";
    private static readonly DateTimeOffset s_now = new(2026, 9, 14, 8, 0, 0, TimeSpan.Zero);
    private static readonly TenantSnapshot s_contoso = TenantSnapshot.Open(Path.Combine(Repository.Root, "samples", "contoso"));
    private static readonly SecureScoreResult s_judged = SecureScoreEvaluator.Judge(s_contoso, ControlCatalog.Default, new JudgeOptions());

    [Theory]
    [InlineData("", "first line")]
    [InlineData("Hello", "first line")]
    [InlineData("Subject:\ntext", "subject is empty")]
    [InlineData("Subject: only", "no text")]
    [InlineData("Subject: x\n\n   \n", "no text")]
    [InlineData("Subject: x\nHello {Name}", "{Name} stands for nothing")]
    [InlineData("Subject: {Nobody}\nHello", "{Nobody} stands for nothing")]
    public void A_template_that_cannot_be_used_is_told(string text, string why)
    {
        var error = Should.Throw<SecureScoreException>(() => NotificationTemplate.Parse(text));

        error.ErrorId.ShouldBe(ErrorIds.NotificationTemplateInvalid);
        error.Message.ShouldContain(why);
    }

    [Fact]
    public void A_template_is_read_as_it_is_written_on_any_system()
    {
        var template = NotificationTemplate.Parse("\uFEFFSubject: Hello {displayname}\r\n\r\nPlease {By}, {UNKNOWN1}.\r\n");

        template.Subject.ShouldBe("Hello {displayname}");
        template.Body.ShouldBe("Please {By}, {UNKNOWN1}.\n");
    }

    [Fact]
    public void A_name_cannot_add_a_line_to_the_subject()
    {
        var (subject, body) = new NotificationTemplate("For {DisplayName}", "Hello {DisplayName}{By}")
            .Fill(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DisplayName"] = "Eve\r\nBcc: all@contoso.com\u202E" });

        subject.ShouldBe("For Eve  Bcc: all@contoso.com");
        body.ShouldBe("Hello Eve  Bcc: all@contoso.com");
    }

    [Fact]
    public void Each_text_of_its_own_uses_words_that_stand_for_something()
    {
        foreach (string control in NotificationTemplate.Controls)
        {
            var template = NotificationTemplate.For(control);
            NotificationTemplate.Parse($"Subject: {template.Subject}\n{template.Body}").Subject.ShouldBe(template.Subject);
            ControlCatalog.Default.Find(control).ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_control_without_a_text_wants_one() =>
        Should.Throw<SecureScoreException>(() => NotificationTemplate.For("mdo_zapspam")).ErrorId.ShouldBe(ErrorIds.NotificationTemplateMissing);

    [Fact]
    public void Everybody_whom_the_control_concerns_is_told_once()
    {
        var control = s_judged.GetControl(Control);

        var plan = Plan(Options());

        (plan.Mails.Count + plan.Others.Count).ShouldBe((int)control.AffectedCount!);
        plan.Mails.ShouldNotBeEmpty();
        plan.Others.ShouldAllBe(other => other.Outcome == NotificationOutcome.NoMailbox);
        plan.Mails.Select(mail => mail.Mail.Recipient).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(plan.Mails.Count);
        plan.Mails.ShouldAllBe(mail => mail.Mail.Sender == "it@contoso.com" && mail.Mail.Body.Contains("by 15 October 2026") && mail.Mail.Body.Contains(mail.Notification.UserPrincipalName!));
    }

    [Fact]
    public void More_people_than_the_limit_are_not_told_at_all()
    {
        int people = Plan(Options()).Mails.Count;

        Should.NotThrow(() => Plan(Options() with { Limit = people }));
        Should.Throw<SecureScoreException>(() => Plan(Options() with { Limit = people - 1 })).ErrorId.ShouldBe(ErrorIds.NotificationLimitExceeded);
    }

    [Fact]
    public void Who_was_told_lately_is_not_told_again()
    {
        string told = Plan(Options()).Mails[0].Mail.Recipient;
        SentNotification[] sent = [new(Control, told.ToUpperInvariant(), "Before", s_now.AddDays(-6), "admin")];

        var soon = Plan(Options() with { ToldAfter = s_now.AddDays(-7) }, sent);
        soon.Others.Single(other => other.Outcome == NotificationOutcome.AlreadyTold).ShouldSatisfyAllConditions(
            other => other.Recipient.ShouldBe(told), other => other.SentAt.ShouldBe(s_now.AddDays(-6)), other => other.Subject.ShouldBe("Before"));
        soon.Mails.ShouldNotContain(mail => mail.Mail.Recipient == told);

        Plan(Options() with { ToldAfter = s_now.AddDays(-5) }, sent).Mails.ShouldContain(mail => mail.Mail.Recipient == told);
    }

    private static NotificationOptions Options() => new(NotificationTemplate.For(Control), "it@contoso.com")
    {
        TenantName = "Contoso",
        By = new DateOnly(2026, 10, 15),
    };

    private static NotificationPlan Plan(NotificationOptions options, IReadOnlyList<SentNotification>? told = null) =>
        NotificationPlan.Create(s_judged.GetControl(Control), s_contoso, options, told ?? [], CancellationToken.None);
}
