using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation;

/// <summary>The licence that a control takes.</summary>
internal static class ControlLicence
{
    /// <summary>Refuses a control whose licence the tenant does not own. Where licences are unknown the service decides.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationNotPossible</c>.</exception>
    public static void Require(TenantEvidence evidence, string controlId)
    {
        string? name = (ControlCatalog.Default.Find(controlId) ?? ControlCatalog.FindEdition(controlId)?.Find(controlId))?.Licence;
        if (name is null || evidence.Licences?.Opens(ControlCatalog.LicenceGates[name]) != false)
            return;

        throw new SecureScoreException(
            ErrorIds.RemediationNotPossible,
            $"'{controlId}' takes {ControlCatalog.LicenceGates[name].DisplayName}, which the tenant does not own. Nothing was changed. "
            + "Leave the control as it is, or try again once the licence is there.")
        {
            Target = controlId,
        };
    }
}
