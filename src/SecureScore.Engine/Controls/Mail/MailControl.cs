using System.Globalization;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Controls.Mail;

/// <summary>A control that counts the users whose mail a policy protects as asked: for each user the one policy that decides.</summary>
internal abstract class MailControl : ControlEvaluator, ISettingsControl
{
    private const int MostPolicies = 10;

    private const string Population =
        "Which users Microsoft counts is not published: shared mailboxes and users without a licence could count as well, or accounts that may not sign in could be left out.";

    public override IReadOnlyList<string> Evidence => Feature.Sources;

    public sealed override string Rule =>
        $"The share of users for whom {Demand}, in the {Feature.Title} policy that decides for them. "
        + "Members with a mail address and a mailbox licence count, whether they may sign in or not.";

    public sealed override Certainty Certainty => Certainty.Unproven;

    public sealed override string OtherReading => string.Join(' ', new[] { Alternative, Feature.OtherReading, Population }.OfType<string>());

    /// <summary>The protection whose policies decide.</summary>
    internal abstract MailFeature Feature { get; }

    /// <summary>What a policy must say, as the end of "users for whom ...".</summary>
    protected abstract string Demand { get; }

    /// <summary>Another way to read what a policy must say, in whole sentences; null when there is none.</summary>
    protected virtual string? Alternative => null;

    /// <summary>Whether the built-in protection earns points, given that its policy complies.</summary>
    protected virtual bool BuiltInCounts => true;

    /// <inheritdoc/>
    public abstract IReadOnlyList<SettingRequirement> Requirements { get; }

    /// <summary>What is worth knowing about a policy in force besides.</summary>
    internal virtual IEnumerable<Finding> FindingsOn(MailPolicyReach reach, EvidenceObject policy) => [];

    /// <summary>What is worth knowing about the tenant besides.</summary>
    protected virtual IEnumerable<Finding> FindingsOn(TenantEvidence evidence) => [];

    public sealed override Verdict Evaluate(TenantEvidence evidence, ControlDefinition control)
    {
        var users = evidence.MailUsers;
        var policies = evidence.MailPolicies(Feature);
        var judged = JudgePolicies(evidence);

        // Everyone has one policy, so whoever cannot have one that fails complies, and whoever can have one that complies may.
        var failing = evidence.Users.NoOne();
        var possible = evidence.Users.NoOne();
        foreach (var (reach, setting) in judged)
        {
            if (setting.Complies != true)
                failing.AddRange(reach.Users.Possible);
            if (setting.Complies != false)
                possible.AddRange(reach.Users.Possible);
        }

        return new UserVerdict
        {
            Evidence = evidence,
            Population = users.Users,
            Compliant = new UserBounds(users.Users.Except(failing), possible),
            Counted = $"users for whom {Demand}",
            Doubts = [.. policies.Doubts, .. judged.Select(UnknownValue).OfType<Doubt>()],
            Findings =
            [
                .. judged.Where(judgement => judgement.Reach.Policy is not null).SelectMany(judgement => FindingsOn(judgement.Reach, judgement.Reach.Policy!.Value)),
                .. FindingsOn(evidence),
                .. policies.Findings,
                .. users.Findings,
                .. Unlicensed(users),
            ],
            Explanation = [.. Explain(judged, users.Users.Count)],
            Failure = user => FailureOf(user, judged),
        }.ToVerdict();
    }

    /// <summary>The policies in force for anybody, and what each says.</summary>
    internal MailJudgement[] JudgePolicies(TenantEvidence evidence) =>
        [.. evidence.MailPolicies(Feature).Reaches.Where(reach => !reach.Users.Possible.IsEmpty).Select(reach => new MailJudgement(reach, SettingOf(reach)))];

