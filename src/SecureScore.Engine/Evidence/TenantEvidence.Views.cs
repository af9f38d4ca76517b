namespace SecureScore.Engine.Evidence;

public sealed partial class TenantEvidence
{
    /// <summary>The licences; null when they were not collected or cannot be read, which is judged as licensed.</summary>
    internal Licences? Licences => ReadLicences().Value;

    /// <summary>Why <see cref="Licences"/> are unknown; null where they are known.</summary>
    internal ResourceState? MissingLicences => ReadLicences().Missing;

    /// <summary>Microsoft's newest published score; null when there is none.</summary>
    internal PublishedEvidence? Published => Optional(Resources.SecureScores, () => View("published", () =>
        Snapshot.ReadObjects(Resources.SecureScores, Cancellation).Take(1).Select(PublishedEvidence.Parse).ToArray()))?.FirstOrDefault();

    /// <summary>The tenant's own control profiles by id; empty when there are none.</summary>
    internal IReadOnlyDictionary<string, ControlProfile> ControlProfiles =>
        Optional(Resources.SecureScoreControlProfiles, () => View("controlProfiles", () =>
        {
            var profiles = new Dictionary<string, ControlProfile>(StringComparer.OrdinalIgnoreCase);
            foreach (var row in Snapshot.ReadObjects(Resources.SecureScoreControlProfiles, Cancellation))
            {
                var profile = ControlProfile.Parse(row);
                profiles[profile.Id] = profile;
            }

            return profiles;
        })) ?? [];

    /// <summary>Whether security defaults are switched on.</summary>
    internal bool SecurityDefaultsEnabled => Single(Resources.SecurityDefaults).RequiredBoolean("isEnabled");

    // What adds to a judgement but decides none: without it the judgement goes on, and the coverage of the snapshot tells that it is missing.
    private T? Optional<T>(string resource, Func<T> view)
        where T : class => Attempt(resource, view).Value;

    private (T? Value, ResourceState? Missing) Attempt<T>(string resource, Func<T> view)
        where T : class
    {
        if (!IsCollected(resource))
            return (null, StateOf(resource));

        try
        {
            return (view(), null);
        }
        catch (EvidenceUnavailableException exception)
        {
            return (null, exception.State);
        }
    }

    private (Licences? Value, ResourceState? Missing) ReadLicences() =>
        Attempt(Resources.SubscribedSkus, () => View("licences", () => new Licences(List(Resources.SubscribedSkus))));
}
