using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Decisions;

/// <summary>Which decisions can be taken about a judged control.</summary>
public static class DecisionRules
{
    /// <summary>The most characters of a note.</summary>
    public const int MostNoteCharacters = 10_000;

    /// <summary>The most characters of an owner.</summary>
    public const int MostOwnerCharacters = 320;

    /// <summary>Takes a decision: the entry to add to the store.</summary>
    /// <param name="result">The judged tenant.</param>
    /// <param name="controlId">The control.</param>
    /// <param name="status">The decision.</param>
    /// <param name="note">Why. Line breaks and tabs are kept; empty is none.</param>
    /// <param name="owner">Who answers for it; empty is none.</param>
    /// <param name="expires">When it ends; null is never.</param>
    /// <param name="decidedBy">Who decides.</param>
    /// <param name="clock">The time of the decision.</param>
    /// <exception cref="ControlNotFoundException">No control of that id was judged.</exception>
    /// <exception cref="SecureScoreException">The decision cannot be taken; the id tells why.</exception>
    public static DecisionEntry Decide(
        SecureScoreResult result,
        string controlId,
        ControlStatus status,
        string? note,
        string? owner,
        DateTimeOffset? expires,
        string decidedBy,
        TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentException.ThrowIfNullOrEmpty(decidedBy);
        var control = result.GetControl(controlId);
        var now = clock.GetUtcNow();
        CheckStatus(control, status);
        if (expires <= now)
        {
            throw new SecureScoreException(ErrorIds.ExpiryInPast, string.Create(
                CultureInfo.InvariantCulture,
                $"The decision about '{control.Id}' would have ended on {expires:yyyy-MM-dd HH:mm}. Give a date in the future, or none."))
            {
                Target = control.Id,
            };
        }

        return new DecisionEntry
        {
            TenantId = result.TenantId ?? throw new SecureScoreException(
                ErrorIds.JudgementNotRecordable, "The snapshot does not say which tenant it is of. Collect it anew, then decide."),
            ControlId = control.Id,
            Status = status,
            Note = Checked(control, "note", note, MostNoteCharacters),
            Owner = Checked(control, "owner", owner, MostOwnerCharacters),
            Expires = expires,
            DecidedAt = now,
            DecidedBy = decidedBy,
            Evidence = DecisionEvidence.Of(control),
        };
    }

    /// <summary>Whether a decision says what is decided already, so that it need not be taken.</summary>
    public static bool IsUnchanged(ControlResult control, ControlStatus status, string? note, string? owner, DateTimeOffset? expires)
    {
        ArgumentNullException.ThrowIfNull(control);
        return control.Status == status
            && string.Equals(control.Note ?? "", note ?? "", StringComparison.Ordinal)
            && string.Equals(control.Owner ?? "", owner ?? "", StringComparison.Ordinal)
            && control.Expires == expires;
    }

    /// <summary>Whether a change of status makes the score or the list of work look better by somebody's word alone: it gives points that no
    /// evidence shows, or hides open work. Ask before many of these are done at once.</summary>
    public static bool Weakens(ControlStatus from, ControlStatus to) =>
        (IsAsserted(to) && !IsAsserted(from)) || (to == ControlStatus.RiskAccepted && from is ControlStatus.ToAddress or ControlStatus.Planned);

    /// <summary>Whether a status gives full points on somebody's word.</summary>
    public static bool IsAsserted(ControlStatus status) => status is ControlStatus.ThirdParty or ControlStatus.AlternateMitigation;

    private static void CheckStatus(ControlResult control, ControlStatus status)
    {
        string? reason = status switch
        {
            ControlStatus.Completed => "only evidence completes a control. Choose another status",
            _ when !Enum.IsDefined(status) => "there is no such status. Choose another",
            _ when control.Status == ControlStatus.Completed => "the evidence shows that it is completed. There is nothing to decide",
            _ when control.Reason == NotEvaluatedReason.NotLicensed || control.Licensed == false =>
                "the tenant does not have the licence. There is nothing to decide until it has",
            _ when control.Reason == NotEvaluatedReason.NotApplicable => "it does not apply to the tenant. There is nothing to decide",
            _ => null,
        };
        if (reason is not null)
            throw new SecureScoreException(ErrorIds.StatusNotAllowed, $"'{control.Id}' cannot be {status}: {reason}.") { Target = control.Id };
    }

    private static string? Checked(ControlResult control, string field, string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        if (text.Length > most)
        {
            throw Invalid(control, string.Create(
                CultureInfo.InvariantCulture, $"The {field} for '{control.Id}' has {text.Length:N0} characters; it can have {most:N0}. Shorten it."));
        }

        return DecisionText.FirstRefused(text, allowLines: true) is { } refused
            ? throw Invalid(control, $"The {field} for '{control.Id}' holds the control character {refused}. Remove it.")
            : text;
    }

    private static SecureScoreException Invalid(ControlResult control, string message) =>
        new(ErrorIds.DecisionTextInvalid, message) { Target = control.Id };
}
