using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Clouds;
using SecureScore.Microsoft365.Collecting;

namespace SecureScore.Benchmarks;

/// <summary>Runs <c>PlainCollection.ps1</c>, which asks for the same resources without the module.</summary>
internal static class PlainScript
{
    private static readonly JsonSerializerOptions s_format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>What the script brought: rows of some resources, and how many requests all of them took.</summary>
    public sealed record Answer(long Ticks, int Requests, long Users, long Registrations, long Groups, long Members, long Rules, long Labels, long Meetings)
    {
        /// <summary>Whether the collector brought as much.</summary>
        public bool Agrees(CollectionOutcome collected) =>
            (Users, Registrations, Groups, Members) == (collected.Counts[Resources.Users], collected.Counts[Resources.UserRegistrationDetails],
                collected.Counts[Resources.Groups], collected.Counts[Resources.GroupMembers])
            && (Rules, Labels, Meetings) == (collected.Counts[Resources.TransportRule], collected.Counts[Resources.Label], collected.Counts[Resources.TeamsMeetingPolicy]);
    }

    /// <summary>Runs the script in a shell of its own. Its time is that of the requests, without the start of the shell.</summary>
    public static Measurement Run(out Answer answer, EmulatorProcess emulator)
    {
        var tenant = emulator.Address;
        var cloud = CloudProfile.Of(TenantCloud.Global);
        var definitions = CollectionProcess.Wanted.Select(resource => ResourceDefinitions.Find(resource)!).ToArray();
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(
                new
                {
                    Address = tenant.Address.GetLeftPart(UriPartial.Authority),
                    tenant.TenantId,
                    tenant.Tokens,
                    Hosts = cloud.Services.ToDictionary(service => service.Service, service => service.Address.Host),
                    Graph = definitions.Where(definition => GraphResource.All.ContainsKey(definition.Name))
                        .ToDictionary(definition => definition.Name, definition => GraphResource.All[definition.Name].Query, StringComparer.Ordinal),
                    Exchange = Names(TenantService.Exchange),
                    Purview = Names(TenantService.Purview),
                    Teams = Names(TenantService.Teams),
                },
                s_format));
            var whole = Shell.Run(out string output, $"& '{Path.Combine(Repository.Root, "tests", "SecureScore.Benchmarks", "PlainCollection.ps1")}' '{file}'");
            answer = JsonSerializer.Deserialize<Answer>(output)!;
            return whole with { Time = TimeSpan.FromTicks(answer.Ticks) };
        }
        finally
        {
            File.Delete(file);
        }

        string[] Names(TenantService service) => [.. definitions.Where(definition => definition.Service == service).Select(definition => definition.Name.Split('/')[1])];
    }
}
