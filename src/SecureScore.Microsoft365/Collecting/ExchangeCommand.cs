using System.Buffers;
using System.Text.Json;
using SecureScore.Engine.Evidence;

namespace SecureScore.Microsoft365.Collecting;

/// <summary>A cmdlet of Exchange Online or Security &amp; Compliance that only reads.</summary>
/// <param name="Resource">The resource that its rows become, for example <c>exchange/Get-TransportRule</c>.</param>
internal sealed record ExchangeCommand(string Resource)
{
    private const string Reading = "Get-";

    /// <summary>The name of the cmdlet.</summary>
    public string Name { get; } = Resource[(Resource.IndexOf('/', StringComparison.Ordinal) + 1)..] is var name && name.StartsWith(Reading, StringComparison.Ordinal)
        ? name
        : throw new ArgumentException($"'{Resource}' is no cmdlet that only reads.", nameof(Resource));

    /// <summary>What runs it.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("CmdletInput"u8);
            writer.WriteString("CmdletName"u8, Name);
            writer.WriteStartObject("Parameters"u8);

            // Without it the policy does not tell which places it covers.
            if (Resource.Equals(Resources.DlpCompliancePolicy, StringComparison.OrdinalIgnoreCase))
                writer.WriteBoolean("DistributionDetail"u8, true);
            if (Resource.Equals(Resources.MailboxAuditBypassAssociation, StringComparison.OrdinalIgnoreCase))
                writer.WriteString("ResultSize"u8, "Unlimited"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
