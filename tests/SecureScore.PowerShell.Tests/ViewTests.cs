using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using SecureScore.Engine;
using SecureScore.Engine.Comparing;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.Engine.Remediation.Notifications;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tenants;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Tests.Running;

namespace SecureScore.PowerShell.Tests;

/// <summary>formats/ and the code agree, and no view shows text of a tenant as it came.</summary>
public sealed class ViewTests
{
    private const string Hostile = "a\u001b[31m\u202eb\u0085\nc";
    private static readonly XElement s_types = XElement.Load(Path.Join(Samples.RepositoryRoot, "formats", "SecureScore.Types.ps1xml"));
    private static readonly XElement s_formats = XElement.Load(Path.Join(Samples.RepositoryRoot, "formats", "SecureScore.Format.ps1xml"));

    public static TheoryData<string> ShownTypes => [.. s_types.Elements("Type").Select(type => type.Element("Name")!.Value)];

    [Fact]
    public void Every_method_of_a_view_is_a_hidden_property_and_every_hidden_property_a_method()
    {
        var declared = s_types.Descendants("CodeProperty").Select(property =>
            $"{property.Attribute("IsHidden")!.Value} {property.Element("Name")!.Value} {property.Descendants("TypeName").Single().Value}.{property.Descendants("MethodName").Single().Value}");
        var methods = typeof(ControlResultView).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(ControlResultView).Namespace)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Select(method => $"true Shown{method.Name} {method.DeclaringType!.FullName}.{method.Name}");

