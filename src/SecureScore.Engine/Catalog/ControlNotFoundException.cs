namespace SecureScore.Engine.Catalog;

/// <summary>No control has the id that was asked for.</summary>
public sealed class ControlNotFoundException : SecureScoreException
{
    /// <summary>Creates the exception; its message names the nearest of the known ids.</summary>
    /// <param name="controlId">The id that was asked for.</param>
    /// <param name="edition">The edition that was searched.</param>
    /// <param name="knownIds">The ids that there are.</param>
    public ControlNotFoundException(string controlId, string edition, IEnumerable<string> knownIds)
        : base(ErrorIds.ControlNotFound, $"There is no control '{controlId}' in edition {edition}.{NearestNames.Question(controlId, knownIds)}")
    {
        Target = controlId;
    }
}
