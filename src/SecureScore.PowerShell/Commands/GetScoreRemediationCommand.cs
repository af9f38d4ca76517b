using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Scoring;
using SecureScore.Engine.Tenants;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Lists what can be done about controls, what that takes and what users will notice; or the journal of what was done, or who was told.</summary>
[Cmdlet(VerbsCommon.Get, "ScoreRemediation", DefaultParameterSetName = ControlSet)]
[OutputType(typeof(RemediationInfo), typeof(JournalEntry), typeof(SentNotification))]
public sealed class GetScoreRemediationCommand : JudgingCommand
{
    private const string ControlSet = "Control";
    private const string JournalSet = "Journal";
    private const string NotificationSet = "Notification";

    private readonly List<PSObject> _input = [];
    private bool _isAsked;

    /// <summary>Ids of controls, for example AdminMFAV2, with wildcards. Without any, all controls of the edition.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Id { get; set; } = [];

    /// <summary>Controls that Get-ScoreControl returned, rows of a CSV file with a column Id, or ids.</summary>
    [Parameter(ParameterSetName = ControlSet, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Only what asks this much of an administrator: A can be taken back and is hardly noticed, B is noticed by users, Manual takes a person.</summary>
    [Parameter(ParameterSetName = ControlSet)]
    public RiskClass[] Risk { get; set; } = [];

    /// <summary>Lists what was changed in the tenant instead, the newest first.</summary>
    [Parameter(ParameterSetName = JournalSet, Mandatory = true)]
    public SwitchParameter Journal { get; set; }

    /// <summary>Lists whom Send-ControlNotification wrote to instead, the newest first.</summary>
    [Parameter(ParameterSetName = NotificationSet, Mandatory = true)]
    public SwitchParameter Notification { get; set; }

    /// <summary>Only so many of the newest entries or mails.</summary>
    [Parameter(ParameterSetName = JournalSet)]
    [Parameter(ParameterSetName = NotificationSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    private protected override bool WorksUnconnected => ParameterSetName is not (JournalSet or NotificationSet);

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        _isAsked = true;
        if (InputObject is not null)
            _input.Add(InputObject);
    }

    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(async (pipeline, cancellation) =>
    {
        if (!_isAsked)
            return;
        if (Journal)
            await WriteNewestAsync(pipeline, await ConnectionJournal.ReadEntriesAsync(ConnectionStore, JudgedContext.TenantId, cancellation).ConfigureAwait(false), entry => entry.ControlId).ConfigureAwait(false);
        else if (Notification)
            await WriteNewestAsync(pipeline, await ConnectionJournal.ReadSentAsync(ConnectionStore, JudgedContext.TenantId, cancellation).ConfigureAwait(false), mail => mail.ControlId).ConfigureAwait(false);
        else
            await WriteControlsAsync(pipeline, cancellation).ConfigureAwait(false);
    });

    private async Task WriteNewestAsync<T>(PipelineWriter pipeline, IEnumerable<T> oldestFirst, Func<T, string> controlId)
        where T : class
    {
        var patterns = Id.Select(NamePattern.Create).ToArray();
        foreach (var item in oldestFirst.Reverse().Where(item => patterns.Length == 0 || patterns.Any(pattern => pattern(controlId(item)))).Take(Last ?? int.MaxValue))
            await pipeline.WriteObjectAsync(item).ConfigureAwait(false);
    }

    private async Task WriteControlsAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var infos = new List<RemediationInfo>();
        foreach (var input in _input)
        {
            try
            {
                infos.Add(input.BaseObject is ControlResult control ? RemediationCatalog.Describe(control) : RemediationCatalog.Describe(ControlRow.Piped(input, infos.Count + 1).Id));
            }
            catch (SecureScoreException exception)
            {
                await pipeline.WriteErrorAsync(Errors.From(exception)).ConfigureAwait(false);
            }
        }

        if (_input.Count == 0)
            infos.AddRange(await NamedAsync(pipeline).ConfigureAwait(false));

        var access = infos.Any(info => info.Permissions.Count > 0) ? await ReadAccessAsync(pipeline, cancellation).ConfigureAwait(false) : [];
        foreach (var info in infos.Where(info => Risk.Length == 0 || Risk.Contains(info.Risk)))
            await pipeline.WriteObjectAsync(info.With(access)).ConfigureAwait(false);
    }

    private async Task<IEnumerable<RemediationInfo>> NamedAsync(PipelineWriter pipeline)
    {
        var catalog = Catalog();
        string[] known = [.. catalog.Controls.Select(control => control.Id)];
        foreach (var unknown in ControlFilter.UnknownNames(Id, known, (id, nearest) => new ControlNotFoundException(id, catalog.Edition, nearest)))
            await pipeline.WriteErrorAsync(Errors.From(unknown)).ConfigureAwait(false);

        var patterns = Id.Select(NamePattern.Create).ToArray();
        return catalog.Controls.Where(control => patterns.Length == 0 || patterns.Any(pattern => pattern(control.Id))).Select(RemediationCatalog.Describe);
    }

    /// <summary>What the tokens at hand allow; nothing where nobody is signed in.</summary>
    private async Task<IReadOnlyList<ServiceAccess>> ReadAccessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (!IsSignedIn)
            return [];

        try
        {
            using var observer = pipeline.Observe("Testing the access");
            return await JudgedContext.Live!.UseAsync((connection, token) => connection.ReadAccessAsync(observer, token), cancellation).ConfigureAwait(false);
        }
        catch (SecureScoreException exception) when (!cancellation.IsCancellationRequested)
        {
            await pipeline.WriteWarningAsync($"Nothing tells which permissions are granted: {exception.Message}").ConfigureAwait(false);
            return [];
        }
    }
}
