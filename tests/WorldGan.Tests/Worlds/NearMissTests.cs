using WorldGan.Worlds;

namespace WorldGan.Tests.Worlds;

public class NearMissTests
{
    [Theory]
    [InlineData("angel", "angle")]
    [InlineData("ANGLE", "angle")]
    [InlineData("stepLimit", "STEPLIMIT")]
    [InlineData("poition", "position")]
    [InlineData("positionn", "position")]
    [InlineData("pasitoin", "position")]
    [InlineData("x", "y")]
    public void A_slip_of_the_finger_is_recognised(string word, string meant) =>
        Assert.Equal($" Did you mean '{meant}'?", NearMiss.Hint(word, ["velocity-of-cart", meant]));

    [Theory]
    [InlineData("mode")]
    [InlineData("")]
    [InlineData("positivity-of-mind")]
    public void Another_word_is_not_taken_for_a_slip(string word) => Assert.Equal("", NearMiss.Hint(word, ["angle", "position"]));

    [Fact]
    public void The_nearest_name_is_meant() => Assert.Equal(" Did you mean 'position'?", NearMiss.Hint("positio", ["positron", "position", "potion"]));

    [Fact]
    public void A_text_of_any_length_is_compared_in_no_time() => Assert.Equal("", NearMiss.Hint(new string('a', 1_000_000), [new string('a', 1_000_000)]));
}
