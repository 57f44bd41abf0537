using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Logs.Inspection;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs;

public class ContradictionsTests
{
    /// <summary>A point that goes up by 1 and is paid its place, ends at 5, and is cut after 4 steps.</summary>
    private static readonly WorldSpec World = new()
    {
        Name = "stairs",
        State = [new("x") { Low = 0, High = 5 }],
        Actions = [new("wait"), new("climb")],
        StepLimit = 4,
        RewardRange = new RewardRange(0, 5),
        TerminalWhen = "x >= 5",
        RewardIs = "x",
    };

    private static readonly Episode[] Sound = [Climb("low", 0, 4, Ending.TimeLimit), Climb("high", 2, 3, Ending.Terminal), Climb("again", 1, 4, Ending.Terminal), Climb("end", 0, 4, Ending.TimeLimit)];

    public static TheoryData<WorldSpec, string> Wrong => new()
    {
        {
            World with { TerminalWhen = "x >= 4" },
            "terminalWhen holds after 2 of 15 steps behind which logged episodes go on, in 2 of 4 episodes, first in episode 'high', step 1: the learned world ends there."
        },
        { World with { TerminalWhen = "x > 5" }, "terminalWhen does not hold after 2 of 2 terminal steps, first in episode 'high', step 2: the learned world goes on there." },
        {
            World with { RewardIs = "x - 1" },
            "rewardIs differs from the logged reward in 15 of 15 steps, by -1 on average (-1 to -1), first in episode 'low', step 0 (0 instead of 1): what is learned and judged, also of the log, is what rewardIs says."
        },
        { World with { RewardRange = new RewardRange(0, 4) }, "rewardIs lies outside of rewardRange, 0 to 4, after 2 of 15 steps, first in episode 'high', step 2: the nearer bound counts." },
        { World with { State = [new("x") { Low = 0, High = 3 }] }, "'x' lies outside of its bounds, 0 to 3, in 6 of 19 logged states and 4 of 4 episodes, and comes to 5: the learned world keeps to the bounds." },
        { World with { State = [new("x") { Low = 0.5 }] }, "'x' lies outside of its bounds, at least 0.5, in 2 of 19 logged states and 2 of 4 episodes, and comes to 0: the learned world keeps to the bounds." },
        { World with { State = [new("x") { High = 4 }] }, "'x' lies outside of its bounds, at most 4, in 2 of 19 logged states and 2 of 4 episodes, and comes to 5: the learned world keeps to the bounds." },
        {
            World with { StepLimit = 3 },
            "Of 4 logged episodes 3 go on beyond the stepLimit of 3, the longest to 4 steps: imagined ones are cut there, and are judged beside the beginnings of logged ones."
        },
        { World with { StepLimit = null }, "Logged episodes are cut after 4 steps (2 of the 2 that are cut), but the world has no stepLimit: imagined ones go on. If 4 is the limit, write \"stepLimit\": 4." },
        { World with { StepLimit = 60 }, "Logged episodes are cut after 4 steps (2 of the 2 that are cut), but the world has a stepLimit of 60: imagined ones go on. If 4 is the limit, write \"stepLimit\": 4." },
    };

    [Fact]
    public void What_agrees_gives_no_warning()
    {
        Assert.Empty(Of(World, Sound).Warnings());
        Assert.Null(Of(World, Sound).WhyNotToJudge());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_contradicts_is_counted(WorldSpec wrong, string warning) => Assert.Equal([warning], Of(wrong, Sound).Warnings());

    [Fact]
    public void An_inspection_tells_it()
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("stairs.wglog"), World, Sound);
        WorldSpec wrong = World with { TerminalWhen = "x > 5" };
        Assert.Contains(Of(wrong, Sound).Warnings().Single(), LogInspection.Inspect(folder.File("stairs.wglog"), wrong).Warnings);
    }

    /// <summary>Ends and bounds decide what episodes are imagined; one wrong episode of a hundred may be rounding.</summary>
    [Theory]
    [InlineData(1, 100, false)]
    [InlineData(2, 100, true)]
    public void Few_contradictions_forbid_no_judgement(int wrong, int episodes, bool forbids)
    {
        Episode[] log = [.. Enumerable.Range(0, episodes).Select(e => e < wrong ? Climb($"{e}", 0, 4, Ending.Terminal) : Sound[1])];
        Assert.Equal(forbids ? "terminalWhen contradicts 2 % of the logged episodes" : null, Of(World, log).WhyNotToJudge());
    }

    [Fact]
    public void Bounds_that_are_not_those_of_the_log_forbid_judgement_and_rewards_do_not()
    {
        Assert.Equal("'x' leaves its bounds in world.json in 100 % of the logged episodes", Of(World with { State = [new("x") { Low = 0, High = 3 }] }, Sound).WhyNotToJudge());
        Assert.Null(Of(World with { RewardIs = "x - 1" }, Sound).WhyNotToJudge());
    }

    [Fact]
    public void Where_the_reward_is_known_the_log_is_counted_by_it()
    {
        TransitionSet data = TransitionSet.From(World with { RewardIs = "x - 2" }, [Sound[0], Sound[1] with { Rewards = [] }]);
        Assert.True(data.HasRewards);
        Assert.Equal([0, 0, 1, 2, 1, 2, 3], data.Rewards);                   // kept to rewardRange, as imagined rewards are
        Assert.Contains("'rewardIs' is", Assert.Throws<InvalidDataException>(() => TransitionSet.From(World with { RewardIs = "1 / (x - 1)" }, Sound)).Message, StringComparison.Ordinal);
    }

    private static Contradictions Of(WorldSpec world, Episode[] log)
    {
        var contradictions = new Contradictions(world);
        foreach (Episode episode in log) contradictions.Add(episode);
        return contradictions;
    }

    private static Episode Climb(string id, int from, int steps, Ending ending) => new()
    {
        Id = id,
        States = [.. Enumerable.Range(from, steps + 1).Select(x => (double)x)],
        Actions = [.. Enumerable.Repeat(1, steps)],
        Rewards = [.. Enumerable.Range(from + 1, steps).Select(x => (double)x)],
        Ending = ending,
    };
}
