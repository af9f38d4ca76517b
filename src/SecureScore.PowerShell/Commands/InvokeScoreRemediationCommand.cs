using System.Collections;
using System.Management.Automation;
using SecureScore.Engine.Remediation;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Changes the tenant so that controls give their points: only what is missing, with the former state in a journal, read back and judged again.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ScoreRemediation", SupportsShouldProcess = true)]
[OutputType(typeof(RemediationResult))]
public sealed class InvokeScoreRemediationCommand : PolicyCommand
{
    private readonly ControlRows _rows = new();

    internal Func<string, ControlRemediation?> Remediations { get; set; } = RemediationCatalog.Find;

    /// <summary>Ids of controls, for example AdminMFAV2.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ControlIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Controls that Get-ScoreControl returned, rows of a CSV file with a column Id, or ids.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What only you know: values by the names that Get-ScoreRemediation lists for a control. A value is a text, a number, $true or $false, or a list.
    /// Of several controls, each takes those that it knows.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Value { get; set; }

    /// <summary>Puts a Conditional Access policy in force at once. Without it, the policy only reports what it would have done.</summary>
    [Parameter]
    public SwitchParameter Enforce { get; set; }

    private protected override void PrepareRecord()
    {
        base.PrepareRecord();
        _rows.Add(Id, InputObject);
    }

    private protected override Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(async (pipeline, cancellation) =>
    {
        if (!await _rows.CheckAsync(pipeline).ConfigureAwait(false))
            return;

        var orders = _rows.Rows.Select(row => row.Id).Distinct(StringComparer.OrdinalIgnoreCase).Select(id => new RemediationOrder(id, Remediations(id))).ToArray();
        await RemediateAsync(pipeline, WithValues(orders, All()), cancellation).ConfigureAwait(false);
    });

    private protected override IEnumerable<(string Name, string[] Values)> Said =>
        [.. base.Said, (nameof(Enforce), IsGiven(nameof(Enforce)) ? [Enforce.IsPresent.ToString()] : [])];

    /// <summary>What -Value says, and the other parameters besides.</summary>
    private Dictionary<string, IReadOnlyList<string>> All()
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(ValueTable.Read(Value), StringComparer.OrdinalIgnoreCase);
        foreach (string name in Values.Names)
            all[name] = [.. all.GetValueOrDefault(name, []), .. Values.Texts(name)];
        return all;
    }

    /// <summary>Gives each control the values that it takes. What none of them takes is given to all, so that they refuse it.</summary>
    private static RemediationOrder[] WithValues(RemediationOrder[] orders, Dictionary<string, IReadOnlyList<string>> said)
    {
        var known = orders.SelectMany(Taken).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. orders.Select(order =>
            {
                var taken = Taken(order).ToHashSet(StringComparer.OrdinalIgnoreCase);
                return order with { Values = new RemediationValues(said.Where(value => taken.Contains(value.Key) || !known.Contains(value.Key))) };
            }),
        ];

        static IEnumerable<string> Taken(RemediationOrder order) => order.Remediation?.Parameters.Select(parameter => parameter.Name) ?? [];
    }
}
