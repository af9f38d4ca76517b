using System.Globalization;

namespace SecureScore.Engine.Remediation.Settings;

/// <summary>aad_custom_banned_passwords: a list of banned passwords of the tenant's own is enforced.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/authentication/tutorial-configure-custom-password-protection.</remarks>
internal sealed class BannedPasswordRemediation : PasswordRuleRemediation
{
    private const string Word = "Word";
    private const char Separator = '\t';
    private const int ShortestWord = 4;
    private const int LongestWord = 16;
    private const int MostWords = 1000;

    public BannedPasswordRemediation()
        : base("aad_custom_banned_passwords", RiskClass.A, Enforces, Words)
    {
    }

    public override string Summary => "Enforces a list of banned passwords of your own; words that are on it stay.";

    public override string UserNotice => "Whoever changes a password cannot choose one that is built on a word of the list; passwords in use keep working.";

    public override IReadOnlyList<RemediationParameter> Parameters { get; } =
    [
        new(Word, ParameterKind.Texts, "Words that attackers of your organisation would guess: its name, places, products. Each of 4 to 16 characters; needed where the list is empty."),
    ];

    protected override RemediationDraft Draft(RemediationRequest request)
    {
        var rules = Present(request.Evidence);
        string former = Value(rules, Words);
        var present = former.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] added = [.. Check(request.Values.Texts(Word)).Where(word => !present.Contains(word, StringComparer.OrdinalIgnoreCase))];
        if (present.Length + added.Length == 0)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationValueMissing, $"The list of banned passwords is empty, and an empty list bans nothing. Give '{ControlId}' words with -Value @{{ {Word} = ... }}.")
            {
                Target = ControlId,
            };
        }

        if (present.Length + added.Length > MostWords)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture, $"The list of banned passwords holds {MostWords} words at most. It has {present.Length}, and {added.Length} more were given to '{ControlId}'."));
        }

        string list = added.Length == 0 ? former : string.Join(Separator, [.. present, .. added]);
        return DraftOf(Change(rules, (Enforces, TextOf(true)), (Words, list))) with { ForWhom = "everyone who changes a password" };
    }

    private IReadOnlyList<string> Check(IReadOnlyList<string> words)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string word in words)
        {
            // A word that is no word of its own would silently become two, or none.
            int length = new StringInfo(word).LengthInTextElements;
            if (length is < ShortestWord or > LongestWord)
                throw Invalid($"'{word}' is no word for '{ControlId}': words have 4 to 16 characters, and this one has {length.ToString(CultureInfo.InvariantCulture)}.");
            if (word.Any(char.IsControl) || word.Trim().Length != word.Length)
                throw Invalid($"'{word}' is no word for '{ControlId}': it begins or ends with a space, or holds a tab or another control character.");
            if (!seen.Add(word))
                throw Invalid($"'{ControlId}' was given '{word}' twice. Give each word once; whether letters are capital does not matter.");
        }

        return words;
    }
}
