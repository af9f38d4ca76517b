using System.Collections.Frozen;

namespace SecureScore.Engine.Evidence;

/// <summary>One thing that a policy asks for or does.</summary>
/// <param name="Name">The control as Microsoft Graph names it, or the id of a third party's.</param>
internal sealed record PolicyGrant(string Name)
{
    /// <summary>The authentication strength, where that is what is asked for.</summary>
    public AuthenticationStrength? Strength { get; init; }

    /// <summary>Whether another company's service checks it.</summary>
    public bool IsThirdParty { get; init; }

    private static readonly FrozenSet<string> s_known = FrozenSet.ToFrozenSet(
        [
            "block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication",
            "passwordChange", "riskRemediation", "termsOfUse", "authenticationStrength",
        ],
        StringComparer.OrdinalIgnoreCase);

    private bool IsKnown => IsThirdParty || s_known.Contains(Name);

    /// <summary>Blocks; null when the control is unknown.</summary>
    public bool? Blocks => Is("block");

    /// <summary>Requires multifactor authentication; null when the control or strength is unknown.</summary>
    public bool? RequiresMfa => Strength is not null ? Strength.IsMfa : Is("mfa");

    /// <summary>Requires an authentication strength that resists phishing; null when the control or strength is unknown.</summary>
    public bool? RequiresPhishingResistance => Strength is not null ? Strength.ResistsPhishing : IsKnown ? false : null;

    /// <summary>Stops or repairs a risk: blocks, or asks for multifactor authentication, another password or remediation.</summary>
    public bool? AnswersRisk => Strength is not null ? Strength.IsMfa : Is("block", "mfa", "passwordChange", "riskRemediation");

    /// <summary>Ends the risk of the user: blocks, or asks for another password or remediation.</summary>
    public bool? EndsUserRisk => Strength is not null ? false : Is("block", "passwordChange", "riskRemediation");

    /// <summary>The control in words.</summary>
    public override string ToString() => Strength is not null ? $"the authentication strength '{Strength.Name}'"
        : IsThirdParty ? $"the third-party control '{Name}'"
        : Name.ToUpperInvariant() switch
        {
            "BLOCK" => "a block",
            "MFA" => "MFA",
            "COMPLIANTDEVICE" => "a compliant device",
            "DOMAINJOINEDDEVICE" => "a hybrid joined device",
            "APPROVEDAPPLICATION" => "an approved app",
            "COMPLIANTAPPLICATION" => "an app protection policy",
            "PASSWORDCHANGE" => "a password change",
            "RISKREMEDIATION" => "risk remediation",
            "TERMSOFUSE" => "terms of use",
            _ => $"'{Name}'",
        };

    private bool? Is(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (!IsThirdParty && name.Equals(Name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return IsKnown ? false : null;
    }
}
