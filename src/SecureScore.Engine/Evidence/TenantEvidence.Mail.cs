using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Evidence;

public sealed partial class TenantEvidence
{
    private const string MailboxGate = "Exchange";
    private const string DefenderGate = "DefenderOfficeP1";

    /// <summary>What graph/users says about mail.</summary>
    internal MailRecipients MailRecipients => Users.MailRecipients;

    /// <summary>The groups that rules of mail protection name.</summary>
    internal MailGroups MailGroups => View("mailGroups", () => new MailGroups(this, MailNames.Groups));

    /// <summary>The users whose mail is protected.</summary>
    /// <exception cref="EvidenceUnavailableException">The users cannot be read, or none of them has a mailbox.</exception>
    internal MailUsers MailUsers => View("mailUsers", () => FindMailUsers(Licences));

    /// <summary>Which policy of a feature decides for which users.</summary>
    internal MailPolicies MailPolicies(MailFeature feature) => View($"mailPolicies {feature.Title}", () => new MailPolicies(this, feature));

    private MailNames MailNames => View("mailNames", () => MailNames.Collect(this));

    private MailUsers FindMailUsers(Licences? licences)
    {
        var mailbox = ControlCatalog.LicenceGates[MailboxGate];
        var defender = ControlCatalog.LicenceGates[DefenderGate];

        // A licence that nobody can look into may hold a mailbox: such users count, as all do where licences are unknown.
        var addressed = MailRecipients.Addressed.Intersect(Users.Members);
        var unknown = Users.Licences.Where(addressed, assigned => Brings(assigned, mailbox) is null);
        var users = Users.Licences.Where(addressed, assigned => Brings(assigned, mailbox) == true).Union(unknown);
        if (users.IsEmpty)
        {
            throw EvidenceUnavailableException.Unusable(Resources.Users, "it holds no member with a mail address and a mailbox licence, so there is nobody whose mail is protected");
        }

        var findings = new List<Finding>();
        int unknownCount = unknown.Count;
        if (unknownCount > 0)
            findings.Add(new Finding("LicencesUnknown", $"It is unknown whether there is a mailbox licence for {Quantity.Of(unknownCount, "user")}; whoever has a mail address counts."));

        return new MailUsers(users, findings)
        {
            WithoutDefender = licences?.Opens(defender) == true
                ? Users.Licences.Where(users, assigned => Brings(assigned, defender) == false).Count
                : 0,
        };

        bool? Brings(IReadOnlyList<AssignedLicence>? assigned, LicenceGate gate) => assigned is null ? null : licences?.Bring(assigned, gate);
    }
}

/// <summary>The users whose mail is protected: members with a mail address and a mailbox, whether they may sign in or not.</summary>
/// <param name="Users">The users.</param>
/// <param name="Findings">What is worth knowing about the count.</param>
internal sealed record MailUsers(UserSet Users, IReadOnlyList<Finding> Findings)
{
    /// <summary>How many of them lack a licence for Defender for Office 365 in a tenant that owns it.</summary>
    public int WithoutDefender { get; init; }
}
