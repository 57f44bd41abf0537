using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

/// <summary>A walk that pays -x² on its way, 50 where it ends beyond 1 and -50 beyond -1.</summary>
internal static class PaidAtEnds
{
    public static readonly WorldModelOptions Options = Tiny.Options with { HeadWidth = 16, BatchSize = 64, MeanSteps = 200, HeadSteps = 1500, AdversarialSteps = 50 };

    public static readonly TransitionSet Data = new SmallWorld(SmallWorld.SpecOf(new StateVariable("x") { Low = -2, High = 2 }), (state, action, next, ref random) =>
    {
        next[0] = state[0] + (action == 1 ? 0.2 : -0.2) + 0.05 * random.NextNormal();
        return Math.Abs(next[0]) > 1 ? (50 * Math.Sign(next[0]), true) : (-next[0] * next[0], false);
    }).Record(200, 30);

    /// <summary>A head that does not see the end smears the jump over the steps near it.</summary>
    public static void AssertKeptApart(LearnedWorld world)
    {
        foreach (float x in new[] { -0.9f, -0.5f, 0.2f, 0.9f })
        {
            Stepped stepped = Tiny.Step(world, 200, [x], x > 0 ? 1 : 0);
            for (int i = 0; i < 200; i++)
            {
                float next = stepped.NextStates[i];
                if (stepped.Endings[i] == Ending.Terminal) Assert.Equal(50 * Math.Sign(x), stepped.Rewards[i], 5f);
                else Assert.Equal(-next * next, stepped.Rewards[i], 0.5f);
            }

            if (Math.Abs(x) == 0.9f) Assert.Contains(Ending.Terminal, stepped.Endings);
        }
    }
}
