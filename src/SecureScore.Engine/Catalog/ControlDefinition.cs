namespace SecureScore.Engine.Catalog;

/// <summary>A control of one edition of the catalogue: what Microsoft Secure Score calls a recommended action.</summary>
/// <remarks>Data only. The rule that judges it is the <see cref="Controls.ControlEvaluator"/> of the same id, which serves every edition.</remarks>
public sealed record ControlDefinition
{
    // The generated JSON reader sets every init property, absent ones to null: lists turn that back into an empty list.

    /// <summary>Microsoft's control name, for example <c>AdminMFAV2</c>. Compared ordinally, ignoring case.</summary>
    public required string Id { get; init; }

    /// <summary>The title as Microsoft shows it in this edition.</summary>
    public required string Title { get; init; }

    /// <summary>Identity, Apps, Data or Device.</summary>
    public required string Category { get; init; }

    /// <summary>The product that the control belongs to, for example <c>Microsoft Entra ID</c>.</summary>
    public required string Product { get; init; }

    /// <summary>Microsoft's short service name, for example <c>AzureAD</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The points that the control can give; 0 for one that is listed and judged without credit; null when no public source tells.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>Whether the control is listed and judged without credit. Nothing that Microsoft publishes changes that.</summary>
    public bool IsNotScored => MaxPoints == 0;

    /// <summary>Where <see cref="MaxPoints"/> was found; null when it is unknown.</summary>
    public PointsOrigin? MaxPointsSource { get; init; }

    /// <summary>How counts become points.</summary>
    public required PointsShape Shape { get; init; }

    /// <summary>The count that earns the points when <see cref="Shape"/> is <see cref="PointsShape.AtLeast"/>.</summary>
    public int? AtLeast { get; init; }

    /// <summary>Microsoft's own order; null when unknown.</summary>
    public int? Rank { get; init; }

    /// <summary>Microsoft's tier.</summary>
    public ControlTier Tier { get; init; }

    /// <summary>What users notice when the control is put in place.</summary>
    public EffortLevel UserImpact { get; init; }

    /// <summary>What it takes to put the control in place.</summary>
    public EffortLevel ImplementationCost { get; init; }

    /// <summary>Names of the threats that the control protects against; each is explained by <see cref="ControlCatalog.Threats"/>.</summary>
    public IReadOnlyList<string> Threats { get; init => field = value ?? []; } = [];

    /// <summary>What kind of work the control asks for.</summary>
    public ActionType ActionType { get; init; }

    /// <summary>How often the review that the control asks for is due; null for any other control.</summary>
    public ReviewCadence? Cadence { get; init; }

    /// <summary>Name of the licence gate that the control needs; null when every tenant may have it.</summary>
    public string? Licence { get; init; }

    /// <summary>Names of further requirements, such as an app connector, that decide whether Microsoft scores the control.</summary>
    public IReadOnlyList<string> Requires { get; init => field = value ?? []; } = [];

    /// <summary>The admin page where the setting lives.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>Names of the fields above whose value is ours because Microsoft publishes none.</summary>
    public IReadOnlyList<string> Ours { get; init => field = value ?? []; } = [];
}

/// <summary>How counts become points.</summary>
public enum PointsShape
{
    /// <summary>All points when every counted item complies, else none.</summary>
    Binary,

    /// <summary>Points in proportion: maximum x compliant / total.</summary>
    Share,

    /// <summary>All points when at least n items were counted, else none.</summary>
    AtLeast,

    /// <summary>No public evidence decides it: only Microsoft's published score tells.</summary>
    Published,
}

/// <summary>Where a maximum of points was found.</summary>
public enum PointsOrigin
{
    /// <summary>The control profile that Microsoft Graph returns.</summary>
    Profile,

    /// <summary>A published score of 100 percent, or a live recommendation.</summary>
    Observed,

    /// <summary>Concluded from totals; unproven.</summary>
    Inferred,

    /// <summary>The judged tenant's own control profile.</summary>
    Tenant,
}

/// <summary>Microsoft's tiers of controls.</summary>
public enum ControlTier
{
    /// <summary>Not published.</summary>
    Unknown,

    /// <summary>Belongs in every tenant.</summary>
    Core,

    /// <summary>A second line of defence.</summary>
    DefenseInDepth,

    /// <summary>For tenants with higher needs.</summary>
    Advanced,
}

/// <summary>A level of user impact or implementation cost, in rising order after <see cref="Unknown"/>.</summary>
public enum EffortLevel
{
    /// <summary>Not published.</summary>
    Unknown,

    /// <summary>Hardly noticed, or done in minutes.</summary>
    Low,

    /// <summary>Noticed by some, or needs preparation.</summary>
    Moderate,

    /// <summary>Changes how people work, or is a project.</summary>
    High,
}

/// <summary>What kind of work a control asks for.</summary>
public enum ActionType
{
    /// <summary>Change a setting.</summary>
    Config,

    /// <summary>Review a report regularly.</summary>
    Review,

    /// <summary>Change how people work.</summary>
    Behavior,
}

/// <summary>How often a review is due.</summary>
public enum ReviewCadence
{
    /// <summary>Every seven days.</summary>
    Weekly,

    /// <summary>Every two weeks.</summary>
    BiWeekly,

    /// <summary>Every 30 days.</summary>
    Monthly,
}
