namespace SecureScore.Storage;

/// <summary>The versions of the schema. A released one never changes: the next change is a new script at the end.</summary>
/// <remarks>
/// Both databases run the same text; only <c>{id}</c> (a number that the database gives) and <c>{clustered}</c> differ. Moments are ticks in UTC,
/// points and percentages whole numbers of 1e-10, enums their numbers, keys the upper-case form of an id.
/// A control has a row in control_state only where it differs from the judgement before, in the order of (collected_at, id); one without facts
/// says that it was gone. So an unchanged day costs one row of judgement.
/// </remarks>
internal static class Migrations
{
    private const string First = """
        CREATE TABLE tenant (
            id {id},
            tenant_key text NOT NULL UNIQUE,
            tenant_id text NOT NULL,
            name text);
        CREATE TABLE series (
            id {id},
            tenant bigint NOT NULL REFERENCES tenant (id),
            name text NOT NULL,
            UNIQUE (tenant, name));
        CREATE TABLE judgement (
            id {id},
            series bigint NOT NULL REFERENCES series (id),
            collected_at bigint NOT NULL,
            recorded_at bigint NOT NULL,
            edition text NOT NULL,
            rule_version text NOT NULL,
            score bigint NOT NULL,
            max_score bigint NOT NULL,
            asserted bigint NOT NULL,
            planned bigint NOT NULL,
            achievable bigint NOT NULL,
            current_licence bigint,
            coverage bigint,
            UNIQUE (series, collected_at, id));
        CREATE TABLE control (
            id {id},
            series bigint NOT NULL REFERENCES series (id),
            control_key text NOT NULL,
            UNIQUE (series, control_key));
        CREATE TABLE facts (
            id {id},
            control_id text NOT NULL,
            title text NOT NULL,
            category text NOT NULL,
            product text NOT NULL,
            is_share smallint NOT NULL,
            UNIQUE (control_id, title, category, product, is_share));
        CREATE TABLE control_state (
            judgement bigint NOT NULL REFERENCES judgement (id),
            control bigint NOT NULL REFERENCES control (id),
            collected_at bigint NOT NULL,
            facts bigint REFERENCES facts (id),
            points bigint,
            max_points bigint,
            measured bigint,
            compliant bigint,
            total bigint,
            affected bigint,
            outcome smallint NOT NULL,
            reason smallint,
            status smallint NOT NULL,
            source smallint,
            licensed smallint,
            PRIMARY KEY (judgement, control)){clustered};
        CREATE UNIQUE INDEX control_state_in_time ON control_state (control, collected_at, judgement);
        CREATE TABLE decision (
            id {id},
            tenant bigint NOT NULL REFERENCES tenant (id),
            control_key text NOT NULL,
            control_id text NOT NULL,
            status smallint NOT NULL,
            note text,
            owner text,
            expires bigint,
            decided_at bigint NOT NULL,
            decided_by text NOT NULL,
            outcome smallint,
            points bigint,
            max_points bigint,
            compliant bigint,
            total bigint,
            affected bigint,
            UNIQUE (tenant, control_key, id));
        CREATE TABLE tag (
            tenant bigint NOT NULL REFERENCES tenant (id),
            control_key text NOT NULL,
            tag_key text NOT NULL,
            control_id text NOT NULL,
            tag text NOT NULL,
            position bigint NOT NULL,
            PRIMARY KEY (tenant, control_key, tag_key)){clustered};
        CREATE TABLE published_score (
            tenant bigint NOT NULL REFERENCES tenant (id),
            date bigint NOT NULL,
            score bigint NOT NULL,
            max_score bigint NOT NULL,
            all_tenants bigint,
            similar_size bigint,
            PRIMARY KEY (tenant, date)){clustered};
        CREATE TABLE zone (
            tenant bigint PRIMARY KEY REFERENCES tenant (id),
            okay bigint NOT NULL,
            good bigint NOT NULL);
        CREATE TABLE comparison (
            tenant bigint NOT NULL REFERENCES tenant (id),
            name_key text NOT NULL,
            name text NOT NULL,
            percentage bigint NOT NULL,
            PRIMARY KEY (tenant, name_key)){clustered};
        """;

    // Lines are only ever added. A tenant's lines are numbered without a gap, so that one which is taken out shows.
    private const string Journal = """
        CREATE TABLE journal (
            tenant bigint NOT NULL REFERENCES tenant (id),
            sequence bigint NOT NULL,
            tenant_id text NOT NULL,
            entry_id text NOT NULL,
            event text NOT NULL,
            control_id text NOT NULL,
            remediation_id text NOT NULL,
            at bigint NOT NULL,
            author text NOT NULL,
            undo_of text,
            changes text NOT NULL,
            step bigint,
            detail text,
            previous_hash text NOT NULL,
            hash text NOT NULL,
            PRIMARY KEY (tenant, sequence)){clustered};
        CREATE INDEX journal_in_time ON journal (tenant, at);
        CREATE TABLE notification (
            id {id},
            tenant bigint NOT NULL REFERENCES tenant (id),
            control_key text NOT NULL,
            control_id text NOT NULL,
            recipient text NOT NULL,
            subject text NOT NULL,
            sent_at bigint NOT NULL,
            sent_by text NOT NULL,
            UNIQUE (tenant, control_key, id));
        """;

    /// <summary>The scripts; the first one makes version 1.</summary>
    public static IReadOnlyList<string> Scripts { get; } = [First, Journal];

    /// <summary>The version that this program reads and writes.</summary>
    public static int Current => Scripts.Count;
}
