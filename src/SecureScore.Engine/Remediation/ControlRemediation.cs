using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Engine.Remediation;

/// <summary>How much a remediation asks of an administrator.</summary>
public enum RiskClass
{
    /// <summary>A switch that can be taken back, and that users hardly notice.</summary>
    A,

    /// <summary>Users may notice it, or be kept from something: it is asked for twice.</summary>
    B,

    /// <summary>A person does it: no public interface can, or it takes knowledge that no program has.</summary>
    Manual,
}

/// <summary>How one or several controls are put in place: from evidence to the changes that are missing.</summary>
/// <remarks>Pure: it reads evidence and returns changes. <see cref="RemediationRunner"/> makes them.</remarks>
public abstract class ControlRemediation
{
    private static readonly string[] s_names = ["displayName", "Name"];

    /// <summary>Its own name, which the journal keeps. It never changes.</summary>
    public abstract string Id { get; }

    /// <summary>The controls that it serves.</summary>
    public abstract IReadOnlyList<string> ControlIds { get; }

    /// <summary>How much it asks of an administrator.</summary>
    public abstract RiskClass Risk { get; }

    /// <summary>What it does, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>What users will notice, in a sentence.</summary>
    public abstract string UserNotice { get; }

    /// <summary>The resources that it changes.</summary>
    public abstract IReadOnlyList<string> Writes { get; }

    /// <summary>The resources that it reads besides, to know what is missing.</summary>
    public virtual IReadOnlyList<string> Reads => [];

    /// <summary>The resources without which it cannot plan, of those that it changes and reads: all of them, unless what it is told makes some needless.</summary>
    /// <param name="values">What it is told.</param>
    public virtual IReadOnlyList<string> EvidenceFor(RemediationValues values) => [.. Writes.Concat(Reads).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The groups whose members it has to know, though nothing in the tenant may name them yet: by id or display name.</summary>
    /// <param name="values">What it is told.</param>
    public virtual IReadOnlyList<string> GroupsFor(RemediationValues values) => [];

    /// <summary>Logs that tell more about what it would do, as things are now. It plans without them as well, and says what is not known then.</summary>
    /// <param name="request">What it plans by.</param>
    /// <exception cref="EvidenceUnavailableException">Evidence that it takes was not collected or cannot be read.</exception>
    public virtual IReadOnlyList<string> LogsFor(RemediationRequest request) => [];

    /// <summary>What it can be told.</summary>
    public virtual IReadOnlyList<RemediationParameter> Parameters => [];

    /// <summary>Permissions that writing takes, one of each service and kind.</summary>
    public IReadOnlyList<PermissionDefinition> Permissions => [.. Writes.SelectMany(WriteAccess.PermissionsFor).Distinct()];

    /// <summary>Directory roles of which whoever writes needs one, by service, besides the permission. The first of each is the least.</summary>
    public IReadOnlyList<DirectoryRole> Roles => [.. Writes.SelectMany(WriteAccess.RolesFor).Distinct()];

    /// <summary>What taking it back means, where that is less safe than it looks.</summary>
    public virtual IReadOnlyList<string> UndoWarnings => [];

    /// <summary>What is missing.</summary>
    /// <exception cref="SecureScoreException">It cannot be told what to change: a value is missing or wrong, or the change would lock people out.</exception>
    /// <exception cref="EvidenceUnavailableException">Evidence that it takes was not collected or cannot be read.</exception>
    public abstract RemediationDraft Plan(RemediationRequest request);

    /// <summary>Whether a change is one that this remediation makes, or takes back: the journal is not believed to hold no other.</summary>
    public abstract bool Owns(TenantChange change);

    /// <summary>Whether the object that has the identity of an owned change is one that the change can be about: nobody takes the journal's word for whose
    /// object it is.</summary>
    /// <param name="change">The change.</param>
    /// <param name="present">The object as it is in the tenant.</param>
    public virtual bool IsAbout(TenantChange change, SettingGroup present)
    {
        ArgumentNullException.ThrowIfNull(present);
        return change is not ObjectCreation { Content: var content }
            || s_names.All(name => content[name].AsText() is not { } given || given.Equals(present[name].AsText(), StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>What a remediation can be told.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Description">What it is for, in a sentence.</param>
public sealed record RemediationParameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>Whether nothing can be done without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The values that it takes; empty when any will do.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>What values a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>Several texts.</summary>
    Texts,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Users, by id or user principal name.</summary>
    Users,

    /// <summary>Groups, by id or display name.</summary>
    Groups,
}

/// <summary>What a remediation plans by.</summary>
/// <param name="Evidence">The evidence; what it changes was read a moment ago.</param>
public sealed record RemediationRequest(TenantEvidence Evidence)
{
    /// <summary>The control to put in place; one of <see cref="ControlRemediation.ControlIds"/>.</summary>
    public required string ControlId { get; init; }

    /// <summary>What it is told.</summary>
    public RemediationValues Values { get; init; } = RemediationValues.None;

    /// <summary>The user principal name of who is signed in; null when an application is.</summary>
    public string? Account { get; init; }
}

/// <summary>The changes that are missing, before anybody knows what they are worth.</summary>
public sealed record RemediationDraft
{
    /// <summary>Nothing is missing.</summary>
    public static RemediationDraft Nothing { get; } = new();

    /// <summary>The changes, in the order in which they are to be made. Empty when nothing is missing.</summary>
    public IReadOnlyList<TenantChange> Changes { get; init; } = [];

    /// <summary>What the administrator should know before: whom it concerns, what remains open, what to do afterwards.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Objects that must exist when it is made, as resource and identity: accounts that are left out, for example.</summary>
    public IReadOnlyList<(string Resource, string Identity)> MustExist { get; init; } = [];

    /// <summary>For whom it changes something, for example "all users but 1".</summary>
    public string? ForWhom { get; init; }

    /// <summary>The changes as they would be when everything that only reports is in force; null when they are that already.</summary>
    public IReadOnlyList<TenantChange>? InForce { get; init; }

    /// <summary>How long the service may take until it shows the changes; null for seconds.</summary>
    public TimeSpan? ShowsWithin { get; init; }
}
