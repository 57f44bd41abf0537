namespace WorldGan.Service.Tests;

public class WorldNameTests
{
    [Theory]
    [InlineData("cartpole")]
    [InlineData("frozen-lake-4x4")]
    [InlineData("0")]
    public void Names_of_worlds_are_taken_as_they_are(string text)
    {
        Assert.True(WorldName.TryParse(text, out WorldName name));
        Assert.Equal(text, name.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a.b")]
    [InlineData("Cartpole")]
    [InlineData("-rf")]
    [InlineData("säge")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_could_be_another_path_is_no_name(string? text) => Assert.False(WorldName.TryParse(text, out _));
}
