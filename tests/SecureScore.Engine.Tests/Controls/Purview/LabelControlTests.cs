using SecureScore.Engine.Controls;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Controls.Purview;

public class LabelControlTests
{
    private const string Publish = "mip_sensitivitylabelspolicies";
    private const string Auto = "mip_autosensitivitylabelspolicies";

    /// <summary>Policies, how many of ada, bob and cyd are reached, findings; null where that is open.</summary>
    public static TheoryData<string[], int?, string> Published { get; } = new()
    {
        { [], 0, "" },
        { [Label(""" "ExchangeLocation":["All"] """)], 3, "" },
        { [Label(""" "ExchangeLocation":"all" """)], 3, "" },
        { [Label(""" "ExchangeLocation":[{"DisplayName":"All","Name":"All"}] """)], 3, "" },
        { [Label(""" "ExchangeLocation":["All"] """, enabled: "false")], 0, "" },
        { [Label(""" "ExchangeLocation":["All"] """, enabled: "\"True\"")], 3, "" },
        { [Label(""" "ExchangeLocation":["All"],"Mode":"PendingDeletion" """)], 0, "" },
        { [Label(""" "ExchangeLocation":["All"],"Type":"PublishedSensitivityLabel" """)], 3, "" },
        { [Label(""" "ExchangeLocation":["All"],"Type":"Label" """)], 0, "" },
        { [Label(""" "ExchangeLocation":["All"],"Labels":[] """)], 0, "PolicyWithoutLabels" },
        { [Label(""" "ExchangeLocation":["All"],"Labels":["Confidential"] """)], 3, "" },
        { [Label(""" "ExchangeLocation":["All"],"Labels":[],"ScopedLabels":["Confidential"] """)], 3, "" },
        { [Label(""" "ExchangeLocation":[] """)], 0, "" },
        { [Label(""" "ExchangeLocation":null """)], 0, "" },
        // People are named by an address of theirs, or as an object with a name.
        { [Label(""" "ExchangeLocation":["ADA@contoso.com"] """)], 1, "" },
        { [Label(""" "ExchangeLocation":["ada.lovelace@contoso.com"] """)], 1, "" },
        { [Label(""" "ExchangeLocation":[{"DisplayName":"Ada","Name":"ada@contoso.com"},{"DisplayName":"Bob","Name":"bob@contoso.com"}] """)], 2, "" },
        { [Label(""" "ExchangeLocation":["ada@contoso.com"] """), Label(""" "ExchangeLocation":["ada@contoso.com","bob@contoso.com"] """)], 2, "" },
        { [Label(""" "ExchangeLocation":["gus@fabrikam.com"] """)], 0, "" },
        // Groups, nested ones too.
        { [Label(""" "ExchangeLocation":["sales@contoso.com"] """)], 2, "" },
        { [Label(""" "ExchangeLocation":["everyone@contoso.com"] """)], 3, "" },
        { [Label(""" "ExchangeLocation":[],"ModernGroupLocation":["sales@contoso.com"] """)], 2, "" },
        { [Label(""" "ExchangeLocation":["All"],"ExchangeLocationException":["sales@contoso.com"] """)], 1, "" },
        { [Label(""" "ExchangeLocation":["All"],"ExchangeLocationException":[{"Name":"ada@contoso.com"}] """)], 2, "" },
        { [Label(""" "ExchangeLocation":["All"],"ExchangeLocationException":["All"] """)], 0, "" },
        { [Label(""" "ExchangeLocation":["cyd@contoso.com"],"ModernGroupLocation":["everyone@contoso.com"],"ModernGroupLocationException":["sales@contoso.com"] """)], 1, "" },
        // An exception of one location does not count for the other.
        { [Label(""" "ExchangeLocation":["ada@contoso.com"],"ModernGroupLocation":["everyone@contoso.com"],"ModernGroupLocationException":["sales@contoso.com"] """)], 2, "" },
        // Who is neither a user nor a group belongs to nobody any more.
        { [Label(""" "ExchangeLocation":["ada@contoso.com","left@contoso.com"] """)], 1, "UnknownRecipient" },
        { [Label(""" "ExchangeLocation":["All"],"ExchangeLocationException":["left@contoso.com"] """)], 3, "UnknownRecipient" },
        // What the control does not read hides nobody.
        { [Label(""" "ExchangeLocation":[],"OneDriveSharedBy":{} """), Label(""" "ExchangeLocation":["ada@contoso.com"] """)], 1, "" },
        // What is open matters only where it may change the count.
        { [Label(""" "ExchangeLocation":["secret@contoso.com"] """)], null, "" },
        { [Label(""" "ExchangeLocation":["All"],"ExchangeLocationException":["secret@contoso.com"] """)], null, "" },
        { [Label(""" "ExchangeLocation":["secret@contoso.com"] """), Label(""" "ExchangeLocation":["All"] """)], 3, "" },
        { [Label(""" "ExchangeLocation":["Somebody"] """)], null, "" },
        { [Label(""" "ExchangeLocation":[],"ModernGroupLocation":["All"] """)], null, "" },
        { [Label(""" "ExchangeLocation":["All"],"ModernGroupLocation":["All"] """)], 3, "" },
        { [Label(""" "ExchangeLocation":[],"ExchangeAdaptiveScopes":["Belgium"] """)], null, "" },
        { [Label(""" "ExchangeLocation":["All"],"ExchangeAdaptiveScopesException":["Belgium"] """)], null, "" },
        { [Label(""" "ExchangeLocation":["secret@contoso.com"] """, enabled: "false")], 0, "" },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Users_count_to_whom_an_enabled_policy_publishes_labels(string[] policies, int? reached, string findings)
    {
        using var tenant = Tenant().With(Resources.LabelPolicy, [.. policies]);

        ShouldReach(tenant.Evaluate(Publish), reached, findings);
    }

    public static TheoryData<string[], int?, string> Automatic { get; } = new()
    {
        { [], 0, "" },
        { [Labelling()], 3, "" },
        { [Labelling(mode: "enable", enabled: "\"true\"")], 3, "" },
        { [Labelling(mode: "TestWithNotifications")], 0, "" },
        { [Labelling(mode: "TestWithoutNotifications")], 0, "" },
        { [Labelling(mode: "Disable")], 0, "" },
        { [Labelling(mode: "PendingDeletion")], 0, "" },
        { [Labelling(enabled: "false")], 0, "" },
        { [Labelling(mode: "Simulate")], null, "" },
        { [Labelling(mode: "Simulate", enabled: "false")], 0, "" },
        { [Labelling(mode: "Simulate"), Labelling()], 3, "" },
        { [Labelling(""" "ExchangeLocation":[],"SharePointLocation":["All"] """)], 0, "" },
        { [Labelling(""" "ExchangeLocation":[],"OneDriveLocation":["All"] """)], 3, "" },
        { [Labelling(""" "ExchangeLocation":[],"OneDriveLocation":[{"Name":"All"}],"ExceptIfOneDriveSharedBy":["ada@contoso.com"] """)], 2, "" },
        { [Labelling(""" "ExchangeLocation":[],"OneDriveLocation":["All"],"OneDriveSharedByMemberOf":["sales@contoso.com"] """)], 2, "" },
        { [Labelling(""" "ExchangeLocation":[],"OneDriveLocation":["https://contoso-my.sharepoint.com/personal/ada_contoso_com"] """)], null, "" },
        { [Labelling(""" "ExchangeLocation":[],"OneDriveLocation":["All"],"OneDriveLocationException":["https://contoso-my.sharepoint.com/personal/ada_contoso_com"] """)], null, "" },
        { [Labelling(""" "ExchangeLocation":["All"],"ExchangeSender":["ada@contoso.com"] """)], 1, "" },
        { [Labelling(""" "ExchangeLocation":["All"],"ExchangeSenderMemberOf":["sales@contoso.com"],"ExchangeSenderException":["bob@contoso.com"] """)], 1, "" },
        { [Labelling(""" "ExchangeLocation":["All"],"ExchangeSenderMemberOfException":["sales@contoso.com"] """)], 1, "" },
        { [Labelling(""" "ExchangeLocation":["All"],"ExchangeSender":["left@contoso.com"] """)], 0, "UnknownRecipient" },
        { [Labelling(""" "ExchangeLocation":[],"OneDriveAdaptiveScopes":["Belgium"] """)], null, "" },
    };

    [Theory]
    [MemberData(nameof(Automatic))]
    public void Users_count_whom_a_policy_that_labels_covers(string[] policies, int? reached, string findings)
    {
        using var tenant = Tenant().With(Resources.AutoSensitivityLabelPolicy, [.. policies]);

        ShouldReach(tenant.Evaluate(Auto), reached, findings);
    }

    [Theory]
    [InlineData(Publish, Resources.LabelPolicy, """{"Name":"Labels","ExchangeLocation":["All"]}""")]
    [InlineData(Publish, Resources.LabelPolicy, """{"Name":"Labels","Enabled":true}""")]
    [InlineData(Publish, Resources.LabelPolicy, """{"Name":"Labels","Enabled":true,"ExchangeLocation":[[]]}""")]
    [InlineData(Publish, Resources.LabelPolicy, """{"Enabled":true,"ExchangeLocation":["All"]}""")]
    [InlineData(Auto, Resources.AutoSensitivityLabelPolicy, """{"Name":"Labels","Enabled":true,"ExchangeLocation":["All"]}""")]
    [InlineData(Auto, Resources.AutoSensitivityLabelPolicy, """{"Name":"Labels","Mode":"Enable","ExchangeLocation":["All"]}""")]
    [InlineData(Auto, Resources.AutoSensitivityLabelPolicy, """{"Name":"Labels","Mode":"Enable","Enabled":true}""")]
    public void A_policy_that_cannot_be_read_decides_nothing(string controlId, string resource, string policy)
    {
        using var tenant = Tenant().With(resource, policy);

        tenant.ShouldNotEvaluate(controlId, resource);
    }

    [Theory]
    [InlineData(Resources.Users)]
    [InlineData(Resources.LabelPolicy)]
    public void Missing_resources_decide_nothing(string resource)
    {
        using var tenant = Tenant().With(Resources.LabelPolicy, Label(""" "ExchangeLocation":["All"] """)).WithState(resource, ResourceStatus.Denied);

        tenant.ShouldNotEvaluate(Publish, resource);
    }

    [Theory]
    [InlineData("All", true)]
    [InlineData("ada@contoso.com", true)]
    [InlineData("sales@contoso.com", false)]
    [InlineData("left@contoso.com", false)]
    public void Groups_are_needed_only_where_one_may_be_named(string name, bool decides)
    {
        using var tenant = Tenant().With(Resources.LabelPolicy, Label($""" "ExchangeLocation":["{name}"] """))
            .WithState(Resources.Groups, ResourceStatus.Denied).WithState(Resources.GroupMembers, ResourceStatus.Denied);

        if (decides)
            tenant.Evaluate(Publish).Reason.ShouldBeNull();
        else
            tenant.ShouldNotEvaluate(Publish, Resources.Groups);
    }

    /// <summary>ada is listed twice, and had another address the first time.</summary>
    [Theory]
    [InlineData("ada@contoso.com", 1, "")]
    [InlineData("lovelace@contoso.com", 0, "UnknownRecipient")]
    public void Of_several_rows_of_a_user_the_last_tells_the_addresses(string address, int reached, string findings)
    {
        using var tenant = TestTenant.WithoutPeople()
            .With(Resources.Users, User("ada", "lovelace"), User("ada"), User("bob"), User("cyd"))
            .With(Resources.LabelPolicy, Label($""" "ExchangeLocation":["{address}"] """));

        ShouldReach(tenant.Evaluate(Publish), reached, findings);
    }

    [Fact]
    public void Items_are_the_users_whom_no_policy_reaches()
    {
        using var tenant = Tenant().With(Resources.LabelPolicy, Label(""" "ExchangeLocation":["sales@contoso.com"] """));

        var item = tenant.Evaluate(Publish).Items!().Single();

        item.Kind.ShouldBe(EvidenceKind.User);
        item.UserPrincipalName.ShouldBe("cyd@contoso.com");
    }

    private static void ShouldReach(Verdict verdict, int? reached, string findings)
    {
        if (reached is { } count)
        {
            verdict.ShouldHaveCounted(count, 3);
            verdict.ShouldHaveFound(findings);
            verdict.ShouldExplainItself();
        }
        else
        {
            verdict.Reason.ShouldNotBeNull();
            verdict.Explanation.ShouldStartWith("Between ");
        }
    }

    // Three members, a guest and someone who may not sign in; the snapshot does not tell who is in the group "secret".
    private static TestTenant Tenant() => TestTenant.WithoutPeople()
        .With(
            Resources.Users,
            User("ada", "ada.lovelace"),
            User("bob"),
            User("cyd"),
            User("dan") with { accountEnabled = false },
            User("gus") with { userType = "Guest", mail = "gus@fabrikam.com", userPrincipalName = "gus_fabrikam.com#EXT#@contoso.onmicrosoft.com" })
        .With(Resources.Groups, Group("sales"), Group("everyone"), Group("secret"))
        .With(Resources.GroupMembers, Member("sales", "ada"), Member("sales", "bob"), Member("everyone", "sales"), Member("everyone", "cyd"), Member("everyone", "dan"));

    private static DirectoryRow User(string name, string? alias = null) => new(
        TestTenant.Id(name), name, $"{name}@contoso.com", $"{name}@contoso.com", true, "Member", [$"SMTP:{name}@contoso.com", $"smtp:{alias ?? name + ".alias"}@contoso.com"]);

    private static object Group(string name) => new { id = TestTenant.Id(name), displayName = name, mail = $"{name}@contoso.com", groupTypes = Array.Empty<string>() };

    private static object Member(string group, string member) => new { groupId = TestTenant.Id(group), memberId = TestTenant.Id(member) };

    private static string Label(string settings, string enabled = "true") => $$"""{"Name":"Labels","Enabled":{{enabled}},{{settings}}}""";

    private static string Labelling(string settings = """ "ExchangeLocation":["All"] """, string mode = "Enable", string enabled = "true") =>
        $$"""{"Name":"Labels","Mode":"{{mode}}","Enabled":{{enabled}},{{settings}}}""";

    private sealed record DirectoryRow(
        string id, string displayName, string userPrincipalName, string mail, bool accountEnabled, string userType, string[] proxyAddresses);
}
