using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WorldGan.Reporting.Charts;

namespace WorldGan.Tests.Reporting.Charts;

public partial class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly double[] Steps = [0, 1, 2, 3];

    private static readonly Panel Panel = new("x [m]", [new Band(Ink.Imagined, Steps, [-1, 0, 1, 2], [1, 2, 3, 4]), new Band(Ink.Imagined, Steps, [-0.5, 0.5, 1.5, 2.5], [0.5, 1.5, 2.5, 3.5]), new Line(Ink.Imagined, Steps, [0, 1, 2, 3])]);

    [Fact]
    public void A_panel_has_a_line_and_its_bands_in_the_order_given()
    {
        XElement[] paths = [.. Draw(Panel).Descendants(Svg + "path")];
        Assert.Equal(["band ink0", "band ink0", "line ink0"], paths.Select(path => path.Attribute("class")!.Value));
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
        Assert.Equal([2, 1], Draw(new Panel("x", [new Line(Ink.Real, Steps, [0, 1, null, 3])])).Descendants(Svg + "path").Where(path => path.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal)).Select(path => Points(path).Length));

    [Fact]
    public void Names_are_text_whatever_is_in_them() =>
        Assert.Contains("<a> & \"b\"?", Draw(Panel with { Title = "<a> & \"b\"\u0001" }).Descendants(Svg + "text").Select(text => text.Value));

    [Fact]
    public void Everything_lies_in_the_picture_and_panels_below_one_another()
    {
        XElement svg = Draw(Panel, Panel with { Range = (-10, 10) }, Panel);
        double width = Number(svg.Attribute("width")!.Value), height = Number(svg.Attribute("height")!.Value);
        (double X, double Y)[][] lines = [.. svg.Descendants(Svg + "path").Where(path => path.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal)).Select(Points)];
        Assert.All(lines.SelectMany(line => line), point => Assert.True(point.X > 0 && point.X < width && point.Y > 0 && point.Y < height));
        Assert.True(lines[0].Max(p => p.Y) < lines[1].Min(p => p.Y) && lines[1].Max(p => p.Y) < lines[2].Min(p => p.Y));
    }

    [Fact]
    public void It_is_light_or_dark_as_its_reader_has_it() => Assert.Contains("prefers-color-scheme: dark", Draw(Panel).Element(Svg + "style")!.Value, StringComparison.Ordinal);

    [Fact]
    public void A_single_point_is_drawn() => Assert.Single(Draw(new Panel("x", [new Line(Ink.Real, [0], [5])])).Descendants(Svg + "path"));

    [Fact]
    public void Bars_stand_on_zero_and_are_as_high_as_their_numbers()
    {
        XElement[] bars = [.. Draw(new Panel("x", [new Bars(Ink.Real, [0, 1, 2, 3], [2, 0, 4])])).Descendants(Svg + "rect").Where(rect => rect.Attribute("class")!.Value.StartsWith("bar", StringComparison.Ordinal))];
        (double Top, double Height)[] places = [.. bars.Select(bar => (Number(bar.Attribute("y")!.Value), Number(bar.Attribute("height")!.Value)))];
        Assert.Equal(2, places.Length);
        Assert.Equal(2 * places[0].Height, places[1].Height, 0.02);
        Assert.Equal(places[0].Top + places[0].Height, places[1].Top + places[1].Height, 0.02);
    }

    [Fact]
    public void Estimates_lie_in_their_rows_from_the_top()
    {
        XElement svg = Draw(new Panel("x", [new Estimate(Ink.Real, 0, 5, 4, 6), new Estimate(Ink.Imagined, 1, 7, 5, 9)]) { Rows = ["first", "second"] });
        double[] heights = [.. svg.Descendants(Svg + "circle").Select(circle => Number(circle.Attribute("cy")!.Value))];
        Assert.True(heights[0] < heights[1]);
        XElement first = svg.Descendants(Svg + "text").Single(text => text.Value == "first");
        Assert.Equal(heights[0], Number(first.Attribute("y")!.Value) - 4, 0.02);
        (double X, double Y)[] whisker = Points(svg.Descendants(Svg + "path").First());
        Assert.True(whisker[0].X < Number(svg.Descendants(Svg + "circle").First().Attribute("cx")!.Value) && whisker[1].X > Number(svg.Descendants(Svg + "circle").First().Attribute("cx")!.Value));
    }

    [Fact]
    public void Cells_cover_their_part_of_the_plane_and_neighbours_of_one_colour_are_one()
    {
        XElement[] cells = [.. Draw(new Panel("x", [new Cells([0, 1, 2], [0, 1, 2], new[,] { { Ink.Real, Ink.Real }, { Ink.Real, Ink.Third } })])).Descendants(Svg + "rect").Where(rect => rect.Attribute("class")!.Value.StartsWith("cell", StringComparison.Ordinal))];
        Assert.Equal(["cell ink1", "cell ink1", "cell ink2"], cells.Select(cell => cell.Attribute("class")!.Value));
        double[] tops = [.. cells.Select(cell => Number(cell.Attribute("y")!.Value))];
        Assert.True(tops[0] > tops[1] && tops[1] == tops[2]);
    }

    [Fact]
    public void No_label_is_cut_off_at_the_right()
    {
        XElement svg = Draw(Panel with { RangeAcross = (-0.007, -0.005) });
        XElement last = svg.Descendants(Svg + "text").Single(text => text.Value.StartsWith("-0.0050", StringComparison.Ordinal));
        Assert.InRange(Number(last.Attribute("x")!.Value) + last.Value.Length * 7.5 / 2, 0, Number(svg.Attribute("width")!.Value));
    }

    [Fact]
    public void Panels_side_by_side_do_not_overlap()
    {
        XElement svg = XElement.Parse(new Picture("title", [Panel, Panel]) { Columns = 2 }.Within());
        (double X, double Y)[][] lines = [.. svg.Descendants(Svg + "path").Where(path => path.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal)).Select(Points)];
        Assert.True(lines[0].Max(p => p.X) < lines[1].Min(p => p.X));
        Assert.Equal(lines[0].Select(p => p.Y), lines[1].Select(p => p.Y));
    }

    private static XElement Draw(params Panel[] panels) => XElement.Parse(new Picture("title", panels) { Caption = "caption", Across = "steps" }.Alone());

    private static double Height(XElement path) => Points(path) is var points ? points.Max(p => p.Y) - points.Min(p => p.Y) : 0;

    private static (double X, double Y)[] Points(XElement path) => [.. Point().Matches(path.Attribute("d")!.Value).Select(m => (Number(m.Groups[1].Value), Number(m.Groups[2].Value)))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([-\d.]+),([-\d.]+)")]
    private static partial Regex Point();
}
