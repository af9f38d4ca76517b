using System.Data.Common;
using Dapper;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;

namespace SecureScore.Storage;

/// <summary>A store in a database of either kind.</summary>
internal sealed class ScoreStore : IScoreStore
{
    private const string JudgementColumns = """
        id AS Id, series AS Series, collected_at AS CollectedAt, recorded_at AS RecordedAt, edition AS Edition, rule_version AS RuleVersion, score AS Score,
        max_score AS MaxScore, asserted AS Asserted, planned AS Planned, achievable AS Achievable, current_licence AS CurrentLicence, coverage AS Coverage
        """;

    private const string DecisionColumns = """
        control_id AS ControlId, status AS Status, note AS Note, owner AS Owner, expires AS Expires, decided_at AS DecidedAt, decided_by AS DecidedBy,
        outcome AS Outcome, points AS Points, max_points AS MaxPoints, compliant AS Compliant, total AS Total, affected AS Affected
        """;

    private readonly Database _database;

    public ScoreStore(Database database) => _database = database;

    public string Name => _database.Name;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    public Task<IReadOnlyList<StoredTenant>> ReadTenantsAsync(CancellationToken cancellation) => _database.ReadAsync<IReadOnlyList<StoredTenant>>(
        async transaction =>
        [
            .. (await transaction.Connection!.QueryAsync<(string Id, string? Name, long? Last)>(
                """
                SELECT t.tenant_id, t.name, (SELECT max(j.collected_at) FROM series s JOIN judgement j ON j.series = s.id WHERE s.tenant = t.id)
                FROM tenant t
                """,
                transaction: transaction).ConfigureAwait(false))
                .OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase).ThenBy(row => row.Id, StringComparer.Ordinal)
                .Select(row => new StoredTenant(row.Id, row.Name, Stored.ToMoment(row.Last))),
        ],
        cancellation);

    public Task<bool> RecordAsync(RecordedJudgement judgement, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        return _database.WriteAsync(Stored.Key(judgement.Score.TenantId), transaction => RecordAsync(transaction, judgement), cancellation);
    }

    public Task<RecordedJudgement?> FindLatestAsync(string tenantId, string series, DateTimeOffset? notAfter, CancellationToken cancellation) =>
        _database.ReadAsync<RecordedJudgement?>(
            async transaction =>
            {
                if (await FindSeriesAsync(transaction, tenantId, series).ConfigureAwait(false) is not { } found)
                    return null;

                if (await LastUntilAsync(transaction, found.Id, Stored.Moment(notAfter) ?? long.MaxValue).ConfigureAwait(false) is not { } row)
                    return null;

                var facts = await Facts.ReadAsync(transaction).ConfigureAwait(false);
                return new RecordedJudgement(row.ToScore(found), InOrder(await ControlStates.AtAsync(transaction, row, null, facts).ConfigureAwait(false)));
            },
            cancellation);

    public Task<ScoreHistory> ReadHistoryAsync(HistoryQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _database.ReadAsync(transaction => ReadHistoryAsync(transaction, query), cancellation);
    }

    public async Task AddDecisionsAsync(IReadOnlyCollection<DecisionEntry> decisions, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        if (decisions.Count == 0)
            return;

        string[] tenants = [.. decisions.Select(decision => decision.TenantId).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (tenants.Length > 1)
            throw new ArgumentException("Decisions of several tenants are not added at once.", nameof(decisions));

        await _database.WriteAsync(
            Stored.Key(tenants[0]),
            async transaction =>
            {
                long tenant = await EnsureTenantAsync(transaction, tenants[0], null).ConfigureAwait(false);
                await ControlStates.InsertAsync(
                    transaction,
                    """
                    INSERT INTO decision (tenant, control_key, control_id, status, note, owner, expires, decided_at, decided_by, outcome, points, max_points, compliant, total, affected) VALUES
                    """ + " ",
                    "",
                    decisions.Select(decision => new object?[]
                    {
                        tenant,
                        Stored.Key(decision.ControlId),
                        decision.ControlId,
                        (long)decision.Status,
                        decision.Note,
                        decision.Owner,
                        Stored.Moment(decision.Expires),
                        Stored.Moment(decision.DecidedAt),
                        decision.DecidedBy,
                        (long?)decision.Evidence?.Outcome,
                        Stored.Number(decision.Evidence?.Points),
                        Stored.Number(decision.Evidence?.MaxPoints),
                        decision.Evidence?.CompliantCount,
                        decision.Evidence?.TotalCount,
                        decision.Evidence?.AffectedCount,
                    })).ConfigureAwait(false);
                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<DecisionEntry>> ReadCurrentDecisionsAsync(string tenantId, CancellationToken cancellation) => DecisionsAsync(
        tenantId,
        null,
        $"""
        SELECT {DecisionColumns} FROM decision
        WHERE id IN (SELECT max(d.id) FROM decision d JOIN tenant t ON t.id = d.tenant WHERE t.tenant_key = @key GROUP BY d.control_key)
        ORDER BY control_key
        """,
        cancellation);

    public Task<IReadOnlyList<DecisionEntry>> ReadDecisionsAsync(string tenantId, string? controlId, CancellationToken cancellation) => DecisionsAsync(
        tenantId,
        controlId,
        $"""
        SELECT {DecisionColumns} FROM decision
        WHERE tenant = (SELECT id FROM tenant WHERE tenant_key = @key){(controlId is null ? "" : " AND control_key = @control")}
        ORDER BY id
        """,
        cancellation);

    public Task<IReadOnlyList<string>> ChangeTagsAsync(
        string tenantId, string controlId, IReadOnlyCollection<string> add, IReadOnlyCollection<string>? remove, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tenantId);
        ArgumentNullException.ThrowIfNull(controlId);
        return _database.WriteAsync(
            Stored.Key(tenantId),
            async transaction =>
            {
                long tenant = await EnsureTenantAsync(transaction, tenantId, null).ConfigureAwait(false);
                var key = new { tenant, control = Stored.Key(controlId) };
                string[] present = [.. await transaction.Connection!.QueryAsync<string>(
                    "SELECT tag FROM tag WHERE tenant = @tenant AND control_key = @control ORDER BY position", key, transaction).ConfigureAwait(false)];
                var tags = ControlTag.Change(controlId, present, add, remove ?? present);
                await transaction.Connection!.ExecuteAsync(
                    "DELETE FROM tag WHERE tenant = @tenant AND control_key = @control", key, transaction).ConfigureAwait(false);
                await ControlStates.InsertAsync(
                    transaction,
                    "INSERT INTO tag (tenant, control_key, tag_key, control_id, tag, position) VALUES ",
                    "",
                    tags.Select((tag, index) => new object?[] { tenant, key.control, Stored.Key(tag), controlId, tag, (long)index })).ConfigureAwait(false);
                return tags;
            },
            cancellation);
    }

    public Task<IReadOnlyList<ControlTag>> ReadTagsAsync(string tenantId, CancellationToken cancellation) =>
        _database.ReadAsync<IReadOnlyList<ControlTag>>(
            async transaction =>
            [
                .. (await transaction.Connection!.QueryAsync<(string ControlId, string Tag)>(
                    """
                    SELECT g.control_id, g.tag FROM tag g JOIN tenant t ON t.id = g.tenant
                    WHERE t.tenant_key = @key ORDER BY g.control_key, g.position
                    """,
                    new { key = Stored.Key(tenantId) },
                    transaction).ConfigureAwait(false)).Select(row => new ControlTag(row.ControlId, row.Tag)),
            ],
            cancellation);

    public Task AddPublishedAsync(string tenantId, IReadOnlyCollection<PublishedScorePoint> points, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(points);
        return _database.WriteAsync(
            Stored.Key(tenantId),
            async transaction =>
            {
                long tenant = await EnsureTenantAsync(transaction, tenantId, null).ConfigureAwait(false);

                // One command may not name a row twice.
                var rows = points.GroupBy(point => point.Date.UtcTicks).Select(group => group.Last()).Select(point => new object?[]
                {
                    tenant,
                    Stored.Moment(point.Date),
                    Stored.Number(point.Score),
                    Stored.Number(point.MaxScore),
                    Stored.Number(point.AllTenants),
                    Stored.Number(point.SimilarSize),
                });
                await ControlStates.InsertAsync(
                    transaction,
                    "INSERT INTO published_score (tenant, date, score, max_score, all_tenants, similar_size) VALUES ",
                    """
                     ON CONFLICT (tenant, date) DO UPDATE SET score = excluded.score, max_score = excluded.max_score,
                    all_tenants = excluded.all_tenants, similar_size = excluded.similar_size
                    """,
                    rows).ConfigureAwait(false);
                return true;
            },
            cancellation);
    }

    public Task<IReadOnlyList<PublishedScorePoint>> ReadPublishedAsync(
        string tenantId, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation) =>
        _database.ReadAsync<IReadOnlyList<PublishedScorePoint>>(
            async transaction =>
            [
                .. (await transaction.Connection!.QueryAsync<(long Date, long Score, long MaxScore, long? AllTenants, long? SimilarSize)>(
                    """
                    SELECT p.date, p.score, p.max_score, p.all_tenants, p.similar_size FROM published_score p JOIN tenant t ON t.id = p.tenant
                    WHERE t.tenant_key = @key AND p.date >= @from AND p.date <= @to ORDER BY p.date
                    """,
                    new { key = Stored.Key(tenantId), from = Stored.Moment(from) ?? 0, to = Stored.Moment(to) ?? long.MaxValue },
                    transaction).ConfigureAwait(false))
                    .Select(row => new PublishedScorePoint(Stored.ToMoment(row.Date), Stored.ToDecimal(row.Score), Stored.ToDecimal(row.MaxScore))
                    {
                        AllTenants = Stored.ToDecimal(row.AllTenants),
                        SimilarSize = Stored.ToDecimal(row.SimilarSize),
                    }),
            ],
            cancellation);

    public Task<ScoreZones?> ReadZonesAsync(string tenantId, CancellationToken cancellation) => _database.ReadAsync(
        async transaction =>
            await transaction.Connection!.QuerySingleOrDefaultAsync<(long Okay, long Good)?>(
                "SELECT z.okay, z.good FROM zone z JOIN tenant t ON t.id = z.tenant WHERE t.tenant_key = @key",
                new { key = Stored.Key(tenantId) },
                transaction).ConfigureAwait(false) is { } zone
                ? new ScoreZones(Stored.ToDecimal(zone.Okay), Stored.ToDecimal(zone.Good))
                : null,
        cancellation);

    public Task SetZonesAsync(string tenantId, ScoreZones? zones, CancellationToken cancellation) => SetAsync(
        tenantId,
        zones is null
            ? "DELETE FROM zone WHERE tenant = @tenant"
            : """
              INSERT INTO zone (tenant, okay, good) VALUES (@tenant, @first, @second)
              ON CONFLICT (tenant) DO UPDATE SET okay = excluded.okay, good = excluded.good
              """,
        new { first = Stored.Number(zones?.Okay), second = Stored.Number(zones?.Good) },
        cancellation);

    public Task<IReadOnlyList<CustomComparison>> ReadComparisonsAsync(string tenantId, CancellationToken cancellation) =>
        _database.ReadAsync<IReadOnlyList<CustomComparison>>(
            async transaction =>
            [
                .. (await transaction.Connection!.QueryAsync<(string Name, long Percentage)>(
                    "SELECT c.name, c.percentage FROM comparison c JOIN tenant t ON t.id = c.tenant WHERE t.tenant_key = @key",
                    new { key = Stored.Key(tenantId) },
                    transaction).ConfigureAwait(false))
                    .OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(row => new CustomComparison(row.Name, Stored.ToDecimal(row.Percentage))),
            ],
            cancellation);

    public Task SetComparisonAsync(string tenantId, CustomComparison comparison, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return SetAsync(
            tenantId,
            """
            INSERT INTO comparison (tenant, name_key, name, percentage) VALUES (@tenant, @key, @name, @percentage)
            ON CONFLICT (tenant, name_key) DO UPDATE SET name = excluded.name, percentage = excluded.percentage
            """,
            new { key = Stored.Key(comparison.Name), name = comparison.Name, percentage = Stored.Number(comparison.Percentage) },
            cancellation);
    }

    public Task RemoveComparisonAsync(string tenantId, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SetAsync(tenantId, "DELETE FROM comparison WHERE tenant = @tenant AND name_key = @key", new { key = Stored.Key(name.Trim()) }, cancellation);
    }

    public Task<JournalRecord> AppendJournalAsync(JournalDraft draft, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return _database.WriteAsync(
            Stored.Key(draft.TenantId),
            async transaction =>
            {
                long tenant = await EnsureTenantAsync(transaction, draft.TenantId, null).ConfigureAwait(false);
                if (draft.Event == JournalEvent.Begun)
                    JournalRules.Check(await LivelySinceAsync(transaction, tenant, draft.At - JournalRules.BusyFor).ConfigureAwait(false), draft);
                var (sequence, hash) = await transaction.Connection!.QueryFirstOrDefaultAsync<(long Sequence, string? Hash)>(
                    "SELECT sequence, hash FROM journal WHERE tenant = @tenant ORDER BY sequence DESC LIMIT 1", new { tenant }, transaction).ConfigureAwait(false);
                var record = JournalRecord.Append(draft, sequence, hash ?? "");
                var parameters = new DynamicParameters(JournalRow.Of(record));
                parameters.Add("tenant", tenant);
                await transaction.Connection!.ExecuteAsync(
                    """
                    INSERT INTO journal
                        (tenant, sequence, tenant_id, entry_id, event, control_id, remediation_id, at, author, undo_of, changes, step, detail, previous_hash, hash)
                    VALUES
                        (@tenant, @Sequence, @TenantId, @EntryId, @Event, @ControlId, @RemediationId, @At, @Author, @UndoOf, @Changes, @Step, @Detail, @PreviousHash, @Hash)
                    """,
                    parameters,
                    transaction).ConfigureAwait(false);
                return record;
            },
            cancellation);
    }

    public Task<IReadOnlyList<JournalRecord>> ReadJournalAsync(string tenantId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tenantId);
        return _database.ReadAsync(transaction => JournalAsync(transaction, "t.tenant_key = @key", new { key = Stored.Key(tenantId) }), cancellation);
    }

    public Task AddNotificationsAsync(string tenantId, IReadOnlyCollection<SentNotification> notifications, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(notifications);
        return _database.WriteAsync(
            Stored.Key(tenantId),
            async transaction =>
            {
                long tenant = await EnsureTenantAsync(transaction, tenantId, null).ConfigureAwait(false);
                await ControlStates.InsertAsync(
                    transaction,
                    "INSERT INTO notification (tenant, control_key, control_id, recipient, subject, sent_at, sent_by) VALUES ",
                    "",
                    notifications.Select(sent => new object?[]
                    {
                        tenant, Stored.Key(sent.ControlId), sent.ControlId, sent.Recipient, sent.Subject, Stored.Moment(sent.SentAt), sent.SentBy,
                    })).ConfigureAwait(false);
                return true;
            },
            cancellation);
    }

    public Task<IReadOnlyList<SentNotification>> ReadNotificationsAsync(string tenantId, string? controlId, CancellationToken cancellation) =>
        _database.ReadAsync<IReadOnlyList<SentNotification>>(
            async transaction =>
            [
                .. (await transaction.Connection!.QueryAsync<(string ControlId, string Recipient, string Subject, long SentAt, string SentBy)>(
                    $"""
                    SELECT n.control_id, n.recipient, n.subject, n.sent_at, n.sent_by FROM notification n JOIN tenant t ON t.id = n.tenant
                    WHERE t.tenant_key = @key{(controlId is null ? "" : " AND n.control_key = @control")} ORDER BY n.id
                    """,
                    new { key = Stored.Key(tenantId), control = controlId is null ? null : Stored.Key(controlId) },
                    transaction).ConfigureAwait(false))
                    .Select(row => new SentNotification(row.ControlId, row.Recipient, row.Subject, Stored.ToMoment(row.SentAt), row.SentBy)),
            ],
            cancellation);

    // A run of many changes may have begun long ago: what counts is when it was last heard of, and its first line says what it is about.
    private static Task<IReadOnlyList<JournalRecord>> LivelySinceAsync(DbTransaction transaction, long tenant, DateTimeOffset since) => JournalAsync(
        transaction,
        "j.tenant = @tenant AND j.sequence >= (SELECT min(sequence) FROM journal WHERE tenant = @tenant"
        + " AND entry_id IN (SELECT entry_id FROM journal WHERE tenant = @tenant AND at > @since))",
        new { tenant, since = Stored.Moment(since) });

    private static async Task<IReadOnlyList<JournalRecord>> JournalAsync(DbTransaction transaction, string where, object values) =>
    [
        .. (await transaction.Connection!.QueryAsync<JournalRow>(
            $"""
            SELECT j.sequence AS Sequence, j.tenant_id AS TenantId, j.entry_id AS EntryId, j.event AS Event, j.control_id AS ControlId,
                j.remediation_id AS RemediationId, j.at AS At, j.author AS Author, j.undo_of AS UndoOf, j.changes AS Changes, j.step AS Step, j.detail AS Detail,
                j.previous_hash AS PreviousHash, j.hash AS Hash
            FROM journal j JOIN tenant t ON t.id = j.tenant WHERE {where} ORDER BY j.sequence
            """,
            values,
            transaction).ConfigureAwait(false)).Select(row => row.ToRecord()),
    ];

    private static async Task<bool> RecordAsync(DbTransaction transaction, RecordedJudgement judgement)
    {
        var score = judgement.Score;
        long tenant = await EnsureTenantAsync(transaction, score.TenantId, score.TenantName).ConfigureAwait(false);
        long series = await EnsureSeriesAsync(transaction, tenant, score.Series).ConfigureAwait(false);
        var facts = await Facts.ReadAsync(transaction).ConfigureAwait(false);
        long collectedAt = Stored.Moment(score.CollectedAt);
        var previous = await LastUntilAsync(transaction, series, collectedAt).ConfigureAwait(false);
        IReadOnlyList<RecordedControl> before = previous is null ? [] : [.. (await ControlStates.AtAsync(transaction, previous, null, facts).ConfigureAwait(false)).Values];
        var changes = RecordedChange.Between(before, judgement.Controls);
        var row = JudgementRow.Of(score, series);
        if (changes.Count == 0 && previous?.CollectedAt == collectedAt && previous.SaysTheSame(row))
            return false;

        var next = await transaction.Connection!.QueryFirstOrDefaultAsync<JudgementRow>(
            $"SELECT {JudgementColumns} FROM judgement WHERE series = @series AND collected_at > @collectedAt ORDER BY collected_at, id LIMIT 1",
            new { series, collectedAt },
            transaction).ConfigureAwait(false);
        IReadOnlyList<RecordedControl> after = next is null ? [] : [.. (await ControlStates.AtAsync(transaction, next, null, facts).ConfigureAwait(false)).Values];

        row.Id = await transaction.Connection!.ExecuteScalarAsync<long>(
            """
            INSERT INTO judgement
                (series, collected_at, recorded_at, edition, rule_version, score, max_score, asserted, planned, achievable, current_licence, coverage)
            VALUES
                (@Series, @CollectedAt, @RecordedAt, @Edition, @RuleVersion, @Score, @MaxScore, @Asserted, @Planned, @Achievable, @CurrentLicence, @Coverage)
            RETURNING id
            """,
            row,
            transaction).ConfigureAwait(false);
        await ControlStates.WriteAsync(transaction, row, changes).ConfigureAwait(false);
        if (next is null)
            return true;

        // An older judgement came in before this one, which now differs from that.
        await transaction.Connection!.ExecuteAsync(
            "DELETE FROM control_state WHERE judgement = @Id", new { next.Id }, transaction).ConfigureAwait(false);
        await ControlStates.WriteAsync(transaction, next, RecordedChange.Between(judgement.Controls, after)).ConfigureAwait(false);
        return true;
    }

    private static async Task<ScoreHistory> ReadHistoryAsync(DbTransaction transaction, HistoryQuery query)
    {
        if (await FindSeriesAsync(transaction, query.TenantId, query.Series).ConfigureAwait(false) is not { } series)
            return new ScoreHistory(null, []);

        long from = Stored.Moment(query.From) ?? 0;
        long to = Stored.Moment(query.To) ?? long.MaxValue;
        string? control = query.ControlId is { } id ? Stored.Key(id) : null;
        var facts = query.WithControls ? await Facts.ReadAsync(transaction).ConfigureAwait(false) : null;
        var first = await LastUntilAsync(transaction, series.Id, from - 1).ConfigureAwait(false);
        var state = first is null || facts is null ? [] : await ControlStates.AtAsync(transaction, first, control, facts).ConfigureAwait(false);
        var start = first is null ? null : new RecordedJudgement(first.ToScore(series), InOrder(state));
        var rows = (await transaction.Connection!.QueryAsync<JudgementRow>(
            $"SELECT {JudgementColumns} FROM judgement WHERE series = @Id AND collected_at >= @from AND collected_at <= @to ORDER BY collected_at, id",
            new { series.Id, from, to },
            transaction).ConfigureAwait(false)).AsList();
        if (facts is null)
            return new ScoreHistory(start, [.. rows.Select(row => new HistoryStep(row.ToScore(series), []))]);

        var changes = await ControlStates.ChangesAsync(transaction, series.Id, from, to, control, facts).ConfigureAwait(false);
        return new ScoreHistory(start, Steps(series, rows, changes, state));
    }

    /// <summary>Joins judgements and changes, both in the order of the judgements; the state at last is the one after them.</summary>
    private static List<HistoryStep> Steps(SeriesRow series, List<JudgementRow> rows, List<StateRow> changes, Dictionary<long, RecordedControl> state)
    {
        var steps = new List<HistoryStep>(rows.Count);
        int next = 0;
        foreach (var row in rows)
        {
            var changed = new List<RecordedChange>();
            for (; next < changes.Count && changes[next].Judgement == row.Id; next++)
            {
                var (_, control, after) = changes[next];
                state.Remove(control, out var before);
                if (after is not null)
                    state.Add(control, after);
                if ((before ?? after) is not null)
                    changed.Add(new RecordedChange(before, after));
            }

            changed.Sort(static (one, other) => string.CompareOrdinal(one.ControlId, other.ControlId));
            steps.Add(new HistoryStep(row.ToScore(series), changed));
        }

        return steps;
    }

    private static IReadOnlyList<RecordedControl> InOrder(Dictionary<long, RecordedControl> controls) =>
        [.. controls.Values.OrderBy(control => control.Id, StringComparer.Ordinal)];

    private static Task<JudgementRow?> LastUntilAsync(DbTransaction transaction, long series, long collectedAt) =>
        transaction.Connection!.QueryFirstOrDefaultAsync<JudgementRow?>(
            $"SELECT {JudgementColumns} FROM judgement WHERE series = @series AND collected_at <= @collectedAt ORDER BY collected_at DESC, id DESC LIMIT 1",
            new { series, collectedAt },
            transaction);

    private static Task<SeriesRow?> FindSeriesAsync(DbTransaction transaction, string tenantId, string series) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<SeriesRow?>(
            """
            SELECT s.id AS Id, s.name AS Name, t.tenant_id AS TenantId, t.name AS TenantName
            FROM series s JOIN tenant t ON t.id = s.tenant WHERE t.tenant_key = @key AND s.name = @series
            """,
            new { key = Stored.Key(tenantId), series },
            transaction);

    private static Task<long> EnsureTenantAsync(DbTransaction transaction, string tenantId, string? name) =>
        transaction.Connection!.ExecuteScalarAsync<long>(
            """
            INSERT INTO tenant (tenant_key, tenant_id, name) VALUES (@key, @tenantId, @name)
            ON CONFLICT (tenant_key) DO UPDATE SET name = coalesce(excluded.name, tenant.name) RETURNING id
            """,
            new { key = Stored.Key(tenantId), tenantId, name },
            transaction);

    private static Task<long> EnsureSeriesAsync(DbTransaction transaction, long tenant, string series) =>
        transaction.Connection!.ExecuteScalarAsync<long>(
            "INSERT INTO series (tenant, name) VALUES (@tenant, @series) ON CONFLICT (tenant, name) DO UPDATE SET name = excluded.name RETURNING id",
            new { tenant, series },
            transaction);

    private Task<IReadOnlyList<DecisionEntry>> DecisionsAsync(string tenantId, string? controlId, string sql, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tenantId);
        return _database.ReadAsync<IReadOnlyList<DecisionEntry>>(
            async transaction =>
            [
                .. (await transaction.Connection!.QueryAsync<DecisionRow>(
                    sql, new { key = Stored.Key(tenantId), control = controlId is null ? null : Stored.Key(controlId) }, transaction).ConfigureAwait(false))
                    .Select(row => row.ToEntry(tenantId)),
            ],
            cancellation);
    }

    private Task SetAsync(string tenantId, string sql, object values, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tenantId);
        return _database.WriteAsync(
            Stored.Key(tenantId),
            async transaction =>
            {
                var parameters = new DynamicParameters(values);
                parameters.Add("tenant", await EnsureTenantAsync(transaction, tenantId, null).ConfigureAwait(false));
                await transaction.Connection!.ExecuteAsync(sql, parameters, transaction).ConfigureAwait(false);
                return true;
            },
            cancellation);
    }
}