    /// <summary>A finding about a policy in force.</summary>
    /// <param name="id">The kind of finding.</param>
    /// <param name="reach">The policy.</param>
    /// <param name="what">What the policy does, as in "lets users click through".</param>
    protected Finding Note(string id, MailPolicyReach reach, string what) =>
        new(id, $"The {Feature.Title} policy '{reach.Name}' {what} ({Quantity.Of(reach.Users.Possible.Count, "user")}).");

    private MailSetting SettingOf(MailPolicyReach reach)
    {
        string subject = $"{Feature.Title} policy";
        if (reach.Policy is not { } policy)
            return new MailSetting(subject, reach.Source == MailPolicySource.None ? "None" : "Deleted", "A policy", reach.Source == MailPolicySource.None ? false : null);

        if (Feature.Switch is { } name && !policy.RequiredBoolean(name))
            return MailSetting.Switch(policy, name);

        var setting = MailSetting.All([.. Requirements.Select(requirement => requirement.Judge(policy))]);
        if (reach.Source != MailPolicySource.BuiltIn || BuiltInCounts)
            return setting;

        return new MailSetting(
            setting.Name,
            $"{setting.Actual}, by built-in protection only",
            $"{setting.Expected}, by a preset or a policy of your own",
            false);
    }

    private Doubt? UnknownValue(MailJudgement judgement) => judgement.Setting.Complies is null && judgement.Reach.Policy is not null
        ? new Doubt($"the {Feature.Title} policy '{judgement.Reach.Name}' has {judgement.Setting.Name} '{judgement.Setting.Actual}', which is unknown here", IsUnknownValue: true)
        : null;

    private IEnumerable<Finding> Unlicensed(MailUsers users)
    {
        if (Feature.NeedsDefender && users.WithoutDefender > 0)
        {
            yield return new Finding(
                "UsersWithoutDefender",
                $"There is no licence for Microsoft Defender for Office 365 for {Quantity.Of(users.WithoutDefender, "user")}. Their policy counts all the same, as the service applies it.");
        }
    }

    private static IEnumerable<string> Explain(MailJudgement[] judged, int total)
    {
        foreach (var (reach, setting) in judged.Take(MostPolicies))
        {
            int count = reach.Users.Possible.Count;
            string about = reach.Users.Certain.Count == count ? "" : "up to ";
            string result = setting.Complies == true ? "complies" : reach.Policy is null ? "nothing protects them" : setting.Summary;
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{reach.Name}: {about}{Quantity.Of(count, "user")} ({100m * count / total:0.#} %), {result}.");
        }

        if (judged.Length > MostPolicies)
        {
            int more = judged.Length - MostPolicies;
            int left = judged.Skip(MostPolicies).Count(judgement => judgement.Setting.Complies == true);
            yield return $"{Quantity.Of(more, "more policy")} {(more == 1 ? "decides" : "decide")} for others ({left} {(left == 1 ? "complies" : "comply")}).";
        }
    }

    private ScoreEvidence FailureOf(int user, MailJudgement[] judged)
    {
        var (reach, setting) = Array.Find(judged, judgement => judgement.Setting.Complies == false && judgement.Reach.Users.Certain.Contains(user))
            ?? Array.Find(judged, judgement => judgement.Setting.Complies == false && judgement.Reach.Users.Possible.Contains(user))!;
        return new ScoreEvidence
        {
            Kind = EvidenceKind.User,
            Setting = setting.Name,
            Actual = setting.Actual,
            Expected = setting.Expected,
            Reason = reach.Policy is null
                ? $"No {Feature.Title} policy covers this user."
                : $"The {Feature.Title} policy '{reach.Name}' decides for this user, and its {setting.Summary}.",
            Policy = reach.Policy is null ? null : reach.Name,
        };
    }
}

/// <summary>A policy in force, and what it says about a control.</summary>
/// <param name="Reach">The policy, and for whom it decides.</param>
/// <param name="Setting">What it says.</param>
internal sealed record MailJudgement(MailPolicyReach Reach, MailSetting Setting);
