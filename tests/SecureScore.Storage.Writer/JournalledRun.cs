using System.Diagnostics;
using SecureScore.Engine.History;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Engine.Tests.Remediation;

namespace SecureScore.Storage.Writer;

/// <summary>Changes a tenant that is kept in a file, or takes that back, and kills its own process before or after the write of that number: of the
/// journal's lines and of the tenant, counted together, each before and after.</summary>
internal static class JournalledRun
{
    public static async Task RunAsync(bool isUndo, StoreLocation location, string file, int lastPoint)
    {
        int points = 0;
        var tenant = MadeTenant.FromJson(await File.ReadAllTextAsync(file));
        tenant.OnWrite = (_, _) =>
        {
            Reach();
            return WriteFailure.None;
        };
        tenant.Written = _ =>
        {
            // The service has it, whatever becomes of who asked for it.
            File.WriteAllText(file, tenant.ToJson());
            Reach();
        };

        var store = await new ScoreStores().OpenAsync(location, CancellationToken.None);
        await using (store)
        {
            var runner = new RemediationRunner(tenant, new WatchedJournal(store, Reach), new SilentObserver(), TimeProvider.System, "writer")
            {
                FindRemediation = _ => new MadeRemediation(),
            };
            var plan = MadePlans.FromDefaultsToPolicy().Beside("own");
            if (isUndo)
            {
                var entry = JournalEntry.Of(await store.ReadJournalAsync(MadePlans.TenantId, CancellationToken.None))
                    .Last(entry => entry is { CanBeUndone: true, UndoOf: null });
                plan = await runner.PlanUndoAsync(entry, MadePlans.Control, MadePlans.TenantId, force: false, CancellationToken.None);
            }

            Console.Out.WriteLine((await runner.ApplyAsync(plan, CancellationToken.None)).Outcome);
        }

        void Reach()
        {
            if (++points == lastPoint)
            {
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }

    private sealed class WatchedJournal(IRemediationJournal journal, Action reach) : IRemediationJournal
    {
        public async Task<JournalRecord> AppendJournalAsync(JournalDraft draft, CancellationToken cancellation)
        {
            reach();
            var record = await journal.AppendJournalAsync(draft, cancellation);
            reach();
            return record;
        }

        public Task<IReadOnlyList<JournalRecord>> ReadJournalAsync(string tenantId, CancellationToken cancellation) => journal.ReadJournalAsync(tenantId, cancellation);

        public Task AddNotificationsAsync(string tenantId, IReadOnlyCollection<SentNotification> notifications, CancellationToken cancellation) =>
            journal.AddNotificationsAsync(tenantId, notifications, cancellation);

        public Task<IReadOnlyList<SentNotification>> ReadNotificationsAsync(string tenantId, string? controlId, CancellationToken cancellation) =>
            journal.ReadNotificationsAsync(tenantId, controlId, cancellation);
    }
}
