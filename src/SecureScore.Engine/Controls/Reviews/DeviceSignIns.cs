using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Reviews;

/// <summary>DeviceSignIns: review who signed in from devices that the directory does not know.</summary>
internal sealed class DeviceSignIns : SignInReview
{
    public override string ControlId => "DeviceSignIns";

    protected override string Subject => "user who signed in from a device that the directory does not know";

    protected override IEnumerable<ScoreEvidence> ToReview(ReviewWindow window)
    {
        var listed = new HashSet<EntityId>();
        foreach (var row in window.Entries().Select(entry => entry.Row).Where(Succeeded))
        {
            var device = row.RequiredObject("deviceDetail");
            if (string.IsNullOrEmpty(device.Text("deviceId")) && listed.Add(UserOf(row)))
            {
                string kind = string.Join(", ", new[] { device.Text("operatingSystem"), device.Text("browser") }.Where(text => !string.IsNullOrEmpty(text)));
                yield return Item(row, kind.Length == 0 ? "Unknown device" : kind, "The device is neither joined nor registered.");
            }
        }
    }
}
