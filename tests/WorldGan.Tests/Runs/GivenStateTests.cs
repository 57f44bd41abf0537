using WorldGan.Runs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

public class GivenStateTests
{
    private static readonly WorldSpec Remembering = TrainedArm.Arm with { History = 2 };

    [Fact]
    public void The_present_variables_begin_an_episode()
    {
        var given = new GivenState(Remembering);
        var row = new float[given.Width];
        given.WriteRow([0.5, 3.5], row);
        Assert.Equal([0.5f, 3.5f - MathF.Tau, 0.5f, 3.5f - MathF.Tau, 2], row, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_whole_row_is_taken_as_it_is_with_its_angles_wrapped()
    {
        var given = new GivenState(Remembering.AsSeen());
        var row = new float[given.Width];
        given.WriteRow([0.5, 3, 0.25, 7, 1], row);
        Assert.Equal([0.5f, 3, 0.25f, 7 - MathF.Tau, 1], row, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(new[] { 0.5 }, "Expected 2 numbers (height, turn), got 1.")]
    [InlineData(new[] { 0.5, 3, 0.25, 3 }, "Expected 2 numbers (height, turn), got 4.")]
    [InlineData(new[] { 0.5, 3, double.NaN, 3, 1 }, "'height[-1]' is NaN, expected a finite number.")]
    [InlineData(new[] { 0.5, 3, 0.25, 3, 3 }, "'action[-1]' is 3, expected a whole number from 0 to 2.")]
    [InlineData(new[] { 1e300, 3 }, "'height' is 1E+300, expected a number that single precision holds.")]
    public void What_is_no_row_is_told(double[] state, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new GivenState(Remembering).WriteRow(state, new float[5])).Message);
}
