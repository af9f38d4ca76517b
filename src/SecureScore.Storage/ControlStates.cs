using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using SecureScore.Engine.Decisions;
using SecureScore.Engine.History;
using SecureScore.Engine.Scoring;

namespace SecureScore.Storage;

/// <summary>The controls of judgements, kept as changes.</summary>
internal static class ControlStates
{
    private const int RowsAtOnce = 100;
    private const string Columns =
        "s.judgement, s.control, s.facts, s.points, s.max_points, s.measured, s.compliant, s.total, s.affected, s.outcome, s.reason, s.status, s.source, s.licensed";

    /// <summary>The controls as they were at a judgement, by their row.</summary>
    public static async Task<Dictionary<long, RecordedControl>> AtAsync(DbTransaction transaction, JudgementRow judgement, string? controlKey, Facts facts)
    {
        const string Sql = $"""
            SELECT {Columns}
            FROM control k
            JOIN control_state s ON s.control = k.id AND s.judgement = (
                SELECT x.judgement FROM control_state x
                WHERE x.control = k.id AND (x.collected_at, x.judgement) <= (@collectedAt, @judgement)
                ORDER BY x.collected_at DESC, x.judgement DESC LIMIT 1)
            WHERE k.series = @series
            """;
        var controls = new Dictionary<long, RecordedControl>();
        const string One = " AND k.control_key = @key";
        var rows = await ReadAsync(
            transaction, controlKey is null ? Sql : Sql + One, facts, controlKey, ("collectedAt", judgement.CollectedAt), ("judgement", judgement.Id), ("series", judgement.Series)).ConfigureAwait(false);
        foreach (var row in rows)
        {
            if (row.Control is { } control)
                controls[row.ControlRow] = control;
        }

        return controls;
    }

    /// <summary>The changes of each judgement between two moments, in the order of the judgements.</summary>
    public static Task<List<StateRow>> ChangesAsync(DbTransaction transaction, long series, long from, long to, string? controlKey, Facts facts)
    {
        const string Sql = $"""
            SELECT {Columns}
            FROM judgement j
            JOIN control_state s ON s.judgement = j.id
            WHERE j.series = @series AND j.collected_at >= @from AND j.collected_at <= @to
            """;
        const string One = " AND s.control = (SELECT id FROM control WHERE series = @series AND control_key = @key)";
        return ReadAsync(
            transaction, (controlKey is null ? Sql : Sql + One) + " ORDER BY j.collected_at, j.id", facts, controlKey, ("series", series), ("from", from), ("to", to));
    }

    /// <summary>Writes how the controls of a judgement differ from those before it.</summary>
    public static async Task WriteAsync(DbTransaction transaction, JudgementRow judgement, IReadOnlyList<RecordedChange> changes)
    {
        if (changes.Count == 0)
            return;

        var controls = await ControlIdsAsync(transaction, judgement.Series, changes).ConfigureAwait(false);
        var facts = await Facts.EnsureAsync(transaction, changes.Select(change => change.After).OfType<RecordedControl>()).ConfigureAwait(false);
        foreach (var chunk in changes.Chunk(RowsAtOnce))
        {
            await InsertAsync(
                transaction,
                "INSERT INTO control_state (judgement, control, collected_at, facts, points, max_points, measured, compliant, total, affected, outcome, reason, status, source, licensed) VALUES ",
                "",
                chunk.Select(change => Values(judgement, controls[Stored.Key(change.ControlId)], change.After, facts))).ConfigureAwait(false);
        }
    }

    /// <summary>Inserts rows with as few commands as their number allows: a round trip to a server costs more than a row.</summary>
    public static async Task InsertAsync(DbTransaction transaction, string insert, string end, IEnumerable<object?[]> rows)
    {
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            var command = transaction.Connection!.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.Transaction = transaction;
                var sql = new StringBuilder(insert);
                foreach (object?[] row in chunk)
                {
                    sql.Append(ReferenceEquals(row, chunk[0]) ? "(" : ", (");
                    for (int index = 0; index < row.Length; index++)
                    {
                        sql.Append(index == 0 ? "" : ", ");
                        if (row[index] is null or long)
                        {
                            // A number needs no parameter, and a thousand parameters cost more than all the rest.
                            sql.Append(CultureInfo.InvariantCulture, $"{row[index] ?? "NULL"}");
                            continue;
                        }

                        string name = string.Create(CultureInfo.InvariantCulture, $"@p{command.Parameters.Count}");
                        sql.Append(name);
                        command.Parameters.Add(Parameter(command, name, row[index]!));
                    }

                    sql.Append(')');
                }

#pragma warning disable CA2100 // The text holds numbers and names of parameters only.
                command.CommandText = sql.Append(end).ToString();
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
    }

    private static object?[] Values(JudgementRow judgement, long control, RecordedControl? after, Facts facts) => after is null
        ? [judgement.Id, control, judgement.CollectedAt, null, null, null, null, null, null, null, 0L, null, 0L, null, null]
        :
        [
            judgement.Id,
            control,
            judgement.CollectedAt,
            facts.IdOf(after),
            Stored.Number(after.Points),
            Stored.Number(after.MaxPoints),
            Stored.Number(after.MeasuredPoints),
            after.CompliantCount,
            after.TotalCount,
            after.AffectedCount,
            (long)after.Outcome,
            (long?)after.Reason,
            (long)after.Status,
            (long?)after.Source,
            after.Licensed is { } licensed ? licensed ? 1L : 0L : null,
        ];

