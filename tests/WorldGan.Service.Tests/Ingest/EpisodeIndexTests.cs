using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Worlds;

namespace WorldGan.Service.Tests.Ingest;

public class EpisodeIndexTests
{
    /// <summary>Something that is done with an index.</summary>
    public sealed record Action(int Episode, int From, int Count, bool TakesGaps, bool IsKept, bool IsOther);

    [Property(MaxTest = 500, Arbitrary = [typeof(EpisodeIndexTests)])]
    public void Whatever_comes_in_whatever_order_each_step_is_taken_once(Action[] actions)
    {
        var index = new EpisodeIndex(1000);
        var there = new HashSet<(int Episode, int Step)>();
        foreach (Action action in actions)
        {
            var steps = Enumerable.Range(action.From, action.Count).Select(step => (action.Episode, step)).ToHashSet();
            bool hasGap = action.From > there.Where(s => s.Episode == action.Episode).Select(s => s.Step + 1).DefaultIfEmpty(0).Max();
            bool isRefused = (hasGap && !action.TakesGaps) || (action.IsOther && steps.Overlaps(there));
            int mark = index.Mark;
            try
            {
                var taken = index.Take(SmallWorld.Steps($"{action.Episode}", action.From, action.From + action.Count, action.IsOther ? 1000 : 0), action.TakesGaps ? Gaps.Taken : Gaps.Refused)
                    .SelectMany(piece => Enumerable.Range(piece.FirstStep, piece.Count).Select(step => (action.Episode, step))).ToArray();
                Assert.False(isRefused);
                Assert.Equal(steps.Except(there).Order(), taken);
                if (action.IsKept && !action.IsOther) there.UnionWith(taken);
            }
            catch (ProblemException)
            {
                Assert.True(isRefused);
                index.RollBack(mark);
                continue;
            }

            if (action.IsKept && !action.IsOther) index.Commit();
            else index.RollBack(mark);
        }
    }

    [Fact]
    public void Beyond_what_is_remembered_the_first_step_still_tells_another_episode_of_the_same_name()
    {
        var index = new EpisodeIndex(rememberedSteps: 2);
        Take(index, SmallWorld.Steps("a", 0, 10));
        Assert.Empty(Take(index, SmallWorld.Steps("a", 0, 10)));
        Assert.Equal(409, Assert.Throws<ProblemException>(() => Take(index, SmallWorld.Steps("a", 0, 1, flavour: 1))).Status);
        Assert.Equal(409, Assert.Throws<ProblemException>(() => Take(index, SmallWorld.Steps("a", 8, 10, flavour: 1))).Status);
        Assert.Empty(Take(index, SmallWorld.Steps("a", 3, 5, flavour: 1)));
    }

    [Fact]
    public void The_first_step_is_that_of_the_lowest_number_also_when_it_came_later()
    {
        var index = new EpisodeIndex(rememberedSteps: 0);
        Take(index, SmallWorld.Steps("a", 5, 6), Gaps.Taken);
        Take(index, SmallWorld.Steps("a", 0, 2));
        Assert.Empty(Take(index, SmallWorld.Steps("a", 0, 1)));
        Assert.Throws<ProblemException>(() => Take(index, SmallWorld.Steps("a", 0, 1, flavour: 1)));
    }

    [Fact]
    public void What_is_new_of_a_piece_keeps_all_that_its_steps_say()
    {
        var index = new EpisodeIndex(100);
        Episode whole = SmallWorld.Steps("a", 0, 5, ending: Ending.TimeLimit) with { ActionProbabilities = [0.1, 0.2, 0.3, 0.4, 0.5] };
        Take(index, SmallWorld.Steps("a", 0, 2));
        Episode rest = Assert.Single(Take(index, whole));
        Assert.Equal([0.3, 0.4, 0.5], rest.ActionProbabilities);
        Assert.Equal(SmallWorld.Steps("a", 2, 5, ending: Ending.TimeLimit), rest with { ActionProbabilities = [] }, EpisodeComparer.Instance);
    }

    [Fact]
    public void An_ending_that_was_not_there_before_is_another_content()
    {
        var index = new EpisodeIndex(100);
        Take(index, SmallWorld.Steps("a", 0, 3));
        Assert.Equal(409, Assert.Throws<ProblemException>(() => Take(index, SmallWorld.Steps("a", 2, 3, ending: Ending.Terminal))).Status);
    }

    [Fact]
    public void A_step_that_fills_a_gap_ends_nothing()
    {
        var index = new EpisodeIndex(100);
        Take(index, SmallWorld.Steps("a", 5, 6), Gaps.Taken);
        Assert.Equal(409, Assert.Throws<ProblemException>(() => Take(index, SmallWorld.Steps("a", 0, 2, ending: Ending.Terminal))).Status);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void Content_is_all_that_a_step_says(int from, int to)
    {
        Episode a = SmallWorld.Steps("a", 0, 2), same = a with { Id = "b" };
        Assert.Equal(StepHash.OfContent(a, from), StepHash.OfContent(same, from));
        Episode[] others =
        [
            a with { Actions = [1 - a.Actions[0], 1 - a.Actions[1]] }, a with { Rewards = [.. a.Rewards.Select(r => r + 1e-12)] },
            a with { States = [.. a.States.Select((x, i) => i == 2 * from ? x + 1 : x)] }, a with { States = [.. a.States.Select((x, i) => i == 2 * to + 1 ? x + 1 : x)] },
        ];
        Assert.All(others, other => Assert.NotEqual(StepHash.OfContent(a, from), StepHash.OfContent(other, from)));
    }

    /// <summary>How probable an action was is content, too; where one of the two does not say, they do not contradict each other.</summary>
    [Fact]
    public void A_step_with_another_probability_of_its_action_is_another_one()
    {
        Episode none = SmallWorld.Steps("a", 0, 2), half = none with { ActionProbabilities = [0.5, 0.5] };
        foreach (Episode there in new[] { none, half })
        {
            var index = new EpisodeIndex(100);
            Take(index, there);
            Assert.Empty(Take(index, none));
            Assert.Empty(Take(index, half));
        }

        var halves = new EpisodeIndex(0);                          // the first step is known for ever
        Take(halves, half);
        foreach (double other in new[] { 0.25, 0.500001, 1 })
            Assert.Equal(409, Assert.Throws<ProblemException>(() => Take(halves, half with { ActionProbabilities = [other, 0.5] })).Status);
        Assert.Empty(Take(halves, half with { ActionProbabilities = [0.5, 0.25] }));
    }

    public static Arbitrary<Action> Actions() => (
        from episode in Gen.Choose(0, 1)
        from start in Gen.Choose(0, 12)
        from count in Gen.Choose(1, 6)
        from gaps in Gen.Choose(0, 1)
        from kept in Gen.Choose(0, 4)
        from other in Gen.Choose(0, 5)
        select new Action(episode, start, count, gaps == 1, kept > 0, other == 0)).ToArbitrary();

    private static Episode[] Take(EpisodeIndex index, Episode piece, Gaps gaps = Gaps.Refused)
    {
        int mark = index.Mark;
        try
        {
            Episode[] taken = [.. index.Take(piece, gaps)];
            index.Commit();
            return taken;
        }
        catch (ProblemException)
        {
            index.RollBack(mark);
            throw;
        }
    }
}
