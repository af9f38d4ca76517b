using System.IO.Compression;
using System.Text;
using System.Text.Json;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public class SnapshotRowsTests
{
    [Theory]
    [InlineData("graph/users.jsonl", "", "")]
    [InlineData("graph/users.jsonl", "{\"id\":\"1\"}", "1")]
    [InlineData("graph/users.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n", "1 2")]
    [InlineData("graph/users.jsonl", "\uFEFF{\"id\":\"1\"}\r\n\r\n  \n\t{\"id\":\"2\"} \r\n", "1 2")]
    [InlineData("graph/users.json", "[]", "")]
    [InlineData("graph/users.json", " [ \n ] \n", "")]
    [InlineData("graph/users.json", "\uFEFF{\"id\":\"1\"}\n", "1")]
    [InlineData("graph/users.json", "[{\"id\":\"1\"},{\"id\":\"2\"}]", "1 2")]
    [InlineData("graph/users.json", "\n[\n  {\n \"id\": \"1\"\n },\r\n{\"id\":\"2\"}\n]\n", "1 2")]
    public void Rows_come_one_after_the_other(string file, string content, string ids)
    {
        using var folder = new SampleFolder().With(file, content);
        Ids(folder.Open()).ShouldBe(ids);
    }

    [Fact]
    public void Compressed_lines_are_unpacked()
    {
        using var folder = new SampleFolder().With("graph/users.jsonl.gz", SampleFolder.Gzip("{\"id\":\"1\"}\n{\"id\":\"2\"}\n"));
        Ids(folder.Open()).ShouldBe("1 2");
    }

    [Theory]
    [InlineData("graph/users.jsonl")]
    [InlineData("graph/users.json")]
    public void Rows_longer_than_the_buffer_are_read(string file)
    {
        string[] rows = [.. Enumerable.Range(0, 40).Select(row => $$"""{"id":"{{row}}","text":"{{new string('x', row * 20_000)}}"}""")];
        string content = file.EndsWith('l') ? string.Join('\n', rows) : $"[{string.Join(",\n", rows)}]";
        using var folder = new SampleFolder().With(file, content);

        Ids(folder.Open()).ShouldBe(string.Join(' ', Enumerable.Range(0, 40)));
    }

    [Theory]
    [InlineData("graph/users.jsonl", "{}\n{\"id\":\"1\"\n", "graph/users.jsonl, line 2: ")]
    [InlineData("graph/users.jsonl", "{}\n\n{\"id\":\"1\"} {}\n", "graph/users.jsonl, line 3: ")]
    [InlineData("graph/users.jsonl", "{}\nnull\n", "graph/users.jsonl, line 2: expected an object, found null")]
    [InlineData("graph/users.jsonl", "17", "graph/users.jsonl, line 1: expected an object, found a number")]
    [InlineData("graph/users.jsonl", "[{}]", "graph/users.jsonl, line 1: expected an object, found a list")]
    [InlineData("graph/users.jsonl", "{\"id\":\"1\",\"Id\":\"2\"}", "graph/users.jsonl, line 1: the property 'Id' is there twice")]
    [InlineData("graph/users.json", "", "graph/users.json, line 1: expected an object or a list of objects, found the end of the file")]
    [InlineData("graph/users.json", "null", "graph/users.json, line 1: expected an object or a list of objects, found null")]
    [InlineData("graph/users.json", "\n\"text\"", "graph/users.json, line 2: expected an object or a list of objects, found text")]
    [InlineData("graph/users.json", "[", "graph/users.json, line 1: expected an object, found the end of the file")]
    [InlineData("graph/users.json", "[\n{},\nnull]", "graph/users.json, line 3: expected an object, found null")]
    [InlineData("graph/users.json", "[\n{},\n]", "graph/users.json, line 3: expected an object, found ']'")]
    [InlineData("graph/users.json", "[\n{}\n{}]", "graph/users.json, line 3: expected ',' or ']', found an object")]
    [InlineData("graph/users.json", "[{}]\n,", "graph/users.json, line 2: expected the end of the file, found ','")]
    [InlineData("graph/users.json", "{\n}\n{}", "graph/users.json, line 3: expected the end of the file, found an object")]
    [InlineData("graph/users.json", "[{\n\"id\":\n", "graph/users.json, line 3: ")]
    [InlineData("graph/users.json", "{\"a\":\n{\"b\":[{\"c\":1,\n\"c\":2}]}}", "graph/users.json, line 3: the property 'c' is there twice")]
    [InlineData("graph/users.json", "{\"\\ud800\":1}", "graph/users.json, line 1: The name of a property is not valid Unicode text")]
    public void What_is_no_row_is_told_with_file_and_line(string file, string content, string error)
    {
        using var folder = new SampleFolder().With(file, content).With("graph/groups.json", "[]");
        var snapshot = folder.Open();

        var exception = Should.Throw<EvidenceUnavailableException>(() => Ids(snapshot));
        exception.State.Name.ShouldBe("graph/users");
        exception.State.Status.ShouldBe(ResourceStatus.Failed);
        exception.State.Error.ShouldNotBeNull().ShouldStartWith(error);
        snapshot.ReadObjects("graph/groups").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("graph/users.jsonl", "{\"id\":\"")]
    [InlineData("graph/users.json", "[{\"id\":\"")]
    public void Text_that_is_not_UTF_8_is_no_row(string file, string start)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes("\n" + start), 0xC3, 0x28, .. "\"}"u8];
        var error = ErrorOf(new MemoryStorage().With(file, content));
        error.ShouldBe($"{file}, line 2: the text is not valid UTF-8");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Fewer_rows_than_counted_are_told_at_the_end(int count, bool isWhole)
    {
        var storage = new MemoryStorage().With("graph/users.jsonl", "{}\n{}\n")
            .With("manifest.json", $$"""{"schema":1,"resources":{"graph/users":{"status":"Collected","count":{{count}} } } }""");
        using var rows = TenantSnapshot.Open(storage).OpenRows("graph/users");

        rows.Read().ShouldBeTrue();
        rows.Read().ShouldBeTrue();
        rows.Row.ShouldBe(2);
        if (isWhole)
        {
            rows.Read().ShouldBeFalse();
            rows.Read().ShouldBeFalse();
        }
        else
        {
            var exception = Should.Throw<EvidenceUnavailableException>(() => rows.Read());
            exception.State.ShouldBe(new ResourceState("graph/users", ResourceStatus.Failed)
            {
                Count = 3,
                Error = "graph/users.jsonl ends after 2 rows, but the manifest counts 3",
            });
        }
    }

    [Theory]
    [InlineData(SnapshotRows.MaximumRowBytes, true)]
    [InlineData(SnapshotRows.MaximumRowBytes + 1, false)]
    public void A_row_has_at_most_16_MB(int length, bool isAccepted)
    {
        string row = $$"""{"a":"{{new string('x', length - 8)}}"}""";
        foreach (var storage in (MemoryStorage[])[new MemoryStorage().With("graph/users.jsonl", row), new MemoryStorage().With("graph/users.json", row)])
        {
            using var rows = TenantSnapshot.Open(storage).OpenRows("graph/users");
            if (isAccepted)
                rows.Read().ShouldBeTrue();
            else
                Should.Throw<EvidenceUnavailableException>(() => rows.Read()).State.Error!.ShouldEndWith("line 1: the row is longer than 16777216 bytes");
        }
    }

    [Theory]
    [InlineData("graph/users.jsonl", "x")]
    [InlineData("graph/users.json", "{\"a\":[")]
    [InlineData("graph/users.json", "{\"a\":0,")]
    public void A_row_without_end_ends_early(string file, string text) =>
        ErrorOf(new MemoryStorage().With(file, () => new RepeatingStream(text, 1L << 40))).ShouldStartWith($"{file}, line 1: ");

    [Fact]
    public void Rows_without_end_end_early()
    {
        using var rows = TenantSnapshot.Open(new MemoryStorage().With("graph/users.jsonl", () => new RepeatingStream("{}\n", 1L << 40))).OpenRows("graph/users");
        rows.MaximumRows.ShouldBe(50_000_000);
        rows.MaximumRows = 1_000_000;

        Should.Throw<EvidenceUnavailableException>(() =>
        {
            while (rows.Read())
            {
                // Only the end matters.
            }
        }).State.Error.ShouldBe("graph/users.jsonl, line 1000001: there are more than 1000000 rows");
    }

    public static TheoryData<string, byte[]> DamagedGzip => new()
    {
        { "empty", [] },
        { "no gzip", [.. "{\"id\":\"1\"}\n"u8] },
        { "cut off in the trailer", SampleFolder.Gzip("{}\n{}\n")[..^3] },
        { "cut off in the data", SampleFolder.Gzip("{}\n{}\n")[..^9] },
        { "more behind its end", [.. SampleFolder.Gzip("{}\n"), .. "more"u8] },
    };

    [Theory]
    [MemberData(nameof(DamagedGzip))]
    public void A_damaged_gzip_file_fails(string damage, byte[] content)
    {
        using var folder = new SampleFolder().With("graph/users.jsonl.gz", content);
        var snapshot = folder.Open();

        Should.Throw<EvidenceUnavailableException>(() => snapshot.ReadObjects("graph/users").Count(), damage)
            .State.Error!.ShouldStartWith("graph/users.jsonl.gz, line ");
    }

    [Fact]
    public void An_empty_gzip_file_with_header_and_trailer_holds_no_row()
    {
        byte[] empty = Convert.FromHexString("1f8b08000000000000030300000000000000000000");
        using var folder = new SampleFolder().With("graph/users.jsonl.gz", empty[..20]);
        folder.Open().ReadObjects("graph/users").ShouldBeEmpty();
    }

    [Fact]
    public void A_gzip_file_that_unpacks_without_end_ends_early()
    {
        using var folder = new SampleFolder().With("graph/users.jsonl.gz", Gzip(new RepeatingStream($$"""{"a":"{{new string('x', 1_000)}}"}""" + "\n", 100_000)));
        var snapshot = folder.Open();
        using var rows = snapshot.OpenRows("graph/users");

        Should.Throw<EvidenceUnavailableException>(() =>
        {
            while (rows.Read())
            {
                // Only the end matters.
            }
        }).State.Error!.ShouldEndWith("the compressed file unpacks to more than any evidence does");
        rows.Row.ShouldBeLessThan(70_000);
    }

    [Fact]
    public void A_damaged_entry_of_a_zip_file_fails_alone()
    {
        using var folder = new SampleFolder();
        string zip = folder.Zip(("graph/users.jsonl", Text("users")), ("graph/groups.jsonl", Text("groups")));
        byte[] bytes = File.ReadAllBytes(zip);
        bytes.AsSpan(bytes.AsSpan().IndexOf("graph/users.jsonl"u8) + 17, 40).Fill(0xFF);
        File.WriteAllBytes(zip, bytes);
        var snapshot = TenantSnapshot.Open(zip);

        Should.Throw<EvidenceUnavailableException>(() => snapshot.ReadObjects("graph/users").Count()).State.Status.ShouldBe(ResourceStatus.Failed);
        snapshot.ReadObjects("graph/groups").Count().ShouldBe(100);

        static string Text(string name) => string.Join('\n', Enumerable.Range(0, 100).Select(row => $$"""{"id":"{{name}}{{row * 7919}}"}"""));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(1)]
    public void An_entry_whose_length_is_a_lie_fails(int difference)
    {
        using var folder = new SampleFolder();
        string zip = folder.Zip(("graph/users.jsonl", "{}\n{}\n{}\n"));
        byte[] bytes = File.ReadAllBytes(zip);
        int list = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        bytes[list + 24] = (byte)(bytes[list + 24] + difference);
        File.WriteAllBytes(zip, bytes);
        var snapshot = TenantSnapshot.Open(zip);

        Should.Throw<EvidenceUnavailableException>(() => snapshot.ReadObjects("graph/users").Count()).State.Status.ShouldBe(ResourceStatus.Failed);
    }

    [Fact]
    public void A_file_that_is_gone_fails()
    {
        using var folder = new SampleFolder().With("graph/users.jsonl", "{}").With("manifest.json", """{"schema":1}""");
        string zip = folder.Zip(("graph/users.jsonl", "{}"));
        var inFolder = folder.Open();
        var inZip = TenantSnapshot.Open(zip);
        File.Delete(Path.Combine(folder.Snapshot, "graph/users.jsonl"));
        File.Delete(zip);

        Should.Throw<EvidenceUnavailableException>(() => inFolder.OpenRows("graph/users")).State.Error!.ShouldStartWith("graph/users.jsonl: ");
        Should.Throw<EvidenceUnavailableException>(() => inZip.OpenRows("graph/users")).State.Error!.ShouldStartWith("graph/users.jsonl: ");
    }

    [Fact]
    public void A_source_that_breaks_on_the_way_fails()
    {
        var storage = new MemoryStorage().With("graph/users.jsonl", () => new BufferedStream(new BreakingStream()));
        ErrorOf(storage).ShouldBe("graph/users.jsonl, line 1: the disk is gone");
    }

    [Fact]
    public void A_cancelled_reader_stops()
    {
        var snapshot = TenantSnapshot.Open(new MemoryStorage().With("graph/users.jsonl", () => new RepeatingStream("{}\n", 1L << 40)));
        using var cancellation = new CancellationTokenSource();
        using var rows = snapshot.OpenRows("graph/users", cancellation.Token);
        rows.Read().ShouldBeTrue();

        cancellation.Cancel();

        Should.Throw<OperationCanceledException>(() =>
        {
            while (rows.Read())
            {
                // Only the end matters.
            }
        });
        rows.Row.ShouldBeLessThan(1_000_000);
        Should.Throw<OperationCanceledException>(() => snapshot.OpenRows("graph/users", cancellation.Token));
    }

    [Fact]
    public void A_reader_of_its_own_tells_an_invalid_row_in_the_same_way()
    {
        var snapshot = TenantSnapshot.Open(new MemoryStorage().With("graph/users.jsonl", "{}\n{\"a\" 1}\n"));
        using var rows = snapshot.OpenRows("graph/users");
        rows.Read();
        rows.Read();

        rows.Invalid("'id' is missing").State.Error.ShouldBe("graph/users.jsonl, line 2: 'id' is missing");
        rows.Invalid("'id' is missing").Message.ShouldBe("graph/users cannot be used: graph/users.jsonl, line 2: 'id' is missing.");
        var exception = Should.Throw<JsonException>(() =>
        {
            var reader = new Utf8JsonReader(rows.Current);
            reader.Read();
            reader.Skip();
        });
        rows.Invalid(exception).State.Error.ShouldBe("graph/users.jsonl, line 2: '1' is invalid after a property name. Expected a ':'.");
    }

    [Fact]
    public void An_object_knows_its_row()
    {
        var snapshot = TenantSnapshot.Open(new MemoryStorage().With("graph/users.json", "[{},{\"id\":[]}]"));
        var rows = snapshot.ReadObjects("graph/users").ToList();

        Should.Throw<EvidenceUnavailableException>(() => rows[1].Text("id")).State.Error
            .ShouldBe("graph/users row 2.id: expected text, found a list");
    }

    [Fact]
    public void No_file_stays_open()
    {
        using var folder = new SampleFolder().With("graph/users.jsonl", "{}\n{}\n").With("graph/groups.jsonl", "{");
        var snapshot = folder.Open();
        snapshot.ReadObjects("graph/users").Any().ShouldBeTrue();
        Should.Throw<EvidenceUnavailableException>(() => snapshot.ReadObjects("graph/groups").Count());

        foreach (string file in (string[])["graph/users.jsonl", "graph/groups.jsonl"])
        {
            using var stream = new FileStream(Path.Combine(folder.Snapshot, file), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
    }

    private static string ErrorOf(MemoryStorage storage)
    {
        var exception = Should.Throw<EvidenceUnavailableException>(() => TenantSnapshot.Open(storage).ReadObjects("graph/users").Count());
        exception.State.Status.ShouldBe(ResourceStatus.Failed);
        return exception.State.Error!;
    }

    private static byte[] Gzip(Stream content)
    {
        using var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionLevel.SmallestSize))
            content.CopyTo(stream);
        return zipped.ToArray();
    }

    private static string Ids(TenantSnapshot snapshot) =>
        string.Join(' ', snapshot.ReadObjects("graph/users").Select(row => row.Text("id")));

    private sealed class BreakingStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("the disk is gone");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("the disk is gone");
    }
}
