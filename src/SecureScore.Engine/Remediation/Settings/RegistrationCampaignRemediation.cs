using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>MFARegistrationV2: users are asked at sign-in to set up Microsoft Authenticator.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/authentication/how-to-mfa-registration-campaign. It registers nobody by itself.</remarks>
internal sealed class RegistrationCampaignRemediation : SettingRemediation
{
    private const string Campaign = "registrationEnforcement.authenticationMethodsRegistrationCampaign.";
    private const string State = Campaign + "state";
    private const string Snooze = Campaign + "snoozeDurationInDays";
    private const string Include = Campaign + "includeTargets";
    private const string Exclude = Campaign + "excludeTargets";
    private const string Days = "SnoozeDays";
    private const string ExceptGroup = "ExceptGroup";
    private const int LongestSnooze = 14;
    private const string Authenticator = "microsoftAuthenticator";
    private const string Everyone = "all_users";

    public RegistrationCampaignRemediation()
        : base("MFARegistrationV2", RiskClass.B, Resources.AuthenticationMethodsPolicy, State, Snooze, Include, Exclude)
    {
    }

    // The control can be put in place by other means as well.
    public override string Id => "RegistrationCampaign";

    public override string Summary => "Asks users after they sign in to set up Microsoft Authenticator, until they have.";

    public override string UserNotice => "Users who have not set up Microsoft Authenticator are asked to after they sign in with MFA, and can put it off for some days.";

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Days, ParameterKind.Number, "For how many days a user can put it off, 0 to 14; 0 asks at every sign-in. As it is, when nothing is said."),
        new(ExceptGroup, ParameterKind.Groups, "Groups whose members are not asked, by display name or id, besides those that are not asked already."),
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var present = request.Evidence.SingleSettings(Resources.AuthenticationMethodsPolicy);
        if (present[State].AsText() is null)
            throw EvidenceUnavailableException.Unusable(Resources.AuthenticationMethodsPolicy, "it holds no registration campaign");

        var wanted = new List<(string, SettingValue)>
        {
            (State, SettingValue.Of("enabled")),
            (Include, Added(present[Include], [SettingValue.Group(
                ("id", SettingValue.Of(Everyone)), ("targetType", SettingValue.Of("group")), ("targetedAuthenticationMethod", SettingValue.Of(Authenticator)))])),
            (Exclude, Added(present[Exclude], DirectoryNames.FindGroups(request.Evidence, request.Values.Texts(ExceptGroup), ControlId).Select(group => SettingValue.Group(
                ("id", SettingValue.Of(group.Id)), ("targetType", SettingValue.Of("group")))))),
        };
        if (request.Values.Number(Days) is { } days)
        {
            wanted.Add(days is >= 0 and <= LongestSnooze
                ? (Snooze, SettingValue.Of(days))
                : throw Invalid($"'{Days}' of '{ControlId}' takes 0 to 14 days, not {request.Values.Text(Days)}."));
        }

        return DraftOf(Missing(present, null, null, wanted), [.. Warnings(present)]) with { ForWhom = "users without Microsoft Authenticator who sign in with MFA" };
    }

    protected override bool Accepts(string setting, SettingValue value) => setting switch
    {
        State => value.AsText() is "default" or "enabled" or "disabled",
        Snooze => value.IsEmpty || value.AsNumber() is >= 0 and <= LongestSnooze,
        _ => value.IsEmpty || (value.AsList() is { Count: > 0 } targets && targets.All(target => target is SettingGroup group && group["id"].AsText() is not null)),
    };

    private static SettingValue Added(SettingValue former, IEnumerable<SettingGroup> targets) => SettingValue.ListOf(
        former.AsList().Concat(targets.Where(target => !former.AsList().Any(known => known is SettingGroup group && group["id"].SameAs(target["id"])))));

    private static IEnumerable<string> Warnings(SettingGroup present)
    {
        yield return "It earns no points by itself: they come as users register. Only users who sign in with MFA are asked, so require it as well (New-MfaPolicy).";
        bool isAllowed = present["authenticationMethodConfigurations"].AsList().OfType<SettingGroup>()
            .Any(method => Is(method["id"], "MicrosoftAuthenticator") && Is(method["state"], "enabled"));
        if (!isAllowed)
            yield return "Microsoft Authenticator is not among the methods that users may register, so nobody is asked: enable it under Entra ID > Authentication methods > Policies.";
    }

    private static bool Is(SettingValue value, string text) => text.Equals(value.AsText(), StringComparison.OrdinalIgnoreCase);
}
