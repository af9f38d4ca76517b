using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Microsoft365.Http;

/// <summary>A cmdlet of Exchange Online or Security &amp; Compliance with its parameters.</summary>
/// <param name="Name">The name of the cmdlet.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record ExchangeCommand(string Name, SettingGroup Parameters)
{
    private const string Reading = "Get-";

    /// <summary>Whether it changes something.</summary>
    public bool IsWrite => !Name.StartsWith(Reading, StringComparison.Ordinal);

    /// <summary>A cmdlet with parameters by name.</summary>
    public static ExchangeCommand Of(string name, params IEnumerable<(string Name, SettingValue Value)> parameters) =>
        new(name, SettingValue.Group(parameters));

    /// <summary>The cmdlet that reads a resource.</summary>
    /// <param name="resource">The resource, for example <c>exchange/Get-TransportRule</c>.</param>
    /// <param name="identity">Which row; null for all. The service returns everything where it is sent empty, so it is left out then.</param>
    public static ExchangeCommand ToRead(string resource, string? identity = null)
    {
        string name = resource[(resource.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (!name.StartsWith(Reading, StringComparison.Ordinal))
            throw new ArgumentException($"'{resource}' is no cmdlet that only reads.", nameof(resource));

        var parameters = new List<(string, SettingValue)>();
        if (!string.IsNullOrEmpty(identity))
            parameters.Add(("Identity", SettingValue.Of(identity)));

        // Without it the policy does not tell which places it covers.
        if (resource.Equals(Resources.DlpCompliancePolicy, StringComparison.OrdinalIgnoreCase))
            parameters.Add(("DistributionDetail", SettingValue.Of(true)));
        if (resource.Equals(Resources.MailboxAuditBypassAssociation, StringComparison.OrdinalIgnoreCase) && parameters.Count == 0)
            parameters.Add(("ResultSize", SettingValue.Of("Unlimited")));
        return Of(name, parameters);
    }

    /// <summary>What runs it.</summary>
    public ReadOnlyMemory<byte> Write() =>
        SettingValue.Group(("CmdletInput", SettingValue.Group(("CmdletName", SettingValue.Of(Name)), ("Parameters", Parameters)))).ToJson();
}
