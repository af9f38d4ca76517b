using System.Management.Automation;
using SecureScore.Engine.Remediation;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that may put Conditional Access policies in place: whom they leave out.</summary>
public abstract class PolicyCommand : RemediationCommand
{
    /// <summary>Users whom a Conditional Access policy is not for, such as emergency access accounts: by id or user principal name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeUser { get; set; } = [];

    /// <summary>Groups whom a Conditional Access policy is not for: by id or display name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeGroup { get; set; } = [];

    /// <summary>What the parameters say, by the names that remediations have for it. A name that says nothing is left out.</summary>
    private protected virtual IEnumerable<(string Name, string[] Values)> Said => [(nameof(ExcludeUser), ExcludeUser), (nameof(ExcludeGroup), ExcludeGroup)];

    /// <summary>The same as values.</summary>
    private protected RemediationValues Values =>
        new(Said.Where(said => said.Values.Length > 0).Select(said => KeyValuePair.Create(said.Name, (IReadOnlyList<string>)said.Values)));

    /// <summary>Whether a parameter was given at this call.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
