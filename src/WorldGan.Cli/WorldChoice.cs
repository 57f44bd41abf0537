using WorldGan.Evaluation;
using WorldGan.Simulators;
using WorldGan.Simulators.Views;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Cli;

/// <summary>The world that a command line asks for, its settings and its simulator.</summary>
internal static class WorldChoice
{
    public static FoundWorld Find(string folderOrName) => new WorldFinder(Directory.GetCurrentDirectory(), BuiltInWorlds.All).Find(folderOrName);

    /// <summary>The settings of the world's own run.json, where it has one, then those of the command line.</summary>
    public static T SettingsOf<T>(FoundWorld world, ulong? seed, string[] overrides)
        where T : class
    {
        string[] all = seed is { } number ? [.. overrides, $"seed={number}"] : overrides;
        string? file = world.Folder is { } folder ? Path.Combine(folder, "run.json") : null;
        return file is not null && File.Exists(file) ? SettingsFile.Read<T>(file, all) : SettingsFile.FromDefaults<T>(all);
    }

    /// <summary>The true world, where the specification names one.</summary>
    /// <exception cref="InvalidDataException">The simulator is not known, or its variables or actions are others.</exception>
    public static IWorld? SimulatorOf(WorldSpec spec)
    {
        spec.ExpectNumbers();
        if (spec.Simulator is not { } name) return null;
        if (!Simulator.Names.Contains(name)) throw new InvalidDataException($"World '{spec.Name}': expected one of the simulators {string.Join(", ", Simulator.Names)}, got '{name}'.");
        return new SpecifiedSimulator(Simulator.Find(name), spec);
    }

    /// <summary>Policies of a true world from bad to good; none where there is no simulator.</summary>
    public static IReadOnlyList<NamedPolicy> PoliciesOf(WorldSpec spec)
    {
        if (SimulatorOf(spec) is not { } simulator) return [];
        IPolicy scripted = Demonstrator.Find("scripted", simulator);
        return
        [
            new("random", Demonstrator.Find("random", simulator)),
            new("scripted, 60 % random", new NoisyPolicy(scripted, 0.6, spec)),
            new("scripted, 30 % random", new NoisyPolicy(scripted, 0.3, spec)),
            new("scripted", scripted),
        ];
    }

    /// <summary>A true world that must be there.</summary>
    public static IWorld RequireSimulator(WorldSpec spec) => SimulatorOf(spec) ?? throw Missing(spec, Simulator.Names);

    /// <summary>The camera on a true world that must be there.</summary>
    /// <exception cref="InvalidDataException">It is not known, or its images or actions are others.</exception>
    public static View RequireView(WorldSpec spec)
    {
        if (spec.Simulator is not { } name) throw Missing(spec, View.Names);
        if (!View.Names.Contains(name)) throw new InvalidDataException($"World '{spec.Name}': expected one of the simulators with images, {string.Join(", ", View.Names)}, got '{name}'.");
        View view = View.Find(name);
        if (!view.Spec.State.SequenceEqual(spec.State) || !view.Spec.Actions.Select(action => action.Name).SequenceEqual(spec.Actions.Select(action => action.Name)))
            throw new InvalidDataException($"World '{spec.Name}': expected state and actions as those of its simulator '{name}', got others.");
        return view;
    }

    private static ArgumentException Missing(WorldSpec spec, IEnumerable<string> names) =>
        new($"World '{spec.Name}' has no simulator to record from. Worlds with one: {string.Join(", ", names)}.");
}
