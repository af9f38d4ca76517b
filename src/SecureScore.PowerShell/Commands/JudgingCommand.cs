using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Scoring;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that judges a tenant: the connected one, or one that a context holds.</summary>
public abstract class JudgingCommand : AsyncCommand
{
    private readonly Dictionary<SecureScoreContext, HashSet<string>> _refreshed = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private SecureScoreContext? _context;

    /// <summary>The tenant to use instead of the connected one: what Connect-SecureScore -PassThru returned.</summary>
    [Parameter]
    [ValidateNotNull]
    public virtual SecureScoreContext? Context { get; set; }

    /// <summary>The edition of the control catalogue to judge by, for example 2026-09. Without it, that of the connection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EditionCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Edition { get; set; }

    /// <summary>Whether the cmdlet has work to do without a tenant.</summary>
    private protected virtual bool WorksUnconnected => false;

    /// <summary>Whether there is a tenant to judge.</summary>
    private protected virtual bool HasTenant => _context is not null;

    /// <summary>Whether Microsoft's published points are left out; null does as the connection says.</summary>
    private protected virtual bool? WantsEvidenceOnly => null;

    /// <summary>Whether the services are asked again for everything that a judgement needs.</summary>
    private protected virtual bool WantsRefresh => false;

    /// <inheritdoc/>
    protected override void BeginProcessing() => ControlCatalog.Preload();

