using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WorldGan.Reporting;

namespace WorldGan.Tests.Reporting;

public partial class FanChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly FanPanel Panel = new("x [m]", [0, 1, 2, 3], [0, 1, 2, 3], [new([-1, 0, 1, 2], [1, 2, 3, 4]), new([-0.5, 0.5, 1.5, 2.5], [0.5, 1.5, 2.5, 3.5])]);

    [Fact]
    public void A_panel_has_a_line_and_its_bands_in_the_order_given()
    {
        XElement[] paths = [.. Draw(Panel).Descendants(Svg + "path")];
        Assert.Equal(["band", "band", "line"], paths.Select(path => path.Attribute("class")!.Value));
        Assert.True(Height(paths[0]) > Height(paths[1]), "Expected the wider band first.");
    }

    [Fact]
    public void More_is_higher_up_and_later_is_further_right()
    {
        (double X, double Y)[] line = Points(Draw(Panel).Descendants(Svg + "path").Last());
        Assert.Equal(line.OrderBy(point => point.X), line);
        Assert.Equal(line.OrderByDescending(point => point.Y), line);
    }

    [Fact]
    public void A_missing_point_breaks_the_line() =>
        Assert.Equal([2, 1], Draw(Panel with { Line = [0, 1, null, 3] }).Descendants(Svg + "path").Where(path => path.Attribute("class")!.Value == "line").Select(path => Points(path).Length));

    [Fact]
    public void Names_are_text_whatever_is_in_them() =>
        Assert.Contains("<a> & \"b\"?", Draw(Panel with { Title = "<a> & \"b\"\u0001" }).Descendants(Svg + "text").Select(text => text.Value));

    [Fact]
    public void Everything_lies_in_the_picture_and_panels_below_one_another()
    {
        XElement svg = Draw(Panel, Panel with { Range = (-10, 10) }, Panel);
        double width = Number(svg.Attribute("width")!.Value), height = Number(svg.Attribute("height")!.Value);
        (double X, double Y)[][] lines = [.. svg.Descendants(Svg + "path").Where(path => path.Attribute("class")!.Value == "line").Select(Points)];
        Assert.All(lines.SelectMany(line => line), point => Assert.True(point.X > 0 && point.X < width && point.Y > 0 && point.Y < height));
        Assert.True(lines[0].Max(p => p.Y) < lines[1].Min(p => p.Y) && lines[1].Max(p => p.Y) < lines[2].Min(p => p.Y));
    }

    [Fact]
    public void It_is_light_or_dark_as_its_reader_has_it() => Assert.Contains("prefers-color-scheme: dark", Draw(Panel).Element(Svg + "style")!.Value, StringComparison.Ordinal);

    [Fact]
    public void A_single_point_is_drawn() => Assert.Single(Draw(new FanPanel("x", [0], [5], [])).Descendants(Svg + "path"));

    private static XElement Draw(params FanPanel[] panels) => XElement.Parse(FanChart.Draw("title", "caption", "steps", panels));

    private static double Height(XElement path) => Points(path) is var points ? points.Max(p => p.Y) - points.Min(p => p.Y) : 0;

    private static (double X, double Y)[] Points(XElement path) => [.. Point().Matches(path.Attribute("d")!.Value).Select(m => (Number(m.Groups[1].Value), Number(m.Groups[2].Value)))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([-\d.]+),([-\d.]+)")]
    private static partial Regex Point();
}
