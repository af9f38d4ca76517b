using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Evidence.Anonymizing;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Evidence;

public class SnapshotAnonymizerTests
{
    private static readonly string[] s_userProperties = ["id", "displayName", "userPrincipalName", "mail"];

    [Theory]
    [InlineData("contoso", true)]
    [InlineData("contoso", false)]
    [InlineData("contoso-2022", true)]
    public void The_judgement_is_the_same(string sample, bool evidenceOnly)
    {
        using var folder = new SampleFolder();
        var original = TenantSnapshot.Open(Path.Combine(Repository.Root, "samples", sample));
        SnapshotAnonymizer.Write(original, folder.Snapshot);

        string[] expected = Judge(original, evidenceOnly).Split('\n');
        Judge(folder.Open(), evidenceOnly).Split('\n').Except(expected, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_of_the_tenant_is_left_in_any_file()
    {
        using var folder = new SampleFolder();
        var original = TenantSnapshot.Open(Path.Combine(Repository.Root, "samples", "contoso"));
        SnapshotAnonymizer.Write(original, folder.Snapshot);
        string copy = string.Concat(Directory.GetFiles(folder.Snapshot, "*", SearchOption.AllDirectories).Select(File.ReadAllText));

        var secrets = new List<string> { original.Manifest.TenantId!, original.Manifest.DisplayName!, "contoso", "fabrikam", "wingtiptoys", "adatum", "203.0.113." };
        foreach (string resource in (string[])[Resources.Users, Resources.Groups])
        {
            foreach (var row in original.ReadObjects(resource))
            {
                secrets.AddRange(s_userProperties.Select(row.Text).OfType<string>());
                secrets.AddRange(row.Texts("proxyAddresses").Select(address => address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..]));
            }
        }

        foreach (var row in original.ReadObjects(Resources.ConditionalAccessPolicies))
            secrets.AddRange(s_userProperties.Select(row.Text).OfType<string>());
        foreach (string name in (string[])["Sales impersonation", "Careful senders", "Requested by Sales", "Payment cards", "Labels for the office", "MS=ms", "Board meetings"])
            secrets.Add(name);

        foreach (string secret in secrets.Distinct(StringComparer.OrdinalIgnoreCase).Where(secret => !HarmlessValues.Is(secret)))
            Context(copy, secret).ShouldBeNull(secret);
    }

    [Fact]
    public void Format_order_and_counts_stay()
    {
        using var folder = new SampleFolder();
        folder.With("graph/users.jsonl", string.Concat(Enumerable.Range(0, 50).Select(number => $"{{\"number\":{number},\"displayName\":\"Person {number}\"}}\n")));
        folder.With("graph/groupMembers.jsonl.gz", SampleFolder.Gzip("{\"number\":1}\n{\"number\":2.50}\n"));
        folder.With("graph/organization.json", "{\"number\":1,\"nested\":{\"list\":[\"Jane Doe\",null,true,1e3]}}");
        folder.With("graph/domains.json", "[{\"id\":\"x.example\"}]");
        folder.With("graph/namedLocations.json", "[]");
        string path = Path.Combine(folder.Path, "copy");

        SnapshotAnonymizer.Write(folder.Open(), path);

        Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file)).Order(StringComparer.Ordinal).ShouldBe([
            "graph/domains.json", "graph/groupMembers.jsonl.gz", "graph/namedLocations.json", "graph/organization.json", "graph/users.jsonl", "manifest.json"]);
        var copy = TenantSnapshot.Open(path);
        copy.ReadObjects("graph/users").Select(row => (int)row.RequiredNumber("number")).ShouldBe(Enumerable.Range(0, 50));
        File.ReadAllText(Path.Combine(path, "graph/organization.json")).ShouldMatch("""\A\{"number":1,"nested":\{"list":\["Name [0-9a-f]{10}",null,true,1e3\]\}\}\s*\z""");
        copy.ReadObjects("graph/groupMembers").Last().Number("number").ShouldBe(2.5m);
    }

    [Fact]
    public void The_same_stays_the_same_within_a_copy_and_differs_between_copies()
    {
        using var folder = new SampleFolder();
        folder.With("graph/users.jsonl", """{"displayName":"Jane Doe","mail":"jane@sub.firm.example","proxyAddresses":["SMTP:Jane@sub.firm.example"],"city":"Jane Doe"}""");
        folder.With("graph/domains.json", """[{"id":"firm.example"}]""");

        string first = Copy("first");
        string second = Copy("second");

        string.Equals(first, second, StringComparison.Ordinal).ShouldBeFalse();
        var row = TenantSnapshot.Open(Path.Combine(folder.Path, "first")).ReadObjects("graph/users").Single();
        row.Text("city").ShouldBe(row.Text("displayName"));
        row.Texts("proxyAddresses").ShouldBe(["SMTP:" + row.Text("mail")]);
        string domain = TenantSnapshot.Open(Path.Combine(folder.Path, "first")).ReadObjects("graph/domains").Single().Text("id")!;
        row.Text("mail")!.ShouldEndWith("." + domain);

        string Copy(string name)
        {
            string path = Path.Combine(folder.Path, name);
            SnapshotAnonymizer.Write(folder.Open(), path);
            return File.ReadAllText(Path.Combine(path, "graph/users.jsonl"));
        }
    }

    [Theory]
    [InlineData("Ingrid Solberg;ingrid@firm.example", "Name <hex>;user-<hex>@d<hex>.example")]
    [InlineData("guest_partner.example#EXT#@firm.onmicrosoft.com", "user-<hex>#EXT#@d<hex>.onmicrosoft.com")]
    [InlineData("Sync_SERVER01_abc@firm.onmicrosoft.com", "Sync_<hex>@d<hex>.onmicrosoft.com")]
    [InlineData("break-glass.1@firm.example", "breakglass-<hex>@d<hex>.example")]
    [InlineData("Emergency Access 1", "Emergency access name <hex>")]
    [InlineData("On-Premises Directory Synchronization Service Account", "On-Premises Directory Synchronization Service Account")]
    [InlineData("Standard Preset Security Policy1698414520109", "Standard Preset Security Policy1698414520109")]
    [InlineData("My Marketplace Apps", "My Marketplace Apps")]
    [InlineData("MyContosoOptions", "Name <hex>")]
    [InlineData("Tag:Board meetings", "Tag:Name <hex>")]
    [InlineData("Tag:AllOn", "Tag:AllOn")]
    [InlineData("+32 2 555 01 23", "Name <hex>")]
    [InlineData("025550123", "Name <hex>")]
    [InlineData("secret\tlist", "Name <hex>\tName <hex>")]
    [InlineData("selector1-my-firm-com._domainkey.firm.onmicrosoft.com", "selector1-d<hex>-d<hex>-com._domainkey.d<hex>.onmicrosoft.com")]
    [InlineData("firm-com.mail.protection.outlook.com", "d<hex>-com.mail.protection.outlook.com")]
    [InlineData("portal.microsoft.com", "portal.microsoft.com")]
    [InlineData("b\u00fccher.example", "d<hex>.example")]
    [InlineData("192.0.2.0/28", "198.1[89].<n>.<n>/28")]
    [InlineData("2001:db8::1", "2001:db8:<ip6>")]
    [InlineData("2026-09-13T06:00:00Z", "2026-09-13T06:00:00Z")]
    [InlineData("90.00:00:00", "90.00:00:00")]
    [InlineData("", "")]
    public void A_value_that_may_be_anything_is_replaced(string value, string expected) => new Pseudonyms().Replace(value).ShouldMatch(
        "\\A" + Regex.Escape(expected).Replace("<hex>", "[0-9a-f]{10}", StringComparison.Ordinal).Replace("<n>", "\\d+", StringComparison.Ordinal)
            .Replace("<ip6>", "[0-9a-f:]+", StringComparison.Ordinal).Replace("\\[89]", "[89]", StringComparison.Ordinal) + "\\z");

    [Fact]
    public void Names_are_found_in_sentences_and_records()
    {
        using var folder = new SampleFolder();
        folder.With("graph/users.jsonl", """{"displayName":"Karin Lindqvist (admin)","userPrincipalName":"karin@firm.example"}""");
        folder.With("graph/secureScores.json", """
            [{"controlScores":[{"controlName":"AdminMFAV2","implementationStatus":"<p>Karin Lindqvist (admin), karin@firm.example at 192.0.2.7, +32 2 555 01 23, and firm.example</p>"}]}]
            """);
        folder.With("graph/secureScoreControlProfiles.json", """
            [{"id":"AdminMFAV2","title":"Require MFA","actionUrl":"https://security.microsoft.com/x","controlStateUpdates":[{"state":"ignored","comment":"Ask Jane","updatedBy":"karin@firm.example"}]}]
            """);
        folder.With("dns/records.json", """
            [{"domain":"firm.example","type":"TXT","name":"firm.example","values":["v=spf1 include:spf.protection.outlook.com ip4:192.0.2.1 include:other.example -all","firm-verification=abc"]}]
            """);
        folder.With("manifest.json", """{"schema":1,"tenantId":"11111111-2222-3333-4444-555555555555","resources":{"graph/groups":{"status":"Failed","error":"karin@firm.example lost the connection"}}}""");
        string path = Path.Combine(folder.Path, "copy");

        SnapshotAnonymizer.Write(folder.Open(), path);

        string all = string.Concat(Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        foreach (string secret in (string[])["Karin", "Lindqvist", "karin", "firm", "other.example", "192.0.2", "555", "Jane", "abc\"", "11111111-2222"])
            all.ShouldNotContain(secret);
        foreach (string harmless in (string[])["AdminMFAV2", "Require MFA", "https://security.microsoft.com/x", "ignored", "v=spf1 include:spf.protection.outlook.com ip4:198.1", " -all", "lost the connection"])
            all.ShouldContain(harmless);
    }

    [Fact]
    public void Places_and_short_numbers_of_people_are_replaced_too()
    {
        using var folder = new SampleFolder();
        folder.With("graph/organization.json", """{"state":"Utrecht","postalCode":"3511","businessPhones":["5550123"],"countryLetterCode":"NL"}""");
        folder.With("graph/users.jsonl", """{"state":"Utrecht","employeeId":"4711","mobilePhone":"5550124","userType":"Guest"}""");
        folder.With("graph/signIns.jsonl", """{"location":{"city":"Utrecht","state":"Utrecht","geoCoordinates":{"altitude":4,"latitude":52.0907,"longitude":5.1214}},"status":{"errorCode":50126}}""");
        folder.With("graph/conditionalAccessPolicies.json", """[{"state":"enabled"}]""");
        string path = Path.Combine(folder.Path, "copy");

        SnapshotAnonymizer.Write(folder.Open(), path);

        string all = string.Concat(Directory.GetFiles(Path.Combine(path, "graph")).Select(File.ReadAllText));
        foreach (string secret in (string[])["Utrecht", "3511", "555012", "4711", "52.0907", "5.1214"])
            all.ShouldNotContain(secret);
        foreach (string harmless in (string[])["\"NL\"", "\"Guest\"", "50126", "\"enabled\""])
            all.ShouldContain(harmless);
    }

    [Fact]
    public void What_cannot_be_read_is_missing_in_the_copy_and_its_content_is_nowhere()
    {
        using var folder = new SampleFolder();
        folder.With("graph/users.jsonl", "{\"displayName\":\"Jane Doe\"}\n{\"displayName\":\"Jane");
        folder.With("graph/groups.jsonl", "{}");
        string path = Path.Combine(folder.Path, "copy");

        SnapshotAnonymizer.Write(folder.Open(), path);

        TenantSnapshot.Open(path).StateOf("graph/users").Status.ShouldBe(ResourceStatus.Failed);
        string.Concat(Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(File.ReadAllText)).ShouldNotContain("Jane");
    }

    private static string? Context(string text, string secret) => text.IndexOf(secret, StringComparison.OrdinalIgnoreCase) is >= 0 and var found
        ? text[Math.Max(0, found - 60)..Math.Min(text.Length, found + 60)]
        : null;

    private static string Judge(TenantSnapshot snapshot, bool evidenceOnly)
    {
        var text = new StringBuilder();
        foreach (string edition in ControlCatalog.EditionNames)
        {
            var result = SecureScoreEvaluator.Judge(snapshot, ControlCatalog.Get(edition), new JudgeOptions { EvidenceOnly = evidenceOnly });
            text.AppendLine(CultureInfo.InvariantCulture, $"{edition} {result.Score} of {result.MaxScore}");
            foreach (var control in result.Controls.OrderBy(control => control.Id, StringComparer.Ordinal))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{control.Id} {control.Outcome} {control.Reason} {control.Points} {control.CompliantCount} {control.TotalCount} {control.Source} {control.Licensed} {string.Join(',', control.Findings.Select(finding => finding.Id).Order(StringComparer.Ordinal))}");
            }
        }

        return text.ToString();
    }
}
