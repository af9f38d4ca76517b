using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Labels controls with tags of one's own, by which Get-ScoreControl lists them.</summary>
[Cmdlet(VerbsCommon.Set, "ControlTag", DefaultParameterSetName = ConnectedSet, SupportsShouldProcess = true)]
[OutputType(typeof(ControlResult))]
public sealed class SetControlTagCommand : ControlCommand
{
    /// <summary>Tags to add.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Add { get; set; } = [];

    /// <summary>Tags to remove. One that a control does not have is no error.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Remove { get; set; } = [];

    /// <summary>The tags to have instead of those that were there; an empty list removes all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public string[]? Replace { get; set; }

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        if ((Replace is null) == (Add.Length + Remove.Length == 0))
            ThrowTerminatingError(Errors.From(new SecureScoreException(ErrorIds.TagInvalid, "Say what to do: -Add and -Remove tags, or -Replace them all.")));
    }

    private protected override async Task ChangeAsync(PipelineWriter pipeline, int unusable, CancellationToken cancellation)
    {
        var result = await JudgeAsync(pipeline, cancellation).ConfigureAwait(false);
        var changed = new List<string>();
        foreach (string id in Named.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                var control = result.GetControl(id);
                if (!await pipeline.ShouldProcessAsync($"{control.Id} ({control.Title})", Action()).ConfigureAwait(false))
                    continue;

                string tenantId = result.TenantId ?? throw new SecureScoreException(
                    ErrorIds.JudgementNotRecordable, "The snapshot does not say which tenant it is of. Collect it anew, then set tags.");
                await Memory.UseAsync(
                    store => store.ChangeTagsAsync(tenantId, control.Id, Replace ?? Add, Replace is null ? Remove : null, cancellation), cancellation).ConfigureAwait(false);
                changed.Add(control.Id);
            }
            catch (SecureScoreException exception) when (!cancellation.IsCancellationRequested)
            {
                await pipeline.WriteErrorAsync(Errors.From(exception)).ConfigureAwait(false);
            }
        }

        await WriteChangedAsync(pipeline, changed, cancellation).ConfigureAwait(false);
    }

    private string Action()
    {
        if (Replace is not null)
            return Replace.Length == 0 ? "Remove all tags" : $"Replace the tags by {string.Join(", ", Replace)}";

        string[] parts = [Add.Length > 0 ? $"Add {string.Join(", ", Add)}" : "", Remove.Length > 0 ? $"Remove {string.Join(", ", Remove)}" : ""];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }
}
