using System.Text;
using System.Text.Json;
using SecureScore.Microsoft365.Http;

namespace SecureScore.Microsoft365.Tests.Http;

public class PageTests
{
    [Theory]
    [InlineData("""{"@odata.count":3,"@odata.nextLink":"https://a/","value":[{"id":1},{"id":2}]}""")]
    [InlineData("""{"value":[{"id":1},{"id":2}],"@odata.nextLink":"https://a/","@odata.count":3}""")]
    [InlineData("""{"@odata.context":{"value":[{"id":9}]},"value":[ {"id":1} , {"id":2} ],"@odata.count":3,"@odata.nextLink":"https://a/","@adminapi.warnings":[[],{}]}""")]
    public void Rows_link_and_count_are_found_wherever_they_stand(string answer)
    {
        var page = Read(answer);

        page.Count.ShouldBe(2);
        Text(page[0]).ShouldBe("""{"id":1}""");
        Text(page[1]).ShouldBe("""{"id":2}""");
        page.NextLink.ShouldBe("https://a/");
        page.Total.ShouldBe(3);
    }

    [Fact]
    public void A_list_may_stand_alone() => Read("""[{"a":{"value":[]}},{}]""").Count.ShouldBe(2);

    [Theory]
    [InlineData("""{"value":[]}""")]
    [InlineData("""{"value":[],"@odata.nextLink":null,"@odata.count":"many"}""")]
    public void An_empty_page_has_no_rows(string answer)
    {
        var page = Read(answer);

        page.Count.ShouldBe(0);
        page.NextLink.ShouldBeNull();
        page.Total.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("""{"value":[{"id":1}""")]
    [InlineData("""{"value":[{"id":1}]""")]
    [InlineData("""{"value":[{"id":1}]}x""")]
    [InlineData("""[{"id":1}""")]
    [InlineData("""[{"id":1}]]""")]
    [InlineData("<html>")]
    [InlineData("""{"value":[],"@odata.nextLink":"\ud800"}""")]
    public void Damage_is_told(string answer) => Should.Throw<JsonException>(() => Read(answer));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("\"text\"")]
    [InlineData("""{"value":{}}""")]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":[17]}""")]
    [InlineData("""{"value":[{"id":1},null]}""")]
    [InlineData("""["a"]""")]
    public void What_is_no_list_is_told(string answer) => Should.Throw<ServiceFaultException>(() => Read(answer));

    [Fact]
    public void Twenty_empty_pages_in_a_row_are_no_list()
    {
        var trail = new PageTrail();

        var fault = Should.Throw<ServiceFaultException>(() =>
        {
            for (int page = 0; page < 30; page++)
                trail.Follow(Read($$"""{"value":[],"@odata.nextLink":"https://a/{{page}}"}"""));
        }).Fault;

        fault.Reason.ShouldContain("pages in a row are empty");
    }

    [Theory]
    [InlineData(100, 100, false, null)]
    [InlineData(100, 101, false, false)]
    [InlineData(100, 95, false, false)]
    [InlineData(100, 94, false, true)]
    [InlineData(100_000, 99_000, false, false)]
    [InlineData(100_000, 98_999, false, true)]
    [InlineData(100, 99, true, true)]
    public void A_count_that_differs_is_told(long announced, long came, bool hasEmptyPage, bool? fails)
    {
        var observer = new RecordingObserver();
        var trail = new PageTrail();
        trail.Follow(Read($$"""{"value":[{"id":1}],"@odata.count":{{announced}},"@odata.nextLink":"https://a/"}"""));
        if (hasEmptyPage)
            trail.Follow(Read("""{"value":[]}"""));

        if (fails == true)
            Should.Throw<ServiceFaultException>(() => trail.End("graph/users", came, observer)).Fault.Reason.ShouldBe($"the service announced {announced} rows, and {came} came");
        else
            trail.End("graph/users", came, observer);

        observer.Warnings.Count.ShouldBe(fails == false ? 1 : 0);
    }

    private static Page Read(string answer) => Page.Read(Encoding.UTF8.GetBytes(answer));

    private static string Text(ReadOnlyMemory<byte> row) => Encoding.UTF8.GetString(row.Span);
}