        declared.ShouldBe(methods, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(ShownTypes))]
    public void A_view_names_properties_that_the_type_has(string typeName)
    {
        var known = TypeOf(typeName).GetProperties().Select(property => property.Name).Concat(HiddenProperties(typeName)).ToArray();

        PropertiesInViews(typeName).Except(known, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ShownTypes))]
    public void A_view_shows_text_through_a_hidden_property(string typeName)
    {
        // The names of threats and findings, and of editions, are the catalogue's and ours.
        string[] ours = ["ScoreThreat.Name", "ScoreThreat.Description", "ScoreThreat.Examples", "SecureScoreContext.Edition", "Finding.Id"];
        var raw = PropertiesInViews(typeName)
            .Where(name => TypeOf(typeName).GetProperty(name)?.PropertyType is { } type && (type == typeof(string) || !type.IsValueType))
            .Select(name => $"{TypeOf(typeName).Name}.{name}");

        raw.Except(ours, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ShownTypes))]
    public void What_is_shown_is_free_of_control_characters_and_the_object_stays_as_it_is(string typeName)
    {
        // A context is opened, not made, and threats are the catalogue's.
        object? instance = Instance(typeName);
        if (instance is null)
        {
            typeName.ShouldBeOneOf(typeof(SecureScoreContext).FullName, typeof(ScoreThreat).FullName);
            return;
        }

        string[] shown = [.. s_types.Elements("Type").Single(type => type.Element("Name")!.Value == typeName).Descendants("GetCodeReference").Select(reference =>
            (string)typeof(ControlResultView).Assembly.GetType(reference.Element("TypeName")!.Value)!
                .GetMethod(reference.Element("MethodName")!.Value)!.Invoke(null, [new PSObject(instance)])!)];

        shown.ShouldContain(text => text.Contains("[31mb c", StringComparison.Ordinal));
        foreach (string text in shown)
            DisplayText.Clean(WithoutOurOwnColours(text)).ShouldBe(WithoutOurOwnColours(text));
    }

    [Theory]
    [InlineData(RemediationOutcome.Applied, "1", "0 > 3/3")]
    [InlineData(RemediationOutcome.Planned, null, "0 > 3/3")]
    [InlineData(RemediationOutcome.Declined, null, "0/3")]
    public void Points_that_nobody_gains_are_not_shown_as_gained(RemediationOutcome outcome, string? entryId, string shown)
    {
        var result = new RemediationResult
        {
            ControlId = "a", Title = "A", Outcome = outcome, Risk = RiskClass.B, PointsBefore = 0, PointsAfter = 3, MaxPoints = 3, EntryId = entryId,
        };

        RemediationResultView.Points(new PSObject(result)).ShouldBe(shown);
        RemediationResultView.Points(new PSObject(result with { Outcome = RemediationOutcome.Failed, PointsAfter = null, EntryId = null })).ShouldBe("0/3");
    }

    [Fact]
    public void A_caption_belongs_to_a_copy_and_is_no_property()
    {
        var control = (ControlResult)Instance(typeof(ControlResult).FullName!)!;

        var copy = ControlResultView.WithCaption(control, "Con\u001btoso");

        copy.ShouldBe(control);
        ControlResultView.Caption(new PSObject(copy)).ShouldBe("Contoso");
        ControlResultView.Caption(new PSObject(control)).ShouldBe("");
    }

    private static string WithoutOurOwnColours(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[(3[1-3]|90|0)m", "").Replace("\n", "", StringComparison.Ordinal);

    private static Type TypeOf(string name) => typeof(ControlResult).Assembly.GetType(name) ?? typeof(SecureScoreContext).Assembly.GetType(name)!;

    private static IEnumerable<string> HiddenProperties(string typeName) => s_types.Elements("Type")
        .Single(type => type.Element("Name")!.Value == typeName).Descendants("CodeProperty").Select(property => property.Element("Name")!.Value);

    private static IEnumerable<string> PropertiesInViews(string typeName) => s_formats.Descendants("View")
        .Where(view => view.Descendants("TypeName").Any(name => name.Value == typeName))
        .SelectMany(view => view.Descendants("PropertyName"))
        .Select(property => property.Value)
        .Concat(s_types.Elements("Type").Single(type => type.Element("Name")!.Value == typeName)
            .Descendants("PropertySet").Where(set => set.Element("Name")!.Value == "DefaultDisplayPropertySet")
            .Descendants("ReferencedProperties").Elements("Name").Select(name => name.Value))
        .Distinct(StringComparer.Ordinal);

    private static object? Instance(string typeName)
    {
        var texts = new DisplayList<string>([Hostile, Hostile]);
        var finding = new Finding("Found", Hostile);
        var group = new ScoreGroup(Hostile, 1, 2, 50);
        var gap = new CoverageGap(NotEvaluatedReason.NotCollected, 1, texts);
        object[] instances =
        [
            new ControlResult
            {
                Id = Hostile, Title = Hostile, Category = Hostile, Product = Hostile, Points = 1, MaxPoints = 2, CompliantCount = 1, TotalCount = 2,
                AffectedCount = 1, ImplementationStatus = Hostile, Explanation = Hostile, Findings = new DisplayList<Finding>([finding]), Threats = texts,
                Prerequisites = texts, NextSteps = texts, ActionUrl = Hostile, Note = Hostile, Owner = Hostile, Tags = texts, PublishedState = Hostile,
            },
            new SecureScoreResult
            {
                TenantName = Hostile, Edition = Hostile, Categories = new DisplayList<ScoreGroup>([group]), Products = new DisplayList<ScoreGroup>([group]),
                CoverageGaps = new DisplayList<CoverageGap>([gap]),
            },
            new ScoreEvidence
            {
                ControlId = Hostile, Kind = EvidenceKind.User, Id = Hostile, UserPrincipalName = Hostile, Identity = Hostile, DisplayName = Hostile,
                Setting = Hostile, Actual = Hostile, Expected = Hostile, Reason = Hostile, Policy = Hostile,
            },
            new ScoreEvent { Date = default, ControlId = Hostile, Title = Hostile, Activity = Hostile, Category = Hostile, AttributedTo = Hostile },
            new HistoryPoint { Date = default, Period = Hostile, Name = Hostile },
            new TrendPoint(default, ScoreTrend.Comparison, Hostile, 1),
            new RecordedScore { TenantId = Hostile, TenantName = Hostile, Edition = Hostile, RuleVersion = Hostile, CollectedAt = default, RecordedAt = default },
            new CustomComparison(Hostile, 1),
            new ControlNotification
            {
                ControlId = Hostile, UserPrincipalName = Hostile, DisplayName = Hostile, Recipient = Hostile, Subject = Hostile, Outcome = NotificationOutcome.Failed,
                ErrorId = Hostile, Error = Hostile,
            },
            new SentNotification(Hostile, Hostile, Hostile, default, Hostile),
            new RolloutReadiness
            {
                UserId = Hostile, UserPrincipalName = Hostile, DisplayName = Hostile, Required = RequiredMethod.Mfa, IsRegistered = false, Methods = texts,
            },
            new RemediationResult
            {
                ControlId = Hostile, Title = Hostile, Outcome = RemediationOutcome.Applied, Risk = RiskClass.B, Summary = Hostile, Changes = texts, EntryId = Hostile, UndoOf = Hostile,
                Warnings = texts, Explanation = Hostile, Steps = texts, ActionUrl = Hostile, ErrorId = Hostile,
            },
            new RemediationInfo
            {
                ControlId = Hostile, Title = Hostile, RemediationId = Hostile, Risk = RiskClass.B, Summary = Hostile, UserNotice = Hostile, UndoWarnings = texts,
                Parameters = [new RemediationParameter(Hostile, ParameterKind.Text, Hostile) { Choices = texts }], Steps = texts, ActionUrl = Hostile,
            },
            new JournalEntry
            {
                EntryId = Hostile, TenantId = Hostile, ControlId = Hostile, RemediationId = Hostile, At = default, By = Hostile, State = JournalState.Applied,
                Changes = [new SettingsChange("exchange/Get-" + Hostile, Hostile, [new SettingChange(Hostile, SettingValue.Of(Hostile), SettingValue.Of([Hostile]))])],
                Made = [0], Detail = Hostile, UndoOf = Hostile, UndoneBy = Hostile, IsIntact = true, IsReadable = true,
            },
            new ResourceState(Hostile, ResourceStatus.Denied) { Error = Hostile, Permission = Hostile },
            new PublishedComparison { ControlId = Hostile, Title = Hostile, Points = 1, PublishedPoints = 0, Explanation = Hostile },
            new Engine.Comparing.ControlChange { ControlId = Hostile, Title = Hostile, Points = 1, ReferencePoints = 2, Explanation = Hostile },
            new AverageComparison { Basis = Hostile, Group = Hostile },
            new AccessRequirement(AccessKind.Permission, Hostile, TenantService.Graph) { Resources = texts, Controls = texts, Detail = Hostile },
            new ServiceConnection(TenantService.Teams, false) { Reason = Hostile },
            group,
            gap,
            finding,
        ];
        return instances.SingleOrDefault(instance => instance.GetType().FullName == typeName);
    }
}
