using System.Globalization;
using System.Text.RegularExpressions;
using SecureScore.Engine.Evidence;

namespace SecureScore.Emulator.State;

/// <summary>How the service answered where the snapshot has no evidence: the status and the text that were noted then.</summary>
internal sealed partial record SnapshotError(int Status, string? Message)
{
    /// <summary>Reads the note, for example "403 Forbidden: Insufficient privileges to complete the operation."</summary>
    public static SnapshotError Of(ResourceState state)
    {
        int usual = state.Status switch
        {
            ResourceStatus.Denied or ResourceStatus.NotLicensed => 403,
            ResourceStatus.Failed => 500,
            _ => 404,
        };
        var match = Note().Match(state.Error ?? "");
        return match.Success
            ? new SnapshotError(int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture), match.Groups["message"].Value)
            : new SnapshotError(usual, state.Error);
    }

    [GeneratedRegex(@"\A(?<status>[45]\d\d)( [A-Za-z ]+)?: (?<message>.+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Note();
}
