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

    /// <summary>How long a service may take to show a change where nothing is known of it.</summary>
    public static TimeSpan UsualDelay { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to read back until a change shows, before it counts as pending.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The remediation of a name; null when there is none.</summary>
    internal Func<string, ControlRemediation?> FindRemediation { get; init; } = RemediationCatalog.FindById;

    /// <summary>Makes the changes of a plan.</summary>
    /// <param name="plan">The plan, which somebody agreed to.</param>
    /// <param name="cancellation">Ends it early: before the first change nothing has happened then; afterwards the changes are made, and only the
    /// reading back ends.</param>
    /// <returns>How it ended. Whatever fails after the journal has the entry, the journal itself among it, is told there.</returns>
    /// <exception cref="SecureScoreException">Nothing was written: something changed since it was planned, somebody else is at it, or the journal cannot be
    /// written.</exception>
    public async Task<RemediationRun> ApplyAsync(RemediationPlan plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var changes = plan.Draft.Changes.ToArray();
        if (changes.Length == 0 && plan.UndoOf is null)
            return new RemediationRun(RemediationOutcome.AlreadyDone, null);

        if (plan.UndoOf is null && changes.FirstOrDefault(change => !plan.Remediation.Owns(change)) is { } foreign)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationNotPossible,
                $"'{plan.Control.Id}' would change {Describe(foreign)} in a way that this version could not take back. Nothing was written. Change it in the admin centre, and report it.")
            {
                Target = plan.Control.Id,
            };
        }

        await RequireAsync(plan, cancellation).ConfigureAwait(false);
        await PrepareAsync(plan, changes, cancellation).ConfigureAwait(false);

        // From here on nobody leaves without a word in the journal.
        cancellation.ThrowIfCancellationRequested();
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
            Changes = [.. changes],
        };
        await _journal.AppendJournalAsync(line, CancellationToken.None).ConfigureAwait(false);
        var journal = new OpenEntry(_journal, _clock, line with { Changes = [] });
        if (changes.Length == 0)
        {
            // An entry of which nothing is left has been taken back as well.
            await journal.TryAppendAsync(JournalEvent.Applied).ConfigureAwait(false);
            return new RemediationRun(RemediationOutcome.AlreadyDone, line.EntryId) { Notes = journal.Failures };
        }

        return await WriteAsync(plan, changes, journal).ConfigureAwait(false) ?? await ReadBackAsync(plan, changes, journal, cancellation).ConfigureAwait(false);
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
        new RemediationUndo(new ForeseenObjects(_writer, _observer, cancellation), FindRemediation).PlanAsync(entry, control, tenantId, force);

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

    /// <summary>Looks whether what the changes start from is still so, and takes over exactly what is there: evidence may have it in another order or
    /// another form. What earlier changes of the plan bring about is taken for granted.</summary>
    private async Task PrepareAsync(RemediationPlan plan, TenantChange[] changes, CancellationToken cancellation)
    {
        var objects = new ForeseenObjects(_writer, _observer, cancellation);
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = changes[i] switch
            {
                // Nobody can look at what is yet to be created.
                SettingsChange settings when !CreatedIdentity.IsOpen(settings.Identity) =>
                    Compared(plan, settings, await objects.ReadAsync(settings.Resource, settings.Identity).ConfigureAwait(false)),
                ObjectRemoval removal => Compared(plan, removal, await objects.ReadAsync(removal.Resource, removal.Identity).ConfigureAwait(false)),
                ObjectCreation { Name: { } name } creation =>
                    Compared(plan, creation, await objects.FindAsync(creation.Resource, name).ConfigureAwait(false), changes),
                var change => change,
            };
            objects.Make(changes[i], i);
        }
    }

    /// <summary>Looks again, right before it is written, since others may have come in between. What the plan itself has changed before is left out: a
    /// service may show it late.</summary>
    private async Task CompareAgainAsync(RemediationPlan plan, TenantChange[] changes, int index)
    {
        switch (changes[index])
        {
            case SettingsChange settings when !changes[..index].Any(earlier => IsAboutTheSame(earlier, settings)):
                Compared(plan, settings, await _writer.ReadAsync(settings.Resource, settings.Identity, _observer, CancellationToken.None).ConfigureAwait(false));
                break;
            case ObjectRemoval removal when !changes[..index].Any(earlier => IsAboutTheSame(earlier, removal)):
                Compared(plan, removal, await _writer.ReadAsync(removal.Resource, removal.Identity, _observer, CancellationToken.None).ConfigureAwait(false));
                break;
            case ObjectCreation { Name: { } name } creation:
                Compared(plan, creation, await _writer.FindAsync(creation.Resource, name, _observer, CancellationToken.None).ConfigureAwait(false), changes[..index]);
                break;
            default:
                break;
        }
    }

    private static bool IsAboutTheSame(TenantChange one, TenantChange other) =>
        one.Resource.Equals(other.Resource, StringComparison.OrdinalIgnoreCase)
        && (one is not ObjectCreation || IdentityOf(one) is not null)
        && string.Equals(IdentityOf(one), IdentityOf(other), StringComparison.OrdinalIgnoreCase);

    private static string? IdentityOf(TenantChange change) => change switch
    {
        SettingsChange settings => settings.Identity,
        ObjectCreation creation => creation.Identity,
        ObjectRemoval removal => removal.Identity,
        _ => null,
    };

    private static SettingsChange Compared(RemediationPlan plan, SettingsChange settings, SettingGroup? present)
    {
        if (present is null)
            throw Conflict(plan, [$"{Describe(settings)} is not there any more"]);

        string[] differences = [.. settings.Settings.Where(setting => !present[setting.Name].SameAs(setting.Former))
            .Select(setting => $"{setting.Name} is {Shown(present[setting.Name])}, not {Shown(setting.Former)}")];
        return differences.Length == 0
            ? settings with { Settings = [.. settings.Settings.Select(setting => setting with { Former = present[setting.Name] })] }
            : throw Conflict(plan, differences);
    }

    private static ObjectRemoval Compared(RemediationPlan plan, ObjectRemoval removal, SettingGroup? present) =>
        present is null ? throw Conflict(plan, [$"{Describe(removal)} is not there any more"])
        : removal.Content.IsWithin(present) ? removal with { Content = RemediationUndo.Shape(removal.Content, present) }
        : throw Conflict(plan, Differences(removal.Content, present, Describe(removal)));

    private static ObjectCreation Compared(
        RemediationPlan plan, ObjectCreation creation, IEnumerable<KeyValuePair<string, SettingGroup>> namesakes, IEnumerable<TenantChange> ours)
    {
        string[] identities = [.. namesakes.Select(item => item.Key).Except(ours.Select(IdentityOf).OfType<string>(), StringComparer.OrdinalIgnoreCase)];
        return identities.Except(creation.Namesakes, StringComparer.OrdinalIgnoreCase).Any()
            ? throw Conflict(plan, [$"there is one called '{creation.Name}' already"])
            : creation with { Namesakes = identities };
    }

    private static SecureScoreException Conflict(RemediationPlan plan, IEnumerable<string> differences) => new(
        ErrorIds.RemediationConflict,
        $"Somebody changed what '{plan.Control.Id}' is about since it was read: {string.Join("; ", differences)}. That was left as it is. Run it again to plan by what is there now.")
    {
        Target = plan.Control.Id,
    };

    private static IEnumerable<string> Differences(SettingGroup wanted, SettingGroup present, string what) =>
        wanted.Members.Where(member => !SettingValue.Group((member.Key, member.Value)).IsWithin(present))
            .Select(member => $"{what}: {member.Key} is {Shown(present[member.Key])}, not {Shown(member.Value)}");

    /// <summary>Makes the changes one after the other.</summary>
    /// <returns>How it failed; null when it did not.</returns>
    private async Task<RemediationRun?> WriteAsync(RemediationPlan plan, TenantChange[] changes, OpenEntry journal)
    {
        for (int i = 0; i < changes.Length; i++)
        {
            int made = i - 1;
            try
            {
                await CompareAgainAsync(plan, changes, i).ConfigureAwait(false);
                string? identity = await WriteAsync(changes[i]).ConfigureAwait(false);
                made = i;
                if (changes[i] is ObjectCreation creation)
                    changes[i] = await LocateAsync(creation with { Identity = identity }, isUncertain: false).ConfigureAwait(false);
                CreatedIdentity.Resolve(changes, i);
                await journal.AppendAsync(JournalEvent.Written, i, changes[i]).ConfigureAwait(false);
            }
            catch (SecureScoreException exception)
            {
                // What the journal could not be told about is taken back too: it already has what was there before.
                int? untold = made == i || exception.ErrorId == ErrorIds.RemediationUncertain ? i : null;
                return await RollBackAsync(changes, made, untold, journal, exception).ConfigureAwait(false);
            }
        }

        return null;
    }

    // A failure that nobody foresaw may have come after the service had done its work.
    private async Task<string?> WriteAsync(TenantChange change)
    {
        try
        {
            return await _writer.WriteAsync(change, _observer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not SecureScoreException)
        {
            throw new SecureScoreException(
                ErrorIds.RemediationUncertain, $"Whether {Describe(change)} was changed is not certain: {exception.GetType().Name}: {exception.Message}", exception)
            {
                Target = change.Resource,
            };
        }
    }

    /// <summary>Takes back what was made, the last first.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="last">The last one that was made; -1 for none.</param>
    /// <param name="untold">The one that was made, or may have been, and that the journal does not know of.</param>
    /// <param name="journal">The entry.</param>
    /// <param name="cause">Why.</param>
    private async Task<RemediationRun> RollBackAsync(TenantChange[] changes, int last, int? untold, OpenEntry journal, SecureScoreException cause)
    {
        var left = new List<string>();
        bool isUncertain = untold > last;
        bool isTold = true;
        if (untold is { } open)
        {
            // Whoever takes the entry back later looks for it as well.
            isTold = await journal.TryAppendAsync(JournalEvent.Written, open, changes[open]).ConfigureAwait(false);
            last = open;
        }

        for (int i = last; i >= 0; i--)
        {
            try
            {
                if (changes[i].Permanent is { } permanent)
                {
                    left.Add($"{Describe(changes[i])} stays: {permanent}");
                    continue;
                }

                changes[i] = await LocateAsync(changes[i], isUncertain && i == untold).ConfigureAwait(false);
                string? identity = await WriteAsync(changes[i].Inverse()).ConfigureAwait(false);
                await journal.TryAppendAsync(JournalEvent.RolledBack, i, changes[i]).ConfigureAwait(false);
                if (changes[i] is ObjectRemoval removal && identity is not null)
                    await RenameAsync(changes, i, removal, identity, journal).ConfigureAwait(false);
            }
            catch (SecureScoreException exception)
            {
                left.Add($"{Describe(changes[i])} could not be taken back ({exception.Message})");
            }
        }

        // An entry that seems to be interrupted is looked at one change further than the journal tells: that is the one it was not told of.
        if (isTold || left.Count == 0)
            await journal.TryAppendAsync(
                JournalEvent.Failed, detail: left.Count == 0 ? cause.Message : $"{cause.Message} Left over: {string.Join("; ", left)}.").ConfigureAwait(false);
        return new RemediationRun(left.Count == 0 ? RemediationOutcome.RolledBack : RemediationOutcome.Failed, journal.Id)
        {
            Failure = cause,
            Notes = [.. left, .. journal.Failures],
        };
    }

    /// <summary>A change that is to be taken back, with the identity of what it created.</summary>
    /// <exception cref="SecureScoreException">It does not show, or not which one it is.</exception>
    private async Task<TenantChange> LocateAsync(TenantChange change, bool isUncertain)
    {
        // Settings are set to what they were in any case: a service may show late what it has done.
        switch (change)
        {
            case ObjectCreation { Identity: null } creation:
                var begin = _clock.GetTimestamp();
                for (int wait = 0; ; wait++)
                {
                    var namesakes = creation.Name is { } name
                        ? await _writer.FindAsync(creation.Resource, name, _observer, CancellationToken.None).ConfigureAwait(false)
                        : [];
                    if (RemediationUndo.Created(creation, namesakes, out bool isAmbiguous) is { } found)
                        return creation with { Identity = found.Key };
                    if (isAmbiguous)
                        throw NotCertain("there are several of that name");
                    if (!await WaitAsync(begin, wait, CancellationToken.None).ConfigureAwait(false))
                        throw NotCertain("it does not show");
                }

            case ObjectRemoval removal when isUncertain
                && await _writer.ReadAsync(removal.Resource, removal.Identity, _observer, CancellationToken.None).ConfigureAwait(false) is not null:
                throw NotCertain("it is still there");
            default:
                return change;
        }

        SecureScoreException NotCertain(string why) => new(ErrorIds.RemediationUncertain, $"Whether the service carried it out is not certain: {why}");
    }

    /// <summary>Puts the new identity of an object that had to be made again into the changes that come before.</summary>
    private static async Task RenameAsync(TenantChange[] changes, int end, ObjectRemoval removal, string identity, OpenEntry journal)
    {
        for (int i = 0; i < end; i++)
        {
            if (!IsAboutTheSame(changes[i], removal))
                continue;

            changes[i] = changes[i] switch
            {
                SettingsChange settings => settings with { Identity = identity },
                ObjectCreation creation => creation with { Identity = identity },
                var change => change,
            };
            await journal.TryAppendAsync(JournalEvent.Written, i, changes[i]).ConfigureAwait(false);
        }
    }

    private async Task<RemediationRun> ReadBackAsync(RemediationPlan plan, TenantChange[] changes, OpenEntry journal, CancellationToken cancellation)
    {
        // Whoever ends it while it reads back leaves an entry that was written, and keeps nobody off.
        await journal.TryAppendAsync(JournalEvent.Pending).ConfigureAwait(false);
        var begin = _clock.GetTimestamp();
        IReadOnlyList<string> differences = ["it was not read back"];
        bool isStillFormer = true;
        try
        {
            for (int wait = 0; ; wait++)
            {
                (differences, isStillFormer) = await LookAsync(changes, cancellation).ConfigureAwait(false);
                if (differences.Count == 0 || !await WaitAsync(begin, wait, cancellation).ConfigureAwait(false))
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // All is written. What was seen last is told.
        }

        var outcome = differences.Count == 0 ? RemediationOutcome.Applied : isStillFormer ? RemediationOutcome.Pending : RemediationOutcome.Mismatch;
        await journal.TryAppendAsync(
            Enum.Parse<JournalEvent>(outcome.ToString()), detail: differences.Count == 0 ? null : string.Join("; ", differences)).ConfigureAwait(false);
        return new RemediationRun(outcome, journal.Id)
        {
            LookAgainAt = outcome == RemediationOutcome.Pending ? _clock.GetUtcNow() + (plan.Draft.ShowsWithin ?? UsualDelay) : null,
            Notes = [.. differences, .. journal.Failures],
        };
    }

    /// <summary>Waits until it is time to look again.</summary>
    /// <returns>False when the patience is at its end.</returns>
    private async Task<bool> WaitAsync(long begin, int wait, CancellationToken cancellation)
    {
        var time = s_waits[Math.Min(wait, s_waits.Length - 1)];
        if (_clock.GetElapsedTime(begin) + time > Patience)
            return false;

        await Task.Delay(time, _clock, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>What does not show of changes, and whether all of that shows as it was before.</summary>
    private async Task<(IReadOnlyList<string> Differences, bool IsStillFormer)> LookAsync(TenantChange[] changes, CancellationToken cancellation)
    {
        var differences = new List<string>();
        bool isStillFormer = true;
        for (int i = 0; i < changes.Length; i++)
        {
            // What a later change sets again, or removes, shows as that one leaves it.
            TenantChange[] same = [.. changes.Where(change => IsAboutTheSame(change, changes[i]))];
            if (changes[i] is not ObjectRemoval && same.OfType<ObjectRemoval>().Any())
                continue;

            try
            {
                isStillFormer &= changes[i] switch
                {
                    SettingsChange settings => await LookAtSettingsAsync(settings, same, [.. changes[(i + 1)..].OfType<SettingsChange>()]).ConfigureAwait(false),
                    ObjectCreation creation => await LookAtCreationAsync(creation, [.. same.OfType<SettingsChange>()]).ConfigureAwait(false),
                    ObjectRemoval removal => await LookAtRemovalAsync(removal).ConfigureAwait(false),
                    _ => true,
                };
            }
            catch (SecureScoreException exception)
            {
                // It was written all the same: who looks later will see.
                differences.Add(exception.Message);
            }
        }

        return (differences, isStillFormer);

        async Task<bool> LookAtSettingsAsync(SettingsChange settings, TenantChange[] same, SettingsChange[] later)
        {
            bool isFormer = true;
            var present = await _writer.ReadAsync(settings.Resource, settings.Identity, _observer, cancellation).ConfigureAwait(false);
            foreach (var setting in settings.Settings)
            {
                if (later.Any(again => IsAboutTheSame(settings, again) && again.Settings.Any(other => IsCalledAlike(other, setting))))
                    continue;

                var value = present?[setting.Name] ?? SettingValue.Nothing;
                if (value.SameAs(setting.Wanted))
                    continue;

                differences.Add($"{Describe(settings)}: {setting.Name} is {Shown(value)}, not {Shown(setting.Wanted)}");
                isFormer &= (present is null && same.OfType<ObjectCreation>().Any())
                    || same.OfType<SettingsChange>().SelectMany(change => change.Settings).Any(other => IsCalledAlike(other, setting) && value.SameAs(other.Former));
            }

            return isFormer;
        }

        async Task<bool> LookAtCreationAsync(ObjectCreation creation, SettingsChange[] later)
        {
            var made = creation.Identity is { } identity
                ? await _writer.ReadAsync(creation.Resource, identity, _observer, cancellation).ConfigureAwait(false)
                : creation.Name is { } name
                    ? RemediationUndo.Created(creation, await _writer.FindAsync(creation.Resource, name, _observer, cancellation).ConfigureAwait(false), out _)?.Value
                    : null;
            if (made is null)
            {
                differences.Add($"{Describe(creation)} does not show yet");
                return true;
            }

            var expected = later.SelectMany(change => change.Settings).Aggregate(creation.Content, (content, setting) => content.With(setting.Name, setting.Wanted));
            if (expected.IsWithin(made))
                return true;

            differences.AddRange(Differences(expected, made, Describe(creation)));
            return creation.Content.IsWithin(made);
        }

        async Task<bool> LookAtRemovalAsync(ObjectRemoval removal)
        {
            if (await _writer.ReadAsync(removal.Resource, removal.Identity, _observer, cancellation).ConfigureAwait(false) is not null)
                differences.Add($"{Describe(removal)} is still there");
            return true;
        }
    }

    private static bool IsCalledAlike(SettingChange one, SettingChange other) => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    internal static string Describe(TenantChange change) => DisplayText.Clean(change.Label ?? change switch
    {
        SettingsChange { Identity: { } identity } => $"{change.Resource} {identity}",
        ObjectCreation { Name: { } name } => name,
        ObjectRemoval removal => $"{change.Resource} {removal.Identity}",
        _ => change.Resource,
    });

    /// <summary>A value for a message: a list may have thousands of items, and a text of the tenant anything in it.</summary>
    internal static string Shown(SettingValue value)
    {
        const int Length = 200;
        string text = DisplayText.Clean(value.ToString());
        return text.Length <= Length ? text : $"{text[..(char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length)]}…";
    }

    /// <summary>The entry of a run that has begun.</summary>
    private sealed class OpenEntry(IRemediationJournal journal, TimeProvider clock, JournalDraft line)
    {
        private readonly List<string> _failures = [];

        public string Id => line.EntryId;

        /// <summary>Why the journal does not tell all.</summary>
        public IReadOnlyList<string> Failures => _failures;

        public async Task AppendAsync(JournalEvent happened, int? step = null, TenantChange? change = null, string? detail = null) =>
            await journal.AppendJournalAsync(
                line with { Event = happened, At = clock.GetUtcNow(), Step = step, Changes = change is null ? [] : [change], Detail = detail is null ? null : DisplayText.Clean(detail) },
                CancellationToken.None).ConfigureAwait(false);

        /// <summary>Adds a line that nothing depends on any more: the entry says what was to be changed, and that is enough to take it back.</summary>
        /// <returns>Whether it is there.</returns>
        public async Task<bool> TryAppendAsync(JournalEvent happened, int? step = null, TenantChange? change = null, string? detail = null)
        {
            try
            {
                await AppendAsync(happened, step, change, detail).ConfigureAwait(false);
                return true;
            }
            catch (SecureScoreException exception)
            {
                string failure = $"The journal does not tell how its entry {Id} ended ({exception.Message}). Undo-ScoreRemediation looks at all of it.";
                if (!_failures.Contains(failure, StringComparer.Ordinal))
                    _failures.Add(failure);
                return false;
            }
        }
    }
}
