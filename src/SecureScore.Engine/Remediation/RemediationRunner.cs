using SecureScore.Engine.Ports;

namespace SecureScore.Engine.Remediation;

/// <summary>How a run ended.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="EntryId">The journal entry; null when nothing was written.</param>
public sealed record RemediationRun(RemediationOutcome Outcome, string? EntryId)
{
    /// <summary>When to look again; null when there is no need.</summary>
    public DateTimeOffset? LookAgainAt { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public SecureScoreException? Failure { get; init; }

    /// <summary>What the administrator should know, differences among it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The one road of all changes: look whether everything is still as it was planned, journal, write, read back; and back again when a step fails.</summary>
public sealed class RemediationRunner
{
    private static readonly TimeSpan[] s_waits =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)];

    private readonly ITenantWriter _writer;
    private readonly IRemediationJournal _journal;
    private readonly ITenantObserver _observer;
    private readonly TimeProvider _clock;
    private readonly string _by;

    /// <summary>Creates a runner.</summary>
    /// <param name="writer">Reads and changes the tenant.</param>
    /// <param name="journal">Keeps what was there before.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="by">Who does it: a user principal name, or the name of the user of the machine.</param>
    public RemediationRunner(ITenantWriter writer, IRemediationJournal journal, ITenantObserver observer, TimeProvider clock, string by)
    {
        _writer = writer;
        _journal = journal;
        _observer = observer;
        _clock = clock;
        _by = by;
    }

    /// <summary>How long to read back until a change shows, before it counts as pending.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes the changes of a plan.</summary>
    /// <param name="plan">The plan, which somebody agreed to.</param>
    /// <param name="cancellation">Ends it early: before the first change nothing has happened then; afterwards the changes are made, and only the
    /// reading back ends.</param>
    /// <exception cref="SecureScoreException">Nothing was written: something changed since it was planned, somebody else is at it, or the journal cannot be
    /// written.</exception>
    public async Task<RemediationRun> ApplyAsync(RemediationPlan plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var changes = plan.Draft.Changes.ToArray();
        if (changes.Length == 0)
            return new RemediationRun(RemediationOutcome.AlreadyDone, null);

        await RequireAsync(plan, cancellation).ConfigureAwait(false);
        for (int i = 0; i < changes.Length; i++)
            changes[i] = await PrepareAsync(plan, changes, i, cancellation).ConfigureAwait(false);

        var line = new JournalDraft
        {
            TenantId = plan.TenantId,
            EntryId = Guid.NewGuid().ToString("N"),
            Event = JournalEvent.Begun,
            ControlId = plan.Control.Id,
            RemediationId = plan.Remediation.Id,
            At = _clock.GetUtcNow(),
            By = _by,
            UndoOf = plan.UndoOf,
            Changes = changes,
        };
        await _journal.AppendJournalAsync(line, cancellation).ConfigureAwait(false);
        return await WriteAsync(plan, changes, line, cancellation).ConfigureAwait(false) is { } failed
            ? failed
            : await ReadBackAsync(plan, changes, line, cancellation).ConfigureAwait(false);
    }

    /// <summary>Plans to take back an entry of the journal.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="control">The control as it is judged now.</param>
    /// <param name="tenantId">The tenant that is connected.</param>
    /// <param name="force">Whether to restore the former state even where somebody changed it since, or the journal is not as it was written.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="SecureScoreException">It cannot be taken back; the message shows the difference.</exception>
    public Task<RemediationPlan> PlanUndoAsync(
        JournalEntry entry, Scoring.ControlResult control, string tenantId, bool force, CancellationToken cancellation) =>
        new RemediationUndo(_writer, _observer).PlanAsync(entry, control, tenantId, force, cancellation);

    private async Task RequireAsync(RemediationPlan plan, CancellationToken cancellation)
    {
        foreach (var (resource, identity) in plan.Draft.MustExist)
        {
            if (await _writer.ReadAsync(resource, identity, _observer, cancellation).ConfigureAwait(false) is null)
            {
                throw new SecureScoreException(
                    ErrorIds.RemediationObjectMissing, $"'{identity}', which '{plan.Control.Id}' is to leave out, is not there any more. Nothing was written. Name one that exists.")
                {
                    Target = plan.Control.Id,
                };
            }
        }
    }

    /// <summary>Looks whether what a change starts from is still so. What an earlier change of the plan brings about is taken for granted.</summary>
    private async Task<TenantChange> PrepareAsync(RemediationPlan plan, TenantChange[] changes, int index, CancellationToken cancellation)
    {
        switch (changes[index])
        {
            case ObjectCreation creation when creation.Label is { } name:
                var others = await _writer.FindAsync(creation.Resource, name, _observer, cancellation).ConfigureAwait(false);
                return creation with { Namesakes = [.. others.Select(other => other.Key)] };
            case SettingsChange settings when !StartsFromChange(changes, index):
                await CompareAsync(plan, settings, cancellation).ConfigureAwait(false);
                return settings;
            case ObjectRemoval removal:
                var present = await _writer.ReadAsync(removal.Resource, removal.Identity, _observer, cancellation).ConfigureAwait(false);
                return present is null || removal.Content.IsWithin(present)
                    ? removal
                    : throw Conflict(plan, Differences(removal.Content, present, removal.Resource));
            default:
                return changes[index];
        }
    }

