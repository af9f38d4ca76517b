using System.Globalization;
using System.IO.Compression;
using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public class SnapshotWriterTests
{
    private static readonly SnapshotManifest s_manifest = new()
    {
        TenantId = "11111111-2222-3333-4444-555555555555",
        DisplayName = "Contoso \u0130stanbul",
        InitialDomain = "contoso.onmicrosoft.com",
        Cloud = "Global",
        CollectedAt = new DateTimeOffset(2026, 9, 30, 7, 0, 0, TimeSpan.Zero),
    };

    [Theory]
    [InlineData("contoso", "nl-BE")]
    [InlineData("contoso", "tr-TR")]
    [InlineData("contoso.snapshot.zip", "")]
    [InlineData("CONTOSO.ZIP", "tr-TR")]
    public void What_is_written_is_read_again(string name, string culture)
    {
        var former = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            using var folder = new SampleFolder();
            string path = Path.Combine(folder.Path, name);
            using (var writer = SnapshotWriter.Create(path))
            {
                Add(writer, "graph/organization", SnapshotFormat.Object, "{\"id\":\"1\"}");
                Add(writer, "graph/domains", SnapshotFormat.Array, "{\"id\":\"1\"}", "{\n \"id\": \"2\"\n}");
                Add(writer, "graph/namedLocations", SnapshotFormat.Array);
                Add(writer, "graph/users", SnapshotFormat.Lines, "{\"id\":\"1\"}", "{\r\n \"id\":\n \"2\" }", "{\"id\":\"3\"}");
                Add(writer, "graph/groups", SnapshotFormat.Lines);
                Add(writer, "graph/groupMembers", SnapshotFormat.CompressedLines, "{\"id\":\"1\"}", "{\"id\":\"2\"}");
                Add(writer, "exchange/Get-InboxRule", SnapshotFormat.CompressedLines);
                writer.AddMissing(new ResourceState("compliance/Get-Label", ResourceStatus.Denied)
                {
                    Error = "403 Forbidden",
                    Permission = "Compliance Reader",
                    CollectedAt = s_manifest.CollectedAt,
                });
                writer.Complete(s_manifest);
            }

            var snapshot = TenantSnapshot.Open(path);

            (snapshot.Manifest with { Resources = s_manifest.Resources }).ShouldBe(s_manifest);
            snapshot.Resources.Select(state => $"{state.Name} {state.Status} {state.Count}").ShouldBe([
                "compliance/Get-Label Denied ", "exchange/Get-InboxRule Collected 0", "graph/domains Collected 2", "graph/groupMembers Collected 2",
                "graph/groups Collected 0", "graph/namedLocations Collected 0", "graph/organization Collected 1", "graph/users Collected 3"]);
            snapshot.StateOf("compliance/Get-Label").Permission.ShouldBe("Compliance Reader");
            snapshot.StateOf("GRAPH/GROUPMEMBERS").Count.ShouldBe(2);
            foreach (var state in snapshot.Resources.Where(state => state.Status == ResourceStatus.Collected))
            {
                snapshot.ReadObjects(state.Name).Select(row => row.Text("ID"))
                    .ShouldBe(Enumerable.Range(1, (int)state.Count!).Select(id => id.ToString(CultureInfo.InvariantCulture)));
            }

            Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }

    [Fact]
    public void Only_the_owner_can_read_what_is_written()
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var folder = new SampleFolder();
        string zip = Path.Combine(folder.Path, "contoso.zip");
        Write(folder.Snapshot, "{}");
        Write(zip, "{}");

        foreach (string path in (string[])[folder.Snapshot, Path.Combine(folder.Snapshot, "graph")])
            File.GetUnixFileMode(path).ShouldBe(OwnerFile | UnixFileMode.UserExecute, path);
        foreach (string path in (string[])[zip, .. Directory.GetFiles(folder.Snapshot, "*", SearchOption.AllDirectories)])
            File.GetUnixFileMode(path).ShouldBe(OwnerFile, path);

        using var archive = ZipFile.OpenRead(zip);
        archive.Entries.ShouldAllBe(entry => ((entry.ExternalAttributes >> 16) & 0xFFF) == (int)OwnerFile);
    }

    [Theory]
    [InlineData("contoso")]
    [InlineData("contoso.zip")]
    public void Only_the_owner_can_look_into_the_folders_that_are_made_for_it(string name)
    {
        if (OperatingSystem.IsWindows())
            return;

        using var folder = new SampleFolder();
        string outer = Path.Combine(folder.Path, "exports");
        string inner = Path.Combine(outer, "2026");
        Write(Path.Combine(inner, name), "{}");

        foreach (string path in (string[])[outer, inner])
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, path);
    }

    [Fact]
    public void What_is_being_written_is_the_owners_from_the_first_moment()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var folder = new SampleFolder();
        using var writer = SnapshotWriter.Create(folder.Snapshot);
        using var users = writer.AddResource("graph/users", SnapshotFormat.Lines);

        string partial = Directory.GetDirectories(folder.Path).ShouldHaveSingleItem();
        File.GetUnixFileMode(partial).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(partial, "open/graph/users.jsonl")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("contoso")]
    [InlineData("contoso.zip")]
    public void A_snapshot_takes_the_place_of_the_former_one(string name)
    {
        using var folder = new SampleFolder();
        string path = Path.Combine(folder.Path, name);
        Write(path, "{\"id\":\"old\"}");
        using (var writer = SnapshotWriter.Create(path))
        {
            Add(writer, "graph/groups", SnapshotFormat.Lines, "{\"id\":\"new\"}");
            TenantSnapshot.Open(path).ReadObjects("graph/users").Single().Text("id").ShouldBe("old");
            writer.Complete(s_manifest);
        }

        TenantSnapshot.Open(path).Resources.ShouldHaveSingleItem().Name.ShouldBe("graph/groups");
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
    }

    [Theory]
    [InlineData("contoso")]
    [InlineData("contoso.zip")]
    public void A_writer_that_does_not_complete_leaves_what_was_there(string name)
    {
        using var folder = new SampleFolder();
        string path = Path.Combine(folder.Path, name);
        using (var writer = SnapshotWriter.Create(path))
            Add(writer, "graph/users", SnapshotFormat.Lines, "{}");
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();

        Write(path, "{\"id\":\"old\"}");
        using (var writer = SnapshotWriter.Create(path))
        {
            Add(writer, "graph/users", SnapshotFormat.Lines, "{}");
            using var open = writer.AddResource("graph/groups", SnapshotFormat.Lines);
            Should.Throw<InvalidOperationException>(() => writer.Complete(s_manifest));
        }

        TenantSnapshot.Open(path).ReadObjects("graph/users").Single().Text("id").ShouldBe("old");
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void A_folder_that_died_while_it_was_swapped_comes_back()
    {
        using var folder = new SampleFolder();
        Write(folder.Snapshot, "{\"id\":\"old\"}");
        Directory.Move(folder.Snapshot, Path.Combine(folder.Path, ".contoso.former"));

        SnapshotWriter.Create(folder.Snapshot).Dispose();

        folder.Open().ReadObjects("graph/users").Single().Text("id").ShouldBe("old");
    }

    [Theory]
    [InlineData("contoso", "contoso/README.md", "no snapshot")]
    [InlineData("contoso", "contoso/manifest.json,contoso/graph/users.jsonl,contoso/notes/a.txt", "'notes/a.txt'")]
    [InlineData("contoso", "contoso/src/data.json", "no manifest.json")]
    [InlineData("contoso", "contoso/manifest.json/x", "no snapshot")]
    [InlineData("contoso", "contoso", "it is a file")]
    [InlineData("contoso.zip", "contoso.zip/manifest.json", "it is a folder")]
    [InlineData("contoso.zip", "contoso.zip", "no snapshot")]
    public void What_is_no_snapshot_is_not_overwritten(string target, string files, string reason)
    {
        using var folder = new SampleFolder();
        foreach (string file in files.Split(','))
            folder.With("../" + file, file.EndsWith("manifest.json", StringComparison.Ordinal) ? "{\"schema\":1}" : "{}");
        string path = Path.Combine(folder.Path, target);

        var exception = Should.Throw<SnapshotException>(() => SnapshotWriter.Create(path));

        exception.ErrorId.ShouldBe("SnapshotNotReplaced");
        exception.Message.ShouldContain(reason);
        foreach (string file in files.Split(','))
            File.Exists(Path.Combine(folder.Path, file)).ShouldBeTrue();
    }

    [Fact]
    public void An_empty_folder_is_filled()
    {
        using var folder = new SampleFolder();
        Directory.CreateDirectory(folder.Snapshot);

        Write(folder.Snapshot + Path.DirectorySeparatorChar, "{}");

        folder.Open().ReadObjects("graph/users").Count().ShouldBe(1);
    }

    [Fact]
    public void A_place_that_cannot_be_written_says_so()
    {
        using var folder = new SampleFolder().With("file", "");
        Should.Throw<SnapshotException>(() => SnapshotWriter.Create(Path.Combine(folder.Snapshot, "file/contoso"))).ErrorId.ShouldBe("SnapshotNotWritten");
    }

    [Theory]
    [InlineData("", "row 2 is not valid JSON")]
    [InlineData("null", "row 2 is not an object")]
    [InlineData("[]", "row 2 is not an object")]
    [InlineData("{\"id\":1", "row 2 is not valid JSON")]
    [InlineData("{} {}", "row 2 is not valid JSON")]
    public void A_row_that_is_no_object_is_refused(string row, string error)
    {
        using var folder = new SampleFolder();
        using (var writer = SnapshotWriter.Create(folder.Snapshot))
        {
            using (var users = writer.AddResource("graph/users", SnapshotFormat.Lines))
            {
                users.WriteRow("{}"u8.ToArray());
                Should.Throw<EvidenceUnavailableException>(() => users.WriteRow(Encoding.UTF8.GetBytes(row))).State.Error.ShouldNotBeNull().ShouldStartWith(error);
            }

            // The resource was not completed, so it can still be told why.
            writer.AddMissing(new ResourceState("graph/users", ResourceStatus.Failed) { Error = "cut off" });
            writer.Complete(s_manifest);
        }

        folder.Open().StateOf("graph/users").Error.ShouldBe("cut off");
        File.Exists(Path.Combine(folder.Snapshot, "graph/users.jsonl")).ShouldBeFalse();
    }

    [Fact]
    public void A_row_that_is_too_long_or_not_UTF_8_is_refused()
    {
        using var folder = new SampleFolder();
        using var writer = SnapshotWriter.Create(folder.Snapshot);
        using var users = writer.AddResource("graph/users", SnapshotFormat.Lines);

        byte[] invalid = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Should.Throw<EvidenceUnavailableException>(() => users.WriteRow(invalid)).State.Error.ShouldBe("row 1 is not valid UTF-8");
        Should.Throw<EvidenceUnavailableException>(() => users.WriteRow(new byte[SnapshotRows.MaximumRowBytes + 1]))
            .State.Error.ShouldBe("row 1 is longer than 16777216 bytes");
    }

    [Fact]
    public void Misuse_is_told()
    {
        using var folder = new SampleFolder();
        using var writer = SnapshotWriter.Create(folder.Snapshot);
        using var organization = writer.AddResource("graph/organization", SnapshotFormat.Object);

        Should.Throw<InvalidOperationException>(organization.Complete);
        organization.WriteRow("{}"u8.ToArray());
        Should.Throw<InvalidOperationException>(() => organization.WriteRow("{}"u8.ToArray()));
        Should.Throw<ArgumentException>(() => writer.AddResource("graph/Organization", SnapshotFormat.Lines));
        Should.Throw<ArgumentException>(() => writer.AddResource("../organization", SnapshotFormat.Lines));
        Should.Throw<ArgumentException>(() => writer.AddMissing(new ResourceState("graph/users", ResourceStatus.Collected)));
    }

    private static void Write(string path, params string[] users)
    {
        using var writer = SnapshotWriter.Create(path);
        Add(writer, "graph/users", SnapshotFormat.Lines, users);
        writer.Complete(s_manifest);
    }

    private static void Add(SnapshotWriter writer, string resource, SnapshotFormat format, params string[] rows)
    {
        using var stream = writer.AddResource(resource, format);
        foreach (string row in rows)
            stream.WriteRow(Encoding.UTF8.GetBytes(row));
        stream.Complete();
    }
}
