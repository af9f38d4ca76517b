using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that does something about controls which others notice. It needs services behind the tenant, and somebody to ask, or a word beforehand.</summary>
public abstract class AskingCommand : JudgingCommand
{
    internal Func<PSCmdlet, Interaction> Interaction { get; set; } = PowerShell.Interaction.Of;

    /// <summary>Does not ask before what others notice.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Why nobody can be asked; null when somebody can.</summary>
    private protected string? Obstacle { get; private set; }

    /// <summary>Whether somebody said, at this very call, that nobody need be asked.</summary>
    private protected bool IsAgreed => Force || IsConfirmedBeforehand;

    private protected override IEnumerable<ControlDefinition> Wanted(ControlCatalog catalog)
    {
        var ids = Named.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return catalog.Controls.Where(control => ids.Contains(control.Id));
    }

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        if (!IsSignedIn)
            ThrowTerminatingError(Errors.NotSignedIn());
        Obstacle = Interaction(this).Obstacle;
    }

    /// <summary>That nobody can be asked, and nothing was done.</summary>
    /// <param name="what">What would be done, as the beginning of a sentence.</param>
    /// <param name="undone">That nothing was done, and what to do next.</param>
    /// <param name="ids">The controls that it is about.</param>
    private protected SecureScoreException ConfirmationRequired(string what, string undone, string ids) =>
        new(ErrorIds.ConfirmationRequired, $"{what}, and nobody can be asked whether that is meant: {Obstacle}. {undone}") { Target = ids };
}
