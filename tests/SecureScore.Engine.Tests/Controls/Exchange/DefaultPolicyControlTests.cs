using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Controls.Exchange;

public class DefaultPolicyControlTests
{
    private const string AddIns = "exo_outlookaddins";
    private const string Storage = "exo_storageproviderrestricted";
    private const string Connection = "mdo_connectionfilter";

    /// <summary>Control, policies, compliant of one, findings.</summary>
    public static TheoryData<string, string[], int, string> Cases { get; } = new()
    {
        { AddIns, [Roles("[]")], 1, "" },
        { AddIns, [Roles("null")], 1, "" },
        { AddIns, [Roles("""["MyBaseOptions","MyContactInformation"]""")], 1, "" },
        { AddIns, [Roles("""["MyBaseOptions","My Custom Apps"]""")], 0, "" },
        { AddIns, [Roles("""["my marketplace apps"]""")], 0, "" },
        { AddIns, [Roles("\"My ReadWriteMailbox Apps\"")], 0, "" },
        { AddIns, [Roles("""[{"Name":"My Custom Apps","DistinguishedName":"CN=My Custom Apps"}]""")], 0, "" },
        { AddIns, [Roles("""["MyBaseOptions"]"""), Roles("""["My Custom Apps"]""", "Sales", "false")], 1, "CustomPolicyDiffers" },
        { AddIns, [Roles("""["My Custom Apps"]""", "Sales", "\"False\""), Roles("""["My Marketplace Apps"]""", isDefault: "\"True\"")], 0, "CustomPolicyDiffers" },

        { Storage, [Owa("false")], 1, "" },
        { Storage, [Owa("\"False\"", "owamailboxpolicy-default")], 1, "" },
        { Storage, [Owa("false", "contoso.onmicrosoft.com\\\\OwaMailboxPolicy-Default")], 1, "" },
        { Storage, [Owa("true")], 0, "" },
        { Storage, [Owa("\"true\"")], 0, "" },
        { Storage, [Owa("true", "Kiosk"), Owa("false")], 1, "CustomPolicyDiffers" },
        { Storage, [Owa("false", "Kiosk"), Owa("true")], 0, "" },

        { Connection, [Filter("[]", "false")], 1, "" },
        { Connection, [Filter("null", "null")], 1, "" },
        { Connection, [Filter("[]", "true")], 1, "SafeListEnabled" },
        { Connection, [Filter("""["192.0.2.1"]""", "\"True\"")], 0, "SafeListEnabled" },
        { Connection, [Filter("\"192.0.2.0/24\"", "false")], 0, "" },
        { Connection, [Filter("""["192.0.2.1","198.51.100.0/24"]""", "false", "")], 0, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_default_policy_decides_and_others_are_findings(string controlId, string[] policies, int compliant, string findings)
    {
        using var tenant = new TestTenant().With(ResourceOf(controlId), [.. policies]);

        var verdict = tenant.Evaluate(controlId);

        verdict.ShouldHaveCounted(compliant, 1);
        verdict.ShouldHaveFound(findings);
        verdict.ShouldExplainItself();
    }

    public static TheoryData<string, string[]> Unreadable { get; } = new()
    {
        { AddIns, [] },
        { AddIns, [Roles("""["My Custom Apps"]""", "Sales", "false")] },
        { AddIns, [Roles("[]", isDefault: "null")] },
        { AddIns, ["""{"Identity":"Default Role Assignment Policy","IsDefault":true}"""] },
        { AddIns, [Roles("[[]]")] },
        { AddIns, [Roles("[{}]")] },
        { Storage, [] },
        { Storage, [Owa("false", "Kiosk")] },
        { Storage, [Owa("null")] },
        { Storage, [Owa("\"\"")] },
        { Storage, [Owa("[]")] },
        { Connection, [] },
        { Connection, ["""{"Identity":"Default","IsDefault":true}"""] },
        { Connection, ["""{"Identity":"Other","IPAllowList":[]}"""] },
        { Connection, [Filter("[[]]", "false")] },
        { Connection, [Filter("[]", "\"yes\"")] },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Policies_that_cannot_be_read_decide_nothing(string controlId, string[] policies)
    {
        using var tenant = new TestTenant().With(ResourceOf(controlId), [.. policies]);

        tenant.ShouldNotEvaluate(controlId, ResourceOf(controlId));
    }

    [Fact]
    public void The_item_names_the_policy_and_what_it_holds()
    {
        using var tenant = new TestTenant().With(Resources.RoleAssignmentPolicy, Roles("""["My Custom Apps","MyBaseOptions","My Marketplace Apps"]"""));

        var item = tenant.Evaluate(AddIns).Items!().Single();

        item.Identity.ShouldBe("Default Role Assignment Policy");
        item.Setting.ShouldBe("AssignedRoles");
        item.Actual.ShouldBe("My Custom Apps, My Marketplace Apps");
    }

    private static string ResourceOf(string controlId) => controlId switch
    {
        AddIns => Resources.RoleAssignmentPolicy,
        Storage => Resources.OwaMailboxPolicy,
        _ => Resources.ConnectionFilterPolicy,
    };

    private static string Roles(string roles, string name = "Default Role Assignment Policy", string isDefault = "true") =>
        $$"""{"Identity":"{{name}}","Name":"{{name}}","IsDefault":{{isDefault}},"AssignedRoles":{{roles}}}""";

    private static string Owa(string available, string name = "OwaMailboxPolicy-Default") =>
        $$"""{"Identity":"{{name}}","IsDefault":false,"AdditionalStorageProvidersAvailable":{{available}}}""";

    private static string Filter(string allowed, string safeList, string isDefault = """ "IsDefault":true, """) =>
        $$"""{"Identity":"Default",{{isDefault}}"IPAllowList":{{allowed}},"EnableSafeList":{{safeList}}}""";
}
