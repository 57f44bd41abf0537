using System.Reflection;
using System.Xml.Linq;
using WorldGan.Reporting.Notebooks;
using WorldGan.Rollouts;
using WorldGan.Runs;
using WorldGan.Tests.Runs;

namespace WorldGan.Tests.Reporting.Notebooks;

public class DisplayTests(TrainedArm arm) : IClassFixture<TrainedArm>
{
    private readonly TrainedRun _run = TrainedRun.Open(arm.Folder.Path);

    /// <summary>.NET Interactive goes by names alone: these must not change.</summary>
    [Theory]
    [InlineData(typeof(Figure), "text/html", "image/svg+xml", "text/plain")]
    [InlineData(typeof(Table), "text/html", "text/plain")]
    public void A_kernel_finds_by_name_how_a_thing_is_shown(Type type, params string[] mimeTypes)
    {
        object thing = type == typeof(Figure) ? Display.Svg("t", "<svg/>") : Display.Table(new[] { new { a = 1 } });
        Attribute attribute = type.GetCustomAttributes().Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        object[] formatters = [.. ((IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), [])!)];
        Assert.Equal(mimeTypes, formatters.Select(f => f.GetType().GetProperty("MimeType")!.GetValue(f)));
        foreach (object formatter in formatters)
        {
            using var text = new StringWriter();
            MethodInfo format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!;
            Assert.Equal(false, format.Invoke(formatter, ["another thing", text]));
            Assert.Equal("", text.ToString());
            Assert.Equal(true, format.Invoke(formatter, [thing, text]));
            Assert.NotEqual("", text.ToString());
        }
    }

    [Fact]
    public void What_is_imagined_lies_as_outlines_over_what_was_logged()
    {
        RolloutBatch imagined = _run.Imagine(20);
        Assert.Equal((0, 4), (Count(Display.Marginals(_run.Data), "outline"), Panels(Display.Marginals(_run.Data))));
        Assert.Equal((4, 4), (Count(Display.Marginals(_run.Data, imagined), "outline"), Panels(Display.Marginals(_run.Data, imagined))));
    }

    [Fact]
    public void Fans_and_futures_have_a_panel_for_each_variable()
    {
        RolloutBatch futures = _run.Imagine(20, horizon: 8);
        Assert.Equal((2, 2), (Panels(Display.Fan(futures)), Panels(Display.Futures(futures))));
        Assert.Equal(4, Count(Display.Fan(futures), "band"));
        Assert.Equal(3, Panels(Display.Forecast(_run.Forecast("height > 1", within: 4))));
    }

    [Fact]
    public void A_map_of_actions_names_their_colours()
    {
        Figure figure = Display.Actions(_run.Policy!, _run.Data);
        Assert.Equal("blue: down, orange: up; dots are states of the log", figure.Caption);
        Assert.True(Count(figure, "cell") > 0);
    }

    [Fact]
    public void A_histogram_and_lines_say_which_colour_is_whose()
    {
        Assert.Equal("blue: a, orange: b", Display.Histogram("t", ("a", [1.0, 2]), ("b", [2.0, 3])).Caption);
        Assert.Equal(2, Count(Display.Lines("t", "step", ("a", [1.0, 2]), ("b", [2.0, 3])), "line"));
    }

    [Fact]
    public void A_table_leaves_out_lists_and_writes_what_is_missing_as_a_dash() =>
        Assert.Equal("a  b    c\nx  –  yes", Display.Table(new[] { new { a = "x", b = (double?)null, c = true, d = new List<int>() } }).ToString());

    private static int Count(Figure figure, string kind) => XDocument.Parse(figure.Svg).Descendants().Count(e => e.Attribute("class")?.Value.Split(' ')[0] == kind);

    private static int Panels(Figure figure) => Count(figure, "name");
}
