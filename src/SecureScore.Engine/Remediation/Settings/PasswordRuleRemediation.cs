using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>Puts one control in place by the tenant's own password rules: a directory setting that is there once somebody saved the page.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/group-directory-settings. All values are text.</remarks>
internal abstract class PasswordRuleRemediation : SettingRemediation
{
    protected const string Enforces = "EnableBannedPasswordCheck";
    protected const string Words = "BannedPasswordList";
    protected const string ChecksOnPremises = "EnableBannedPasswordCheckOnPremises";
    protected const string OnPremisesMode = "BannedPasswordCheckOnPremisesMode";

    private const string ObjectName = "Password Rule Settings";
    private const string On = "True";
    private const string Off = "False";

    // What applies while there is no such object; the page in the admin centre saves the same.
    private static readonly (string Name, string Value)[] s_defaults =
    [
        (OnPremisesMode, "Audit"), (ChecksOnPremises, On), (Enforces, Off), ("LockoutDurationInSeconds", "60"), ("LockoutThreshold", "10"), (Words, ""),
    ];

    protected PasswordRuleRemediation(string controlId, RiskClass risk, params string[] values)
        : base(controlId, risk, Resources.GroupSettings, [.. values.Select(PathOf)])
    {
    }

    protected override bool HasIdentities => true;

    public sealed override bool Owns(TenantChange change) => change switch
    {
        ObjectCreation creation => IsMine(change) && IsOfTemplate(creation.Content),
        ObjectRemoval removal => IsMine(change) && IsOfTemplate(removal.Content),
        _ => base.Owns(change),
    };

    public sealed override bool IsAbout(TenantChange change, SettingGroup present) =>
        PasswordRules.TemplateId.Equals(present["templateId"].AsText(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The password rules; null while Microsoft's defaults apply.</summary>
    protected static SettingGroup? Present(TenantEvidence evidence) => evidence.Settings(Resources.GroupSettings)
        .FirstOrDefault(row => PasswordRules.TemplateId.Equals(row["templateId"].AsText(), StringComparison.OrdinalIgnoreCase));

    /// <summary>A value of the password rules.</summary>
    /// <param name="rules">The rules; null while the defaults apply.</param>
    /// <param name="name">The value.</param>
    /// <exception cref="EvidenceUnavailableException">The rules do not hold it.</exception>
    protected static string Value(SettingGroup? rules, string name) => rules is null
        ? s_defaults.First(value => value.Name == name).Value
        : rules[PathOf(name)].AsText() ?? throw EvidenceUnavailableException.Unusable(Resources.GroupSettings, $"the password rule settings hold no value '{name}'");

    /// <summary>Whether a value of the password rules is true.</summary>
    protected static bool IsOn(SettingGroup? rules, string name) => bool.TryParse(Value(rules, name), out bool isOn) && isOn;

    /// <summary>What it takes to give the password rules some values.</summary>
    protected TenantChange? Change(SettingGroup? rules, params IReadOnlyList<(string Name, string Value)> wanted)
    {
        if (rules is not null)
        {
            string id = rules["id"].AsText() ?? throw EvidenceUnavailableException.Unusable(Resources.GroupSettings, "the password rule settings have no id");
            return Missing(rules, id, ObjectName, wanted.Select(value => (PathOf(value.Name), SettingValue.Of(value.Value))));
        }

        var values = wanted.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
        return new ObjectCreation(Resources.GroupSettings, SettingValue.Group(
            ("templateId", SettingValue.Of(PasswordRules.TemplateId)),
            ("values", SettingValue.ListOf(s_defaults.Select(value => SettingValue.Group(
                ("name", SettingValue.Of(value.Name)), ("value", SettingValue.Of(values.GetValueOrDefault(value.Name, value.Value)))))))))
        {
            Label = ObjectName,
        };
    }

    protected override bool Accepts(string setting, SettingValue value) => value.AsText() is not null;

    /// <summary>A true-or-false value as the service keeps it.</summary>
    protected static string TextOf(bool value) => value ? On : Off;

    private static bool IsOfTemplate(SettingGroup content) => PasswordRules.TemplateId.Equals(content["templateId"].AsText(), StringComparison.OrdinalIgnoreCase)
        && content.Members.All(member => member.Key is "templateId" or "values")
        && content["values"].AsList().All(item => item is SettingGroup value && s_defaults.Any(known => known.Name == value["name"].AsText()) && value["value"].AsText() is not null);

    private static string PathOf(string name) => "values." + name;
}
