using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Scoring;

public sealed class ControlListingTests
{
    private static readonly ControlResult[] s_controls =
    [
        Control("AdminMFAV2", "Ensure MFA for admins", "Identity", "Microsoft Entra ID", ControlOutcome.Failed) with
        {
            UserImpact = EffortLevel.Low,
            ImplementationCost = EffortLevel.Moderate,
            Threats = new DisplayList<string>(["Account Breach", "Password Cracking"]),
            Explanation = "0 of 7 admins are protected.",
            NextSteps = new DisplayList<string>(["Create a policy."]),
        },
        Control("mip_sensitivitylabels", "Publish labels", "Data", "Purview", ControlOutcome.Partial) with
        {
            UserImpact = EffortLevel.Moderate,
            ImplementationCost = EffortLevel.High,
            Threats = new DisplayList<string>(["Data Spillage"]),
            Status = ControlStatus.Planned,
            Tags = new DisplayList<string>(["Q4", "board"]),
        },
        Control("dlp", "Stop leaks", "Data", "Purview", ControlOutcome.Completed) with { Status = ControlStatus.Completed },
        NotEvaluated("denied", NotEvaluatedReason.PermissionMissing),
        NotEvaluated("unlicensed", NotEvaluatedReason.NotLicensed),
        NotEvaluated("hybrid", NotEvaluatedReason.NotApplicable),
        NotEvaluated("closed", NotEvaluatedReason.NoPublicApi),
        NotEvaluated("asserted", NotEvaluatedReason.NoPublicApi) with { Points = 5, MaxPoints = 5, Status = ControlStatus.ThirdParty },
    ];

