using WorldGan.Cli.Display;

namespace WorldGan.EndToEndTests.Cli;

public class WordsTests
{
    /// <summary>What a command suggests can be pasted into a shell, which must not expand anything in it.</summary>
    [SkippableTheory]
    [InlineData("runs/cart-1_a.b", "runs/cart-1_a.b")]
    [InlineData("runs/wörld", "runs/wörld")]
    [InlineData("my runs", "'my runs'")]
    [InlineData("a$HOME", "'a$HOME'")]
    [InlineData("~a", "'~a'")]
    [InlineData("x{1,2}", "'x{1,2}'")]
    [InlineData("it's \"`id`\"", "'it'\\''s \"`id`\"'")]
    public void A_path_is_quoted_for_the_shell(string path, string argument)
    {
        Skip.If(OperatingSystem.IsWindows(), "Its shells quote otherwise.");
        Assert.Equal(argument, Words.Argument(path));
    }
}
