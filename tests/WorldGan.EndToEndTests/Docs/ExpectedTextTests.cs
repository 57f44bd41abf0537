namespace WorldGan.EndToEndTests.Docs;

public class ExpectedTextTests
{
    [Theory]
    [InlineData("a\nb\n", "a\nb\n", true)]
    [InlineData("a\n", "a\nb\n", false)]
    [InlineData("a\n…\n", "a\nb\nc\n", true)]
    [InlineData("…\nc\n", "a\nb\nc\n", true)]
    [InlineData("…\nb\n", "a\nb\nc\n", false)]
    [InlineData("a … c\n", "a b c\n", true)]
    [InlineData("a … c\n", "a b\nc\n", false)]
    [InlineData("a (b)* \n", "a (b)*\n", true)]
    [InlineData("a\n…\nb\n", "a\nb\n", true)]
    public void Only_what_an_ellipsis_stands_for_may_differ(string expected, string actual, bool matches) => Assert.Equal(matches, ExpectedText.Matches(expected, actual));
}
