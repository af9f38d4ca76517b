using System.Management.Automation;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Remediation.ConditionalAccess;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Asks administrators or all users for multifactor authentication by a Conditional Access policy, which only reports until it is enforced.</summary>
[Cmdlet(VerbsCommon.New, "MfaPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(RemediationResult), typeof(RolloutReadiness))]
public sealed class NewMfaPolicyCommand : PolicyCommand
{
    private const string Administrators = "Administrators";
    private const string AllUsers = "AllUsers";

    /// <summary>Whom the policy is for: Administrators (everybody with an administrative role) or AllUsers.</summary>
    [Parameter(Position = 0)]
    [ValidateSet(Administrators, AllUsers)]
    public string For { get; set; } = Administrators;

    /// <summary>Groups that the policy is for, instead of everybody: a stage of the rollout. Groups of later stages are added to those before.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>Places from which the policy asks for nothing: named locations by id or name, or address ranges such as 203.0.113.0/24, of which a named location
    /// is made.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustedLocation { get; set; } = [];

    /// <summary>A policy of your own that only reports, by id or name: it is put in force, and nothing else of it is changed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Policy { get; set; }

    /// <summary>Puts the policy in force. Without it, the policy only reports what it would have done, which earns no points.</summary>
    [Parameter]
    public SwitchParameter Enforce { get; set; }

    /// <summary>Lists whether each person whom the policy would concern has registered for it, and changes nothing.</summary>
    [Parameter]
    public SwitchParameter ListReadiness { get; set; }

    private protected override IEnumerable<(string Name, string[] Values)> Said =>
    [
        .. base.Said, (nameof(Group), Group), (nameof(TrustedLocation), TrustedLocation), (nameof(Policy), Policy is null ? [] : [Policy]),
        (nameof(Enforce), IsGiven(nameof(Enforce)) ? [Enforce.IsPresent.ToString()] : []),
    ];

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        bool isForAll = For.Equals(AllUsers, StringComparison.OrdinalIgnoreCase);
        var order = new RemediationOrder(
            isForAll ? "MFARegistrationV2" : "AdminMFAV2",
            RemediationCatalog.FindById(isForAll ? PolicyRemediationIds.AllUsersMfa : PolicyRemediationIds.AdministratorMfa))
        {
            Values = Values,
        };
        if (!ListReadiness)
        {
            await RemediateAsync(pipeline, [order], cancellation).ConfigureAwait(false);
            return;
        }

        foreach (var person in await ReadinessAsync(pipeline, order, cancellation).ConfigureAwait(false))
            await pipeline.WriteObjectAsync(person).ConfigureAwait(false);
    }
}
