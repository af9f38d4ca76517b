using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.PowerShell.Completion;
using SecureScore.PowerShell.Formatting;
using SecureScore.PowerShell.Loading;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell.Commands;

/// <summary>Signs in to a tenant, or opens the evidence of one, for the other cmdlets of this session.</summary>
/// <remarks>Nothing is asked but permission to read. Tokens stay in memory. A person is asked only where somebody can answer.</remarks>
[Cmdlet(VerbsCommunications.Connect, "SecureScore", DefaultParameterSetName = BrowserSet)]
[OutputType(typeof(SecureScoreContext))]
public sealed class ConnectSecureScoreCommand : AsyncCommand
{
    private const string DemoSet = "Demo";
    private const string SnapshotSet = "Snapshot";
    private const string LiteralPathSet = "LiteralPath";
    private const string BrowserSet = "Browser";
    private const string DeviceCodeSet = "DeviceCode";
    private const string ClientSecretSet = "ClientSecret";
    private const string ClientSecretCredentialSet = "ClientSecretCredential";
    private const string CertificateSet = "Certificate";
    private const string CertificatePathSet = "CertificatePath";
    private const string CertificateThumbprintSet = "CertificateThumbprint";
    private const string ManagedIdentitySet = "ManagedIdentity";
    private const string WorkloadIdentitySet = "WorkloadIdentity";
    private const string AzureCliSet = "AzureCli";
    private const string AzurePowerShellSet = "AzurePowerShell";
    private const string AccessTokenSet = "AccessToken";

    private string _path = "";
    private ConnectionStore? _memory;
    private SignInRequest? _request;
    private SecureScoreContext? _context;

    internal Func<ITenantConnector> Connector { get; set; } = () => CompositionLoader.Root.Tenants;

    /// <summary>The module's root: the folder above the one that this assembly lies in.</summary>
    internal string ModuleFolder { get; set; } = Path.Join(Path.GetDirectoryName(typeof(ConnectSecureScoreCommand).Assembly.Location), "..");

    internal Func<PSCmdlet, Interaction> Interaction { get; set; } = PowerShell.Interaction.Of;

    /// <summary>Connects to the demo tenant that comes with the module.</summary>
    [Parameter(ParameterSetName = DemoSet, Mandatory = true)]
    public SwitchParameter Demo { get; set; }

