using System.Globalization;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.SharePoint;

/// <summary>spo_idle_session_timeout: SharePoint signs out people who walked away.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/idlesessionsignout.</remarks>
internal sealed class IdleSessionTimeout : SwitchControl
{
    private const int RecommendedHours = 3;
    private const int SecondsOfHour = 60 * 60;

    public override string ControlId => "spo_idle_session_timeout";

    public override IReadOnlyList<string> Evidence { get; } = [Resources.SharePointSettings];

    public override string Rule => "Idle session sign-out is switched on for SharePoint and OneDrive.";

    public override Certainty Certainty => Certainty.Likely;

    public override string OtherReading => "CIS wants three hours at most. Any time earns the points here; a longer one is a finding.";

    protected override string DisplayName => "Idle session sign-out";

    protected override string Setting => "idleSessionSignOut.isEnabled";

    protected override (string, string) Compliant => (
        "Inactive users are signed out of SharePoint Online.",
        "A browser left open on an unmanaged device does not stay signed in.");

    protected override (string, string) NotCompliant => (
        "Inactive users are not signed out of SharePoint Online.",
        "Whoever finds a browser left open reads on in the name of the user.");

    protected override IEnumerable<Finding> FindingsOn(TenantEvidence evidence, EvidenceObject settings, bool complies)
    {
        if (complies && settings.Number("signOutAfterInSeconds") is { } seconds && seconds > RecommendedHours * SecondsOfHour)
        {
            yield return new Finding("LongIdleTimeout", string.Create(
                CultureInfo.InvariantCulture, $"Inactive users are signed out only after {seconds / SecondsOfHour:0.####} hours; at most {RecommendedHours} are recommended."));
        }
    }
}
