using System.Reflection;

namespace WorldGan.Tests.House;

public class PublicApiTests
{
    [Theory]
    [InlineData("WorldGan")]
    [InlineData("WorldGan.Simulators")]
    public void The_public_api_is_the_approved_one(string assembly) => Approved.Matches($"House/PublicApi.{assembly}", PublicApi.Of(Assembly.Load(assembly)));

    [Fact]
    public void A_difference_shows_the_lines_that_went_and_came_and_how_to_accept_them()
    {
        string difference = Approved.Difference("x", ["a", "b", "c", "d"], ["a", "c", "e", "d"]);
        Assert.Equal("""
            x is not as approved (-) but (+):
            - b
            + e
            To accept: WORLDGAN_APPROVE=1 dotnet test -c Release tests/WorldGan.Tests
            """, difference);
    }
}
