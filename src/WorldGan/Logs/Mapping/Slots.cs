using WorldGan.Logs.Messages;
using WorldGan.Worlds;

namespace WorldGan.Logs.Mapping;

/// <summary>The values that a mapping takes, by number: first the state in the order of the world, then the others that the mapping has; -1 for those that it has not.</summary>
internal sealed class Slots
{
    private readonly List<Slot> _all = [];

    public Slots(LogMapping mapping, WorldSpec spec)
    {
        foreach (StateVariable variable in spec.State)
        {
            MappedVariable mapped = mapping.State.Single(one => one.Name == variable.Name);
            Add(mapped.Field, mapped.Scale, mapped.Offset, mapped.MaxAge ?? mapping.MaxAge);
        }

        State = spec.State.Count;
        Action = Add(mapping.Action.Field, mapping.Action.Scale, mapping.Action.Offset, mapping.Action.MaxAge ?? double.PositiveInfinity);
        Reward = mapping.Reward is { } reward ? Add(reward.Field, reward.Scale, 0) : -1;
        Terminated = Flag(mapping.Terminated);
        Truncated = Flag(mapping.Truncated);
        Episode = Flag(mapping.Episode);
    }

    /// <summary>S; the slots before it are the state.</summary>
    public int State { get; }

    public int Action { get; }

    public int Reward { get; }

    public int Terminated { get; }

    public int Truncated { get; }

    public int Episode { get; }

    public int Count => _all.Count;

    public Slot this[int slot] => _all[slot];

    /// <summary>What is wanted of the messages of a topic; null where nothing is.</summary>
    public FieldNode? WantedOf(string topic)
    {
        FieldNode? wanted = null;
        for (int i = 0; i < _all.Count; i++)
            if (_all[i].Path.Topic == topic) (wanted ??= new FieldNode()).Add(_all[i].Path.Steps, i);
        return wanted;
    }

    private int Flag(string? path) => path is null ? -1 : Add(path, 1, 0);

    private int Add(string path, double scale, double offset, double maxAge = double.PositiveInfinity)
    {
        FieldPath parsed = FieldPath.TryParse(path) ?? throw new ArgumentException($"Expected {FieldPath.Expected}, got '{path}'.");
        _all.Add(new Slot(parsed, scale, offset, maxAge));
        return _all.Count - 1;
    }
}

/// <summary>A value that a mapping takes.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Scale">What a number is multiplied with.</param>
/// <param name="Offset">What is added then.</param>
/// <param name="MaxAge">Seconds for which it holds.</param>
internal sealed record Slot(FieldPath Path, double Scale, double Offset, double MaxAge)
{
    /// <summary>The value in the world's units; text stays as it is.</summary>
    public FieldValue Convert(FieldValue value) => value.Number is { } number ? new FieldValue(Scale * number + Offset, null) : value;
}
