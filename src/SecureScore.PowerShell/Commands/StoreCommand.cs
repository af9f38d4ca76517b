using System.Management.Automation;
using SecureScore.Engine.Catalog;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>A cmdlet that reads or changes a store: that of a connection, one that is named, or the user's own.</summary>
public abstract class StoreCommand : AsyncCommand
{
    /// <summary>The connection whose store is used: what Connect-SecureScore -PassThru returned. Without it, that of this session.</summary>
    [Parameter]
    [ValidateNotNull]
    public virtual SecureScoreContext? Context { get; set; }

    /// <summary>The store: a file, or a PostgreSQL connection string. Without it, that of the connection; without a connection, the one that SECURESCORE_STORE
    /// names, else a file in the user's data folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>The edition of the control catalogue whose judgements are meant, for example 2022-05. Without it, that of the connection, or the newest.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EditionCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Edition { get; set; }

    /// <summary>The connection; null when there is none or another store is meant.</summary>
    private protected SecureScoreContext? Connected { get; private set; }

    /// <summary>The store.</summary>
    private protected ConnectionStore Memory { get; private set; } = null!;

    private protected override void PrepareRecord()
    {
        Connected = Context ?? (Store is null ? Connections.Find(SessionState) : null);
        Memory = (Store is null ? Connected?.Memory : null) ?? new ConnectionStore(Stores, StoreParameter.Resolve(this, Store));
    }

    /// <summary>The edition that is meant.</summary>
    private protected ControlCatalog Catalog() => ControlCatalog.Get(Edition ?? Connected?.Edition ?? ControlCatalog.Default.Edition);
}
