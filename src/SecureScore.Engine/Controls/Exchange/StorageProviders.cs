using SecureScore.Engine.Evidence;
using SecureScore.Engine.Remediation;

namespace SecureScore.Engine.Controls.Exchange;

/// <summary>exo_storageproviderrestricted: Outlook on the web opens no storage of third parties.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-owamailboxpolicy, AdditionalStorageProvidersAvailable.</remarks>
internal sealed class StorageProviders : DefaultPolicyControl
{
    private const string DefaultPolicy = "OwaMailboxPolicy-Default";

    public override string ControlId => "exo_storageproviderrestricted";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.OwaMailboxPolicy];

    public override string Rule => $"The Outlook on the web policy {DefaultPolicy} allows no additional storage providers.";

    public override Certainty Certainty => Certainty.Confirmed;

    public override string OtherReading =>
        $"Every Outlook on the web policy could have to comply. Here {DefaultPolicy} decides, which Microsoft's instructions name; others are findings.";

    internal override string PolicyKind => "Outlook on the web policy";

    protected override string Setting => "AdditionalStorageProvidersAvailable";

    protected override string Expected => "False";

    protected override (string, string) Meaning => (
        "Outlook on the web reaches no storage of third parties.",
        "Attachments can be opened from and saved to Dropbox, Box and the like, past the organisation's own rules.");

    internal override bool IsDefault(EvidenceObject policy)
    {
        // Exchange writes the identity of some tenants with the tenant before it.
        string name = policy.Text("Name") ?? policy.RequiredText("Identity");
        return DefaultPolicy.Equals(name[(name.LastIndexOf('\\') + 1)..], StringComparison.OrdinalIgnoreCase);
    }

    protected override (string, bool) Judge(EvidenceObject policy)
    {
        bool available = policy.RequiredBoolean(Setting);
        return (available.ToString(), !available);
    }

    protected override SettingValue Wanted(EvidenceObject policy) => SettingValue.Of(false);
}
