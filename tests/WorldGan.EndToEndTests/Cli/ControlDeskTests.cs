using System.Text.Json;
using FsCheck.Xunit;
using WorldGan.Cli.Acting;
using WorldGan.Runs;

namespace WorldGan.EndToEndTests.Cli;

public class ControlDeskTests(SmallRun small) : IClassFixture<SmallRun>
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\"state\"", "\"\\ud800\"", "\\ud800", "\ud800", "\0", "0.1", "-1e999", "1e-400", "null", "true", "[0,0,0,0]", "{\"state\":[0,0,0,0]", " ", "/**/", "\u0085"];

    private readonly ControlDesk _desk = new(Controller.Open(new RunFolder(small.PathOf("undisturbed"))));

    [Theory]
    [InlineData("""{"state":[0,0,0,0],"\ud800":1}""")]
    [InlineData("""{"state":["\ud800",0,0,0]}""")]
    public void Text_that_is_no_Unicode_gets_an_error(string line) => Assert.Equal(["error"], Names(line));

    [Theory]
    [InlineData("nonsense", "The line is no JSON.")]
    [InlineData("", "The line is no JSON.")]
    [InlineData("{}", "Expected {\\\"state\\\":[…]}, got something else.")]
    [InlineData("{\"state\":[0,0,0,0],\"begin\":1}", "Expected true or false for 'begin', got 1.")]
    [InlineData("{\"state\":[1e999,0,0,0]}", "'position' is Infinity, expected a finite number.")]
    public void An_error_is_said_in_plain_words(string line, string message) => Assert.Equal($"{{\"error\":\"{message}\"}}", _desk.Answer(line));

    [Property(MaxTest = 2000)]
    public void Every_line_gets_one_line_of_json(byte[] picks) => AssertAnswered(string.Concat(picks.Select(pick => Pieces[pick % Pieces.Length])));

    [Property(MaxTest = 500)]
    public void Every_text_gets_one_line_of_json(string line) => AssertAnswered(line ?? "");

    private void AssertAnswered(string line) => Assert.True(Names(line) is ["error"] or ["action", "actionName", "actionValue", "values", "outsideSupport"]);

    private string[] Names(string line)
    {
        string answer = _desk.Answer(line);
        Assert.DoesNotContain('\n', answer);
        using JsonDocument json = JsonDocument.Parse(answer);
        return [.. json.RootElement.EnumerateObject().Select(property => property.Name)];
    }
}
