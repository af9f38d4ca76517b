using System.Management.Automation.Runspaces;

namespace SecureScore.PowerShell.Tests.Running;

/// <summary>Makes a runspace the one of this thread, as PowerShell does while a pipeline runs.</summary>
public sealed class RunspaceScope : IDisposable
{
    private readonly Runspace? _before = Runspace.DefaultRunspace;

    public RunspaceScope(Runspace? runspace = null) => Runspace.DefaultRunspace = runspace ?? RunspaceFactory.CreateRunspace();

    public void Dispose() => Runspace.DefaultRunspace = _before;
}
