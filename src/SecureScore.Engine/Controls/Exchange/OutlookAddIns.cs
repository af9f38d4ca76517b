using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_outlookaddins: users install no add-ins in Outlook on their own.</summary>
/// <remarks>Source: https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/add-ins-for-outlook/specify-who-can-install-and-manage-add-ins.</remarks>
internal sealed class OutlookAddIns : DefaultPolicyControl
{
    private static readonly string[] s_roles = ["My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps"];

    public override string ControlId => "exo_outlookaddins";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.RoleAssignmentPolicy];

    public override string Rule => $"The default role assignment policy assigns none of the roles {string.Join(", ", s_roles)}.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override string OtherReading =>
        "Every role assignment policy in use could have to comply. Here the default one decides, as Microsoft's instructions say; others are findings.";

    internal override string PolicyKind => "role assignment policy";

    protected override string Setting => "AssignedRoles";

    protected override string Expected => $"none of {string.Join(", ", s_roles)}";

    protected override (string, string) Meaning => (
        "Users cannot install add-ins in Outlook.",
        "Users can install add-ins of third parties that read their mail.");

    protected override (string, bool) Judge(EvidenceObject policy)
    {
        var assigned = policy.RequiredNames(Setting).Intersect(s_roles, StringComparer.OrdinalIgnoreCase).ToArray();
        return assigned.Length == 0 ? ("without roles for add-ins", true) : (string.Join(", ", assigned), false);
    }

    protected override SettingValue Wanted(EvidenceObject policy) => SettingValue.Of(policy.RequiredNames(Setting).Except(s_roles, StringComparer.OrdinalIgnoreCase));
}
