using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace SecureScore.PowerShell;

/// <summary>The tenant that each runspace is connected to.</summary>
internal static class Connections
{
    private static readonly ConditionalWeakTable<Runspace, Connection> s_connections = [];

    /// <summary>The connection of the runspace of the calling thread; null when there is none.</summary>
    public static SecureScoreContext? Find(SessionState session) =>
        TryGet(out var connection) && ReferenceEquals(connection.Session, SessionOf(session)) ? connection.Context : null;

    /// <summary>The same where no session state is at hand (completion): it may be that of a session before the runspace was reset.</summary>
    public static SecureScoreContext? FindLast() => TryGet(out var connection) ? connection.Context : null;

    public static void Set(SessionState session, SecureScoreContext context) =>
        s_connections.AddOrUpdate(Runspace.DefaultRunspace, new Connection(context, SessionOf(session)));

    public static void Remove() => s_connections.Remove(Runspace.DefaultRunspace);

    private static bool TryGet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Connection? connection)
    {
        connection = null;
        return Runspace.DefaultRunspace is { } runspace && s_connections.TryGetValue(runspace, out connection);
    }

    // ForEach-Object -Parallel runs one iteration after the other in the same runspace and resets it in between. What it resets is the table of
    // variables, $Error among them, which a script cannot replace: an iteration must not judge the tenant of the one before.
    private static object? SessionOf(SessionState session) => session.PSVariable.GetValue("global:Error") as IList;

    private sealed record Connection(SecureScoreContext Context, object? Session);
}
