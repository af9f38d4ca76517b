namespace SecureScore.Engine.Evidence;

public sealed partial class TenantEvidence
{
    /// <summary>Whether users are synchronised from an Active Directory on premises. Graph leaves the property null where they never were.</summary>
    internal bool IsHybrid => Single(Resources.Organization).Boolean("onPremisesSyncEnabled") == true;

    /// <summary>The tenant's own password rules; null while Microsoft's defaults apply, which is until someone first saves the page.</summary>
    internal PasswordRules? PasswordRules
    {
        get
        {
            var saved = List(Resources.GroupSettings).Where(PasswordRules.IsSavedIn).ToArray();
            return saved.Length == 0 ? null : new PasswordRules(saved[0]);
        }
    }

    /// <summary>Streams the rows of a resource that grows with the tenant; nothing of it is kept.</summary>
    /// <exception cref="EvidenceUnavailableException">The resource was not collected or cannot be read, which may show only on the way.</exception>
    internal IEnumerable<EvidenceObject> Stream(string resource)
    {
        Use(resource);
        return Snapshot.ReadObjects(resource, Cancellation);
    }
}
