using SecureScore.Engine.Remediation;
using SecureScore.Microsoft365.Tests;

namespace SecureScore.Engine.Tests.Remediation;

/// <summary>Tests of the road with a made-up tenant, a journal in memory and a clock on which nobody waits.</summary>
public abstract class RunnerTest
{
    private protected MadeTenant Tenant { get; set; } = MadePlans.WithDefaults();

    private protected MemoryJournal Journal { get; } = new();

    private protected AutomaticClock Clock { get; } = new(patience: TimeSpan.FromHours(2));

    private protected RemediationRunner Runner => new(Tenant, Journal, new SilentObserver(), Clock, "ada@contoso.com")
    {
        FindRemediation = id => id == "Made" ? new MadeRemediation() : null,
    };

    private protected static CancellationToken None => CancellationToken.None;

    private protected static RemediationPlan DefaultsToPolicy => MadePlans.FromDefaultsToPolicy().Beside("own");

    private protected JournalEntry Entry => Journal.Entries[^1];

    private protected async Task<RemediationRun> UndoAsync(JournalEntry? entry = null, bool force = false) =>
        await Runner.ApplyAsync(await PlanUndoAsync(entry, force), None);

    private protected Task<RemediationPlan> PlanUndoAsync(JournalEntry? entry = null, bool force = false) =>
        Runner.PlanUndoAsync(entry ?? Entry, MadePlans.Control, MadePlans.TenantId, force, None);

    private protected async Task<SecureScoreException> FailureOfUndoAsync(JournalEntry? entry = null, bool force = false) =>
        await Should.ThrowAsync<SecureScoreException>(() => UndoAsync(entry, force));

    private protected static SettingsChange Switch(string resource, string? identity, string name, SettingValue former, SettingValue wanted) =>
        new(resource, identity, [new SettingChange(name, former, wanted)]);
}