    /// <summary>Whether settings start from what an earlier change of the plan brings about, so that nobody can look before.</summary>
    private static bool StartsFromChange(TenantChange[] changes, int index) =>
        changes[index] is SettingsChange later && changes[..index].Any(earlier => IsAboutTheSame(earlier, later));

    private static bool IsAboutTheSame(TenantChange earlier, SettingsChange later) => earlier.Resource == later.Resource && earlier switch
    {
        SettingsChange settings => settings.Identity == later.Identity,
        ObjectCreation creation => CreatedIdentity.IsOpen(later.Identity) || (creation.Identity is not null && creation.Identity == later.Identity),
        _ => false,
    };

    private async Task CompareAsync(RemediationPlan plan, SettingsChange settings, CancellationToken cancellation)
    {
        var present = await _writer.ReadAsync(settings.Resource, settings.Identity, _observer, cancellation).ConfigureAwait(false)
            ?? throw Conflict(plan, [$"{settings.Label ?? settings.Identity ?? settings.Resource} is not there any more"]);
        string[] differences = [.. settings.Settings.Where(setting => !present[setting.Name].SameAs(setting.Former))
            .Select(setting => $"{setting.Name} is {present[setting.Name]}, not {setting.Former}")];
        if (differences.Length > 0)
            throw Conflict(plan, differences);
    }

    private static SecureScoreException Conflict(RemediationPlan plan, IEnumerable<string> differences) => new(
        ErrorIds.RemediationConflict,
        $"Somebody changed what '{plan.Control.Id}' is about since it was read: {string.Join("; ", differences)}. Nothing was written. Run it again to plan by what is there now.")
    {
        Target = plan.Control.Id,
    };

    private static IEnumerable<string> Differences(SettingGroup wanted, SettingGroup present, string resource) =>
        wanted.Members.Where(member => !SettingValue.Group((member.Key, member.Value)).IsWithin(present))
            .Select(member => $"{resource}: {member.Key} is {present[member.Key]}, not {member.Value}");

