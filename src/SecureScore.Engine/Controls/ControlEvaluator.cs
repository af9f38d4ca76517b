using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls;

/// <summary>The rule of one control: facts in, verdict out. It never fetches, never gives points and keeps no state.</summary>
/// <remarks>
/// Points are the edition's: the same rule serves every edition. A resource that cannot be read ends the rule with
/// <see cref="EvidenceUnavailableException"/>, which the judgement turns into NotEvaluated with its reason.
/// </remarks>
public abstract class ControlEvaluator
{
    /// <summary>The control that the rule judges.</summary>
    public abstract string ControlId { get; }

    /// <summary>Every resource that the rule may read; the first one is what it is about.</summary>
    public abstract IReadOnlyList<string> Evidence { get; }

    /// <summary>What earns the points, in one or two sentences, for docs/controls.md.</summary>
    public abstract string Rule { get; }

    /// <summary>How sure we are that Microsoft counts the same.</summary>
    public abstract Certainty Certainty { get; }

    /// <summary>The other way to read Microsoft's wording; null when there is none.</summary>
    public virtual string? OtherReading => null;

    /// <summary>Whether security defaults give the control's full points, on any licence.</summary>
    public virtual bool SatisfiedBySecurityDefaults => false;

    /// <summary>Judges the control.</summary>
    /// <param name="evidence">The tenant's evidence.</param>
    /// <param name="control">The control in the edition that is judged.</param>
    public abstract Verdict Evaluate(TenantEvidence evidence, ControlDefinition control);
}

/// <summary>How sure we are that Microsoft counts a control in the same way.</summary>
public enum Certainty
{
    /// <summary>Microsoft documents it, or a real score shows it.</summary>
    Confirmed,

    /// <summary>Microsoft's wording says so; no real score was compared.</summary>
    Likely,

    /// <summary>Sources disagree or are silent; the other reading is told.</summary>
    Unproven,
}
