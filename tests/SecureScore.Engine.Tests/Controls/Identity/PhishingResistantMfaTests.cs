using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Identity;

public class PhishingResistantMfaTests
{
    private const string Control = "aad_phishing_MFA_strength";
    private const string BuiltIn = """{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}""";

    private static readonly string[] s_roles =
    [
        "62e90394-69f5-4237-9190-012177145e10", "194ae4cb-b126-40b2-bd5b-6091b380977d", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
        "29232cdf-9323-42fd-ade2-1d097af3e4de", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "729827e3-9c14-49f7-bb1b-9608f156bbb8",
        "b0f54661-2d74-4c50-afa3-1ec803f12efe", "fe930be7-5e62-47db-91af-98c3a49a38b1", "c4e39bd9-1100-46d3-8c65-fb160da0071f",
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "158c047a-c907-4556-b7ef-446551a6b5f7", "966707d0-3269-4727-9be2-8c3a10f19b9d",
        "7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "e8611ab8-c189-46e8-94e1-60213ab1f814", "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    ];

    [Theory]
    [InlineData(BuiltIn, true)]
    [InlineData("""{"operator":"OR","builtInControls":["mfa"]}""", false)]
    [InlineData("""{"operator":"OR","builtInControls":["compliantDevice"],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}""", false)]
    [InlineData("""{"operator":"AND","builtInControls":["compliantDevice"],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}""", true)]
    [InlineData("""{"operator":"OR","authenticationStrength":{"id":"00000000-0000-0000-0000-000000000003"}}""", false)]
    [InlineData("""{"operator":"OR","authenticationStrength":{"id":"own","allowedCombinations":["fido2","windowsHelloForBusiness"]}}""", true)]
    [InlineData("""{"operator":"OR","authenticationStrength":{"id":"own","allowedCombinations":["fido2","password,softwareOath"]}}""", false)]
    [InlineData("""{"operator":"OR","authenticationStrength":{"id":"own","allowedCombinations":["fido2","telepathy"]}}""", null)]
    [InlineData("""{"operator":"OR","authenticationStrength":{"id":"listed"}}""", true)]
    [InlineData("""{"operator":"OR","authenticationStrength":{"id":"not listed"}}""", null)]
    public void The_strength_must_resist_phishing(string grants, bool? compliant)
    {
        using var tenant = TestTenant.WithAda().Policy("Strong", grants: grants)
            .With(Resources.AuthenticationStrengthPolicies, """ {"id":"listed","requirementsSatisfied":"mfa","allowedCombinations":["x509CertificateMultiFactor"]} """);
        var verdict = tenant.Evaluate(Control);
        verdict.Reason.ShouldBe(compliant is null ? NotEvaluatedReason.SourceFailed : null);
        verdict.CompliantCount.ShouldBe(compliant == true ? 1 : 0);
    }

    [Fact]
    public void A_policy_that_names_every_listed_role_counts()
    {
        using var tenant = TestTenant.WithAda().Policy("Strong", Roles(s_roles), BuiltIn);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(1);
        verdict.TotalCount.ShouldBe(1);
        verdict.Items.ShouldBeNull();
        verdict.ImplementationStatus.ShouldBe("Policy 'Strong' requires phishing-resistant MFA of administrators.");
    }

    [Fact]
    public void A_missing_role_is_named()
    {
        using var tenant = TestTenant.WithAda().Policy("Strong", Roles(s_roles[..^1]), BuiltIn);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.Explanation.ShouldBe("Policy 'Strong' does not count: it does not name Global Reader.");
        verdict.Items!().ShouldHaveSingleItem().Kind.ShouldBe(EvidenceKind.Policy);
    }

    [Theory]
    [InlineData(""" "excludeUsers":["{ada}"] """, "user 'ada@contoso.com'")]
    [InlineData(""" "excludeGroups":["{breakglass}"] """, "group 'breakglass'")]
    [InlineData(""" "excludeRoles":["62e90394-69f5-4237-9190-012177145e10"] """, "role 'Global Administrator'")]
    [InlineData(""" "excludeUsers":["GuestsOrExternalUsers"] """, "guests")]
    public void An_exclusion_costs_the_points_and_is_named(string exclusion, string named)
    {
        using var tenant = TestTenant.WithAda().Group("breakglass").Policy("Strong", Roles(s_roles) + "," + exclusion, BuiltIn);
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.Explanation.ShouldBe($"Policy 'Strong' does not count: it excludes {named}, without which it would count.");
    }

    [Fact]
    public void Exclusions_have_their_ids_where_names_were_not_collected()
    {
        using var tenant = TestTenant.WithAda().Policy("Strong", Roles(s_roles) + ",\"excludeUsers\":[\"{ada}\"],\"excludeGroups\":[\"{breakglass}\"]", BuiltIn)
            .Without(Resources.Users).Without(Resources.Groups);
        tenant.Evaluate(Control).Explanation.ShouldContain($"user '{TestTenant.Id("ada")}', group '{TestTenant.Id("breakglass")}'");
    }

    [Theory]
    [InlineData(""" "includeApplications":["All"],"excludeApplications":["b2"] """, """ "clientAppTypes":["all"] """)]
    [InlineData(""" "includeApplications":["MicrosoftAdminPortals"] """, """ "clientAppTypes":["all"] """)]
    [InlineData(""" "includeApplications":["All"] """, """ "platforms":{"includePlatforms":["windows"]} """)]
    [InlineData(""" "includeApplications":["All"] """, """ "userRiskLevels":["high"] """)]
    public void A_narrowed_policy_does_not_count(string applications, string conditions)
    {
        using var tenant = TestTenant.WithAda().Policy("Strong", grants: BuiltIn, applications: applications, conditions: conditions);
        tenant.Evaluate(Control).CompliantCount.ShouldBe(0);
    }

    [Fact]
    public void A_report_only_policy_says_what_it_would_earn()
    {
        using var tenant = TestTenant.WithAda().Policy("Strong", grants: BuiltIn, state: "enabledForReportingButNotEnforced");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.Explanation.ShouldBe("Policy 'Strong' only reports, which earns nothing: in force it would earn the points.");
    }

    [Theory]
    [InlineData(BuiltIn, "in force it would not count either, for it excludes user 'ada@contoso.com', without which it would count.", """, "excludeUsers":["{ada}"] """)]
    [InlineData("""{"operator":"OR","builtInControls":["retinaScan"]}""", "it is open whether it would count in force, for policy 'Strong' asks for something unknown: 'retinaScan'.", "")]
    public void A_report_only_policy_that_would_earn_nothing_either_says_why(string grants, string why, string exclusion)
    {
        using var tenant = TestTenant.WithAda().Policy("Strong", Roles(s_roles) + exclusion, grants, state: "enabledForReportingButNotEnforced");
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.Explanation.ShouldBe($"Policy 'Strong' only reports, which earns nothing: {why}");
    }

    [Fact]
    public void No_policy_at_all_earns_nothing()
    {
        using var tenant = TestTenant.WithAda();
        var verdict = tenant.Evaluate(Control);
        verdict.CompliantCount.ShouldBe(0);
        verdict.ImplementationStatus.ShouldBe("No enabled policy requires phishing-resistant MFA of administrators.");
        verdict.Items.ShouldBeNull();
    }

    private static string Roles(string[] roles) => $"\"includeRoles\":[{string.Join(",", roles.Select(role => $"\"{role}\""))}]";
}
