using SecureScore.Engine.Catalog;
using SecureScore.Engine.Controls;

namespace SecureScore.Engine.Tests.Catalog;

public class ControlCatalogTests
{
    private const string Today = "2026-09";

    // What Microsoft scores in an ordinary Microsoft 365 tenant; the rest belongs to devices, domain controllers and apps of others.
    private static readonly string[] s_coreProducts =
    [
        "App governance", "Exchange Online", "Microsoft 365 admin center", "Microsoft Defender for Cloud Apps",
        "Microsoft Defender for Office 365", "Microsoft Entra ID", "Microsoft Forms", "Microsoft Purview", "Microsoft Sway",
        "Microsoft Teams", "SharePoint Online",
    ];

    public static TheoryData<string> Editions { get; } = [.. ControlCatalog.EditionNames];

    private static IEnumerable<ControlDefinition> CoreControls =>
        ControlCatalog.Get(Today).Controls.Where(control => s_coreProducts.Contains(control.Product, StringComparer.Ordinal));

    [Fact]
    public void Todays_edition_is_the_default_and_the_only_one_that_tenants_override()
    {
        ControlCatalog.EditionNames.ShouldBe([Today, "2022-05", "2018"]);
        ControlCatalog.Default.Edition.ShouldBe(Today);
        ControlCatalog.EditionNames.Count(name => ControlCatalog.Get(name).IsDefault).ShouldBe(1);
        ControlCatalog.EditionNames.Where(name => ControlCatalog.Get(name).TenantProfilesApply).ShouldBe([Today]);
    }

    [Fact]
    public void Todays_edition_holds_460_controls_of_Microsoft_94_of_them_core()
    {
        ControlCatalog.Get(Today).Controls.Count(control => !control.IsNotScored).ShouldBe(460);
        CoreControls.Count(control => !control.IsNotScored).ShouldBe(94);
    }

    [Fact]
    public void Controls_of_our_own_give_no_credit_and_claim_no_value_to_be_Microsofts()
    {
        var ours = ControlCatalog.Get(Today).Controls.Where(control => control.IsNotScored).ToArray();

        ours.Select(control => control.Id).ShouldBe(
        [
            "ss_ca_breakglass_excluded", "ss_ca_deleted_refs", "ss_create_tenants", "ss_device_code", "ss_directsend", "ss_dns_dkim",
            "ss_dns_dmarc", "ss_guest_invites", "ss_guest_role", "ss_pim_permanent_ga", "ss_smtpauth",
        ]);
        ours.ShouldAllBe(control => control.Ours.Contains("title") && control.Ours.Contains("maxPoints") && control.MaxPointsSource == null);
        ControlCatalog.EditionNames.SelectMany(name => ControlCatalog.Get(name).Controls)
            .Where(control => control.Id.StartsWith("ss_", StringComparison.OrdinalIgnoreCase)).ShouldAllBe(control => control.IsNotScored);
    }