    /// <summary>Makes the changes one after the other.</summary>
    /// <returns>How it failed; null when it did not.</returns>
    private async Task<RemediationRun?> WriteAsync(RemediationPlan plan, TenantChange[] changes, JournalDraft line, CancellationToken cancellation)
    {
        for (int i = 0; i < changes.Length; i++)
        {
            try
            {
                if (i > 0 && changes[i] is SettingsChange settings && !StartsFromChange(changes, i))
                    await CompareAsync(plan, settings, CancellationToken.None).ConfigureAwait(false);
                cancellation = i == 0 ? cancellation : CancellationToken.None;
                string? identity = await _writer.WriteAsync(changes[i], _observer, cancellation).ConfigureAwait(false);
                if (changes[i] is ObjectCreation creation)
                    changes[i] = creation with { Identity = identity };
                for (int later = i + 1; identity is not null && later < changes.Length; later++)
                    changes[later] = CreatedIdentity.Resolve(changes[later], i, identity);
                await _journal.AppendJournalAsync(
                    line with { Event = JournalEvent.Written, At = _clock.GetUtcNow(), Step = i, Changes = [changes[i]] }, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SecureScoreException exception)
            {
                return await RollBackAsync(changes, i, line, exception).ConfigureAwait(false);
            }
        }

        return null;
    }

    private async Task<RemediationRun> RollBackAsync(TenantChange[] changes, int failed, JournalDraft line, SecureScoreException cause)
    {
        var left = new List<string>();

        // Whether the one that failed was made is not certain then: it is taken back as well where it shows.
        int last = cause.ErrorId == ErrorIds.RemediationUncertain ? failed : failed - 1;
        for (int i = last; i >= 0; i--)
        {
            try
            {
                if (changes[i].Permanent is { } permanent)
                {
                    left.Add($"{Describe(changes[i])} stays: {permanent}");
                    continue;
                }

                if ((i == failed ? await LocateAsync(changes[i]).ConfigureAwait(false) : changes[i]) is not { } made)
                    continue;

                await _writer.WriteAsync(made.Inverse(), _observer, CancellationToken.None).ConfigureAwait(false);
                await _journal.AppendJournalAsync(
                    line with { Event = JournalEvent.RolledBack, At = _clock.GetUtcNow(), Step = i, Changes = [made] }, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SecureScoreException exception)
            {
                left.Add($"{Describe(changes[i])} could not be taken back ({exception.Message})");
            }
        }

        string detail = left.Count == 0 ? cause.Message : $"{cause.Message} Left over: {string.Join("; ", left)}.";
        await _journal.AppendJournalAsync(
            line with { Event = JournalEvent.Failed, At = _clock.GetUtcNow(), Changes = [], Detail = detail }, CancellationToken.None).ConfigureAwait(false);
        return new RemediationRun(left.Count == 0 ? RemediationOutcome.RolledBack : RemediationOutcome.Failed, line.EntryId) { Failure = cause, Notes = left };
    }

    /// <summary>A change that may have been made, with the identity of what it created; null when it does not show.</summary>
    private async Task<TenantChange?> LocateAsync(TenantChange change)
    {
        switch (change)
        {
            case ObjectCreation { Identity: null } creation:
                var found = await _writer.FindAsync(creation.Resource, creation.Label ?? "", _observer, CancellationToken.None).ConfigureAwait(false);
                return found.Where(item => !creation.Namesakes.Contains(item.Key, StringComparer.OrdinalIgnoreCase)).Select(item => creation with { Identity = item.Key }).FirstOrDefault();
            case SettingsChange settings:
                var present = await _writer.ReadAsync(settings.Resource, settings.Identity, _observer, CancellationToken.None).ConfigureAwait(false);
                return present is not null && settings.Settings.All(setting => present[setting.Name].SameAs(setting.Former)) ? null : settings;
            default:
                return change;
        }
    }

    private async Task<RemediationRun> ReadBackAsync(RemediationPlan plan, TenantChange[] changes, JournalDraft line, CancellationToken cancellation)
    {
        var begin = _clock.GetTimestamp();
        IReadOnlyList<string> differences;
        bool isStillFormer;
        for (int wait = 0; ; wait = Math.Min(wait + 1, s_waits.Length - 1))
        {
            try
            {
                (differences, isStillFormer) = await LookAsync(changes, cancellation).ConfigureAwait(false);
            }
            catch (SecureScoreException exception)
            {
                // It was written all the same: who looks later will see.
                (differences, isStillFormer) = ([exception.Message], true);
            }

            if (differences.Count == 0 || _clock.GetElapsedTime(begin) + s_waits[wait] > Patience)
                break;

            await Task.Delay(s_waits[wait], _clock, cancellation).ConfigureAwait(false);
        }

        var outcome = differences.Count == 0 ? RemediationOutcome.Applied : isStillFormer ? RemediationOutcome.Pending : RemediationOutcome.Mismatch;
        await _journal.AppendJournalAsync(
            line with
            {
                Event = Enum.Parse<JournalEvent>(outcome.ToString()),
                At = _clock.GetUtcNow(),
                Changes = [],
                Detail = differences.Count == 0 ? null : string.Join("; ", differences),
            },
            CancellationToken.None).ConfigureAwait(false);
        return new RemediationRun(outcome, line.EntryId)
        {
            LookAgainAt = outcome == RemediationOutcome.Pending ? _clock.GetUtcNow() + (plan.Draft.ShowsWithin ?? TimeSpan.FromMinutes(5)) : null,
            Notes = differences,
        };
    }

    /// <summary>What does not show of changes, and whether all of that shows as it was before.</summary>
    private async Task<(IReadOnlyList<string> Differences, bool IsStillFormer)> LookAsync(TenantChange[] changes, CancellationToken cancellation)
    {
        var differences = new List<string>();
        bool isStillFormer = true;
        for (int i = 0; i < changes.Length; i++)
        {
            // What a later change sets again shows as that one leaves it.
            switch (changes[i])
            {
                case SettingsChange settings:
                    var present = await _writer.ReadAsync(settings.Resource, settings.Identity, _observer, cancellation).ConfigureAwait(false);
                    foreach (var setting in settings.Settings.Where(setting => !changes[(i + 1)..].OfType<SettingsChange>()
                        .Any(later => IsAboutTheSame(settings, later) && later.Settings.Any(again => again.Name == setting.Name))))
                    {
                        var value = present?[setting.Name] ?? SettingValue.Nothing;
                        if (value.SameAs(setting.Wanted))
                            continue;

                        differences.Add($"{Describe(settings)}: {setting.Name} is {value}, not {setting.Wanted}");
                        isStillFormer &= value.SameAs(setting.Former);
                    }

                    break;
                case ObjectCreation { Identity: { } identity } creation:
                    var made = await _writer.ReadAsync(creation.Resource, identity, _observer, cancellation).ConfigureAwait(false);
                    var expected = changes[(i + 1)..].OfType<SettingsChange>().Where(later => later.Identity == identity)
                        .SelectMany(later => later.Settings).Aggregate(creation.Content, (content, setting) => content.With(setting.Name, setting.Wanted));
                    if (made is null)
                        differences.Add($"{Describe(creation)} does not show yet");
                    else if (!expected.IsWithin(made))
                        (differences, isStillFormer) = ([.. differences, .. Differences(expected, made, Describe(creation))], false);
                    break;
                case ObjectRemoval removal:
                    if (await _writer.ReadAsync(removal.Resource, removal.Identity, _observer, cancellation).ConfigureAwait(false) is not null)
                        differences.Add($"{Describe(removal)} is still there");
                    break;
                default:
                    break;
            }
        }

        return (differences, isStillFormer);
    }

    private static string Describe(TenantChange change) => change.Label ?? change switch
    {
        SettingsChange { Identity: { } identity } => $"{change.Resource} {identity}",
        _ => change.Resource,
    };
}
