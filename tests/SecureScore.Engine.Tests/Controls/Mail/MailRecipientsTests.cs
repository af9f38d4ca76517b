using System.Text;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tests.Evidence;

namespace SecureScore.Engine.Tests.Controls.Mail;

/// <summary>What finding people for a rule costs in a large directory.</summary>
public class MailRecipientsTests
{
    [Fact]
    public void A_domain_is_found_without_a_look_at_those_of_all_guests()
    {
        const int Guests = 10_000;
        using var tenant = TestTenant.WithMail().Mailbox("ada").Mailbox("cem", "cem@sub.contoso.com");
        for (int number = 0; number < Guests; number++)
            tenant.Mailbox($"guest{number}", $"guest@partner{number}.example", type: "Guest");
        var recipients = tenant.Evidence().MailRecipients;
        recipients.InDomains(["contoso.com"], subdomains: true, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var users = recipients.InDomains(["contoso.com"], subdomains: true, out bool isOpen);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        users.Certain.Members().ShouldBe([0, 1]);
        isOpen.ShouldBeFalse();
        allocated.ShouldBeLessThan(Guests, "two sets of one bit a user, and next to nothing else");
    }

    [Fact]
    public void A_domain_of_countless_dots_is_read()
    {
        using var tenant = TestTenant.WithMail().Mailbox("ada", "ada@" + string.Concat(Enumerable.Repeat("a.", 200_000)) + "contoso.com");
        var recipients = tenant.Evidence().MailRecipients;

        recipients.InDomains(["contoso.com"], subdomains: true, out _).Possible.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Several_threads_look_for_names_at_once()
    {
        var names = new NameTable();
        names.Add("ada@contoso.com");
        names.Add("ben@contoso.com");

        Parallel.For(0, 4, worker =>
        {
            for (int count = 0; count < 500_000; count++)
                names.Find(worker % 2 == 0 ? "ada@contoso.com"u8 : "ben@contoso.com"u8).ShouldBe(worker % 2);
        });
    }

    [Fact]
    public void Groups_are_read_once_however_many_have_members_that_are_no_users()
    {
        int reads = 0;
        string[] groups = [.. Enumerable.Range(0, 20).Select(number => TestTenant.Id($"group{number}"))];
        var storage = new MemoryStorage()
            .With("graph/users.jsonl", $$"""{"id":"{{TestTenant.Id("ada")}}","accountEnabled":true}""")
            .With("graph/groupMembers.jsonl", string.Concat(groups.Select(group =>
                $$"""{"groupId":"{{group}}","memberId":"{{TestTenant.Id("contact")}}"}""" + "\n" + $$"""{"groupId":"{{group}}","memberId":"{{TestTenant.Id("ada")}}"}""" + "\n")))
            .With("graph/groups.jsonl", () =>
            {
                reads++;
                return new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(groups.Select(group => $$"""{"id":"{{group}}","displayName":"g"}""" + "\n"))));
            });
        var directory = new GroupDirectory(new TenantEvidence(TenantSnapshot.Open(storage)), groups.Select(EntityId.Parse).ToHashSet());

        foreach (string group in groups)
            directory.Find(group).Members.ShouldNotBeNull().Count.ShouldBe(1);

        reads.ShouldBe(2, "once for the names of the named groups, once for the ids of all");
    }
}
