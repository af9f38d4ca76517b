using System.Globalization;

namespace SecureScore.Benchmarks;

internal static class Program
{
    /// <summary>The argument with which this program runs itself as the baseline of a process.</summary>
    public const string Walk = "walk";

    private const string Usage = """
        Usage: dotnet run -c Release --project tests/SecureScore.Benchmarks -- <name> [<name> ...]

          sample          all controls on the sample tenant, warm
          million         a tenant of 1,000,000 users, by the command line and in the shell
          rules           the same with rules of mail protection that name 200 groups
          linear          10,000, 100,000 and 1,000,000 users
          store           recording, keeping and asking ten years of judgements
          import          what Import-Module adds to the start of a shell
          collect-quotas  collecting a tenant whose services keep to their documented quotas
          collect-plain   collecting over a network with latency, and a plain script that does the same
          collect-large   collecting 100,000 and 1,000,000 users
          demo            the demo tenant from the prompt of a shell: sign in, collect, judge
          clean           removes the generated tenants

        Exit code: 0 every limit holds, 1 a limit was missed, 2 nothing could be measured.
        """;

    private static readonly Dictionary<string, Action<Report>> s_benchmarks = new(StringComparer.Ordinal)
    {
        ["sample"] = SampleBenchmark.Run,
        ["million"] = MillionBenchmark.Run,
        ["rules"] = MillionBenchmark.RunRules,
        ["linear"] = LinearBenchmark.Run,
        ["store"] = StoreBenchmark.Run,
        ["import"] = ImportBenchmark.Run,
        ["collect-quotas"] = CollectBenchmark.RunQuotas,
        ["collect-plain"] = CollectBenchmark.RunPlain,
        ["collect-large"] = CollectBenchmark.RunLarge,
        ["demo"] = DemoBenchmark.Run,
        ["clean"] = _ => TenantGenerator.Clean(),
    };

    private static async Task<int> Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (arguments)
        {
            case [Walk, var folder]:
                Console.WriteLine(JsonWalk.Walk(folder));
                return 0;

            case [EmulatorProcess.Argument, var folder, var latency, var quotas]:
                EmulatorProcess.Serve(folder, latency, quotas);
                return 0;

            case [CollectionProcess.Argument, var address, var quotas]:
                await CollectionProcess.CollectAsync(address, quotas);
                return 0;
        }

        if (arguments.Length == 0 || !arguments.All(s_benchmarks.ContainsKey))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        if (Repository.Configuration != "Release")
        {
            Console.Error.WriteLine("A debug build says nothing about speed: run with -c Release.");
            return 2;
        }

        try
        {
            var report = new Report(Console.Out);
            foreach (string name in arguments)
                s_benchmarks[name](report);
            return report.Holds ? 0 : 1;
        }
        catch (BenchmarkException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
