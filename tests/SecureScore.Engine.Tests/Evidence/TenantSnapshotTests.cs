using System.Globalization;
using System.IO.Compression;
using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public class TenantSnapshotTests
{
    private const string Manifest = """{"schema":1,"tenantId":"11111111-2222-3333-4444-555555555555","displayName":"Contoso","resources":{}}""";

    [Fact]
    public void Manifest_tells_tenant_and_time()
    {
        using var folder = new SampleFolder().With("manifest.json", """
            {"schema":1,"tenantId":"11111111-2222-3333-4444-555555555555","displayName":"Contoso","initialDomain":"contoso.onmicrosoft.com",
             "cloud":"Global","collectedAt":"2026-09-30T07:00:00Z","unknown":{"a":[1]},
             "Resources":{"graph/users":{"status":"collected","count":2,"collectedAt":"2026-09-30T06:00:00Z"}}}
            """).With("graph/users.jsonl", "{}\n{}\n");

        var snapshot = folder.Open();

        snapshot.Location.ShouldBe(folder.Snapshot);
        snapshot.Manifest.TenantId.ShouldBe("11111111-2222-3333-4444-555555555555");
        snapshot.Manifest.DisplayName.ShouldBe("Contoso");
        snapshot.Manifest.InitialDomain.ShouldBe("contoso.onmicrosoft.com");
        snapshot.Manifest.Cloud.ShouldBe("Global");
        snapshot.Manifest.CollectedAt.ShouldBe(new DateTimeOffset(2026, 9, 30, 7, 0, 0, TimeSpan.Zero));
        snapshot.StateOf("GRAPH/USERS").ShouldBe(new ResourceState("graph/users", ResourceStatus.Collected)
        {
            Count = 2,
            CollectedAt = new DateTimeOffset(2026, 9, 30, 6, 0, 0, TimeSpan.Zero),
        });
    }

    [Theory]
    [InlineData("graph/absent", ResourceStatus.Skipped, null)]
    [InlineData("graph/fileOnly", ResourceStatus.Collected, null)]
    [InlineData("graph/collected", ResourceStatus.Collected, null)]
    [InlineData("graph/missing", ResourceStatus.Failed, "the manifest says that it was collected, but its file is missing")]
    [InlineData("graph/denied", ResourceStatus.Denied, "403 Forbidden")]
    [InlineData("graph/notLicensed", ResourceStatus.NotLicensed, null)]
    [InlineData("exchange/Get-Rule", ResourceStatus.NotConnected, null)]
    [InlineData("graph/failed", ResourceStatus.Failed, "500")]
    [InlineData("graph/skipped", ResourceStatus.Skipped, null)]
    [InlineData("graph/future", ResourceStatus.Failed, "the manifest gives it the status 'Postponed', which this version does not know")]
    [InlineData("graph/numbered", ResourceStatus.Failed, "the manifest gives it the status '0', which this version does not know")]
    [InlineData("graph/none", ResourceStatus.Failed, "the manifest gives it no status")]
    [InlineData("../outside", ResourceStatus.Skipped, null)]
    public void Manifest_and_files_together_tell_the_state(string resource, ResourceStatus status, string? error)
    {
        using var folder = new SampleFolder().With("manifest.json", """
            {"schema":1,"resources":{
              "graph/collected":{"status":"Collected"},"graph/missing":{"status":"Collected"},
              "graph/denied":{"status":"Denied","error":"403 Forbidden","permission":"Policy.Read.All"},
              "graph/notLicensed":{"status":"NotLicensed"},"exchange/Get-Rule":{"status":"NotConnected"},
              "graph/failed":{"status":"Failed","error":"500"},"graph/skipped":{"status":"Skipped"},
              "graph/future":{"status":"Postponed"},"graph/numbered":{"status":"0"},"graph/none":{},
              "../outside":{"status":"Denied"}}}
            """).With("graph/fileOnly.json", "{}").With("graph/collected.json", "{}").With("graph/denied.json", "{}");
        var snapshot = folder.Open();

        var state = snapshot.StateOf(resource);

        state.Status.ShouldBe(status);
        state.Error.ShouldBe(error);
        if (status == ResourceStatus.Collected)
            snapshot.ReadObjects(resource).Count().ShouldBe(1);
        else
            Should.Throw<EvidenceUnavailableException>(() => snapshot.ReadObjects(resource).Any()).State.ShouldBe(state);
    }

    [Fact]
    public void Resources_are_those_of_the_manifest_and_of_the_files_in_ordinal_order()
    {
        using var folder = new SampleFolder()
            .With("manifest.json", """{"schema":1,"resources":{"graph/zones":{"status":"Denied"},"dns/records":{"status":"Skipped"}}}""")
            .With("graph/users.jsonl", "").With("exchange/Get-Rule.json", "[]")
            .With("README.md", "notes").With(".DS_Store", "x").With("graph/.DS_Store", "x").With("graph/users.json.gz", "x")
            .With("graph/users.txt", "x").With("graph/deep/er.json", "{}").With("Graph2/users.json", "{}").With("graph/us_ers.json", "{}");

        folder.Open().Resources.Select(state => state.Name).ShouldBe(["dns/records", "exchange/Get-Rule", "graph/users", "graph/zones"]);
    }

    [Fact]
    public void A_folder_without_manifest_is_a_snapshot_of_an_unknown_tenant()
    {
        using var folder = new SampleFolder().With("graph/users.jsonl", "{}\n");

        folder.Open().Manifest.TenantId.ShouldBeNull();
        folder.Open().StateOf("graph/users").ShouldBe(new ResourceState("graph/users", ResourceStatus.Collected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("missing")]
    [InlineData("mis\0sing")]
    public void A_path_where_nothing_is_says_so(string name)
    {
        using var folder = new SampleFolder();
        ErrorOf(name.Length == 0 ? "" : Path.Combine(folder.Path, name)).ErrorId.ShouldBe("SnapshotNotFound");
    }

    [Fact]
    public void A_folder_of_snapshots_is_none_itself()
    {
        using var folder = new SampleFolder();
        folder.With("manifest.json", "{}");

        Should.Throw<SnapshotException>(() => TenantSnapshot.Open(folder.Path)).ErrorId.ShouldBe("SnapshotEmpty");
    }

    [Fact]
    public void Evidence_that_was_removed_says_so_and_not_where_it_was()
    {
        using var folder = new SampleFolder();
        var snapshot = folder.With("graph/users.jsonl", "{}").Open();
        Directory.Delete(folder.Snapshot, recursive: true);

        Should.Throw<EvidenceUnavailableException>(() => snapshot.ReadObjects("graph/users").Count())
            .Message.ShouldBe("graph/users cannot be used: the evidence is gone: its connection was ended, or the snapshot was removed.");
    }

    [Fact]
    public void A_folder_without_anything_of_a_snapshot_is_empty()
    {
        using var folder = new SampleFolder().With("README.md", "notes").With("one/manifest.json", Manifest).With("two/x.txt", "");
        Directory.CreateDirectory(Path.Combine(folder.Snapshot, "manifest.json"));
        File.Delete(Path.Combine(folder.Snapshot, "one/manifest.json"));

        ErrorOf(folder.Snapshot).ErrorId.ShouldBe("SnapshotEmpty");
    }

    [Theory]
    [InlineData("SnapshotEmpty", new string[0])]
    [InlineData("SnapshotEmpty", new[] { "README.md" })]
    [InlineData(null, new[] { "manifest.json", "graph/users.jsonl" })]
    [InlineData(null, new[] { "graph/", "graph/users.jsonl" })]
    [InlineData(null, new[] { "contoso/", "contoso/manifest.json", "contoso/graph/users.jsonl" })]
    [InlineData(null, new[] { "Contoso 2026/manifest.json", "Contoso 2026/graph/users.jsonl", "__MACOSX/Contoso 2026/._manifest.json" })]
    [InlineData(null, new[] { "Contoso/graph/users.jsonl" })]
    [InlineData(null, new[] { "manifest.json", "graph/users.jsonl", "old/manifest.json", "old/graph/users.jsonl" })]
    [InlineData("SnapshotAmbiguous", new[] { "one/manifest.json", "two/manifest.json" })]
    [InlineData("SnapshotAmbiguous", new[] { "One/graph/users.jsonl", "Two/graph/users.jsonl" })]
    [InlineData("SnapshotAmbiguous", new[] { "manifest.json", "manifest.json" })]
    [InlineData("SnapshotAmbiguous", new[] { "graph/users.jsonl", "graph/Users.jsonl" })]
    [InlineData("SnapshotAmbiguous", new[] { "graph/users.jsonl", "graph/users.json" })]
    [InlineData("SnapshotAmbiguous", new[] { "graph/users.jsonl", "graph/users.jsonl.gz" })]
    [InlineData("SnapshotUnsafe", new[] { "manifest.json", "../graph/users.jsonl" })]
    [InlineData("SnapshotUnsafe", new[] { "manifest.json", "graph/../../users.jsonl" })]
    [InlineData("SnapshotUnsafe", new[] { "manifest.json", "/etc/passwd" })]
    [InlineData("SnapshotUnsafe", new[] { "manifest.json", "C:/graph/users.jsonl" })]
    [InlineData("SnapshotUnsafe", new[] { "manifest.json", @"graph\users.jsonl" })]
    public void A_zip_file_is_judged_by_the_names_of_its_entries(string? error, string[] entries)
    {
        using var folder = new SampleFolder();
        string zip = folder.Zip([.. entries.Select(entry =>
            (entry, entry.EndsWith('/') ? "" : entry.Contains("manifest", StringComparison.Ordinal) ? Manifest : "{\"id\":\"1\"}\n"))]);

        if (error is null)
            TenantSnapshot.Open(zip).ReadObjects("graph/users").Select(row => row.Text("id")).ShouldBe(["1"]);
        else
            ErrorOf(zip).ErrorId.ShouldBe(error);
    }

    [Theory]
    [InlineData("graph/users.json", "graph/users.jsonl")]
    [InlineData("graph/users.json", "graph/users.jsonl.gz")]
    [InlineData("graph/users.jsonl", "graph/users.jsonl.gz")]
    public void Two_files_of_one_resource_are_ambiguous(string one, string other)
    {
        using var folder = new SampleFolder().With("manifest.json", Manifest).With(one, "{}").With(other, "{}");

        var error = ErrorOf(folder.Snapshot);

        error.ErrorId.ShouldBe("SnapshotAmbiguous");
        error.Message.ShouldContain(one);
        error.Message.ShouldContain(other);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("null", "'schema' is missing")]
    [InlineData("{}", "'schema' is missing")]
    [InlineData("[]", "line 1")]
    [InlineData("{\"schema\":\"1\"}", "line 1")]
    [InlineData("{\"schema\":0}", "'schema' is less than 1")]
    [InlineData("{\"schema\":1,\n\"resources\":null}", "'resources' is null")]
    [InlineData("{\"schema\":1,\n\"resources\":[]}", "line 2: The JSON value could not be converted")]
    [InlineData("{\"schema\":1,\n\"tenantId\":7}", "line 2: The JSON value could not be converted")]
    [InlineData("{\"schema\":1,\n\n\"collectedAt\":\"yesterday\"}", "line 3: The JSON value could not be converted")]
    [InlineData("{\"schema\":1,\"resources\":{\n\"graph/users\":null}}", "'graph/users' is null")]
    [InlineData("{\"schema\":1,\"resources\":{\n\"graph/users\":\"Collected\"}}", "line 2")]
    [InlineData("{\"schema\":1,\"resources\":{\"graph/users\":{\n\"status\":\"Collected\",\"count\":-1}}}", "count of 'graph/users' is negative")]
    [InlineData("{\"schema\":1,\"resources\":{\"graph/users\":{\n\"status\":\"Collected\",\"count\":1.5}}}", "line 2")]
    [InlineData("{\"schema\":1,\"resources\":{\"graph/users\":{},\n\"graph/Users\":{}}}", "line 2: the property 'graph/Users' is there twice")]
    [InlineData("{\"schema\":1,\n\"x\":[{\"a\":1,\n\"A\":2}]}", "line 3: the property 'A' is there twice")]
    [InlineData("{\"schema\":1,\n\"tenantId\":\"1\"", "line 2")]
    [InlineData("{\"schema\":1}\n{}", "line 2")]
    [InlineData("{\"schema\":1,\"tenantId\":\"\\ud800\"}", "line 1")]
    public void A_damaged_manifest_is_told_with_file_and_line(string manifest, string message)
    {
        using var folder = new SampleFolder().With("manifest.json", manifest);

        var error = ErrorOf(folder.Snapshot);

        error.ErrorId.ShouldBe("SnapshotInvalid");
        error.Message.ShouldContain("manifest.json");
        error.Message.ShouldContain(message);
        error.Target.ShouldBe(folder.Snapshot);
    }

    [Fact]
    public void A_manifest_that_is_not_UTF_8_is_damaged()
    {
        using var folder = new SampleFolder().With("manifest.json", Encoding.Latin1.GetBytes("""{"schema":1,"displayName":"Zürich"}"""));
        ErrorOf(folder.Snapshot).ErrorId.ShouldBe("SnapshotInvalid");
    }

    [Theory]
    [InlineData("{\"schema\":2,\"resources\":[]}")]
    [InlineData("{\"tenantId\":{},\"schema\":2147483648}")]
    public void A_newer_format_asks_for_an_update(string manifest)
    {
        using var folder = new SampleFolder().With("manifest.json", manifest);

        var error = ErrorOf(folder.Snapshot);

        error.ErrorId.ShouldBe("SnapshotTooNew");
        error.Message.ShouldEndWith("Update SecureScore.");
    }

    [Fact]
    public void A_manifest_without_end_is_too_large() =>
        Should.Throw<SnapshotException>(() => TenantSnapshot.Open(new MemoryStorage().With("manifest.json", () => new RepeatingStream(" ", 1L << 40))))
            .ErrorId.ShouldBe("SnapshotTooLarge");

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("PK\u0003\u0004")]
    public void A_file_of_another_kind_is_not_recognised(string content)
    {
        using var folder = new SampleFolder().With("file.zip", content);
        ErrorOf(Path.Combine(folder.Snapshot, "file.zip")).ErrorId.ShouldBe("SnapshotNotRecognised");
    }

    [Fact]
    public void A_zip_file_that_is_cut_off_is_not_recognised()
    {
        using var folder = new SampleFolder();
        string zip = folder.Zip(("manifest.json", Manifest), ("graph/users.jsonl", "{}\n"));
        byte[] whole = File.ReadAllBytes(zip);
        File.WriteAllBytes(zip, whole[..^30]);

        ErrorOf(zip).ErrorId.ShouldBe("SnapshotNotRecognised");
    }

    [Fact]
    public void A_device_is_not_recognised()
    {
        if (OperatingSystem.IsWindows())
            return;

        ErrorOf("/dev/null").ErrorId.ShouldBe("SnapshotNotRecognised");
        ErrorOf("/dev/zero").ErrorId.ShouldBe("SnapshotNotRecognised");
    }

    [Theory]
    [InlineData("manifest.json", false)]
    [InlineData("graph/users.jsonl", false)]
    [InlineData("graph/users.jsonl", true)]
    [InlineData("graph", true)]
    public void A_link_in_a_folder_is_unsafe(string link, bool isBroken)
    {
        if (OperatingSystem.IsWindows())
            return;

        using var folder = new SampleFolder().With("dns/records.json", "[]").With("../elsewhere/file", Manifest);
        string path = Path.Combine(folder.Snapshot, link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (link == "graph")
            Directory.CreateSymbolicLink(path, Path.Combine(folder.Path, "elsewhere"));
        else
            File.CreateSymbolicLink(path, Path.Combine(folder.Path, isBroken ? "nowhere" : "elsewhere/file"));

        var error = ErrorOf(folder.Snapshot);

        error.ErrorId.ShouldBe("SnapshotUnsafe");
        error.Message.ShouldContain($"'{link}' is a link");
    }

    [Fact]
    public void A_pipe_in_a_folder_is_unsafe_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var folder = new SampleFolder().With("manifest.json", Manifest).With("graph/empty.jsonl", "");
        folder.Open().ReadObjects("graph/empty").ShouldBeEmpty();
        string pipe = Path.Combine(folder.Snapshot, "graph", "users.jsonl");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            mkfifo.WaitForExit();

        ErrorOf(pipe).ErrorId.ShouldBe("SnapshotNotRecognised");
        ErrorOf(folder.Snapshot).Message.ShouldContain("'graph/users.jsonl' is a device");
    }

    [Fact]
    public void A_snapshot_is_opened_through_a_link_that_the_user_gave()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var folder = new SampleFolder().With("manifest.json", Manifest);
        string zip = folder.Zip(("manifest.json", Manifest));
        string folderLink = Path.Combine(folder.Path, "folder-link");
        string zipLink = Path.Combine(folder.Path, "zip-link");
        string brokenLink = Path.Combine(folder.Path, "broken-link");
        Directory.CreateSymbolicLink(folderLink, folder.Snapshot);
        File.CreateSymbolicLink(zipLink, zip);
        File.CreateSymbolicLink(brokenLink, Path.Combine(folder.Path, "nowhere"));

        TenantSnapshot.Open(folderLink).Location.ShouldBe(folderLink);
        TenantSnapshot.Open(zipLink).Location.ShouldBe(zipLink);
        ErrorOf(brokenLink).ErrorId.ShouldBe("SnapshotNotFound");
    }

    [Theory]
    [InlineData(0xA000)]
    [InlineData(0x2000)]
    [InlineData(0x1000)]
    public void A_link_or_a_device_in_a_zip_file_is_unsafe(int type)
    {
        using var folder = new SampleFolder();
        string zip = folder.Zip(("manifest.json", Manifest), ("graph/users.jsonl", "/etc/passwd"));
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Update))
            archive.GetEntry("graph/users.jsonl")!.ExternalAttributes = (type | 0x1FF) << 16;

        ErrorOf(zip).ErrorId.ShouldBe("SnapshotUnsafe");
    }

    [Theory]
    [InlineData(2_001, 1)]
    [InlineData(1_000, 2_000)]
    public void A_zip_file_with_a_long_list_of_entries_is_too_large(int entries, int nameLength)
    {
        string name = new('x', nameLength);
        using var folder = new SampleFolder();
        string zip = Path.Combine(folder.Path, "many.zip");
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            for (int entry = 0; entry < entries; entry++)
                archive.CreateEntry(name, CompressionLevel.NoCompression);
        }

        ErrorOf(zip).ErrorId.ShouldBe("SnapshotTooLarge");
    }

    [Fact]
    public void A_folder_of_many_files_is_too_large()
    {
        using var folder = new SampleFolder().With("graph/users.json", "[]");
        for (int file = 0; file < SnapshotStorage.MaximumFiles; file++)
            File.WriteAllBytes(Path.Combine(folder.Snapshot, "graph", file.ToString(CultureInfo.InvariantCulture)), []);

        ErrorOf(folder.Snapshot).ErrorId.ShouldBe("SnapshotTooLarge");
    }

    [Fact]
    public void A_zip_file_that_unpacks_without_end_is_too_large()
    {
        using var folder = new SampleFolder();
        string zip = Bomb(folder, "graph/users.jsonl", 128);

        ErrorOf(zip).ErrorId.ShouldBe("SnapshotTooLarge");
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_too_large()
    {
        using var folder = new SampleFolder();
        string zip = folder.Zip(("graph/a.jsonl", string.Concat(Enumerable.Range(0, 2000))));
        byte[] bytes = File.ReadAllBytes(zip);
        int list = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        int end = bytes.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        byte[] entry = bytes[list..end];
        byte[] other = [.. entry];
        other[46 + "graph/".Length] = (byte)'b';
        byte[] tail = bytes[end..];
        tail[8] = tail[10] = 2;
        BitConverter.TryWriteBytes(tail.AsSpan(12), entry.Length * 2);
        File.WriteAllBytes(zip, [.. bytes[..list], .. entry, .. other, .. tail]);

        ErrorOf(zip).Message.ShouldContain("overlap");
    }

    /// <summary>Writes a zip file with an entry of zeros.</summary>
    internal static string Bomb(SampleFolder folder, string entry, int megabytes)
    {
        string zip = Path.Combine(folder.Path, "bomb.zip");
        using var archive = ZipFile.Open(zip, ZipArchiveMode.Create);
        using var stream = archive.CreateEntry(entry).Open();
        byte[] zeros = new byte[1024 * 1024];
        for (int megabyte = 0; megabyte < megabytes; megabyte++)
            stream.Write(zeros);
        return zip;
    }

    private static SnapshotException ErrorOf(string path) => Should.Throw<SnapshotException>(() => TenantSnapshot.Open(path));
}
