using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Cloning;
using WorldGan.Policies.Sources;
using WorldGan.Rollouts;
using WorldGan.Runs;
using WorldGan.Torch.Policies;
using WorldGan.Torch.Rollouts;
using WorldGan.Torch.Training;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;

namespace WorldGan.Torch;

/// <summary>
/// The engine on a device of libtorch: worlds, rollouts and policies stay in its memory from the beginning of a stage to its end. Random numbers are the device's own: the same seed
/// gives an equally good world, not the same bits.
/// </summary>
/// <example><code>
/// IEngine engine = EngineChoice.Open("auto", Console.Error.WriteLine);
/// RunResult result = TrainingRun.Start(new RunFolder("runs/arm"), request, new RunSession { Engine = engine });
/// </code></example>
public sealed class TorchEngine : IEngine
{
    /// <summary>The name of libtorch's CPU.</summary>
    public const string Cpu = "torch-cpu";

    /// <summary>The name of a CUDA device.</summary>
    public const string Cuda = "cuda";

    private readonly Device _device;

    private TorchEngine(string name, Device device) => (Device, _device) = (name, device);

    /// <inheritdoc/>
    public string Device { get; }

    /// <summary>Whether products of matrices on CUDA devices may round their factors to TF32: faster, with errors of a thousandth.</summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Opens a device.</summary>
    /// <param name="device"><see cref="Cpu"/> or <see cref="Cuda"/>.</param>
    /// <exception cref="InvalidOperationException">There is no libtorch, or no such device; the message says how to get it.</exception>
    public static TorchEngine Open(string device)
    {
        if (device is not (Cpu or Cuda)) throw new ArgumentException($"Expected {Cpu} or {Cuda}, got '{device}'.");
        if (WhyNot(device) is { } reason) throw new InvalidOperationException($"--device {device}: {reason}");
        return new TorchEngine(device, device == Cuda ? CUDA : CPU);
    }

    /// <summary>What is missing for a device; null where nothing is.</summary>
    public static string? WhyNot(string device)
    {
        try
        {
            return TryInitializeDeviceType(device == Cuda ? TorchSharp.DeviceType.CUDA : TorchSharp.DeviceType.CPU) ? null
                : "expected a CUDA device with its driver and a libtorch that was built for CUDA, got none. Install NVIDIA's driver and a CUDA build of torch (pip install torch), then run eng/build-libtorch-shim.sh.";
        }
        catch (Exception e) when (e is NotSupportedException or ExternalException or DllNotFoundException)
        {
            return OneLine(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Expect(WorldModelOptions options)
    {
        options = options.Resolved();
        Expect("worldModel.window", (options.Window ?? 1) == 1, "1", options.Window);
    }

    /// <inheritdoc/>
    public void Expect(PolicyOptions options)
    {
        options = options.Resolved();
        Expect("policy.value", options.Value is ValueKind.DoubleQ or ValueKind.QrDqn, "double-q or qr-dqn", options.Value);
        Expect("policy.source", options.Source != PolicySource.Simulator, "imagination or log", options.Source);
        Expect("policy.reward", options.Reward == RewardKind.Logged, "logged", options.Reward);
        Expect("policy.sampling", options.Sampling == SamplingKind.Uniform, "uniform", options.Sampling);
    }

    /// <inheritdoc/>
    public LearnedWorld TrainWorld(TransitionSet data, WorldModelOptions options, ulong seed, TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        Expect(options);
        return Guard(session.Threads, () => WorldModelTrainer.TrainMembers(data, options, seed, (layout, split, start) =>
        {
            WorldMemberRun[] runs = [.. Enumerable.Range(0, options.Members).Select(start)];
            using var trainer = new DeviceWorldTrainer(layout, runs, split, seed, session, _device);
            trainer.Run();
            return [.. runs.Select(run => run.Trainer.Member)];
        }));
    }

    /// <inheritdoc/>
    public QPolicy TrainPolicy(IWorld? world, TransitionSet data, PolicyOptions options, ulong seed, TrainingSession session, TransitionSet? experts = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(session);
        Expect(options);
        options = options.Resolved();
        if (experts is not null) throw new ArgumentException("Reward Logged: expected no expert, got one.");
        if (!data.HasRewards) throw new ArgumentException("Reward Logged: expected a log with rewards, got one without.");
        LearnedWorld? learned = options.Source == PolicySource.Log ? null : world as LearnedWorld ?? throw new ArgumentException("Source Imagination: expected a learned world, got another or none.");
        var cautious = CautiousWorld.Of(learned, data, options) as CautiousWorld;
        if (cautious is not null && learned!.Layout.Classes.Count > 0)
            throw new ArgumentException($"--device {Device}: UncertaintyPenalty and UncertaintyQuantile: expected a world without categories and flags that vary, got '{data.Spec.Name}'.");
        ClonedPolicy? behaviour = options.BehaviourThreshold > 0 ? BehaviourCloning.Train(data, seed, session) : null;
        Normalizer normalizer = Normalizer.Measure(data);
        return Guard(session.Threads, () =>
        {
            using var trainer = new DeviceDqnTrainer(learned, data, normalizer, options, seed, session, _device, cautious, behaviour);
            return new QPolicy(data.Spec, normalizer, options, trainer.Run(), behaviour);
        });
    }

    /// <summary>Rolls a policy out on the device. Rows have other random numbers than on the CPU: the same distribution, other draws.</summary>
    /// <inheritdoc/>
    public RolloutBatch RollOut(IWorld world, IPolicy policy, StartStates starts, int horizon, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        if (world is not LearnedWorld learned) throw new ArgumentException($"Rollouts on a device: expected a learned world, got {world?.GetType().Name ?? "none"}.");
        if (starts.States.Length != starts.Count * world.Spec.State.Count) throw new ArgumentException($"Expected start states of shape [{starts.Count}, {world.Spec.State.Count}], got {starts.States.Length} numbers.");
        return Guard(threads, () =>
        {
            using var rollout = new DeviceRollout(learned, policy, _device);
            return rollout.Run(starts, horizon, cancellation);
        });
    }

    /// <summary>Does other work on the device.</summary>
    internal T Run<T>(int threads, Func<Device, T> work) => Guard(threads, () => work(_device));

    // libtorch's own exceptions are long and of a type that says nothing.
    private T Guard<T>(int threads, Func<T> work)
    {
        set_num_threads(threads);
        if (_device.type == TorchSharp.DeviceType.CUDA) backends.cuda.matmul.allow_tf32 = AllowTf32;
        using DisposeScope scope = NewDisposeScope();
        try
        {
            return work();
        }
        catch (ExternalException e)
        {
            throw new InvalidOperationException($"--device {Device}: libtorch stopped: {OneLine(e.Message)}", e);
        }
    }

    private void Expect(string setting, bool holds, string expected, object? got)
    {
        if (holds) return;
        string name = got is Enum choice ? JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()) : FormattableString.Invariant($"{got}");
        throw new ArgumentException($"--device {Device}: expected {setting} {expected}, got {name}.");
    }

    private static string OneLine(string message) => string.Join(' ', message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeWhile(line => !line.StartsWith("frame #", StringComparison.Ordinal)));
}
