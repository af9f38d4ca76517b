namespace SecureScore.Engine.Tests;

public class DisplayTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("Contoso", "Contoso")]
    [InlineData("red \u001b[31mname", "red [31mname")]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("\u202Egpj.exe", "gpj.exe")]
    [InlineData("\u0085\u009b2Jtext", "2Jtext")]
    public void Clean_removes_what_could_drive_a_terminal(string? text, string expected) =>
        DisplayText.Clean(text).ShouldBe(expected);
}
