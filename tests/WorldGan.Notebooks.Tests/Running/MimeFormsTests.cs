using WorldGan.Notebooks.Running;
using WorldGan.Reporting.Notebooks;

namespace WorldGan.Notebooks.Tests.Running;

public class MimeFormsTests
{
    [Fact]
    public void A_table_is_a_page_and_letters()
    {
        Table table = Display.Table(new[] { new { name = "a<b", number = 0.25, whole = 1234, list = new[] { 1 } } });
        Assert.Equal(["text/html", "text/plain"], MimeForms.Of(table).Select(form => form.MimeType));
        Assert.Contains("<td>a&lt;b</td><td>0.25</td><td>1,234</td>", MimeForms.Of(table)[0].Text, StringComparison.Ordinal);
        Assert.Equal("name  number  whole\na<b     0.25  1,234", MimeForms.Of(table)[1].Text);
    }

    [Fact]
    public void A_figure_is_a_picture_and_its_title()
    {
        Figure figure = Display.Lines("speed", "step", ("up", [1.0, 2, 3]), ("down", [3.0, 2, 1]));
        Assert.Equal(["image/svg+xml", "text/plain"], MimeForms.Of(figure).Select(form => form.MimeType));
        Assert.StartsWith("<svg", MimeForms.Of(figure)[0].Text, StringComparison.Ordinal);
        Assert.Equal("speed\nblue: up, orange: down", MimeForms.Of(figure)[1].Text);
    }

    [Fact]
    public void Where_pictures_are_none_a_figure_is_an_image_of_the_page() =>
        Assert.StartsWith("<img alt=\"a &amp; b\" src=\"data:image/svg+xml;base64,", Display.Svg("a & b", "<svg/>").Html, StringComparison.Ordinal);

    [Theory]
    [InlineData("text", "text")]
    [InlineData(0.1, "0.1")]
    [InlineData(new[] { 1, 2 }, "[1, 2]")]
    public void Other_things_are_text(object value, string text) => Assert.Equal([("text/plain", text)], MimeForms.Of(value));

    [Fact]
    public void A_long_list_is_cut() => Assert.EndsWith("18, 19, …]", MimeForms.Of(Enumerable.Range(0, 1_000_000))[0].Text, StringComparison.Ordinal);
}
