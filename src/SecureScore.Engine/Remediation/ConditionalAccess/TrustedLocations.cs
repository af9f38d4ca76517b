using System.Net;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>The places that the administrator names: named locations of the tenant, and address ranges that become one.</summary>
internal sealed class TrustedLocations
{
    /// <summary>The location that holds the address ranges.</summary>
    public const string Name = PolicyBlueprint.Marker + "trusted addresses";

    // Entra ID takes no wider ranges.
    private const int WidestPrefix = 9;

    private readonly RemediationRequest _request;
    private readonly List<string> _known = [];
    private readonly List<IPNetwork> _ranges = [];
    private readonly List<string> _warnings = [];

    private TrustedLocations(RemediationRequest request) => _request = request;

    /// <summary>What the administrator should know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <exception cref="SecureScoreException">A location is not there, or a range cannot be trusted.</exception>
    public static TrustedLocations Find(RemediationRequest request)
    {
        var locations = new TrustedLocations(request);
        var names = request.Values.Texts(PolicyParameters.TrustedLocation);
        if (names.Count == 0)
            return locations;

        var rows = request.Evidence.List(Resources.NamedLocations);
        foreach (string name in names)
            locations.Add(name, rows);
        locations._warnings.Add("A policy that leaves places out earns no points where its control asks for every sign-in: whoever sits there, or seems to, is asked for nothing.");
        return locations;
    }

    /// <summary>The ids of the locations. What it takes to have them is added to the changes.</summary>
    public IReadOnlyList<string> Prepare(List<TenantChange> changes)
    {
        if (_ranges.Count == 0)
            return _known;

        var wanted = SettingValue.ListOf(_ranges.Distinct().Select(RangeOf));
        var existing = _request.Evidence.List(Resources.NamedLocations).Where(row => Name.Equals(row.Text("displayName"), StringComparison.OrdinalIgnoreCase)).ToArray();
        if (existing.Length == 0)
        {
            changes.Add(new ObjectCreation(Resources.NamedLocations, SettingValue.Group(
                ("@odata.type", SettingValue.Of("#microsoft.graph.ipNamedLocation")),
                ("displayName", SettingValue.Of(Name)),
                ("isTrusted", SettingValue.Of(false)),
                ("ipRanges", wanted)))
            {
                Label = Name,
            });

            // The service removes no trusted location: so it can be taken back in two steps, as it is made.
            string created = CreatedIdentity.Of(changes.Count - 1);
            changes.Add(new SettingsChange(
                Resources.NamedLocations, created, [new SettingChange("isTrusted", SettingValue.Of(false), SettingValue.Of(true))]) { Label = Name });
            return [.. _known, created];
        }

        string id = existing[0].RequiredText("id");
        var row = _request.Evidence.Settings(Resources.NamedLocations).First(candidate => ChangeProjection.IsNamed(candidate, id));
        var settings = new List<SettingChange>();
        var present = row["ipRanges"].AsList();
        SettingValue[] missing = [.. wanted.AsList().Where(range => !present.Any(other => AddressOf(other) == AddressOf(range)))];
        if (missing.Length > 0)
            settings.Add(new SettingChange("ipRanges", row["ipRanges"], SettingValue.ListOf(present.Concat(missing))));
        if (row["isTrusted"].AsFlag() != true)
            settings.Add(new SettingChange("isTrusted", row["isTrusted"], SettingValue.Of(true)));
        if (settings.Count > 0)
            changes.Add(new SettingsChange(Resources.NamedLocations, id, settings) { Label = row["displayName"].AsText() });
        return [.. _known, id];
    }

    private void Add(string name, IReadOnlyList<EvidenceObject> rows)
    {
        bool isKnown = rows.Any(row => name.Equals(row.Text("id"), StringComparison.OrdinalIgnoreCase) || name.Equals(row.Text("displayName"), StringComparison.OrdinalIgnoreCase));
        if (!isKnown && RangeFrom(name) is { } range)
        {
            _ranges.Add(range);
            return;
        }

        var location = DirectoryNames.Find(rows, [name], "named location", _request.ControlId)[0];
        if (rows.First(row => location.Id == row.Text("id")).Boolean("isTrusted") != true)
            _warnings.Add($"The named location '{location.Name}' is not marked as trusted.");
        _known.Add(location.Id);
    }

    private IPNetwork? RangeFrom(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            text = $"{address}/{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)}";
        else if (!text.Contains('/', StringComparison.Ordinal) || !IPAddress.TryParse(text[..text.IndexOf('/', StringComparison.Ordinal)], out address))
            return null;
        if (!IPNetwork.TryParse(text, out var range) || !range.BaseAddress.Equals(address))
            throw Invalid(text, "is no address range: it begins with the first address of the range, as in 203.0.113.0/24");
        if (range.PrefixLength < WidestPrefix)
            throw Invalid(text, $"is wider than the service takes: /{WidestPrefix} is the widest");
        if (IsPrivate(address))
            throw Invalid(text, "is private: the service sees the public address of a place");
        return range;
    }

    private SecureScoreException Invalid(string text, string why) =>
        new(ErrorIds.RemediationValueInvalid, $"{PolicyParameters.TrustedLocation} of '{_request.ControlId}': '{text}' {why}.") { Target = _request.ControlId };

    private static bool IsPrivate(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? bytes is [0 or 10 or 127, ..] or [169, 254, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] or [>= 224, ..]
            : address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any);
    }

    private static SettingGroup RangeOf(IPNetwork range) => SettingValue.Group(
        ("@odata.type", SettingValue.Of(range.BaseAddress.GetAddressBytes().Length == 4 ? "#microsoft.graph.iPv4CidrRange" : "#microsoft.graph.iPv6CidrRange")),
        ("cidrAddress", SettingValue.Of(range.ToString())));

    private static string? AddressOf(SettingValue range) => (range as SettingGroup)?["cidrAddress"].AsText();
}
