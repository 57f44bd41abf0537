namespace WorldGan.Logs.Messages;

/// <summary>The values that are wanted of a message, as a tree of fields and places.</summary>
internal sealed class FieldNode
{
    private readonly Dictionary<FieldStep, FieldNode> _children = [];

    /// <summary>Slots that the value here fills.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>Whether places in the list here are wanted by name.</summary>
    public bool HasNames { get; private set; }

    /// <summary>Names of the fields here that are wanted.</summary>
    public IEnumerable<string> Fields => _children.Keys.Select(step => step.Field).OfType<string>();

    /// <summary>Paths below this node by what follows on here.</summary>
    public IReadOnlyCollection<KeyValuePair<FieldStep, FieldNode>> Children => _children;

    public void Add(IEnumerable<FieldStep> steps, int slot)
    {
        FieldNode node = this;
        foreach (FieldStep step in steps)
        {
            node.HasNames |= step.Name is not null;
            if (!node._children.TryGetValue(step, out FieldNode? child)) node._children.Add(step, child = new FieldNode());
            node = child;
        }

        node.Slots.Add(slot);
    }

    public FieldNode? Field(string name) => _children.GetValueOrDefault(new FieldStep(name, -1, null));

    public FieldNode? Place(int place) => _children.GetValueOrDefault(new FieldStep(null, place, null));

    public FieldNode? Named(string name) => _children.GetValueOrDefault(new FieldStep(null, -1, name));
}
