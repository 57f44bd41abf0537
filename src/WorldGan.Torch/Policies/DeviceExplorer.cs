using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.Policies.Sources;
using WorldGan.Policies.Values;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Worlds;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>
/// Imagined trajectories of all members of a policy, side by side; see <see cref="Explorer"/>. They stand by member of the world, so that each row keeps the one that it follows: where
/// the rows do not divide evenly, there are a few more of them.
/// </summary>
internal sealed class DeviceExplorer : IDisposable
{
    private const double ShareOfExploring = 0.1;           // of the training, until the share of random actions is the last one

    private readonly DeviceWorld _world;
    private readonly PolicyOptions _options;
    private readonly DeviceEncoder _encoder;
    private readonly Randomness _random;
    private readonly int _policies, _perMember;            // P, and rows of each policy that follow one member
    private readonly Tensor _logged;                       // [N, S]
    private readonly Tensor _worths, _factors;             // [endings]
    private readonly double _scale;
    private readonly DeviceCaution? _caution;              // null where the world is believed
    private readonly DeviceFilter? _filter;                // null where all actions may be taken
    private Tensor _states, _ages;                         // [M, P · n, S] and [M, P · n]

    /// <param name="world">Where transitions are imagined.</param>
    /// <param name="data">The log: where they begin.</param>
    /// <param name="encoder">What the networks of the policy see.</param>
    /// <param name="target">What ends are worth.</param>
    /// <param name="options">Resolved settings.</param>
    /// <param name="random">Draws.</param>
    /// <param name="caution">Shies away from what the world does not know; null where it is believed.</param>
    /// <param name="filter">Takes actions out; null where all may be taken.</param>
    public DeviceExplorer(DeviceWorld world, TransitionSet data, DeviceEncoder encoder, ValueTarget target, PolicyOptions options, Randomness random, DeviceCaution? caution, DeviceFilter? filter)
    {
        (_caution, _filter) = (caution, filter);
        (_world, _options, _encoder, _random, _policies, _scale) = (world, options, encoder, random, options.Members, target.Scale);
        _perMember = (options.Rows!.Value + world.Members - 1) / world.Members;
        _logged = OnDevice.Floats(data.States, random.Device, data.Count, data.Width);
        (double Worth, double Factor)[] ends = [.. Enum.GetValues<Ending>().Select(ending => Ends.Of(ending, target))];
        (_worths, _factors) = (OnDevice.Floats([.. ends.Select(e => (float)e.Worth)], random.Device, ends.Length), OnDevice.Floats([.. ends.Select(e => (float)e.Factor)], random.Device, ends.Length));
        using DisposeScope scope = NewDisposeScope();
        _states = Begin().DetachFromDisposeScope();
        _ages = zeros([world.Members, _policies * _perMember], ScalarType.Int64, random.Device).DetachFromDisposeScope();
    }

    /// <summary>Rows of each policy.</summary>
    public int Rows => _world.Members * _perMember;

    /// <summary>One step of all rows, remembered in the replay.</summary>
    /// <param name="policies">The networks that act.</param>
    /// <param name="head">What their outputs mean.</param>
    /// <param name="replay">Remembers.</param>
    /// <param name="progress">Share of the training that is done.</param>
    public void Step(NetworkBatch policies, DeviceHead head, DeviceReplay replay, double progress)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        Tensor features = ByPolicy(_encoder.States(_states));  // [P, R, F]
        Tensor values = head.Values(policies.Forward(features)), actions = Explore((_filter?.Apply(features, values) ?? values).argmax(-1), progress), placed = ByMember(actions);
        DeviceStep step = _world.Step(_states, placed, StepChances.Draw(_world.World.Layout, _random, _world.Members, _policies * _perMember));
        if (_caution is not null) step = _caution.Apply(_states, placed, step);
        Tensor ages = _ages + 1, valid = step.Endings.ne((long)Ending.Invalid);
        Tensor stops = ages.ge(MostSteps(progress)).logical_or(step.Endings.ne((long)Ending.None));
        Tensor endings = step.Endings.flatten(), numbers = stack(
            [step.Rewards / _scale, Of(_worths, endings), Of(_factors, endings), valid.to(ScalarType.Float32), stops.to(ScalarType.Float32)], -1);
        replay.Add(features, actions, ByPolicy(_encoder.States(step.Next)), ByPolicy(numbers.nan_to_num()));
        Keep(where(stops.unsqueeze(-1), Begin(), step.Next), ages * stops.logical_not().to(ScalarType.Int64));
    }

    public void Dispose()
    {
        _encoder.Dispose();
        foreach (Tensor tensor in new[] { _logged, _worths, _factors, _states, _ages }) tensor.Dispose();
    }

    private Tensor Of(Tensor table, Tensor endings) => table.index_select(0, endings).view(_world.Members, -1);

    private Tensor Explore(Tensor actions, double progress)
    {
        double share = Between(_options.FirstExploration!.Value, _options.Exploration!.Value, progress / ShareOfExploring);
        return share == 0 ? actions : where(_random.Uniform(actions.shape).lt(share), _random.Below(_world.World.Spec.Actions.Count, actions.shape), actions);
    }

    private int MostSteps(double progress) => (int)Math.Round(Between(_options.FirstBranchSteps!.Value, _options.BranchSteps!.Value, progress));

    // Logged states, drawn anew for every row.
    private Tensor Begin()
    {
        int rows = _world.Members * _policies * _perMember;
        return _logged.index_select(0, _random.Below(_logged.shape[0], rows)).view(_world.Members, _policies * _perMember, -1);
    }

    private void Keep(Tensor states, Tensor ages)
    {
        _states.copy_(states);
        _ages.copy_(ages);
    }

    // [M, P · n, W] to [P, M · n, W].
    private Tensor ByPolicy(Tensor rows) => rows.view(_world.Members, _policies, _perMember, -1).transpose(0, 1).reshape(_policies, Rows, -1);

    // [P, M · n] to [M, P · n].
    private Tensor ByMember(Tensor rows) => rows.view(_policies, _world.Members, _perMember).transpose(0, 1).reshape(_world.Members, -1);

    private static double Between(double first, double last, double share) => first + (last - first) * Math.Min(share, 1);
}
