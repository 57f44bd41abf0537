using TorchSharp;
using WorldGan.Numerics;
using WorldGan.Rollouts;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Rollouts;

/// <summary>Rolls a policy out in a learned world on a device: all rows at once, and no step waits for the host. Rows that ended stand still.</summary>
internal sealed class DeviceRollout : IDisposable
{
    private const int StepsBetweenLooks = 64;              // whether any row still runs

    private readonly DeviceWorld _world;
    private readonly DevicePolicy _policy;
    private readonly Device _device;

    public DeviceRollout(LearnedWorld world, IPolicy policy, Device device)
    {
        _policy = new DevicePolicy(policy, world.Spec, device);
        (_world, _device) = (new DeviceWorld(world, device), device);
    }

    /// <summary>Runs every row until it ends or the horizon is reached.</summary>
    /// <param name="starts">B rows to begin with.</param>
    /// <param name="horizon">T.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public RolloutBatch Run(StartStates starts, int horizon, CancellationToken cancellation)
    {
        var batch = new RolloutBatch(_world.World.Spec, starts.Keys, horizon);
        if (starts.Count == 0) return batch;
        var places = new RowPlaces(_world.World, starts.Keys);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        using var random = new Randomness(_device, DerivedSeed.Of(starts.Keys[0].Seed, RandomPurpose.Latent, (int)starts.Keys[0].Trajectory));
        List<Moment> moments = [];
        Moment last = Begin(starts, places);
        for (int t = 0; t < horizon; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (t % StepsBetweenLooks == StepsBetweenLooks - 1 && Host.Floats(last.Runs.any().to(ScalarType.Float32))[0] == 0) break;
            moments.Add(last = Step(last, random));
        }

        Write(starts, places, moments, batch);
        return batch;
    }

    public void Dispose()
    {
        _world.Dispose();
        _policy.Dispose();
    }

    /// <summary>All rows before their first step, on the device.</summary>
    internal Moment Begin(StartStates starts, RowPlaces places)
    {
        int width = _world.World.Spec.State.Count;
        float[] states = [.. places.Rows.SelectMany(row => starts.States[(row * width)..((row + 1) * width)])];
        long[] steps = [.. places.Rows.Select(row => (long)starts.Keys[row].Step)];
        bool[] runs = [.. Enumerable.Range(0, places.Rows.Length).Select(place => places.IsReal(place) && Support.Holds(_world.World.Layout, states.AsSpan(place * width, width)))];
        long members = _world.Members, rows = places.PerMember;
        return new Moment(tensor(states, [members, rows, width], device: _device), null, null, null, tensor(runs, [members, rows], device: _device), tensor(steps, [members, rows], device: _device));
    }

    /// <summary>One step of all rows. Nothing waits for the device, and what it makes stays in the scope outside.</summary>
    internal Moment Step(Moment now, Randomness random)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor actions = _policy.Act(now.States, random);
        DeviceStep step = _world.Step(now.States, actions, StepChances.Draw(_world.World.Layout, random, now.States.shape[0], now.States.shape[1]));
        Tensor steps = now.Steps + 1, endings = step.Endings;
        if (_world.World.Spec.StepLimit is { } limit) endings = endings.masked_fill(endings.eq((long)Ending.None).logical_and(steps.ge(limit)), (long)Ending.TimeLimit);
        Tensor next = where(now.Runs.unsqueeze(-1), step.Next, now.States);
        endings = endings * now.Runs.to(ScalarType.Int64);
        Tensor runs = now.Runs.logical_and(endings.eq((long)Ending.None));
        foreach (Tensor kept in new[] { next, actions, step.Rewards, endings, runs, steps }) kept.MoveToOuterDisposeScope();
        return new Moment(next, actions, step.Rewards, endings, runs, steps);
    }

    private void Write(StartStates starts, RowPlaces places, List<Moment> moments, RolloutBatch batch)
    {
        int count = places.Rows.Length, width = batch.Spec.State.Count, taken = moments.Count;
        float[] states = taken == 0 ? [] : Host.Floats(stack(moments.Select(m => m.States))), rewards = taken == 0 ? [] : Host.Floats(stack(moments.Select(m => m.Rewards!)));
        long[] actions = taken == 0 ? [] : Host.Longs(stack(moments.Select(m => m.Actions!))), endings = taken == 0 ? [] : Host.Longs(stack(moments.Select(m => m.Endings!)));
        for (int place = 0; place < count; place++)
        {
            if (!places.IsReal(place)) continue;
            int row = places.Rows[place], length = 0;
            starts.States.AsSpan(row * width, width).CopyTo(batch.State(row, 0));
            Ending ending = Support.Holds(_world.World.Layout, batch.State(row, 0)) ? Ending.None : Ending.LeftSupport;
            for (int t = 0; t < taken && ending == Ending.None; t++)
            {
                int at = t * count + place;
                if ((ending = (Ending)endings[at]) == Ending.Invalid) break;  // the step is discarded
                states.AsSpan(at * width, width).CopyTo(batch.State(row, t + 1));
                (batch.Actions[row * batch.Horizon + t], batch.Rewards[row * batch.Horizon + t], length) = ((int)actions[at], rewards[at], t + 1);
            }

            (batch.Lengths[row], batch.Endings[row]) = (length, ending);
            batch.ClearRest(row);
        }
    }

    /// <summary>All rows after a step.</summary>
    internal sealed record Moment(Tensor States, Tensor? Actions, Tensor? Rewards, Tensor? Endings, Tensor Runs, Tensor Steps);
}
