namespace SecureScore.Documentation.Tests;

public sealed class XmlCommentsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Comments_become_plain_paragraphs()
    {
        File.WriteAllText(_path, """
            <doc><members>
              <member name="T:N.Thing">
                <summary>Lists
                  things of <see cref="T:N.Kind"/> or <see langword="null"/>, see <c>-All</c>.<para>Second.</para></summary>
              </member>
            </members></doc>
            """);

        var comments = XmlComments.Load(_path);

        comments.Paragraphs("T:N.Thing", "summary").ShouldBe(["Lists things of Kind or null, see -All.", "Second."]);
        comments.Paragraphs("T:N.Thing", "remarks").ShouldBeEmpty();
        comments.Paragraphs("T:N.Other", "summary").ShouldBeEmpty();
    }
}
