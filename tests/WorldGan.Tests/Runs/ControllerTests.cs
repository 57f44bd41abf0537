using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.Runs;

namespace WorldGan.Tests.Runs;

public sealed class ControllerTests(TrainedArm run) : IClassFixture<TrainedArm>
{
    private readonly Controller _controller = Controller.Open(run.Folder);

    [Fact]
    public void The_action_is_that_of_the_highest_value()
    {
        QPolicy policy = QPolicyFile.Read(run.Folder.Policy).Policy;
        foreach (double height in new[] { -0.5, 0, 0.5, 1 })
        {
            ControllerAnswer answer = _controller.Act([height, 3]);
            var values = new float[2];
            policy.Values([(float)height, 3], values);
            Assert.Equal(values.Select(policy.Target.Clamp), answer.Values);
            Assert.Equal(values[1] > values[0] ? 1 : 0, answer.Action);
        }
    }

    [Theory]
    [InlineData(0.5, 3.0, false)]
    [InlineData(0.5, 3.5, false)]                          // beyond π, as a sensor may count
    [InlineData(0.5, -2.8, false)]
    [InlineData(0.5, 1.0, true)]
    [InlineData(0.5, 7.0, true)]
    [InlineData(99.0, 3.0, true)]
    [InlineData(-99.0, 3.0, true)]
    public void A_state_beyond_the_log_is_told(double height, double turn, bool outside) =>
        Assert.Equal(outside, _controller.Act([height, turn]).OutsideSupport);

    /// <summary>Rewards are from 0 to 1.95 and the discount is 0.99.</summary>
    [Theory]
    [InlineData(1e9)]
    [InlineData(-1e30)]
    public void Values_are_such_as_rewards_allow(double height) => Assert.All(_controller.Act([height, 3]).Values, value => Assert.InRange(value, 0, 195.01));

    [Fact]
    public void An_angle_means_the_same_however_often_it_went_around()
    {
        ControllerAnswer once = _controller.Act([0.5, 3]), again = _controller.Act([0.5, 3 + 4 * Math.PI]);
        Assert.Equal(once.OutsideSupport, again.OutsideSupport);
        Assert.All(once.Values.Zip(again.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));     // single precision rounds the larger angle
    }

    [Theory]
    [InlineData("Expected 2 numbers (height, turn), got 1.", new[] { 0.5 })]
    [InlineData("'height' is NaN, expected a finite number.", new[] { double.NaN, 3 })]
    [InlineData("'turn' is 1E+300, expected a number that single precision holds.", new[] { 0.5, 1e300 })]
    public void A_state_that_is_none_is_refused(string message, double[] state) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => _controller.Act(state)).Message);

    [Fact]
    public void A_policy_and_a_world_of_different_runs_are_refused()
    {
        var mixed = new RunFolder(run.PathOf("mixed"));
        Directory.CreateDirectory(mixed.Path);
        foreach (string file in Directory.GetFiles(run.Folder.Path)) File.Copy(file, Path.Combine(mixed.Path, Path.GetFileName(file)));
        (QPolicy policy, Provenance made) = QPolicyFile.Read(mixed.Policy);
        QPolicyFile.Write(mixed.Policy, policy, made with { Seed = 9 });
        Assert.Contains("of the same data and seed", Assert.Throws<InvalidDataException>(() => Controller.Open(mixed)).Message, StringComparison.Ordinal);
    }
}
