using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SecureScore.Emulator;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Loopback;

namespace SecureScore.Benchmarks;

/// <summary>Where an emulated tenant listens, and what opens its services.</summary>
internal sealed record EmulatorAddress(Uri Address, string TenantId, IReadOnlyDictionary<TenantService, string> Tokens);

/// <summary>An emulated tenant that listens on the loopback address, in a process of its own: its memory is not that of who asks it.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    /// <summary>The argument with which this program runs itself as the tenant.</summary>
    public const string Argument = "serve";

    private static readonly TenantService[] s_services = [TenantService.Graph, TenantService.Exchange, TenantService.Purview, TenantService.Teams];

    private readonly Process _process;

    private EmulatorProcess(Process process, string address)
    {
        _process = process;
        Address = JsonSerializer.Deserialize<EmulatorAddress>(address)!;
    }

    public EmulatorAddress Address { get; }

    /// <summary>Starts a tenant over a snapshot.</summary>
    /// <param name="folder">The snapshot.</param>
    /// <param name="latency">How long each answer takes at least.</param>
    /// <param name="quotas">Whether the documented quotas hold.</param>
    public static EmulatorProcess Start(string folder, TimeSpan latency = default, bool quotas = false)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (ReadOnlySpan<string>)[Argument, folder, latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), quotas.ToString()])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        return new EmulatorProcess(process, process.StandardOutput.ReadLine() ?? throw new BenchmarkException("The emulated tenant did not start."));
    }

    /// <summary>Is the tenant, until nobody holds its standard input any more.</summary>
    public static void Serve(string folder, string latency, string quotas)
    {
        using var tenant = new EmulatedTenant(TenantSnapshot.Open(folder), new EmulatorOptions
        {
            Latency = TimeSpan.FromMilliseconds(double.Parse(latency, CultureInfo.InvariantCulture)),
            Quotas = bool.Parse(quotas),
            TokenLifetime = TimeSpan.FromHours(4),

            // The plain script goes to the front door and follows nobody.
            PurviewRegion = null,
        });
        using var host = LoopbackHost.Start(tenant);
        Console.WriteLine(JsonSerializer.Serialize(new EmulatorAddress(
            host.Address, tenant.TenantId, s_services.ToDictionary(service => service, service => tenant.IssueToken(service)))));
        Console.In.ReadToEnd();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
