using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Exchange;

public class CalendarSharingTests
{
    private const string ControlId = "exo_individualsharing";

    public static TheoryData<string[], int, int> Cases { get; } = new()
    {
        { [Policy("true", "[]")], 1, 1 },
        { [Policy("true", "null")], 1, 1 },
        { [Policy("false", """["*:CalendarSharingFreeBusySimple"]""")], 1, 1 },
        { [Policy("\"False\"", """["Anonymous:CalendarSharingFreeBusyReviewer"]""")], 1, 1 },
        { [Policy("true", """["Anonymous:CalendarSharingFreeBusyReviewer","*:CalendarSharingFreeBusySimple"]""")], 0, 1 },
        { [Policy("\"True\"", "\"fabrikam.com:CalendarSharingFreeBusyDetail\"")], 0, 1 },
        { [Policy("true", """[{"Name":"fabrikam.com:ContactsSharing"}]""")], 0, 1 },
        { [Policy("true", "[]"), Policy("true", """["fabrikam.com:CalendarSharingFreeBusySimple"]""", "Partners")], 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_enabled_policy_counts_whether_default_or_not(string[] policies, int compliant, int total)
    {
        using var tenant = new TestTenant().With(Resources.SharingPolicy, [.. policies]);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, total);
        verdict.ShouldExplainItself();
    }

    [Fact]
    public void The_status_is_a_sentence()
    {
        string open = Policy("true", """["*:CalendarSharingFreeBusySimple"]""");
        using var one = new TestTenant().With(Resources.SharingPolicy, open, Policy("true", "[]"));
        using var two = new TestTenant().With(Resources.SharingPolicy, open, open);

        one.Evaluate(ControlId).ImplementationStatus.ShouldBe("1 sharing policy of 2 lets people share calendars outside the organisation.");
        two.Evaluate(ControlId).ImplementationStatus.ShouldBe("2 sharing policies of 2 let people share calendars outside the organisation.");
    }

    [Theory]
    [InlineData]
    [InlineData("""{"Name":"Default Sharing Policy","Enabled":true}""")]
    [InlineData("""{"Name":"Default Sharing Policy","Domains":[]}""")]
    [InlineData("""{"Name":"Default Sharing Policy","Enabled":"no","Domains":[]}""")]
    [InlineData("""{"Enabled":true,"Domains":[]}""")]
    [InlineData("""{"Name":"Default Sharing Policy","Enabled":true,"Domains":[null]}""")]
    public void Policies_that_cannot_be_read_decide_nothing(params string[] policies)
    {
        using var tenant = new TestTenant().With(Resources.SharingPolicy, [.. policies]);

        tenant.ShouldNotEvaluate(ControlId, Resources.SharingPolicy);
    }

    private static string Policy(string enabled, string domains, string name = "Default Sharing Policy") =>
        $$"""{"Name":"{{name}}","Default":true,"Enabled":{{enabled}},"Domains":{{domains}}}""";
}
