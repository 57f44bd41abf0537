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
            "terminalWhen holds after 2 of 15 steps although their episodes go on, in 2 of 4 episodes, first in episode 'high', step 1: the learned world ends there."
        },
        { World with { TerminalWhen = "x > 5" }, "terminalWhen does not hold after 2 of 2 terminal steps, first in episode 'high', step 2: the learned world goes on there." },
        {
            World with { RewardIs = "x - 1" },
            "rewardIs differs from the logged reward in 15 of 15 steps, by -1 on average (-1 to -1), first in episode 'low', step 0 (0 instead of 1): what is learned and judged, also of the log, is what rewardIs says."
        },
        { World with { RewardRange = new RewardRange(0, 4) }, "rewardIs lies outside of rewardRange, 0 to 4, after 2 of 15 steps, first in episode 'high', step 2: the nearer bound counts." },
        { World with { State = [new("x") { Low = 0, High = 3 }] }, "'x' leaves its bounds, 0 to 3, in 4 of 4 logged episodes, by up to 2: the learned world keeps to the bounds." },
        { World with { State = [new("x") { Low = 0.5 }] }, "'x' leaves its bounds, at least 0.5, in 2 of 4 logged episodes, by up to 0.5: the learned world keeps to the bounds." },
        { World with { State = [new("x") { High = 4 }] }, "'x' leaves its bounds, at most 4, in 2 of 4 logged episodes, by up to 1: the learned world keeps to the bounds." },
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

    /// <summary>A sensor at its stop reads 0.6000001 or a little more now and then.</summary>
    [Theory]
    [InlineData(0.0, 4.96, false)]
    [InlineData(0.0, 4.94, true)]
    [InlineData(null, 4.96, false)]
    [InlineData(null, 4.94, true)]
    public void A_bound_may_be_passed_by_a_hundredth(double? low, double high, bool told)
    {
        Contradictions seen = Of(World with { State = [new("x") { Low = low, High = high }] }, Sound);
        Assert.Equal((told, told), (seen.Warnings().Any(), seen.WhyNotToJudge() is not null));
    }

    [Theory]
    [InlineData(0.04, false)]
    [InlineData(0.06, true)]
    public void A_reward_may_be_off_by_a_hundredth_of_the_range(double by, bool told) =>
        Assert.Equal(told, Of(World, [.. Sound.Select(episode => episode with { Rewards = [.. episode.Rewards.Select(reward => reward + by)] })]).Warnings().Any());

    /// <summary>A log that lost rows, or was begun anew in the middle of an episode, has its episodes in pieces.</summary>
    [Fact]
    public void Pieces_of_an_episode_are_one_episode()
    {
        WorldSpec wrong = World with { TerminalWhen = "x > 1 && x < 4", State = [new("x") { Low = 0, High = 1 }], StepLimit = 2, RewardIs = null };
        string[] whole = [.. Of(wrong, Sound).Warnings()];
        Assert.Equal("terminalWhen contradicts 100 % of the logged episodes", Of(wrong, Sound).WhyNotToJudge());
        Contradictions pieces = Of(wrong, [.. Sound.SelectMany(InTwo)]);
        Assert.Equal(whole.Select(Ends), pieces.Warnings().Select(Ends));
        Assert.Equal(Of(wrong, Sound).WhyNotToJudge(), pieces.WhyNotToJudge());

        // Behind the last step of a piece nothing is known, so there are fewer of these steps, in as many episodes.
        static string Ends(string warning) => warning.StartsWith("terminalWhen holds", StringComparison.Ordinal) ? warning.Split(',')[1] : warning;
    }

    [Fact]
    public void An_episode_that_is_wrong_twice_is_one()
    {
        Episode[] log = [Climb("twice", 0, 4, Ending.Terminal) with { States = [0, 5, 0, 1, 2] }, .. Enumerable.Range(0, 149).Select(e => Climb($"{e}", 2, 3, Ending.Terminal))];
        Assert.Equal(2, Of(World with { RewardIs = null }, log).Warnings().Count());
        Assert.Null(Of(World with { RewardIs = null }, log).WhyNotToJudge());
    }

    [Fact]
    public void Angles_are_taken_as_the_learned_world_has_them()
    {
        WorldSpec clock = World with { State = [new("hand", VariableKind.Angle)], TerminalWhen = "hand < 0", RewardIs = null };
        Assert.Empty(Of(clock, [Climb("half past", 2, 2, Ending.Terminal)]).Warnings());         // 4 is beyond π
    }

    [Fact]
    public void A_single_episode_that_is_cut_tells_no_limit() => Assert.Empty(Of(World with { StepLimit = null }, Sound[..3]).Warnings());

    [Fact]
    public void A_known_reward_without_a_range_is_refused() =>
        Assert.Equal("World 'stairs': expected RewardRange beside RewardIs, got none.", Assert.Throws<ArgumentException>(() => TransitionSet.From(World with { RewardRange = null }, Sound)).Message);

    [Fact]
    public void Where_the_reward_is_known_the_log_is_counted_by_it()
    {
        TransitionSet data = TransitionSet.From(World with { RewardIs = "x - 2" }, [Sound[0], Sound[1] with { Rewards = [] }]);
        Assert.True(data.HasRewards);
        Assert.Equal([0, 0, 1, 2, 1, 2, 3], data.Rewards);                   // kept to rewardRange, as imagined rewards are
        Assert.Contains("'reward' is 1E+39", Assert.Throws<InvalidDataException>(() => TransitionSet.From(World, [Sound[0] with { Rewards = [1, 2, 1e39, 4] }])).Message, StringComparison.Ordinal);
        WorldSpec nowhere = World with { RewardIs = "1 / (x - 1)" };
        Assert.Contains("rewardIs is no finite number after 2 of 15 steps, first in episode 'low', step 0: nothing is learned from such a log.", Of(nowhere, Sound).Warnings());
        Assert.Contains("'rewardIs' is", Assert.Throws<InvalidDataException>(() => TransitionSet.From(nowhere, Sound)).Message, StringComparison.Ordinal);
    }

    private static Contradictions Of(WorldSpec world, Episode[] log)
    {
        var contradictions = new Contradictions(world);
        foreach (Episode episode in log) contradictions.Add(episode);
        return contradictions;
    }

    private static Episode[] InTwo(Episode whole) =>
    [
        whole with { States = whole.States[..3], Actions = whole.Actions[..2], Rewards = whole.Rewards[..2], Ending = Ending.None },
        whole with { FirstStep = 2, States = whole.States[2..], Actions = whole.Actions[2..], Rewards = whole.Rewards[2..] },
    ];

    private static Episode Climb(string id, int from, int steps, Ending ending) => new()
    {
        Id = id,
        States = [.. Enumerable.Range(from, steps + 1).Select(x => (double)x)],
        Actions = [.. Enumerable.Repeat(1, steps)],
        Rewards = [.. Enumerable.Range(from + 1, steps).Select(x => (double)x)],
        Ending = ending,
    };
}