    [Fact]
    public void The_edition_of_the_worked_example_holds_18_controls_of_66_points_in_their_order()
    {
        var controls = ControlCatalog.Get("2022-05").Controls;

        controls.Count.ShouldBe(18);
        controls.Sum(control => control.MaxPoints).ShouldBe(66);
        controls.Select(control => control.Rank).ShouldBe(Enumerable.Range(1, 18).Select(rank => (int?)rank));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public void Every_control_stands_once_and_is_found_whatever_its_case(string edition)
    {
        var catalog = ControlCatalog.Get(edition.ToLowerInvariant());

        catalog.Controls.Select(control => control.Id).ShouldBeUnique(StringComparer.OrdinalIgnoreCase);
        catalog.Controls.ShouldAllBe(control => catalog.Find(control.Id.ToUpperInvariant()) == control);
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public void Everything_that_a_control_refers_to_exists(string edition)
    {
        foreach (var control in ControlCatalog.Get(edition).Controls)
        {
            control.Title.ShouldNotBeNullOrWhiteSpace(control.Id);
            (control.Category is "Identity" or "Apps" or "Data" or "Device").ShouldBeTrue(control.Id);
            ControlCatalog.Products.ContainsKey(control.Product).ShouldBeTrue(control.Id);
            (control.Licence is null || ControlCatalog.LicenceGates.ContainsKey(control.Licence)).ShouldBeTrue(control.Id);
            control.Requires.Except(ControlCatalog.Requirements.Keys, StringComparer.Ordinal).ShouldBeEmpty(control.Id);
            control.Threats.Except(ControlCatalog.Threats.Select(threat => threat.Name), StringComparer.Ordinal).ShouldBeEmpty(control.Id);
        }
    }

    [Fact]
    public void Gates_hold_service_plans_and_products_open_by_gates_that_exist()
    {
        ControlCatalog.LicenceGates.Values.ShouldAllBe(gate => gate.Plans.Count > 0 && gate.DisplayName.Length > 0);
        ControlCatalog.Products.Values.SelectMany(product => product.AnyOf)
            .Except(ControlCatalog.LicenceGates.Keys, StringComparer.Ordinal).ShouldBeEmpty();
        // Some 250 subscriptions carry this plan, whose owner has no mailbox.
        ControlCatalog.LicenceGates.Values.SelectMany(gate => gate.Plans).ShouldNotContain(plan => plan.Name == "EXCHANGE_S_FOUNDATION");
    }

    [Fact]
    public void Every_threat_is_explained_and_meant_by_a_control()
    {
        ControlCatalog.Threats.Select(threat => threat.Name).ShouldBeUnique(StringComparer.OrdinalIgnoreCase);
        ControlCatalog.Threats.ShouldAllBe(threat => threat.Description.Length > 80 && !string.IsNullOrWhiteSpace(threat.Examples));
        ControlCatalog.Threats.Select(threat => threat.Name)
            .Except(ControlCatalog.Get(Today).Controls.SelectMany(control => control.Threats), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public void Points_are_known_with_their_source_or_not_at_all(string edition)
    {
        foreach (var control in ControlCatalog.Get(edition).Controls)
        {
            (control.MaxPoints is null or 0).ShouldBe(control.MaxPointsSource is null, control.Id);
            (control.MaxPoints ?? 1).ShouldBeInRange(control.IsNotScored ? 0 : 1, edition == "2018" ? 50 : 10, control.Id);
            (control.Shape == PointsShape.AtLeast).ShouldBe(control.AtLeast > 0, control.Id);
        }
    }

    [Theory]
    [InlineData("AATP_AccountWithLeakedCredentials")]
    [InlineData("mip_DLP_policies_Teams")]
    [InlineData("mip_management_API_enabled_four_workloads")]
    [InlineData("PasswordHashSync")]
    [InlineData("spo_block_onedrive_sync_unmanaged_devices")]
    [InlineData("spo_external_sharing_managed")]
    [InlineData("spo_external_users_sharing")]
    [InlineData("sway_block_sharing_with_outside_users")]
    public void Unknown_points_stay_unknown(string controlId) =>
        ControlCatalog.Get(Today).Find(controlId).ShouldNotBeNull().MaxPoints.ShouldBeNull();

    [Fact]
    public void Every_core_control_has_guidance_threats_impact_and_cost()
    {
        foreach (var control in CoreControls)
        {
            var guidance = ControlCatalog.FindGuidance(control.Id).ShouldNotBeNull(control.Id);
            guidance.Description.ShouldNotBeNullOrWhiteSpace(control.Id);
            guidance.NextSteps.ShouldNotBeEmpty(control.Id);
            control.Threats.ShouldNotBeEmpty(control.Id);
            control.UserImpact.ShouldNotBe(EffortLevel.Unknown, control.Id);
            control.ImplementationCost.ShouldNotBe(EffortLevel.Unknown, control.Id);
        }
    }

    [Fact]
    public void Only_core_controls_claim_public_evidence() => ControlCatalog.Get(Today).Controls
        .Where(control => control.Shape != PointsShape.Published).Except(CoreControls).Select(control => control.Id).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Editions))]
    public void Values_marked_as_ours_name_properties_that_are_there(string edition)
    {
        string[] properties = [.. typeof(ControlDefinition).GetProperties().Select(property => property.Name)];
        ControlCatalog.Get(edition).Controls.SelectMany(control => control.Ours)
            .Except(properties, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_judges_a_control_of_an_edition() => ControlEvaluators.All.Select(rule => rule.ControlId)
        .Except(ControlCatalog.EditionNames.SelectMany(name => ControlCatalog.Get(name).Controls).Select(control => control.Id), StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void The_edition_of_2018_holds_its_26_reviews_of_257_points_with_the_cadence_of_their_titles()
    {
        var reviews = ControlCatalog.Get("2018").Controls;

        reviews.Count.ShouldBe(26);
        reviews.Sum(control => control.MaxPoints).ShouldBe(257);
        reviews.ShouldAllBe(control => control.ActionType == ActionType.Review && ControlCatalog.FindGuidance(control.Id) != null && control.Threats.Count > 0);
        foreach (var control in reviews)
        {
            control.Cadence.ShouldBe(
                control.Title.EndsWith("bi-weekly", StringComparison.Ordinal) ? ReviewCadence.BiWeekly
                : control.Title.EndsWith("weekly", StringComparison.Ordinal) ? ReviewCadence.Weekly
                : control.Title.EndsWith("monthly", StringComparison.Ordinal) ? ReviewCadence.Monthly
                : null,
                control.Id);
        }

        ControlCatalog.EditionNames.Where(name => name != "2018").SelectMany(name => ControlCatalog.Get(name).Controls)
            .ShouldAllBe(control => control.Cadence == null);
    }

    [Fact]
    public void A_control_is_found_in_its_newest_edition()
    {
        ControlCatalog.FindEdition("ADMINMFAV2")!.Edition.ShouldBe(Today);
        ControlCatalog.FindEdition("TLSDeprecation")!.Edition.ShouldBe("2022-05");
        ControlCatalog.FindEdition("rgchanges")!.Edition.ShouldBe("2018");
        ControlCatalog.FindEdition("nothing").ShouldBeNull();
    }

    [Fact]
    public void No_rule_judges_a_control_that_is_said_to_have_no_public_evidence() => ControlCatalog.EditionNames
        .SelectMany(name => ControlCatalog.Get(name).Controls)
        .Where(control => control.Shape == PointsShape.Published && ControlEvaluators.Find(control.Id) is not null)
        .Select(control => control.Id).ShouldBeEmpty();

    [Fact]
    public void Every_control_with_public_evidence_about_identities_meetings_and_the_lockbox_has_its_rule() => ControlCatalog.EditionNames
        .SelectMany(name => ControlCatalog.Get(name).Controls)
        .Where(control => control.Shape != PointsShape.Published
            && (control.Product is "Microsoft Entra ID" or "Azure Active Directory" or "Microsoft Teams" || control.Id == "CustomerLockBoxEnabled"))
        .Where(control => ControlEvaluators.Find(control.Id) is null)
        .Select(control => control.Id).ShouldBeEmpty();

    [Fact]
    public void An_unknown_edition_names_the_known_ones()
    {
        var exception = Should.Throw<EditionNotFoundException>(() => ControlCatalog.Get("2031-01"));

        exception.ErrorId.ShouldBe("EditionNotFound");
        exception.Message.ShouldContain("2031-01");
        exception.Message.ShouldContain(Today);
    }
}
