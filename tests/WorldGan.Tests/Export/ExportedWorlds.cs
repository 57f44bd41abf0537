using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.WorldModel;
using WorldGan.Tests.WorldModel.Classes;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Classes;
using WorldGan.Worlds;

namespace WorldGan.Tests.Export;

/// <summary>Worlds of every kind with random weights, so that every part of them has a say, without any training.</summary>
internal static class ExportedWorlds
{
    public static readonly Provenance Provenance = new("abc", 12, 34);

    /// <summary>Two numbers, one between walls, two angles, of which the log shows all of one and a piece across ±π of the other, a category, a flag, and what never varies.</summary>
    public static SmallWorld Everything => new(
        SmallWorld.SpecOf(
            new("x"), new("turn", VariableKind.Angle), new("heading", VariableKind.Angle), new("level") { Low = -0.5, High = 1 },
            new("mode", VariableKind.Category) { Categories = 3 }, new("door", VariableKind.Flag), new("mass")),
        (state, action, next, ref random) =>
        {
            next[0] = 0.9 * state[0] + (action == 1 ? 0.3 : -0.3) + 0.1 * random.NextNormal();
            next[1] = ExactMath.WrapAngle((float)(state[1] + 0.5 + 0.3 * random.NextNormal()));
            next[2] = ExactMath.WrapAngle((float)(Math.PI + 0.4 * Math.Tanh(random.NextNormal())));
            next[3] = Math.Clamp(state[3] + 0.3 * random.NextNormal(), -0.5, 1);
            next[4] = random.NextInt32(3);
            next[5] = random.NextInt32(2);
            next[6] = state[6];
            return (next[0], random.NextDouble() < 0.05);
        });

    /// <summary>A world of a name, remembering so many steps.</summary>
    public static TransitionSet Record(string name, int history) => (name switch
    {
        "everything" => Everything,
        "gaps" => Gaps,
        "known" => Known,
        "paid-at-ends" => PaidAtEnds,
        "counted" => ClassWorlds.Counted,
        "joint" => ClassWorlds.Joint,
        _ => SmallWorld.Linear,
    } is var world && history > 1 ? world with { Spec = world.Spec with { History = history } } : world).Record(20, 15, seed: 3);

    /// <summary>A world with random weights.</summary>
    public static LearnedWorld Random(string name, WorldModelKind model, int history, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Weights);
        TransitionSet data = Record(name, history);
        WorldModelOptions options = Tiny.Options with { Model = model, Members = 1 + random.NextInt32(3), Components = model == WorldModelKind.Mixture ? 3 : null };
        WorldModelLayout layout = Tiny.LayoutOf(data, options);
        WorldModelMember[] members = new WorldModelMember[options.Members];
        for (int i = 0; i < members.Length; i++) members[i] = Member(layout, ref random);
        return new LearnedWorld(layout, members, data.States[..data.Width]);
    }

    /// <summary>States near the log, and a few far away from it.</summary>
    public static float[] States(LearnedWorld world, TransitionSet data, int rows, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Start);
        float[] states = new float[rows * data.Width];
        for (int row = 0; row < rows; row++)
        {
            data.State(random.NextInt32(data.Count)).CopyTo(states.AsSpan(row * data.Width));
            float far = row % 16 == 0 ? 4 : 0.2f;
            for (int j = 0; j < data.Width; j++)
            {
                ref float value = ref states[row * data.Width + j];
                StateVariable variable = world.Spec.State[j];
                if (variable.Classes == 0 && !world.Normalizer.IsConstant(world.Layout.Stack.PresentOf(j))) value += far * world.Normalizer.StandardDeviation[j] * (float)random.NextNormal();
                if (variable.Kind == VariableKind.Angle) value = ExactMath.WrapAngle(value);
            }
        }

        return states;
    }

    private static SmallWorld Known => Everything with
    {
        Spec = Everything.Spec with
        {
            TerminalWhen = "abs(x) > 0.6 || (mode == 2 && !(door != 1)) || turn + level < -3 || heading * 2 >= 6.2 || -level <= -0.95",
            RewardIs = "1 - x * x / 2 + cos(turn) - max(level, 0.1) * min(sin(heading), mode) - 0.1 * abs(action) + sqrt(2) * exp(-abs(level)) - pi",
            RewardRange = new(-5, 2),
            Actions = [new("left", -2), new("right", 0.5)],
        },
    };

    /// <summary>The same, whose ends pay what no other step does.</summary>
    private static SmallWorld PaidAtEnds => Everything with
    {
        Step = (state, action, next, ref random) => Everything.Step(state, action, next, ref random) is (var reward, true) ? (reward - 10, true) : (next[0], false),
    };

    /// <summary>The same with a third action and a fourth mode, of which a log shows neither.</summary>
    private static SmallWorld Gaps => Everything with
    {
        Spec = Everything.Spec with
        {
            State = [.. Everything.Spec.State.Select(variable => variable.Kind == VariableKind.Category ? variable with { Categories = 4 } : variable)],
            Actions = [.. Everything.Spec.Actions, new("jump")],
        },
    };

    private static WorldModelMember Member(WorldModelLayout layout, ref RandomStream random)
    {
        var member = new WorldModelMember(layout);
        uint net = 0;
        ulong seed = random.NextUInt32();
        foreach ((_, Mlp<float> network) in member.Networks) network.Initialize(new RandomStream(seed, RandomPurpose.Weights, net++), lastLayerScale: 2);
        Fill(member.Linear, ref random, (ref stream) => (float)(0.3 * stream.NextNormal()));
        Fill(member.CorrectionScale, ref random, (ref stream) => stream.NextSingle());
        Fill(member.Gate, ref random, (ref stream) => stream.NextInt32(3) / 2f);
        Fill(member.Scale, ref random, (ref stream) => stream.NextSingle());
        Fill(member.ScaleGate, ref random, (ref stream) => stream.NextInt32(2));
        member.TerminalCalibration = new LogitCalibration(0.5 + 8 * random.NextDouble(), random.NextNormal());
        foreach (ClassHead head in member.ClassHeads)
        {
            Fill(head.Counts, ref random, (ref stream) => stream.NextInt32(4));
            Fill(head.Strength, ref random, (ref stream) => 2.5f * stream.NextInt32(2));
        }

        return member;
    }

    private delegate float Draw(ref RandomStream random);

    private static void Fill(float[] values, ref RandomStream random, Draw draw)
    {
        for (int i = 0; i < values.Length; i++) values[i] = draw(ref random);
    }
}
