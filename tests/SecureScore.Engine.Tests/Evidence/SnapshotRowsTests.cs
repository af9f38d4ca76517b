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

    private static string Ids(TenantSnapshot snapshot) =>
        string.Join(' ', snapshot.ReadObjects("graph/users").Select(row => row.Text("id")));
}
