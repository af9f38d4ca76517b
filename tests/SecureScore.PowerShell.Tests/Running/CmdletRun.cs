using System.Management.Automation;
using System.Reflection;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>Runs one real cmdlet on the double of PowerShell and keeps what it wrote.</summary>
public sealed class CmdletRun : ICommandRuntime
{
    private readonly PSCmdlet _cmdlet;
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;

    private CmdletRun(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        cmdlet.CommandRuntime = this;
    }

    public List<object> Output { get; } = [];

    public List<ErrorRecord> Errors { get; } = [];

    public ErrorRecord? TerminatingError { get; private set; }

    public List<string> Warnings { get; } = [];

    public List<string> Verbose { get; } = [];

    public List<string> Debug { get; } = [];

    public List<(string Status, ProgressRecordType Type)> Progress { get; } = [];

    public List<ProgressRecord> ProgressRecords { get; } = [];

    public List<(string Target, string Action)> ShouldProcessCalls { get; } = [];

    /// <summary>What happens when the cmdlet writes an object; an exception is the pipeline's refusal.</summary>
    public Action<object> OnOutput { get; set; } = _ => { };

    /// <summary>What happens when the cmdlet writes progress.</summary>
    public Action OnProgress { get; set; } = () => { };

    /// <summary>What happens when the cmdlet writes a warning.</summary>
    public Action OnWarning { get; set; } = () => { };

    public bool ShouldProcessAnswer { get; set; }

    /// <summary>What happens while somebody thinks about what is to be done.</summary>
    public Action OnShouldProcess { get; set; } = () => { };

    public List<string> Questions { get; } = [];

    public bool ShouldContinueAnswer { get; set; }

    /// <summary>Whether the answer to a question that may be meant for all is.</summary>
    public bool ShouldContinueForAll { get; set; }

    /// <summary>Prepares a run with parameters by name.</summary>
    public static CmdletRun Of<TCmdlet>(params (string Name, object Value)[] parameters)
        where TCmdlet : PSCmdlet, new() => Of(new TCmdlet(), parameters);

    public static CmdletRun Of(PSCmdlet cmdlet, params (string Name, object Value)[] parameters)
    {
        var run = new CmdletRun(cmdlet);
        if (cmdlet is AsyncCommand command)
        {
            var stores = TestStores.Current;
            command.Stores = () => stores;
        }

        foreach (var (name, value) in parameters)
            run.Bind(name, value);
        run.ChooseParameterSet(parameters.Select(parameter => parameter.Name));
        return run;
    }

    /// <summary>Runs the cmdlet as a pipeline would: once, or once for each input object.</summary>
    /// <param name="input">The name and values of the parameter that pipeline input binds to.</param>
    public CmdletRun Invoke(params (string Name, object Value)[] input)
    {
        try
        {
            Call("BeginProcessing");
            if (input.Length == 0)
                Call("ProcessRecord");
            foreach (var (name, value) in input)
            {
                Bind(name, value);
                Call("ProcessRecord");
            }

            Call("EndProcessing");
        }
        catch (PipelineStoppedException) when (TerminatingError is not null)
        {
            // What PowerShell itself throws through a cmdlet that ended with an error.
        }

        return this;
    }

    public void Stop() => Call("StopProcessing");

    public void WriteDebug(string text) => OnPipelineThread(() => Debug.Add(text));

    public void WriteError(ErrorRecord errorRecord) => OnPipelineThread(() => Errors.Add(errorRecord));

    public void WriteObject(object sendToPipeline) => OnPipelineThread(() =>
    {
        OnOutput(sendToPipeline);
        Output.Add(sendToPipeline);
    });

    public void WriteObject(object sendToPipeline, bool enumerateCollection) => WriteObject(sendToPipeline);

    public void WriteProgress(ProgressRecord progressRecord) => OnPipelineThread(() =>
    {
        Progress.Add((progressRecord.StatusDescription, progressRecord.RecordType));
        ProgressRecords.Add(progressRecord);
        OnProgress();
    });

    public void WriteVerbose(string text) => OnPipelineThread(() => Verbose.Add(text));

    public void WriteWarning(string text) => OnPipelineThread(() =>
    {
        Warnings.Add(text);
        OnWarning();
    });

    public bool ShouldProcess(string target, string action)
    {
        OnPipelineThread(() => ShouldProcessCalls.Add((target, action)));
        OnShouldProcess();
        return ShouldProcessAnswer;
    }

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) => ShouldProcess(verboseDescription, caption);

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll)
    {
        if (yesToAll || noToAll)
            return yesToAll;

        bool answer = ShouldContinue(query, caption);
        (yesToAll, noToAll) = (ShouldContinueForAll && answer, ShouldContinueForAll && !answer);
        return answer;
    }

    public bool ShouldContinue(string query, string caption)
    {
        OnPipelineThread(() => Questions.Add(query));
        return ShouldContinueAnswer;
    }

    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        OnPipelineThread(() => TerminatingError = errorRecord);
        throw new PipelineStoppedException();
    }

    private void OnPipelineThread(Action write)
    {
        Environment.CurrentManagedThreadId.ShouldBe(_pipelineThread, "PowerShell takes calls on the pipeline thread only");
        write();
    }

    private void Bind(string name, object value)
    {
        if (name is "WhatIf" or "Confirm")
        {
            // Parameters of PowerShell itself.
            _cmdlet.MyInvocation.BoundParameters[name] = new SwitchParameter((bool)value);
            return;
        }

        var property = _cmdlet.GetType().GetProperty(name)!;
        property.SetValue(_cmdlet, Convert(value, property.PropertyType));
        _cmdlet.MyInvocation.BoundParameters[name] = value;
    }

    private static object Convert(object value, Type type)
    {
        if (type == typeof(SwitchParameter))
            return new SwitchParameter((bool)value);

        if (type == typeof(string) && value is Enum)
            return value.ToString()!;

        if (!type.IsArray || value is Array)
            return value;

        var list = Array.CreateInstance(type.GetElementType()!, 1);
        list.SetValue(value, 0);
        return list;
    }

    private void ChooseParameterSet(IEnumerable<string> bound)
    {
        string? standard = _cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()?.DefaultParameterSetName;
        IEnumerable<string> sets = [];
        foreach (string name in bound.Where(name => _cmdlet.GetType().GetProperty(name) is not null))
        {
            var own = _cmdlet.GetType().GetProperty(name)!.GetCustomAttributes<ParameterAttribute>().Select(parameter => parameter.ParameterSetName).ToArray();
            if (!own.Contains(ParameterAttribute.AllParameterSets, StringComparer.Ordinal))
                sets = sets.Any() ? sets.Intersect(own, StringComparer.Ordinal).ToArray() : own;
        }

        string chosen = !sets.Any() || sets.Contains(standard, StringComparer.Ordinal) ? standard ?? "" : sets.First();
        typeof(PSCmdlet).GetProperty(nameof(PSCmdlet.ParameterSetName))!.SetValue(_cmdlet, chosen);
    }

    private void Call(string method) => _cmdlet.GetType()
        .GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Action>(_cmdlet)();
}
