using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Simulators.Views;
using WorldGan.Worlds;

namespace WorldGan.Tests.Simulators.Views;

public class ViewTests
{
    public static TheoryData<string> Names => [.. View.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recording_is_one_of_its_world_and_the_same_for_the_same_seed(string name)
    {
        View view = View.Find(name);
        Assert.Contains(view.Spec, BuiltInWorlds.All);
        Assert.Equal(name, view.Spec.Simulator);
        using var folder = new TemporaryFolder();
        foreach (string file in new[] { "a.wglog", "b.wglog" }) LogFile.Write(folder.File(file), view.Spec, Record(view, "mixed", 300));
        Assert.Equal(File.ReadAllBytes(folder.File("a.wglog")), File.ReadAllBytes(folder.File("b.wglog")));
        Assert.Equal(300, LogFile.Read(folder.File("a.wglog"), view.Spec).Sum(episode => episode.Count));
    }

    /// <summary>The centre of what is bright, less the floor, is the ball's.</summary>
    [Fact]
    public void The_picture_of_the_ball_is_where_the_ball_is()
    {
        View view = View.Find(BouncingBallView.Name);
        Episode played = new Recorder(view.World, new RandomPolicy(view.World.Spec), seed: 1).Transitions(40).First(), seen = view.Of(played);
        for (int t = 0; t <= played.Count; t++)
        {
            double mass = 0, x = 0, y = 0;
            for (int i = 0; i < 31 * 32; i++) (mass, x, y) = (mass + seen.States[t * 1024 + i], x + seen.States[t * 1024 + i] * (i % 32 + 0.5), y + seen.States[t * 1024 + i] * (i / 32 + 0.5));
            if (played.States[4 * t + 1] > 28.5) continue;         // it sinks into the floor
            Assert.Equal(played.States[4 * t], x / mass, 1);
            Assert.Equal(played.States[4 * t + 1], y / mass, 1);
        }
    }

    [Fact]
    public void The_picture_of_the_pole_leans_as_the_pole_does()
    {
        View view = View.Find(CartPoleView.Name);
        var leaning = new Episode { Id = "", States = [0, 0, 0.2, 0, 0, 0, -0.2, 0], Actions = [0], Rewards = [1], Ending = Ending.None };
        double[] pixels = view.Of(leaning).States;
        double Lean(int image) => Enumerable.Range(0, 12 * 32).Sum(i => pixels[image * 1024 + i] * (i % 32 - 15.5));
        Assert.True(Lean(0) > 0);
        Assert.Equal(Lean(0), -Lean(1), 6);
    }

    /// <summary>Floor and ceiling throw the ball to either side in half of the cases: within four standard errors.</summary>
    [Fact]
    public void A_bounce_goes_either_way_as_often()
    {
        View view = View.Find(BouncingBallView.Name);
        int left = 0, bounces = 0;
        foreach (Episode episode in new Recorder(view.World, new RandomPolicy(view.World.Spec), seed: 2).Transitions(20_000))
            for (int t = 0; t < episode.Count; t++)
                if (episode.States[4 * t + 3] != episode.States[4 * t + 7])
                {
                    bounces++;
                    if (episode.States[4 * t + 6] < 0) left++;
                }

        Assert.InRange(bounces, 1000, 2500);
        Assert.InRange((double)left / bounces, 0.5 - 2 / Math.Sqrt(bounces), 0.5 + 2 / Math.Sqrt(bounces));
    }

    [Fact]
    public void Who_avoids_the_hole_plays_longer_than_chance()
    {
        View view = View.Find(BouncingBallView.Name);
        Assert.True(MeanSteps("scripted") > 1.2 * MeanSteps("random"));

        double MeanSteps(string policy) => Record(view, policy, 10_000).Average(episode => (double)episode.Count);
    }

    [Fact]
    public void An_unknown_view_is_told_the_names() =>
        Assert.Equal("Expected one of the views bouncing-ball, cartpole-view, got 'ball'.", Assert.Throws<ArgumentException>(() => View.Find("ball")).Message);

    private static IEnumerable<Episode> Record(View view, string policy, int count) =>
        new Recorder(view.World, Demonstrator.Find(policy, view.World), seed: 3).Transitions(count).Select(view.Of);
}
