using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests.Writing;

public class SendMailTests
{
    private const string Sender = "ingrid.solberg@contoso.com";
    private const string Path = "/v1.0/users/" + Sender + "/sendMail";
    private const string Mail = """
        {"message":{"subject":"Register","body":{"contentType":"Text","content":"Please."},
                    "toRecipients":[{"emailAddress":{"address":"theo.vandenbroucke@contoso.com"}}]},
         "saveToSentItems":false}
        """;

    [Fact]
    public async Task A_mail_is_accepted_and_kept_to_be_looked_at()
    {
        var clock = new ManualClock();
        using var demo = Demo.ToWrite(new EmulatorOptions { Clock = clock });

        var answer = await demo.PostAsync(Path, Mail);

        answer.Status.ShouldBe(202);
        answer.Text.ShouldBeEmpty();
        var mail = demo.Tenant.SentMail.ShouldHaveSingleItem();
        mail.Sender.ShouldBe(Sender);
        mail.Recipients.ShouldBe(["theo.vandenbroucke@contoso.com"]);
        (mail.Subject, mail.Body, mail.IsHtml, mail.IsKept, mail.SentAt).ShouldBe(("Register", "Please.", false, false, clock.GetUtcNow()));
        demo.Tenant.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_is_accepted_as_the_SDK_writes_it()
    {
        using var demo = Demo.ToWrite();

        var answer = await demo.PostAsync(Path, Mail.Replace("\"message\"", "\"Message\"", StringComparison.Ordinal).Replace("saveToSentItems", "SaveToSentItems", StringComparison.Ordinal));

        answer.Status.ShouldBe(202);
        demo.Tenant.SentMail.ShouldHaveSingleItem().IsKept.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Path, "nothing", 400, "BadRequest")]
    [InlineData(Path, "{}", 400, "ErrorInvalidParameter")]
    [InlineData(Path, """{"message":{"subject":"x"}}""", 400, "ErrorInvalidRecipients")]
    [InlineData(Path, """{"message":{"toRecipients":[{"emailAddress":{"address":"nobody"}}]}}""", 400, "ErrorInvalidRecipients")]
    [InlineData(Path, """{"message":{"to":[]}}""", 400, "RequestBodyRead")]
    [InlineData("/v1.0/users/nobody@contoso.com/sendMail", Mail, 404, "ErrorInvalidUser")]
    [InlineData("/v1.0/me/sendMail", Mail, 400, "BadRequest")]
    public async Task A_mail_is_refused(string path, string body, int status, string code)
    {
        using var demo = Demo.ToWrite();

        var answer = await demo.PostAsync(path, body);

        answer.Status.ShouldBe(status);
        answer.ErrorCode.ShouldBe(code);
        demo.Tenant.SentMail.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_no_mailbox_sends_nothing()
    {
        using var demo = Demo.ToWrite();
        var guest = (await demo.GetAsync("/v1.0/users?$top=1&$select=id&$filter=userType eq 'Guest'")).Rows[0].GetProperty("id").GetString();

        var answer = await demo.PostAsync($"/v1.0/users/{guest}/sendMail", Mail);

        answer.Status.ShouldBe(404);
        answer.ErrorCode.ShouldBe("MailboxNotEnabledForRESTAPI");
    }

    [Fact]
    public async Task Sending_takes_its_permission_and_a_person_sends_as_nobody_else()
    {
        using var demo = new Demo();

        (await demo.PostAsync(Path, Mail)).ErrorCode.ShouldBe("ErrorAccessDenied");
        demo.Token = demo.Tenant.IssueToken(
            TenantService.Graph, demo.Tenant.AllowWriting(demo.Tenant.Application), new EmulatedPerson("theo.vandenbroucke@contoso.com"));
        (await demo.PostAsync(Path, Mail)).Status.ShouldBe(403);
        (await demo.PostAsync("/v1.0/me/sendMail", Mail)).Status.ShouldBe(202);

        demo.Tenant.SentMail.ShouldHaveSingleItem().Sender.ShouldBe("theo.vandenbroucke@contoso.com");
    }
}