    public static TheoryData<string, object, string> Cases => new()
    {
        { "nothing asked for", new ControlFilter(), "AdminMFAV2 mip_sensitivitylabels dlp denied asserted" },
        { "all", new ControlFilter { All = true }, "AdminMFAV2 mip_sensitivitylabels dlp denied unlicensed hybrid closed asserted" },
        { "a hidden control by its id", new ControlFilter { Ids = ["UNLICENSED"] }, "unlicensed" },
        { "a hidden control by a pattern", new ControlFilter { Ids = ["unlic*"] }, "" },
        { "two ids", new ControlFilter { Ids = ["dlp", "adminmfav2"] }, "AdminMFAV2 dlp" },
        { "a title with wildcards", new ControlFilter { Titles = ["*mfa*"] }, "AdminMFAV2" },
        { "a title without wildcards", new ControlFilter { Titles = ["mfa"] }, "" },
        { "one of two categories", new ControlFilter { Categories = ["identity", "data"] }, "AdminMFAV2 mip_sensitivitylabels dlp" },
        { "category and product", new ControlFilter { Categories = ["Data"], Products = ["*entra*"] }, "" },
        { "outcomes", new ControlFilter { Outcomes = [ControlOutcome.Partial, ControlOutcome.Failed] }, "AdminMFAV2 mip_sensitivitylabels" },
        { "a status", new ControlFilter { Statuses = [ControlStatus.Planned] }, "mip_sensitivitylabels" },
        { "a threat", new ControlFilter { Threats = ["password*"] }, "AdminMFAV2" },
        { "a tag with wildcards", new ControlFilter { Tags = ["b*d"] }, "mip_sensitivitylabels" },
        { "one of two tags", new ControlFilter { Tags = ["q5", "q4"] }, "mip_sensitivitylabels" },
        { "a tag that none has", new ControlFilter { Tags = ["Q5"] }, "" },
        { "at most low impact", new ControlFilter { MaxUserImpact = EffortLevel.Low }, "AdminMFAV2" },
        { "at most moderate impact", new ControlFilter { MaxUserImpact = EffortLevel.Moderate }, "AdminMFAV2 mip_sensitivitylabels" },
        { "impact and cost", new ControlFilter { MaxUserImpact = EffortLevel.High, MaxCost = EffortLevel.Moderate }, "AdminMFAV2" },
        { "the first of the rank", new ControlFilter { Top = 2 }, "AdminMFAV2 mip_sensitivitylabels" },
        { "a word of the explanation", new ControlFilter { Search = "PROTECTED" }, "AdminMFAV2" },
        { "a word of the next steps", new ControlFilter { Search = "policy" }, "AdminMFAV2" },
        { "a word of a threat", new ControlFilter { Search = "spillage" }, "mip_sensitivitylabels" },
        { "words of different texts", new ControlFilter { Search = "breach  mfa" }, "AdminMFAV2" },
        { "words that are not all there", new ControlFilter { Search = "breach labels" }, "" },
        { "a part of an id", new ControlFilter { Search = "mip_" }, "mip_sensitivitylabels" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_filter_leaves_what_passes_all_of_it(string asked, object filter, string expected)
    {
        _ = asked;
        var listing = ControlListing.Create(s_controls, (ControlFilter)filter);

        string.Join(' ', listing.Controls.Select(control => control.Id)).ShouldBe(expected);
    }

    [Fact]
    public void Names_compare_in_the_same_way_under_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            ControlListing.Create(s_controls, new ControlFilter { Ids = ["MIP_SENSITIVITYLABELS"], Search = "LABELS" }).Controls.Count.ShouldBe(1);
            ControlListing.Create(s_controls, new ControlFilter { Categories = ["IDENTITY"] }).Controls.Count.ShouldBe(1);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_is_hidden_is_counted_by_reason_and_would_pass_the_rest_of_the_filter()
    {
        Hidden(new ControlFilter()).ShouldBe("NotLicensed 1, NotApplicable 1, NoPublicApi 1");
        Hidden(new ControlFilter { Ids = ["clos*"] }).ShouldBe("NoPublicApi 1");
        Hidden(new ControlFilter { Ids = ["dlp"] }).ShouldBe("");
        Hidden(new ControlFilter { All = true }).ShouldBe("");

        static string Hidden(ControlFilter filter) =>
            string.Join(", ", ControlListing.Create(s_controls, filter).Hidden.Select(entry => $"{entry.Key} {entry.Value}"));
    }

    [Fact]
    public void Controls_of_unknown_effort_are_counted_where_effort_is_compared()
    {
        ControlListing.Create(s_controls, new ControlFilter()).UnknownEffort.ShouldBe(0);
        ControlListing.Create(s_controls, new ControlFilter { MaxCost = EffortLevel.High }).UnknownEffort.ShouldBe(3);
        ControlListing.Create(s_controls, new ControlFilter { MaxCost = EffortLevel.High, All = true }).UnknownEffort.ShouldBe(6);
    }

    [Theory]
    [InlineData("Identty", ErrorIds.CategoryNotFound, "Did you mean Identity?")]
    [InlineData("xyzxyzxyz", ErrorIds.CategoryNotFound, "Known: Data, Device, Identity.")]
    [InlineData("Ident*", null, null)]
    [InlineData("identity", null, null)]
    public void A_name_that_nothing_has_is_an_error_that_leads_on(string category, string? id, string? message)
    {
        var result = new SecureScoreResult { Edition = "2026-09", Controls = new DisplayList<ControlResult>(s_controls) };

        var error = new ControlFilter { Categories = [category] }.UnknownNames(result).SingleOrDefault();

        error?.ErrorId.ShouldBe(id);
        (error is null).ShouldBe(id is null);
        if (message is not null)
            error!.Message.ShouldContain(message);
    }

    private static ControlResult Control(string id, string title, string category, string product, ControlOutcome outcome) =>
        new() { Id = id, Title = title, Category = category, Product = product, Outcome = outcome, Points = 1, MaxPoints = 5 };

    private static ControlResult NotEvaluated(string id, NotEvaluatedReason reason) =>
        Control(id, "title", "Device", "Other", ControlOutcome.NotEvaluated) with { Reason = reason, Points = null };
}