    private static async Task<Dictionary<string, long>> ControlIdsAsync(DbTransaction transaction, long series, IReadOnlyList<RecordedChange> changes)
    {
        var known = await ReadKnownAsync().ConfigureAwait(false);
        string[] missing = [.. changes.Select(change => Stored.Key(change.ControlId)).Where(key => !known.ContainsKey(key)).Distinct(StringComparer.Ordinal)];
        if (missing.Length == 0)
            return known;

        await InsertAsync(transaction, "INSERT INTO control (series, control_key) VALUES ", "", missing.Select(key => new object?[] { series, key })).ConfigureAwait(false);
        return await ReadKnownAsync().ConfigureAwait(false);

        async Task<Dictionary<string, long>> ReadKnownAsync() =>
            (await transaction.Connection!.QueryAsync<(long Id, string Key)>(
                "SELECT id, control_key FROM control WHERE series = @series", new { series }, transaction).ConfigureAwait(false))
            .ToDictionary(row => row.Key, row => row.Id, StringComparer.Ordinal);
    }

    // By hand: a history of ten years is tens of thousands of rows.
    private static async Task<List<StateRow>> ReadAsync(
        DbTransaction transaction, string sql, Facts facts, string? controlKey, params (string Name, long Value)[] parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
#pragma warning disable CA2100 // All texts are constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in parameters)
                command.Parameters.Add(Parameter(command, name, value));
            if (controlKey is not null)
                command.Parameters.Add(Parameter(command, "key", controlKey));

            var rows = new List<StateRow>();
            var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync().ConfigureAwait(false))
                    rows.Add(StateRow.Read(reader, facts));
            }

            return rows;
        }
    }

    private static DbParameter Parameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        return parameter;
    }
}

/// <summary>A row of control_state.</summary>
/// <param name="Judgement">The judgement.</param>
/// <param name="ControlRow">The row of the control.</param>
/// <param name="Control">The control; null when it was gone.</param>
internal readonly record struct StateRow(long Judgement, long ControlRow, RecordedControl? Control)
{
    public static StateRow Read(DbDataReader reader, Facts facts)
    {
        RecordedControl? control = null;
        if (!reader.IsDBNull(2))
        {
            var named = facts.Of(reader.GetInt64(2));
            control = new RecordedControl
            {
                Id = named.ControlId,
                Title = named.Title,
                Category = named.Category,
                Product = named.Product,
                IsShare = named.IsShare,
                Points = Stored.ToDecimal(Number(reader, 3)),
                MaxPoints = Stored.ToDecimal(Number(reader, 4)),
                MeasuredPoints = Stored.ToDecimal(Number(reader, 5)),
                CompliantCount = Number(reader, 6),
                TotalCount = Number(reader, 7),
                AffectedCount = Number(reader, 8),
                Outcome = Stored.ToEnum<ControlOutcome>(reader.GetInt64(9)),
                Reason = Stored.ToEnum<NotEvaluatedReason>(Number(reader, 10)),
                Status = Stored.ToEnum<ControlStatus>(reader.GetInt64(11)),
                Source = Stored.ToEnum<ResultSource>(Number(reader, 12)),
                Licensed = Number(reader, 13) is { } licensed ? licensed != 0 : null,
            };
        }

        return new StateRow(reader.GetInt64(0), reader.GetInt64(1), control);
    }

    private static long? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}

/// <summary>What controls are called and where they belong, which hardly ever changes and is the same in most tenants.</summary>
internal sealed class Facts
{
    private readonly Dictionary<long, Row> _byId;
    private readonly Dictionary<Row, long> _ids;

    private Facts(IEnumerable<(long Id, Row Row)> rows)
    {
        _byId = rows.ToDictionary(row => row.Id, row => row.Row);
        _ids = _byId.ToDictionary(row => row.Value, row => row.Key);
    }

    public static async Task<Facts> ReadAsync(DbTransaction transaction) =>
        new((await transaction.Connection!.QueryAsync<(long Id, string ControlId, string Title, string Category, string Product, long IsShare)>(
            "SELECT id, control_id, title, category, product, is_share FROM facts", transaction: transaction).ConfigureAwait(false))
            .Select(row => (row.Id, new Row(row.ControlId, row.Title, row.Category, row.Product, row.IsShare != 0))));

    /// <summary>The facts, after those of some controls were added.</summary>
    public static async Task<Facts> EnsureAsync(DbTransaction transaction, IEnumerable<RecordedControl> controls)
    {
        var facts = await ReadAsync(transaction).ConfigureAwait(false);

        // Always in the same order: two writers of different tenants that add the same facts must not wait for each other in a circle.
        var missing = controls.Select(Row.Of).Where(row => !facts._ids.ContainsKey(row)).Distinct()
            .OrderBy(row => row.ControlId, StringComparer.Ordinal).ThenBy(row => row.Title, StringComparer.Ordinal).ToArray();
        if (missing.Length == 0)
            return facts;

        await ControlStates.InsertAsync(
            transaction,
            "INSERT INTO facts (control_id, title, category, product, is_share) VALUES ",
            " ON CONFLICT DO NOTHING",
            missing.Select(row => new object?[] { row.ControlId, row.Title, row.Category, row.Product, row.IsShare ? 1L : 0L })).ConfigureAwait(false);
        return await ReadAsync(transaction).ConfigureAwait(false);
    }

    public long IdOf(RecordedControl control) => _ids[Row.Of(control)];

    public Row Of(long id) => _byId.TryGetValue(id, out var row) ? row : throw new FormatException("A control has lost its name.");

    public sealed record Row(string ControlId, string Title, string Category, string Product, bool IsShare)
    {
        public static Row Of(RecordedControl control) => new(control.Id, control.Title, control.Category, control.Product, control.IsShare);
    }
}
