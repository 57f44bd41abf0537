using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class NoiseGateTests
{
    private const int Members = 3;

    [Fact]
    public void A_world_keeps_the_noise_that_it_has() => Assert.All(Kept(SmallWorld.Noisy), share => Assert.InRange(share, 0.9f, 1));

    [Fact]
    public void Noise_that_is_twice_as_wide_as_the_worlds_is_halved() =>
        Assert.All(Kept(SmallWorld.Noisy, scaledBy: 2), share => Assert.InRange(share, 0.45f, 0.55f));

    /// <summary>Of three members one is right and the others are off to both sides: that is spread enough, and noise as wide would spread it twice.</summary>
    [Fact]
    public void What_members_disagree_about_is_no_noise() => Assert.All(Kept(SmallWorld.Linear, scale: 0.1f, apart: 0.1f), share => Assert.Equal(0, share));

    [Fact]
    public void Without_noise_there_is_nothing_to_narrow()
    {
        TransitionSet data = SmallWorld.Noisy.Record(10, 10);
        WorldModelLayout layout = Tiny.LayoutOf(data, Tiny.Options with { Model = WorldModelKind.Mse });
        var member = new WorldModelMember(layout);
        member.Scale[0] = 7;
        NoiseGate.Apply(layout, [member], data, EpisodeSplit.Draw(data, 0.1, seed: 1), seed: 1);
        Assert.Equal(7, member.Scale[0]);
    }

    /// <summary>Shares of the noise that are kept, of members with the linear mean that the log asks for and normal noise.</summary>
    private static IEnumerable<float> Kept(SmallWorld world, float? scale = null, float scaledBy = 1, float apart = 0)
    {
        TransitionSet data = world.Record(100, 30);
        WorldModelLayout layout = Tiny.LayoutOf(data, Tiny.Options with { Model = WorldModelKind.Gaussian, Members = Members, MeanSteps = 0, ScaleSteps = 0 });
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.1, seed: 1);
        WorldModelMember[] members = [.. Enumerable.Range(0, Members).Select(_ => new WorldModelMember(layout))];
        for (int m = 0; m < Members; m++)
        {
            new MeanTrainer(layout, members[m], data, split, seed: 1).Finish();
            for (int i = layout.Encoder.StateFeatures * layout.Outcomes; i < members[m].Linear.Length; i++) members[m].Linear[i] += (m - 1) * apart; // the action's features add up to one
            for (int o = 0; o < layout.Outcomes; o++) members[m].Scale[o] = scaledBy * (scale ?? members[m].Scale[o]);
        }

        float[] before = [.. members[0].Scale];
        NoiseGate.Apply(layout, members, data, split, seed: 1);
        return members.SelectMany(member => member.Scale.Zip(before, (after, was) => after / was));
    }
}
