using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.Remediation;

/// <summary>What a person does about a control, and why no program does it.</summary>
internal static class ManualWork
{
    private const string Devices = "Microsoft Defender for Endpoint";
    private const string Directory = "Microsoft Defender for Identity";
    private const string ConnectedApps = "CloudAppsFull";

    /// <summary>Why a person has to do it.</summary>
    /// <param name="controlId">The control.</param>
    /// <param name="product">The product that it belongs to.</param>
    /// <param name="action">What kind of work it asks for.</param>
    public static string Reason(string controlId, string product, ActionType action) => controlId.ToUpperInvariant() switch
    {
        "SELFSERVICEPASSWORDRESET" => "Microsoft has no public interface that lets users reset their passwords; the one setting that there is, is about administrators.",
        "ONEADMIN" => "Whom to trust with the whole tenant is for people to decide: no account is ever made, and none is given a role.",
        "ROLEOVERLAP" or "AAD_ADMIN_ACCOUNTS_SEPARATE_UNASSIGNED_CLOUD_ONLY" => "Which account holds which role is for people to decide: no account is ever made, and no role is given or taken.",
        "SS_PIM_PERMANENT_GA" => "Who is an administrator only when needed is for people to decide: no role is ever given or taken.",
        "PASSWORDHASHSYNC" => "It is switched on in Microsoft Entra Connect, on a server of yours.",
        "DLP_DATALOSSPREVENTION" or "MIP_DLP_POLICIES_TEAMS" => "Which data may not leave is for the organisation to say; a policy without that knowledge blocks the wrong mail.",
        "MIP_SENSITIVITYLABELSPOLICIES" or "MIP_AUTOSENSITIVITYLABELSPOLICIES" => "Which labels there are, and who uses them for what, is for the organisation to say.",
        "EXO_SPF_RECORDS_FOR_ALL_DOMAINS" or "SS_DNS_SPF" or "SS_DNS_DKIM" or "SS_DNS_DMARC" => "The records are kept where your domain is hosted, which Microsoft 365 cannot change.",
        "SS_CA_BREAKGLASS_EXCLUDED" => "Which accounts are for emergencies is for people to decide, and they must know that these work.",
        "SS_CA_DELETED_REFS" => "Whether something else takes the place of what was deleted is for people to decide.",
        _ when action == ActionType.Review => "Somebody has to look at it regularly, which no setting does.",
        _ when product == Devices => "The setting is on your devices, in whatever manages them.",
        _ when product == Directory => "The setting is in Active Directory or another directory of yours.",
        _ when IsConnectedApp(product) => "The setting is in the connected app, which is no service of Microsoft.",
        _ => "Microsoft has no public interface that changes it.",
    };

    /// <summary>What a person does, in order: our guidance, or the way to Microsoft's own where we have none.</summary>
    /// <param name="controlId">The control.</param>
    /// <param name="title">Its title.</param>
    /// <param name="product">The product that it belongs to.</param>
    public static IReadOnlyList<string> Steps(string controlId, string title, string product)
    {
        if (ControlCatalog.FindGuidance(controlId) is { NextSteps: { Count: > 0 } ours })
            return ours;

        return product switch
        {
            Devices =>
            [
                $"Open Microsoft Defender portal > Exposure management > Recommendations and search for: {title}",
                "Open it. Exposed devices lists the devices that lack it, and Remediation options tells which policy or command puts it in place.",
                "Try it on a few devices, with Intune, Group Policy or whatever manages them, and then on all. Request remediation hands it to whoever manages them.",
                "Look again after a day or two: devices report about once a day, and the points are in proportion to those that comply.",
            ],
            Directory =>
            [
                $"Open Microsoft Defender portal > Exposure management > Secure score > Recommended actions and search for: {title}",
                "Open it. Exposed entities lists the accounts, computers or templates that it is about, and Implementation tells what to change.",
                "Ask the owner of each before it is changed, and change it in the directory where it lives.",
                "Look again after a day or two: Defender for Identity looks at the directory by itself.",
            ],
            _ when IsConnectedApp(product) =>
            [
                $"Check under Microsoft Defender portal > Settings > Cloud apps > App connectors that {product} is connected; without that nothing is judged.",
                $"Open Microsoft Defender portal > Exposure management > Secure score > Recommended actions and search for: {title}",
                $"Implementation tells where the setting is. An administrator of {product} changes it there.",
                "Look again after a day or two: the connector reads the settings by itself.",
            ],
            _ =>
            [
                $"Open Microsoft Defender portal > Exposure management > Secure score > Recommended actions and search for: {title}",
                "Implementation tells what it takes and where the setting is.",
                "Look again after a day or two: Microsoft judges about once a day.",
            ],
        };
    }

    private static bool IsConnectedApp(string product) =>
        ControlCatalog.Products.TryGetValue(product, out var known) && known.AnyOf.Contains(ConnectedApps, StringComparer.Ordinal);
}
