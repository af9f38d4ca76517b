namespace SecureScore.Engine.Controls.Mail;

/// <summary>A control about what happens with a message that was detected as unwanted.</summary>
internal abstract class MailAction : MailControl
{
    protected const string Junk = "MoveToJmf";
    protected const string Quarantine = "Quarantine";

    private static readonly string[] s_known = [Junk, Quarantine, "AddXHeader", "BccMessage", "Delete", "ModifySubject", "NoAction", "Redirect"];

    protected sealed override string Demand => $"{Setting} is {string.Join(" or ", Passing)}";

    /// <summary>The property of a policy that decides.</summary>
    protected abstract string Setting { get; }

    /// <summary>The actions that comply.</summary>
    protected abstract IReadOnlyList<string> Passing { get; }

    public sealed override IReadOnlyList<SettingRequirement> Requirements => [SettingRequirement.Choice(Setting, Passing, s_known)];
}