    /// <summary>The snapshot to open: a folder or a zip file. Wildcards may name one snapshot.</summary>
    // Nothing at all is an error too, but one that leaves nobody connected; the shell would refuse it before the former tenant is let go.
    [Parameter(ParameterSetName = SnapshotSet, Mandatory = true, Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string? Snapshot { get; set; }

    /// <summary>The snapshot to open, written exactly as it is named: no character is a wildcard.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The tenant to sign in to: its directory id or one of its domains. Without it, the home tenant of who signs in.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = ClientSecretSet, Mandatory = true)]
    [Parameter(ParameterSetName = ClientSecretCredentialSet, Mandatory = true)]
    [Parameter(ParameterSetName = CertificateSet, Mandatory = true)]
    [Parameter(ParameterSetName = CertificatePathSet, Mandatory = true)]
    [Parameter(ParameterSetName = CertificateThumbprintSet, Mandatory = true)]
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [Parameter(ParameterSetName = AzureCliSet)]
    [Parameter(ParameterSetName = AzurePowerShellSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    [Alias("Tenant")]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>The application (client) id of an application that is registered for this module, or of a user-assigned managed identity. Without one, a person
    /// signs in with an application of Microsoft's own, which gives Microsoft Graph only.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = ClientSecretSet, Mandatory = true)]
    [Parameter(ParameterSetName = CertificateSet, Mandatory = true)]
    [Parameter(ParameterSetName = CertificatePathSet, Mandatory = true)]
    [Parameter(ParameterSetName = CertificateThumbprintSet, Mandatory = true)]
    [Parameter(ParameterSetName = ManagedIdentitySet)]
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [Alias("AppId", "ApplicationId")]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>Signs in with a code that is entered in a browser, on this machine or another.</summary>
    [Parameter(ParameterSetName = DeviceCodeSet, Mandatory = true)]
    [Alias("UseDeviceCode", "UseDeviceAuthentication")]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>The secret of the application. Plain text is not taken.</summary>
    [Parameter(ParameterSetName = ClientSecretSet, Mandatory = true)]
    [Secret]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The application's client id as the user name and its secret as the password.</summary>
    [Parameter(ParameterSetName = ClientSecretCredentialSet, Mandatory = true)]
    [Alias("Credential")]
    [ValidateNotNull]
    public PSCredential? ClientSecretCredential { get; set; }

    /// <summary>The certificate of the application, with its private key.</summary>
    [Parameter(ParameterSetName = CertificateSet, Mandatory = true)]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>A file (PFX or PEM) with the certificate of the application and its private key.</summary>
    [Parameter(ParameterSetName = CertificatePathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The password of the certificate's file. Plain text is not taken.</summary>
    [Parameter(ParameterSetName = CertificatePathSet)]
    [Secret]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The thumbprint of the application's certificate in the store of the user or the machine.</summary>
    [Parameter(ParameterSetName = CertificateThumbprintSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Signs in as the managed identity of the Azure resource that this runs on: the system-assigned one, or with ClientId a user-assigned one.</summary>
    [Parameter(ParameterSetName = ManagedIdentitySet, Mandatory = true)]
    [Alias("Identity")]
    public SwitchParameter ManagedIdentity { get; set; }

    /// <summary>Signs in with a token of the platform that this runs on, such as Kubernetes or a build service (workload identity federation).</summary>
    [Parameter(ParameterSetName = WorkloadIdentitySet, Mandatory = true)]
    public SwitchParameter WorkloadIdentity { get; set; }

    /// <summary>The file that holds the platform's token. Without it, the one that AZURE_FEDERATED_TOKEN_FILE names.</summary>
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [ValidateNotNullOrEmpty]
    public string? TokenFile { get; set; }

    /// <summary>Uses the sign-in of the Azure CLI (az login).</summary>
    [Parameter(ParameterSetName = AzureCliSet, Mandatory = true)]
    public SwitchParameter AzureCli { get; set; }

    /// <summary>Uses the sign-in of Azure PowerShell (Connect-AzAccount).</summary>
    [Parameter(ParameterSetName = AzurePowerShellSet, Mandatory = true)]
    public SwitchParameter AzurePowerShell { get; set; }

    /// <summary>Access tokens that are at hand, one for each service: a SecureString (for Graph, or the one service that Service names), what Get-AzAccessToken
    /// returns, or a table such as @{ Graph = $graph; Exchange = $exchange }. They are not renewed. Plain text is not taken.</summary>
    [Parameter(ParameterSetName = AccessTokenSet, Mandatory = true)]
    [Secret]
    [ValidateNotNullOrEmpty]
    public object[]? AccessToken { get; set; }

    /// <summary>The cloud that the tenant lives in. GCC is part of Global.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = ClientSecretSet)]
    [Parameter(ParameterSetName = ClientSecretCredentialSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = CertificatePathSet)]
    [Parameter(ParameterSetName = CertificateThumbprintSet)]
    [Parameter(ParameterSetName = ManagedIdentitySet)]
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [Parameter(ParameterSetName = AzureCliSet)]
    [Parameter(ParameterSetName = AzurePowerShellSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    [Alias("Environment")]
    public TenantCloud Cloud { get; set; }

    /// <summary>The services to ask. Without it, all of them; the controls of a service that is left out are not judged by evidence.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = ClientSecretSet)]
    [Parameter(ParameterSetName = ClientSecretCredentialSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = CertificatePathSet)]
    [Parameter(ParameterSetName = CertificateThumbprintSet)]
    [Parameter(ParameterSetName = ManagedIdentitySet)]
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [Parameter(ParameterSetName = AzureCliSet)]
    [Parameter(ParameterSetName = AzurePowerShellSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    [ValidateNotNullOrEmpty]
    public TenantService[] Service { get; set; } = [];

    /// <summary>Asks for DNS records over HTTPS, of a public resolver that then sees the tenant's domains, instead of the system's resolver.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = ClientSecretSet)]
    [Parameter(ParameterSetName = ClientSecretCredentialSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = CertificatePathSet)]
    [Parameter(ParameterSetName = CertificateThumbprintSet)]
    [Parameter(ParameterSetName = ManagedIdentitySet)]
    [Parameter(ParameterSetName = WorkloadIdentitySet)]
    [Parameter(ParameterSetName = AzureCliSet)]
    [Parameter(ParameterSetName = AzurePowerShellSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    public SwitchParameter DnsOverHttps { get; set; }

    /// <summary>The edition of the control catalogue that cmdlets judge by unless they name another, for example 2022-05. Without it the newest.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EditionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Edition { get; set; }

    /// <summary>The store of decisions and history: a file, or a PostgreSQL connection string. Without it, the one that SECURESCORE_STORE names, else a file in
    /// the user's data folder; the demo tenant is then remembered until the connection ends. What a snapshot shows is judged by the decisions and not
    /// recorded.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>Leaves out the points that Microsoft published, in all that is judged by this connection: only what the evidence shows counts.</summary>
    [Parameter]
    public SwitchParameter EvidenceOnly { get; set; }

    /// <summary>Returns the connection, for the parameter Context of the other cmdlets.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Whoever fails to connect to a tenant must not go on with the one before.
        Connections.Remove();
    }

    private protected override void PrepareRecord()
    {
        if (ParameterSetName is BrowserSet or DeviceCodeSet && Interaction(this).Obstacle is { } obstacle)
            ThrowTerminatingError(Errors.InteractionRequired(obstacle));

        _memory = Demo && Store is null ? ConnectionStore.Temporary(Stores) : new ConnectionStore(Stores, StoreParameter.Resolve(this, Store));
        switch (ParameterSetName)
        {
            case DemoSet:
                _path = DemoTenant.Locate(ModuleFolder);
                break;
            case SnapshotSet:
                _path = string.IsNullOrEmpty(Snapshot) ? "" : SnapshotPath.Resolve(this, Snapshot);
                break;
            case LiteralPathSet:
                _path = SnapshotPath.ResolveLiteral(this, LiteralPath!);
                break;
            default:
                _request = Request();
                break;
        }
    }

    private protected override async Task ProcessRecordAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var catalog = Edition is null ? ControlCatalog.Default : ControlCatalog.Get(Edition);
        _context = ParameterSetName is SnapshotSet or LiteralPathSet
            ? SecureScoreContext.Open(_path, catalog, EvidenceOnly, _memory)
            : await SignInAsync(pipeline, catalog, cancellation).ConfigureAwait(false);
        if (PassThru)
            await pipeline.WriteObjectAsync(_context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_context is not null)
            Connections.Set(SessionState, _context);
    }

    private async Task<SecureScoreContext> SignInAsync(PipelineWriter pipeline, ControlCatalog catalog, CancellationToken cancellation)
    {
        var connector = Connector();
        using var observer = pipeline.Observe("Signing in");
        var connection = _request is { } request
            ? await connector.ConnectAsync(request, observer, cancellation).ConfigureAwait(false)
            : await connector.ConnectDemoAsync(_path, observer, cancellation).ConfigureAwait(false);
        if (ServiceText.LeftOut(connection.Session.Services, Service) is { } leftOut)
            observer.Warn(leftOut);
        var live = new LiveTenant(connection, Clock);
        return _request is null
            ? SecureScoreContext.Of(live, ContextSource.Demo, _path, catalog, EvidenceOnly, _memory)
            : SecureScoreContext.Of(live, ContextSource.Tenant, null, catalog, EvidenceOnly, _memory);
    }

    private SignInRequest Request() => new()
    {
        Method = Method(),
        TenantId = TenantId,
        ClientId = ParameterSetName == ManagedIdentitySet ? null : ClientSecretCredential?.UserName ?? ClientId,
        Cloud = Cloud,
        Services = [.. Service.Distinct()],
        CanPrompt = Interaction(this).Obstacle is null,
        UseDnsOverHttps = DnsOverHttps,
    };

    private SignInMethod Method() => ParameterSetName switch
    {
        DeviceCodeSet => new DeviceCodeSignIn(),
        ClientSecretSet => new ClientSecretSignIn(ClientSecret!),
        ClientSecretCredentialSet => new ClientSecretSignIn(ClientSecretCredential!.Password),
        CertificateSet => new CertificateSignIn(Certificate!),
        CertificatePathSet => new CertificateFileSignIn(SnapshotPath.ResolveLiteral(this, CertificatePath!), CertificatePassword),
        CertificateThumbprintSet => new CertificateStoreSignIn(CertificateThumbprint!),
        ManagedIdentitySet => new ManagedIdentitySignIn(ClientId),
        WorkloadIdentitySet => new WorkloadIdentitySignIn(TokenFile is null ? null : SnapshotPath.ResolveLiteral(this, TokenFile)),
        AzureCliSet => new AzureCliSignIn(),
        AzurePowerShellSet => new AzurePowerShellSignIn(),
        AccessTokenSet => new AccessTokenSignIn(Tokens()),
        _ => new BrowserSignIn(),
    };

    private IReadOnlyDictionary<TenantService, SecureString> Tokens()
    {
        try
        {
            return AccessTokens.Read(AccessToken!, Service);
        }
        catch (SecureScoreException exception)
        {
            ThrowTerminatingError(Errors.From(exception));
            throw;
        }
    }
}
