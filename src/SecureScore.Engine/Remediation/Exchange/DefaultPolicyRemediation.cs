using SecureScore.Engine.Controls.Exchange;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Puts the default policy of a kind right, and the other ones of the kind when asked to.</summary>
internal sealed class DefaultPolicyRemediation(ExchangeFix fix) : ExchangeRemediation(fix)
{
    /// <summary>Asks for the other policies as well.</summary>
    public static RemediationParameter IncludeCustom { get; } =
        new("IncludeCustom", ParameterKind.Flag, "Whether the other policies of the kind are changed as well, not only the default one.");

    protected override IReadOnlyList<OwnedSettings> Owned =>
        [new(Control.Evidence[0], false, [.. Control.Requirements.Select(requirement => requirement.Property)]), OrganizationCustomization.Owned];

    private DefaultPolicyControl Control => (DefaultPolicyControl)Rule;

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var evidence = request.Evidence;
        bool all = request.Values.Flag(IncludeCustom.Name);
        var changes = new List<TenantChange>();
        var warnings = new List<string>();
        foreach (var policy in evidence.List(Control.Evidence[0]))
        {
            string label = $"{Control.PolicyKind} '{NameOf(policy)}'";
            bool isDefault = Control.IsDefault(policy);
            if (Difference(Control.Evidence[0], policy, label, Control.Requirements, request, warnings) is not { } change)
                continue;

            if (isDefault || all)
                changes.Add(change);
            else
                warnings.Add($"{label} is left as it is, though whoever it is assigned to is not protected. With {IncludeCustom.Name} it is changed as well.");
        }

        warnings.AddRange(evidence.List(Control.Evidence[0]).Where(Control.IsDefault).SelectMany(Control.FindingsOn).Select(finding => finding.Message));
        return OrganizationCustomization.With(
            new RemediationDraft
            {
                Changes = changes,
                Warnings = warnings,
                ForWhom = changes.Count == 0 ? null : all ? "everyone" : $"everyone who has the default {Control.PolicyKind}",
            },
            evidence);
    }
}
