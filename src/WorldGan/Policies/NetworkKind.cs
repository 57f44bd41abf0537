namespace WorldGan.Policies;

/// <summary>How the last layer of a Q network says what an action is worth.</summary>
public enum NetworkKind
{
    /// <summary>As the value of the state and the action's advantage over the others (arXiv:1511.06581).</summary>
    Dueling,

    /// <summary>Action by action.</summary>
    Plain,
}
