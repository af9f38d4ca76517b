using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Samples.Tests;

public sealed class SampleTenantTests : IDisposable
{
    private static readonly string s_root = typeof(SampleTenantTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key.Equals("RepositoryRoot", StringComparison.Ordinal)).Value!;

    private static readonly string s_description = File.ReadAllText(Path.Combine(s_root, "samples", "contoso.yaml"));

    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-samples-").FullName;

    public static TheoryData<string> Cultures { get; } = ["", "nl-BE", "tr-TR"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void The_demo_tenant_is_what_its_description_makes(string culture)
    {
        Write(s_description, culture);

        string committed = Path.Combine(s_root, "samples", "contoso");
        Files(_folder).ShouldBe(Files(committed));
        foreach (string file in Files(committed))
        {
            // A checkout on Windows may have other ends of lines.
            File.ReadAllText(Path.Combine(_folder, file)).ReplaceLineEndings("\n").ShouldBe(
                File.ReadAllText(Path.Combine(committed, file)).ReplaceLineEndings("\n"),
                $"{file} differs: run dotnet run --project src/SecureScore.Samples -- samples/contoso.yaml samples/contoso, and commit what changed.");
        }
    }

    [Fact]
    public void The_demo_tenant_can_be_read_and_costs_no_control_but_two()
    {
        var result = SecureScoreEvaluator.Judge(TenantSnapshot.Open(Path.Combine(s_root, "samples", "contoso")), ControlCatalog.Default);

        result.Controls.Where(control => control.Reason is NotEvaluatedReason.SourceFailed or NotEvaluatedReason.PermissionMissing or NotEvaluatedReason.NotLicensed)
            .Select(control => control.Id).Except(["forms_phishing_protection", "mip_purviewlabelconsent"], StringComparer.Ordinal).ShouldBeEmpty();
        result.Controls.SelectMany(control => control.Findings).Where(finding => finding.Id == "UnknownValue").ShouldBeEmpty();
        result.Percentage!.Value.ShouldBeInRange(45, 60);
    }

    [Fact]
    public void A_renamed_person_changes_nobody_else()
    {
        Write(s_description);
        string before = Path.Combine(_folder, Resources.Users + ".jsonl");
        string[] users = File.ReadAllLines(before);

        Write(s_description.Replace("{name: Hanna Ohlsson, kind: leaver}", "{name: Hanna Ek, kind: leaver}", StringComparison.Ordinal));

        File.ReadAllLines(before).Except(users, StringComparer.Ordinal).ShouldHaveSingleItem().ShouldContain("hanna.ek@contoso.com");
    }

    [Theory]
    [InlineData("collectedAt: 2026-09-14T06:00:00Z", "collectedAt: soon", "a date and time is expected")]
    [InlineData("mailDomain: contoso.com", "mailDomain: contoso.com\n  colour: blue", "'colour' means nothing here")]
    [InlineData("UnifiedAuditLogIngestionEnabled: false", "UnifiedAuditLogIngestionEnable: false", "exchange/Get-AdminAuditLogConfig: 'UnifiedAuditLogIngestionEnable' means nothing here")]
    [InlineData("passwordSyncEnabled: true", "passwordSync: true", "graph/onPremisesSynchronization: 'passwordSync' means nothing here")]
    [InlineData("who: Ingrid Solberg", "who: Ingrid Solbergh", "nobody is called 'Ingrid Solbergh'")]
    [InlineData("{role: Billing Administrator,", "{role: Bill Administrator,", "no directory role is called 'Bill Administrator'")]
    [InlineData("[!group sg-Emergency access]", "[!group sg-Emergency]", "no group is called 'sg-Emergency'")]
    [InlineData("[!mail Sales]", "[!mail sg-Machines]", "neither a group nor a person with a mailbox is called 'sg-Machines'")]
    [InlineData("!gone sg-Project Osprey", "!lost sg-Project Osprey", "the tag !lost is unknown")]
    [InlineData("people: 18, registered: 17", "people: 18, registered: 19", "19 of the 18 people of 'Finance' cannot have registered")]
    [InlineData("people: 11, registered: 10", "people: 2, registered: 2", "'IT' has 2 people, but more are named")]
    [InlineData("licence: F3", "licence: F4", "no licence is called 'F4'")]
    [InlineData("name: F3\n    sku: 66b55226-6b4f-492c-910c-a3b7a3c9d993\n    partNumber: SPE_F1\n    owned: 40", "name: F3\n    sku: 66b55226-6b4f-492c-910c-a3b7a3c9d993\n    partNumber: SPE_F1\n    owned: 4", "24 people have the licence SPE_F1, of which the tenant owns 4")]
    [InlineData("plans: [EXCHANGE_S_DESKLESS,", "plans: [EXCHANGE_S_DESKLES,", "no service plan is called 'EXCHANGE_S_DESKLES'")]
    [InlineData("- {name: Tom Ashdown, kind: leaver}", "- {name: Hanna Ohlsson, nickname: hanna, kind: leaver}", "two people are called Hanna Ohlsson")]
    [InlineData("department: IT, title: Messaging Engineer", "department: IIT, title: Messaging Engineer", "no department is called 'IIT'")]
    [InlineData("groups: [sg-Machines]", "groups: [sg-Later]", "no group above is called 'sg-Later'")]
    [InlineData("- {name: Piotr Nowicki, kind: leaver}", "- {name: Hanna Ohlsson, kind: leaver}", "two accounts are called hanna.ohlsson@contoso.com")]
    [InlineData("status: Denied", "status: Deny", "'Deny' is no status of a resource that is missing")]
    [InlineData("control: mcas_mda_enabled", "control: mcas_mda", "the catalogue has no control 'mcas_mda'")]
    [InlineData("control: mcas_mda_enabled", "control: McasFirewallLogUpload", "'McasFirewallLogUpload' has two scores, or two maxima")]
    [InlineData("people: 18, registered: 17", "people: 5000, registered: 17", "'names' has too few names for the people of 'Finance'")]
    [InlineData("graph/adminAppsAndServices:", "graph/adminApps:", "no resource is called 'graph/adminApps'")]
    [InlineData("  age: 1d", "  age: yesterday", "'yesterday' is no age: write 40d or 6h")]
    public void A_mistake_in_the_description_is_told_with_its_line(string right, string wrong, string message)
    {
        s_description.ShouldContain(right);
        int position = s_description.IndexOf(right, StringComparison.Ordinal);
        int line = s_description[..position].Count(character => character == '\n') + 1;
        string description = s_description[..position] + wrong + s_description[(position + right.Length)..];

        var error = Should.Throw<DescriptionException>(() => SampleTenant.Read(new StringReader(description)));

        error.Message.ShouldContain(message);
        error.Line.ShouldBeInRange(line, line + 1);
    }

    [Fact]
    public void A_description_that_is_no_YAML_is_told_with_its_line() =>
        Should.Throw<DescriptionException>(() => SampleTenant.Read(new StringReader("tenant:\n  name: 'Contoso\n"))).Line.ShouldBeGreaterThan(1);

    [Fact]
    public void A_forgotten_resource_is_a_mistake()
    {
        string description = Regex.Replace(
            s_description, @"^  graph/adminForms:\n(    .*\n)+", "", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

        Should.Throw<DescriptionException>(() => SampleTenant.Read(new StringReader(description)))
            .Message.ShouldBe("'graph/adminForms' is neither under 'resources' nor under 'missing'");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string description, string culture = "")
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            SampleTenant.Read(new StringReader(description)).Write(_folder);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
