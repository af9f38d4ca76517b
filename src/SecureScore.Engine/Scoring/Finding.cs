namespace SecureScore.Engine.Scoring;

/// <summary>Something worth knowing about a control that does not change its points.</summary>
/// <param name="Id">A stable name for the kind of finding, for example <c>DeletedGroupReference</c>.</param>
/// <param name="Message">What was found, in words. May hold text from the tenant.</param>
public sealed record Finding(string Id, string Message)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