    private protected override void PrepareRecord()
    {
        // Connections belong to the runspace: they are looked up on its own thread.
        _context = FindContext();
        IsWhatIf = MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? whatIf)
            ? whatIf is SwitchParameter { IsPresent: true }
            : SessionState.PSVariable.GetValue("WhatIfPreference") is true or SwitchParameter { IsPresent: true };
        if (!HasTenant && !WorksUnconnected)
            ThrowTerminatingError(Errors.NotConnected());
    }

    /// <summary>The tenant that is connected; null when there is none, or the cmdlet opens one itself.</summary>
    private protected virtual SecureScoreContext? FindContext() => Context ?? Connections.Find(SessionState);

    /// <summary>Opens what the cmdlet is to judge instead of a connected tenant.</summary>
    private protected virtual SecureScoreContext OpenContext() => throw new InvalidOperationException("There is no tenant to judge.");

    /// <summary>Whether there is a tenant whose services can be asked.</summary>
    private protected bool IsSignedIn => _context?.Live is not null;

    /// <summary>Whether -WhatIf was given, here or for the session.</summary>
    private protected bool IsWhatIf { get; private set; }

    /// <summary>Whether somebody said, at this very call, that nobody need be asked. A preference of the session does not say that.</summary>
    private protected bool IsConfirmedBeforehand =>
        MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) && confirm is SwitchParameter { IsPresent: false };

    /// <summary>Who does it: the signed-in person, else the user of the machine.</summary>
    private protected string Actor => JudgedContext.Account ?? (Environment.UserName is { Length: > 0 } user ? user : "unknown");

    /// <summary>The edition to judge by: the one that is named, or that of the tenant's context, or the default.</summary>
    private protected ControlCatalog Catalog() => ControlCatalog.Get(Edition ?? _context?.Edition ?? ControlCatalog.Default.Edition);

    /// <summary>The controls that the cmdlet is about: nothing is collected for others.</summary>
    private protected virtual IEnumerable<ControlDefinition> Wanted(ControlCatalog catalog) => catalog.Controls;

    /// <summary>Ids of controls that the user names one by one. What is too large to be collected for all controls is collected for these.</summary>
    private protected virtual IEnumerable<string> Named => [];

    /// <summary>Whether a judgement leaves controls out because their evidence was not asked for.</summary>
    private protected bool IsPartial(ControlCatalog catalog) => _context?.Live is { } live && !live.HasAsked(CollectionPlan.For(catalog));

    /// <summary>Whether a judgement goes into the history.</summary>
    private protected virtual bool Records => false;

    /// <summary>The tenant that was judged.</summary>
    private protected SecureScoreContext JudgedContext => _context!;

    /// <summary>The store of the tenant; null when there is no tenant.</summary>
    private protected virtual ConnectionStore? ConnectionStore => _context?.Memory;

    /// <summary>The store to change.</summary>
    private protected ConnectionStore Memory => ConnectionStore
        ?? throw new InvalidOperationException("A connection that remembers nothing cannot be changed.");

    private protected async Task<SecureScoreResult> JudgeAsync(PipelineWriter pipeline, CancellationToken cancellation) =>
        (await JudgeAsync(pipeline, evidenceOnly: null, cancellation).ConfigureAwait(false)).Result;

    /// <summary>Judges the tenant by what was collected, and collects what is missing first.</summary>
    /// <param name="pipeline">Is told what goes on.</param>
    /// <param name="evidenceOnly">Whether Microsoft's published points are left out; null does as the user says.</param>
    /// <param name="cancellation">Ends it early.</param>
    private protected Task<TenantJudgement> JudgeAsync(
        PipelineWriter pipeline, bool? evidenceOnly, CancellationToken cancellation)
    {
        // The evidence first: meanwhile the catalogue is read.
        _context ??= OpenContext();
        return JudgeAsync(pipeline, _context, Catalog(), evidenceOnly, cancellation);
    }

    private protected async Task<TenantJudgement> JudgeAsync(
        PipelineWriter pipeline, SecureScoreContext context, ControlCatalog catalog, bool? evidenceOnly, CancellationToken cancellation)
    {
        bool isEvidenceOnly = evidenceOnly ?? WantsEvidenceOnly ?? context.EvidenceOnly;
        var wanted = Wanted(catalog).ToArray();
        var resources = Plan(catalog, wanted);
        var (evidence, isNew) = await CollectAsync(pipeline, context, resources, cancellation).ConfigureAwait(false);

        // A task of its own: a judgement does not give way before it has ended.
        var recollection = await Recollection.ReadAsync(context.Memory, evidence.Manifest.TenantId, Clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        var judgement = Task.Run(() => context.JudgeAsync(evidence, catalog, isEvidenceOnly, recollection, cancellation), CancellationToken.None);
        var result = await pipeline.WithProgressAsync(
            "Judging the tenant", $"{context.TenantName ?? context.Path}, edition {catalog.Edition}", judgement, cancellation).ConfigureAwait(false);

        if (isNew && ServiceText.Gaps(evidence, resources, Of(result, wanted)) is { } gaps)
            await pipeline.WriteWarningAsync(gaps).ConfigureAwait(false);
        if (recollection.Failure is { } failure)
            await WarnAsync(pipeline, "Judged without decisions and history", failure).ConfigureAwait(false);
        else if (Records && !isEvidenceOnly && context.Source != ContextSource.Snapshot && !IsPartial(catalog))
            await RecordAsync(pipeline, context, evidence, result, cancellation).ConfigureAwait(false);
        return new TenantJudgement(
            result, evidence, other => SecureScoreEvaluator.Judge(other, catalog, recollection.Options(isEvidenceOnly), cancellation));
    }

    /// <summary>Asks the store something that is good to know; nothing when there is no store or it fails.</summary>
    private protected async Task<T?> AskMemoryAsync<T>(PipelineWriter pipeline, Func<IScoreStore, Task<T?>> ask, CancellationToken cancellation)
        where T : class
    {
        if (_context?.Memory is not { Exists: true } memory)
            return null;

        try
        {
            return await memory.UseAsync(ask, cancellation).ConfigureAwait(false);
        }
        catch (SecureScoreException exception)
        {
            await WarnAsync(pipeline, "Judged without decisions and history", exception).ConfigureAwait(false);
            return null;
        }
    }

    private async Task RecordAsync(
        PipelineWriter pipeline, SecureScoreContext context, TenantSnapshot evidence, SecureScoreResult result, CancellationToken cancellation)
    {
        if (context.Memory is not { } memory || memory.HasRecorded(result))
            return;

        try
        {
            var judgement = RecordedJudgement.From(result, Clock.GetUtcNow());
            var published = PublishedHistory.Read(evidence, cancellation);
            await memory.UseAsync(async store =>
            {
                if (published.Count > 0)
                    await store.AddPublishedAsync(judgement.Score.TenantId, published, cancellation).ConfigureAwait(false);
                return await store.RecordAsync(judgement, cancellation).ConfigureAwait(false);
            }, cancellation).ConfigureAwait(false);
            memory.NoteRecorded(result);
        }
        catch (SecureScoreException exception)
        {
            await WarnAsync(pipeline, "The judgement is not recorded", exception).ConfigureAwait(false);
        }
    }

    // A pipeline of many tenants has one store: what is wrong with it is told once.
    private async Task WarnAsync(PipelineWriter pipeline, string consequence, SecureScoreException exception)
    {
        if (_told.Add(exception.Message))
            await pipeline.WriteWarningAsync($"{consequence}: {exception.Message} ({exception.ErrorId})").ConfigureAwait(false);
    }

    private string[] Plan(ControlCatalog catalog, ControlDefinition[] wanted)
    {
        var named = CollectionPlan.For(catalog, Named.Where(id => catalog.Find(id) is not null));
        return
        [
            .. CollectionPlan.For(catalog, wanted.Select(control => control.Id))
                .Where(resource => named.Contains(resource, StringComparer.OrdinalIgnoreCase) || ResourceDefinitions.Find(resource) is not { IsOptional: true }),
        ];
    }

    private static IEnumerable<ControlResult> Of(SecureScoreResult result, IEnumerable<ControlDefinition> controls) =>
        result.Controls.IntersectBy(controls.Select(control => control.Id), control => control.Id, StringComparer.OrdinalIgnoreCase);

    private async Task<(TenantSnapshot Snapshot, bool IsNew)> CollectAsync(
        PipelineWriter pipeline, SecureScoreContext context, IReadOnlyCollection<string> resources, CancellationToken cancellation)
    {
        if (WantsRefresh && context.Live is null)
            await pipeline.WriteWarningAsync("The evidence is a snapshot: there is nobody to ask again.").ConfigureAwait(false);

        using var observer = pipeline.Observe($"Collecting the evidence of {context.TenantName ?? context.TenantId}");
        bool refresh = WantsRefresh && context.Live is not null;
        if (!refresh)
            return await context.CollectAsync(resources, refresh: false, observer, cancellation).ConfigureAwait(false);

        // What several objects of the pipeline need is asked for again once.
        if (!_refreshed.TryGetValue(context, out var refreshed))
            _refreshed[context] = refreshed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] again = [.. resources.Where(refreshed.Add)];
        return again.Length == 0
            ? await context.CollectAsync(resources, refresh: false, observer, cancellation).ConfigureAwait(false)
            : await context.CollectAsync(again, refresh: true, observer, cancellation).ConfigureAwait(false);
    }
}
