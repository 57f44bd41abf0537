using WorldGan.Worlds;

namespace WorldGan.Policies.Values;

/// <summary>
/// What the outputs of a Q network say of each action. Plain networks say the atoms of each action. Dueling ones (arXiv:1511.06581, equation 9) first say those of
/// the state and then the actions' advantages: each atom of an action is V + A(a) - mean of A. One instance serves one thread.
/// </summary>
/// <param name="kind">How outputs become atoms.</param>
/// <param name="actions">A.</param>
/// <param name="learner">What atoms mean.</param>
internal sealed class QHead(NetworkKind kind, int actions, IValueLearner learner)
{
    private readonly float[] _atoms = new float[actions * learner.Atoms];

    /// <summary>The head that the options name.</summary>
    public static QHead Of(WorldSpec spec, ValueTarget target, PolicyOptions options) => new(options.Network, spec.Actions.Count, options.Value switch
    {
        ValueKind.DoubleQ => new DoubleQ(target),
        ValueKind.QrDqn => new QuantileRegression(target, options.Quantiles!.Value),
        ValueKind.C51 => new Categorical(target, options.Atoms!.Value),
        ValueKind.Gan => new GeneratedReturns(target, options.Samples!.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Value, "Expected one of the kinds of values."),
    });

    /// <summary>What atoms mean.</summary>
    public IValueLearner Learner => learner;

    /// <summary>A, the number of actions.</summary>
    public int Actions => actions;

    /// <summary>O, the numbers that the network puts out.</summary>
    public int Outputs => OutputsOf(kind, actions, learner.Atoms);

    /// <summary>Numbers that a network of these options, resolved, puts out.</summary>
    public static int OutputsOf(WorldSpec spec, PolicyOptions options) => OutputsOf(options.Network, spec.Actions.Count, options.Quantiles ?? options.Atoms ?? options.Samples ?? 1);

    /// <summary>[A, N] the atoms of each action; overwritten by the next call.</summary>
    /// <param name="output">[O] the network's output.</param>
    public ReadOnlySpan<float> Atoms(ReadOnlySpan<float> output)
    {
        if (kind == NetworkKind.Plain)
        {
            output[.._atoms.Length].CopyTo(_atoms);
            return _atoms;
        }

        int atoms = learner.Atoms;
        for (int i = 0; i < atoms; i++)
        {
            float mean = 0;
            for (int a = 1; a <= actions; a++) mean += output[a * atoms + i];
            mean /= actions;
            for (int a = 0; a < actions; a++) _atoms[a * atoms + i] = output[i] + output[(1 + a) * atoms + i] - mean;
        }

        return _atoms;
    }

    /// <summary>Writes Q of every action, in units of the target's scale.</summary>
    /// <param name="output">[O] the network's output.</param>
    /// <param name="values">[A] written.</param>
    public void Values(ReadOnlySpan<float> output, Span<float> values)
    {
        ReadOnlySpan<float> atoms = Atoms(output);
        for (int a = 0; a < actions; a++) values[a] = learner.Value(atoms.Slice(a * learner.Atoms, learner.Atoms));
    }

    /// <summary>The way back of <see cref="Atoms"/>.</summary>
    /// <param name="atoms">[A, N] ∂loss/∂atoms.</param>
    /// <param name="gradient">[O] written: ∂loss/∂output.</param>
    public void Gradient(ReadOnlySpan<float> atoms, Span<float> gradient)
    {
        if (kind == NetworkKind.Plain)
        {
            atoms.CopyTo(gradient);
            return;
        }

        int count = learner.Atoms;
        for (int i = 0; i < count; i++)
        {
            float sum = 0;
            for (int a = 0; a < actions; a++) sum += atoms[a * count + i];
            gradient[i] = sum;
            for (int a = 0; a < actions; a++) gradient[(1 + a) * count + i] = atoms[a * count + i] - sum / actions;
        }
    }

    /// <summary>The first of the highest values.</summary>
    public static int Best(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int a = 1; a < values.Length; a++)
            if (values[a] > values[best]) best = a;
        return best;
    }

    private static int OutputsOf(NetworkKind kind, int actions, int atoms) => (kind == NetworkKind.Dueling ? 1 + actions : actions) * atoms;
}
