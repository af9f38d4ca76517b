using System.Collections.Frozen;

namespace SecureScore.Engine.Evidence;

/// <summary>The ways to sign in that a Conditional Access policy accepts.</summary>
/// <param name="Id">The id of the strength.</param>
/// <param name="Name">Its name, or its id.</param>
internal sealed record AuthenticationStrength(string Id, string Name)
{
    private const string MultifactorAuthentication = "00000000-0000-0000-0000-000000000002";
    private const string Passwordless = "00000000-0000-0000-0000-000000000003";
    private const string PhishingResistant = "00000000-0000-0000-0000-000000000004";

    private static readonly FrozenSet<string> s_resistant = FrozenSet.ToFrozenSet(
        ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_notResistant = FrozenSet.ToFrozenSet(
        [
            "password", "voice", "hardwareOath", "softwareOath", "sms", "microsoftAuthenticatorPush", "deviceBasedPush",
            "temporaryAccessPassOneTime", "temporaryAccessPassMultiUse", "email", "x509CertificateSingleFactor",
            "federatedSingleFactor", "federatedMultiFactor", "qrCodePin",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether every accepted way is multifactor authentication; null when the snapshot does not tell.</summary>
    public bool? IsMfa { get; private init; }

    /// <summary>Whether every accepted way resists phishing; null when the snapshot does not tell.</summary>
    public bool? ResistsPhishing { get; private init; }

    /// <summary>The resource that would tell what is unknown, when it was not collected.</summary>
    public ResourceState? Missing { get; private init; }

    /// <summary>Reads a strength that is embedded in a policy, filled up from the tenant's strengths.</summary>
    /// <param name="embedded">The strength as the policy holds it.</param>
    /// <param name="strengths">The tenant's strengths.</param>
    public static AuthenticationStrength Parse(EvidenceObject embedded, AuthenticationStrengths strengths)
    {
        string id = embedded.RequiredText("id");
        var known = strengths.Rows?.Where(strength => id.Equals(strength.Text("id"), StringComparison.OrdinalIgnoreCase)).Cast<EvidenceObject?>().FirstOrDefault();
        string name = embedded.Text("displayName") ?? known?.Text("displayName") ?? id;
        bool isBuiltIn = id is MultifactorAuthentication or Passwordless or PhishingResistant;
        return new AuthenticationStrength(id, name)
        {
            Missing = strengths.Missing,
            IsMfa = isBuiltIn ? true : Satisfies(embedded.Text("requirementsSatisfied") ?? known?.Text("requirementsSatisfied")),
            ResistsPhishing = isBuiltIn ? id is PhishingResistant
                : Resists(embedded.Has("allowedCombinations") ? embedded.Texts("allowedCombinations") : known?.Texts("allowedCombinations")),
        };
    }

    private static bool? Satisfies(string? requirements) => requirements?.ToUpperInvariant() switch
    {
        "MFA" => true,
        "NONE" => false,
        _ => null,
    };

    private static bool? Resists(IReadOnlyList<string>? combinations)
    {
        if (combinations is not { Count: > 0 })
            return null;

        var methods = combinations.SelectMany(combination => combination.Split(',', StringSplitOptions.TrimEntries)).ToArray();
        return methods.Any(s_notResistant.Contains) ? false : methods.All(s_resistant.Contains) ? true : null;
    }
}

/// <summary>The tenant's authentication strengths.</summary>
/// <param name="Rows">The strengths; null when they cannot be read.</param>
/// <param name="Missing">Why they cannot be read; null where they can.</param>
internal sealed record AuthenticationStrengths(IReadOnlyList<EvidenceObject>? Rows, ResourceState? Missing);
