using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Exchange;

public class SpamFilterBypassRulesTests
{
    private const string ControlId = "exo_transportrulesallowlistdomains";
    private const string Fabrikam = """["fabrikam.com"]""";

    public static TheoryData<string[], int, int, string> Cases { get; } = new()
    {
        { [], 0, 0, "" },
        { [Rule("-1")], 0, 1, "" },
        { [Rule("\"-1\"")], 0, 1, "" },
        { [Rule("-1", domains: "\"fabrikam.com\"")], 0, 1, "" },
        { [Rule("-1", state: "enabled", mode: "ENFORCE")], 0, 1, "" },
        { [Rule("0")], 1, 1, "" },
        { [Rule("9")], 1, 1, "" },
        { [Rule("null")], 1, 1, "" },
        { [Rule("-1", domains: "[]")], 1, 1, "" },
        { [Rule("-1", domains: "null")], 1, 1, "" },
        { [Rule("-1", state: "Disabled")], 1, 1, "" },
        { [Rule("-1", mode: "Audit")], 1, 1, "" },
        { [Rule("-1", mode: "AuditAndNotify")], 1, 1, "" },
        { [Rule("-1"), Rule("5"), Rule("-1", state: "Disabled")], 2, 3, "" },
        // A condition that a forged sender does not meet is told and costs the points all the same.
        { [Rule("-1", more: """ "SenderIpRanges":["192.0.2.0/24"] """)], 0, 1, "BypassWithProof" },
        { [Rule("-1", more: """ "HeaderContainsMessageHeader":"Authentication-Results","HeaderContainsWords":["dmarc=pass"] """)], 0, 1, "BypassWithProof" },
        { [Rule("-1", more: """ "SenderIpRanges":[{"Expression":"192.0.2.0/24"}] """)], 0, 1, "BypassWithProof" },
        { [Rule("-1", more: """ "SenderIpRanges":[],"HeaderContainsMessageHeader":null """)], 0, 1, "" },
        // Words in the address do not cost the points.
        { [Rule("-1", domains: "[]", more: """ "FromAddressContainsWords":["fabrikam.com"] """)], 1, 1, "BypassBySender" },
        { [Rule("-1", domains: "[]", state: "Disabled", more: """ "FromAddressContainsWords":["fabrikam.com"] """)], 1, 1, "" },
        // What is unknown of one rule does not matter once another decides, or where the rule is off anyway.
        { [Rule("-1", state: "Paused"), Rule("-1")], 1, 2, "UnknownValue" },
        { [Rule("-1", state: "Disabled", mode: "Simulate")], 1, 1, "" },
        { [Rule("-1", domains: "[]", state: "Paused")], 1, 1, "UnknownValue" },
        { [Rule("5", state: "Paused")], 1, 1, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_rule_counts_that_trusts_a_domain(string[] rules, int compliant, int total, string findings)
    {
        using var tenant = new TestTenant().With(Resources.TransportRule, [.. rules]);

        var verdict = tenant.Evaluate(ControlId);

        verdict.ShouldHaveCounted(compliant, total);
        verdict.ShouldHaveFound(findings);
        verdict.ShouldExplainItself();
    }

    [Theory]
    [InlineData("""{"Name":"Partners","State":"Enabled","Mode":"Enforce","SetSCL":-1}""")]
    [InlineData("""{"Name":"Partners","Mode":"Enforce","SetSCL":-1,"SenderDomainIs":["fabrikam.com"]}""")]
    [InlineData("""{"Name":"Partners","State":"Enabled","SetSCL":-1,"SenderDomainIs":["fabrikam.com"]}""")]
    [InlineData("""{"State":"Enabled","Mode":"Enforce","SetSCL":-1,"SenderDomainIs":["fabrikam.com"]}""")]
    [InlineData("""{"Name":"Partners","State":"Enabled","Mode":"Enforce","SetSCL":"low","SenderDomainIs":["fabrikam.com"]}""")]
    [InlineData("""{"Name":"Partners","State":"Enabled","Mode":"Enforce","SetSCL":[],"SenderDomainIs":["fabrikam.com"]}""")]
    public void A_rule_that_cannot_be_read_decides_nothing(string rule)
    {
        using var tenant = new TestTenant().With(Resources.TransportRule, rule);

        tenant.ShouldNotEvaluate(ControlId, Resources.TransportRule);
    }

    [Theory]
    [InlineData("Paused", "Enforce", "The rule 'Partners' has State = 'Paused', which is unknown here.")]
    [InlineData("Enabled", "Simulate", "The rule 'Partners' has Mode = 'Simulate', which is unknown here.")]
    public void An_unknown_value_leaves_the_control_open(string state, string mode, string explanation)
    {
        using var tenant = new TestTenant().With(Resources.TransportRule, Rule("-1", state: state, mode: mode));

        tenant.Evaluate(ControlId).ShouldBeOpen(explanation);
    }

    private static string Rule(string scl, string domains = Fabrikam, string state = "Enabled", string mode = "Enforce", string? more = null) =>
        $$"""{"Name":"Partners","State":"{{state}}","Mode":"{{mode}}","SetSCL":{{scl}},"SenderDomainIs":{{domains}}{{(more is null ? "" : "," + more)}}}""";
}
