namespace SecureScore.Engine.Evidence;

/// <summary>The tenant's own password rules: the directory setting "Password Rule Settings", whose values are all text.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/group-directory-settings.</remarks>
internal sealed class PasswordRules
{
    /// <summary>The template that the setting is made of, the same in every tenant.</summary>
    internal const string TemplateId = "5cf42378-d67d-4f36-ba46-e8b86229381d";

    private readonly EvidenceObject _setting;

    public PasswordRules(EvidenceObject setting) => _setting = setting;

    /// <summary>Whether a list of banned passwords of the tenant's own is enforced.</summary>
    public bool EnforcesCustomList => Value("EnableBannedPasswordCheck").RequiredBoolean("value");

    /// <summary>The words of that list. The service separates them with tabs.</summary>
    public IReadOnlyList<string> CustomWords => (Value("BannedPasswordList").Text("value") ?? "")
        .Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether agents on domain controllers check passwords too.</summary>
    public bool ChecksOnPremises => Value("EnableBannedPasswordCheckOnPremises").RequiredBoolean("value");

    /// <summary>What those agents do with a banned password: Audit or Enforce.</summary>
    public string OnPremisesMode => Value("BannedPasswordCheckOnPremisesMode").RequiredText("value");

    public static bool IsSavedIn(EvidenceObject setting) =>
        TemplateId.Equals(setting.Text("templateId"), StringComparison.OrdinalIgnoreCase);

    private EvidenceObject Value(string name)
    {
        foreach (var value in _setting.Objects("values"))
        {
            if (name.Equals(value.Text("name"), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw EvidenceUnavailableException.Unusable(Resources.GroupSettings, $"the password rule settings hold no value '{name}'");
    }
}
