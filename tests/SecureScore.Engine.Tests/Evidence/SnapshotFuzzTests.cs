using System.Diagnostics;
using System.Reflection;
using System.Text;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Scoring;

namespace SecureScore.Engine.Tests.Evidence;

/// <summary>Snapshots with thousands of random damages: whatever they hold, only the reader's own errors come out.</summary>
/// <remarks>The damages are the same in each run. A run ends early on a machine that is too slow, but not before it tried enough.</remarks>
public class SnapshotFuzzTests
{
    private const int Mutations = 100_000;
    private const int EnoughMutations = 10_000;
    private const int EnoughZipMutations = 1_000;

    // Judging takes a hundred times as long as reading one file.
    private const int MutationsPerJudgement = 50;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(25);

    private static readonly string[] s_tokens =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-1", "1e999", "9999999999999999999999", "{}", "[]", "\"\"", "\"\\ud800\"", "\n", "\0", "\uFEFF"];

    [Fact]
    public void Damaged_files_give_nothing_but_own_errors()
    {
        var random = new Random(20260930);
        var snapshots = Samples().ToList();
        var time = Stopwatch.StartNew();
        int done = 0;
        int rejected = 0;
        for (; done < Mutations && (done < EnoughMutations || time.Elapsed < s_longest); done++)
        {
            var files = snapshots[done % snapshots.Count];
            var (name, content) = files.ElementAt(random.Next(files.Count));
            byte[] damaged = Mutate(content, random);
            var storage = Storage(files).With(name, damaged);
            rejected += Survives(
                () => Open(storage, SnapshotStorage.ResourceOf(name), judge: random.Next(MutationsPerJudgement) == 0),
                $"mutation {done} of {name}: {Convert.ToBase64String(damaged)}");
        }

        done.ShouldBeGreaterThanOrEqualTo(EnoughMutations);
        rejected.ShouldBeGreaterThan(done / 3, "mutations that do no damage test nothing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[{},{}]")]
    [InlineData("null")]
    [InlineData("{\"id\":null,\"value\":[]}")]
    public void A_resource_without_content_ends_no_judgement(string content)
    {
        foreach (var files in Samples())
        {
            foreach (string name in files.Keys.Where(file => file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".jsonl", StringComparison.Ordinal)))
                Survives(() => Judge(TenantSnapshot.Open(Storage(files).With(name, content))), $"{name}: {content}");
        }
    }

    [Fact]
    public void Damaged_zip_files_give_nothing_but_own_errors()
    {
        using var folder = new SampleFolder();
        byte[] whole = File.ReadAllBytes(folder.Zip(SmallSample().Select(file => ("contoso/" + file.Key, file.Value))));
        string path = Path.Combine(folder.Path, "damaged.zip");
        var random = new Random(20260930);
        var time = Stopwatch.StartNew();
        int done = 0;
        int rejected = 0;
        for (; done < Mutations / 20 && (done < EnoughZipMutations || time.Elapsed < s_longest); done++)
        {
            byte[] damaged = Mutate(whole, random);
            File.WriteAllBytes(path, damaged);
            rejected += Survives(() => ReadAll(TenantSnapshot.Open(path)), $"mutation {done}: {Convert.ToBase64String(damaged)}");
        }

        done.ShouldBeGreaterThanOrEqualTo(EnoughZipMutations);
        rejected.ShouldBeGreaterThan(done / 3, "mutations that do no damage test nothing");
    }

    /// <summary>Returns 1 when something was rejected.</summary>
    private static int Survives(Action read, string mutation)
    {
        try
        {
            read();
            return 0;
        }
        catch (Exception exception) when (exception is SnapshotException or EvidenceUnavailableException)
        {
            return 1;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(mutation, exception);
        }
    }

    private static void Open(SnapshotStorage storage, string? resource, bool judge)
    {
        var snapshot = TenantSnapshot.Open(storage);
        if (judge)
            Judge(snapshot);

        if (resource is not null)
            Read(snapshot, resource);
    }

    private static void Judge(TenantSnapshot snapshot)
    {
        foreach (var control in SecureScoreEvaluator.Judge(snapshot, ControlCatalog.Default).Controls)
            _ = control.ReadEvidence().Count();
    }

    private static void ReadAll(TenantSnapshot snapshot)
    {
        EvidenceUnavailableException? failure = null;
        foreach (var state in snapshot.Resources.Where(state => state.Status == ResourceStatus.Collected))
        {
            try
            {
                Read(snapshot, state.Name);
            }
            catch (EvidenceUnavailableException exception)
            {
                failure = exception;
            }
        }

        if (failure is not null)
            throw failure;
    }

    private static void Read(TenantSnapshot snapshot, string resource)
    {
        using (var rows = snapshot.OpenRows(resource))
        {
            while (rows.Read())
                rows.Current[0].ShouldBe((byte)'{');
        }

        foreach (var row in snapshot.ReadObjects(resource))
        {
            row.Text("id");
            row.Boolean("accountEnabled");
            row.Date("createdDateTime");
            row.Texts("proxyAddresses");
            row.Objects("assignedLicenses");
            row.Object("details")?.Number("count");
        }
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        var bytes = new List<byte>(content);
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)]));
                    break;
                default:
                    SwapToken(bytes, random);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another token in the place of one that starts with a quotation mark, a digit or a bracket.</summary>
    private static void SwapToken(List<byte> bytes, Random random)
    {
        int start = bytes.FindIndex(random.Next(bytes.Count + 1), value => value is (byte)'"' or (byte)'{' or (byte)'[' or (>= (byte)'0' and <= (byte)'9'));
        if (start < 0)
            return;

        int end = bytes[start] == '"' ? bytes.IndexOf((byte)'"', start + 1) : start;
        bytes.RemoveRange(start, Math.Max(end - start, 0) + 1);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)]));
    }

    private static IEnumerable<IReadOnlyDictionary<string, byte[]>> Samples()
    {
        yield return SmallSample();

        string root = typeof(SnapshotFuzzTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        var samples = new DirectoryInfo(Path.Combine(root, "samples"));
        foreach (var folder in samples.Exists ? samples.GetDirectories() : [])
        {
            var storage = new FolderStorage(folder.FullName);
            var files = storage.ListFiles().ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(folder.FullName, file)), StringComparer.Ordinal);
            if (files.Count > 0)
                yield return files;
        }
    }

    private static Dictionary<string, byte[]> SmallSample() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["manifest.json"] = """
            {"schema":1,"tenantId":"11111111-2222-3333-4444-555555555555","displayName":"Contoso","cloud":"Global","collectedAt":"2026-09-30T07:00:00Z",
             "resources":{"graph/users":{"status":"Collected","count":3},"graph/groupMembers":{"status":"Collected","count":2},
               "graph/organization":{"status":"Collected","collectedAt":"2026-09-30T07:00:00Z"},
               "compliance/Get-Label":{"status":"Denied","error":"403","permission":"Compliance Reader"}}}
            """,
        ["graph/users.jsonl"] = """
            {"id":"00000000-0000-0000-0000-000000000001","userPrincipalName":"a@contoso.com","accountEnabled":true,"assignedLicenses":[{"skuId":"1"}]}
            {"id":"00000000-0000-0000-0000-000000000002","userPrincipalName":"b@contoso.com","accountEnabled":"False","proxyAddresses":["SMTP:b@contoso.com"]}
            {"id":"00000000-0000-0000-0000-000000000003","userType":"Guest","createdDateTime":"2026-01-01T00:00:00Z","details":{"count":1.5}}
            """,
        ["graph/organization.json"] = """{"id":"1","displayName":"Z\u00FCrich & co","assignedLicenses":[]}""",
        ["graph/identitySecurityDefaultsEnforcementPolicy.json"] = """{"id":"1","isEnabled":false}""",
        ["graph/secureScores.json"] = """
            [{"id":"1","createdDateTime":"2026-09-29T00:00:00Z","currentScore":12.5,"maxScore":60,
              "controlScores":[{"controlName":"AdminMFAV2","controlCategory":"Identity","score":5,"scoreInPercentage":50}]}]
            """,
        ["graph/secureScoreControlProfiles.json"] = """[{"id":"AdminMFAV2","title":"MFA","maxScore":10,"controlCategory":"Identity"}]""",
        ["graph/subscribedSkus.json"] = """
            [{"skuPartNumber":"SPE_E5","capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]
            """,
        ["dns/records.json"] = """[{"domain":"contoso.com","type":"TXT","name":"_dmarc.contoso.com","values":[]}]""",
    }.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value), StringComparer.Ordinal)
        .Append(new("graph/groupMembers.jsonl.gz", SampleFolder.Gzip("{\"groupId\":\"1\",\"memberId\":\"2\"}\n{\"groupId\":\"1\",\"memberId\":\"3\"}\n")))
        .ToDictionary(StringComparer.Ordinal);

    private static MemoryStorage Storage(IReadOnlyDictionary<string, byte[]> files)
    {
        var storage = new MemoryStorage();
        foreach (var (name, content) in files)
            storage.With(name, content);
        return storage;
    }
}
