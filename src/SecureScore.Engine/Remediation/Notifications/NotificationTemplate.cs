using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureScore.Engine.Remediation.Notifications;

/// <summary>What a mail to the people whom a control concerns says. Words in braces stand for what differs from person to person.</summary>
/// <param name="Subject">The subject, in one line.</param>
/// <param name="Body">The text, without mark-up.</param>
public sealed partial record NotificationTemplate(string Subject, string Body)
{
    private const string SubjectLine = "Subject:";
    private const int LongestSubject = 200;
    private const int LongestBody = 20_000;

    private const string Greeting = "Hello {DisplayName},\n\n";
    private const string Signature = "\n\nThank you. If you have questions, answer this mail.\n\n{TenantName}\n";
    private const string SecurityInfo = "https://aka.ms/mysecurityinfo";

    private static readonly Dictionary<string, NotificationTemplate> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MFARegistrationV2"] = Ask(
            "Please set up multifactor authentication",
            "your account {UserPrincipalName} has no second way yet to prove that it is you. Please open " + SecurityInfo
            + ", choose 'Add sign-in method', and follow the steps. It takes about five minutes; have your phone at hand. Please do it {By}."),
        ["AdminMFAV2"] = Ask(
            "Please set up multifactor authentication for your administrator account",
            "your account {UserPrincipalName} holds an administrative role and is not registered for multifactor authentication, or not protected by it. Please open "
            + SecurityInfo + " with that account and add a sign-in method, a security key if you have one. Please do it {By}."),
        ["SelfServicePasswordReset"] = Ask(
            "Please register for password reset",
            "you cannot reset a forgotten password of {UserPrincipalName} yourself yet. Please open https://aka.ms/ssprsetup and register a phone or another method. Please do it {By}."),
        ["aad_phishing_MFA_strength"] = Ask(
            "Please register a passkey or security key",
            "your account {UserPrincipalName} holds an administrative role. Such accounts will soon be asked for a passkey, Windows Hello or a certificate at each sign-in. Please open "
            + SecurityInfo + " and add one. Please do it {By}."),
        ["BlockLegacyAuthentication"] = Ask(
            "Old mail programs will stop working",
            "programs that sign in with {UserPrincipalName} and a password alone, such as old mail programs and the mail settings of some phones and printers, will be blocked. "
            + "Please move to a current version of Outlook or to the Outlook app {By}."),
    };

    /// <summary>The words that may stand in braces.</summary>
    public static IReadOnlyList<string> Words { get; } = ["DisplayName", "UserPrincipalName", "TenantName", "ControlTitle", "By"];

    /// <summary>The controls that have a text of their own.</summary>
    public static IReadOnlyCollection<string> Controls => s_known.Keys;

    /// <summary>The text for a control.</summary>
    /// <exception cref="SecureScoreException"><c>NotificationTemplateMissing</c>: it has none.</exception>
    public static NotificationTemplate For(string controlId) => s_known.GetValueOrDefault(controlId) ?? throw new SecureScoreException(
        ErrorIds.NotificationTemplateMissing,
        $"There is no text for the people whom '{controlId}' concerns. Write one, with its subject in the first line (Subject: ...), and give the file with -Template. "
        + $"Texts are there for {string.Join(", ", s_known.Keys)}.")
    {
        Target = controlId,
    };

    /// <summary>Reads a text of somebody's own: the subject in the first line, after <c>Subject:</c>, and the body after it.</summary>
    /// <exception cref="SecureScoreException"><c>NotificationTemplateInvalid</c>: it has no subject or no body, is too long, or has a word in braces that stands
    /// for nothing.</exception>
    public static NotificationTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string plain = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        int end = plain.IndexOf('\n', StringComparison.Ordinal);
        string first = end < 0 ? plain : plain[..end];
        if (!first.StartsWith(SubjectLine, StringComparison.OrdinalIgnoreCase))
            throw Invalid("its first line is not 'Subject: ' with the subject");

        var template = new NotificationTemplate(first[SubjectLine.Length..].Trim(), end < 0 ? "" : plain[(end + 1)..].Trim('\n') + "\n");
        if (template.Subject.Length == 0)
            throw Invalid("its subject is empty");
        if (string.IsNullOrWhiteSpace(template.Body))
            throw Invalid("it has no text after the subject");
        if (template.Subject.Length > LongestSubject || template.Body.Length > LongestBody)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"its subject is longer than {LongestSubject} characters or its text longer than {LongestBody}"));

        var unknown = Word().Matches(template.Subject + template.Body).Select(match => match.Groups["word"].Value)
            .FirstOrDefault(word => !Words.Contains(word, StringComparer.OrdinalIgnoreCase));
        return unknown is null
            ? template
            : throw Invalid($"{{{unknown}}} stands for nothing; the words are {string.Join(", ", Words.Select(word => $"{{{word}}}"))}");
    }

    /// <summary>The mail's subject and text for one person.</summary>
    /// <param name="values">What each word stands for. A word without a value goes.</param>
    public (string Subject, string Body) Fill(IReadOnlyDictionary<string, string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);

        // A name with a line break would end the subject and begin a header of its own.
        return (DisplayText.Clean(Replace(Subject)), Replace(Body));

        string Replace(string text) => Word().Replace(text, match => DisplayText.Clean(values.FirstOrDefault(
            value => value.Key.Equals(match.Groups["word"].Value, StringComparison.OrdinalIgnoreCase)).Value));
    }

    private static NotificationTemplate Ask(string subject, string request) => new(subject, Greeting + request + Signature);

    private static SecureScoreException Invalid(string why) => new(
        ErrorIds.NotificationTemplateInvalid, $"The template cannot be used: {why}. Nothing was sent.");

    [GeneratedRegex(@"\{(?<word>[A-Za-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
