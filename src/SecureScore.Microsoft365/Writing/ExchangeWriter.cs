using SecureScore.Engine;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Remediation;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Writing;

/// <summary>Reads and changes the objects of Exchange Online and Security &amp; Compliance with their cmdlets.</summary>
internal sealed class ExchangeWriter : IObjectWriter
{
    private const string Compliance = "compliance/";

    private readonly ServicePipeline _pipeline;
    private readonly Func<TenantHosts> _hosts;

    /// <summary>Creates a writer.</summary>
    /// <param name="pipeline">The way to the services.</param>
    /// <param name="hosts">Where cmdlets are run.</param>
    public ExchangeWriter(ServicePipeline pipeline, Func<TenantHosts> hosts)
    {
        _pipeline = pipeline;
        _hosts = hosts;
    }

    /// <inheritdoc/>
    public bool Knows(string resource) =>
        resource.StartsWith("exchange/", StringComparison.OrdinalIgnoreCase) || resource.StartsWith(Compliance, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Check(TenantChange change) => ExchangeScript.Of(change);

    /// <inheritdoc/>
    public async Task<SettingGroup?> ReadAsync(string resource, string? identity, ITenantObserver observer, CancellationToken cancellation)
    {
        if (WritableObject.Find(resource)?.IsSingle == true)
            identity = null;
        try
        {
            return await RunAsync(resource, ExchangeCommand.ToRead(resource, identity), RowsOf, observer, cancellation).ConfigureAwait(false) is [var row, ..] ? row : null;
        }
        catch (ServiceFaultException exception) when (exception.Fault.Rule == ServiceRule.NoSuchObject)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeyValuePair<string, SettingGroup>>> FindAsync(
        string resource, string name, ITenantObserver observer, CancellationToken cancellation)
    {
        try
        {
            // Identity finds by name too; it may find what is called otherwise.
            var rows = await RunAsync(resource, ExchangeCommand.ToRead(resource, name), RowsOf, observer, cancellation).ConfigureAwait(false);
            return [.. rows.Where(row => name.Equals(row["Name"].AsText(), StringComparison.OrdinalIgnoreCase))
                .Select(row => KeyValuePair.Create(row["Identity"].AsText() ?? name, row))];
        }
        catch (ServiceFaultException exception) when (exception.Fault.Rule == ServiceRule.NoSuchObject)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(TenantChange change, ITenantObserver observer, CancellationToken cancellation)
    {
        var steps = ExchangeScript.Of(change);
        Func<ReadOnlyMemory<byte>, string?> read = change is ObjectCreation ? IdentityOf : static _ => null;
        bool isPartWritten = false;
        string? identity = null;
        try
        {
            foreach (var step in steps)
            {
                foreach (var command in await CommandsOf(change, step, observer, cancellation).ConfigureAwait(false))
                {
                    identity = await RunAsync(change.Resource, command, read, observer, cancellation).ConfigureAwait(false);
                    isPartWritten = true;

                    // What was begun is not left half done.
                    cancellation = CancellationToken.None;
                }
            }
        }
        catch (ServiceFaultException exception) when (isPartWritten)
        {
            throw new SecureScoreException(ErrorIds.RemediationUncertain, $"Only a part of {change.Label ?? change.Resource} was changed ({exception.Fault.Reason}).")
            {
                Target = change.Resource,
            };
        }
        catch (ServiceFaultException exception) when (exception.Fault.Rule is ServiceRule.NotCustomized or ServiceRule.CustomizedBefore)
        {
            throw NotCustomized(change, exception.Fault);
        }

        return change is ObjectCreation creation ? identity ?? creation.Content["Name"].AsText() ?? creation.Label : null;
    }

    private static SecureScoreException NotCustomized(TenantChange change, ServiceFault fault) => new(
        ErrorIds.RemediationRefused,
        fault.Rule == ServiceRule.NotCustomized
            ? $"The service does not change {change.Label ?? change.Resource} before the organisation is customised (Enable-OrganizationCustomization), which takes minutes to hours. "
                + "Nothing was changed. If it was customised lately, try again later."
            : "The organisation was customised before, which takes minutes to hours until it shows. Nothing was changed. Try again later.")
    {
        Target = change.Resource,
    };

    private async Task<IReadOnlyList<ExchangeCommand>> CommandsOf(TenantChange change, ExchangeStep step, ITenantObserver observer, CancellationToken cancellation)
    {
        if (step.ForEach is not { } find)
            return [step.Command];

        IReadOnlyList<SettingGroup> rows;
        try
        {
            rows = await RunAsync(change.Resource, find, RowsOf, observer, cancellation).ConfigureAwait(false);
        }
        catch (ServiceFaultException exception) when (!exception.Fault.ChangedNothing)
        {
            throw exception.BeforeWrite();
        }

        return [.. rows.Select(row => row["Identity"].AsText()).OfType<string>()
            .Select(identity => step.Command with { Parameters = step.Command.Parameters.With("Identity", SettingValue.Of(identity)) })];
    }

    // Compliance knows the cmdlet of the audit log too, and always answers that it does not record.
    private Task<T> RunAsync<T>(
        string resource, ExchangeCommand command, Func<ReadOnlyMemory<byte>, T> read, ITenantObserver observer, CancellationToken cancellation)
    {
        var hosts = _hosts();
        return resource.StartsWith(Compliance, StringComparison.OrdinalIgnoreCase) && !command.Name.EndsWith("-AdminAuditLogConfig", StringComparison.OrdinalIgnoreCase)
            ? hosts.Purview.SendAsync(_pipeline, command, read, observer, cancellation)
            : hosts.Exchange.SendAsync(_pipeline, () => hosts.Exchange.CallOf(command), read, observer, cancellation);
    }

    private static IReadOnlyList<SettingGroup> RowsOf(ReadOnlyMemory<byte> answer)
    {
        var page = Page.Read(answer);
        return [.. Enumerable.Range(0, page.Count).Select(index => Plain((SettingGroup)SettingValue.Parse(page[index].Span)))];
    }

    // The service writes types beside what they are of.
    private static SettingGroup Plain(SettingGroup row) => row.Without(row.Members.Select(member => member.Key).Where(name => name.Contains('@', StringComparison.Ordinal)));

    private static string? IdentityOf(ReadOnlyMemory<byte> answer) =>
        answer.Length > 0 && RowsOf(answer) is [var made, ..] ? made["Identity"].AsText() : null;
}
