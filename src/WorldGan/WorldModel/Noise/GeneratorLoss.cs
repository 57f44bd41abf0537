using System.Numerics;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>What a generator minimises against a critic, and how that changes as each outcome moves. It goes block by block, beside the generator's own pass.</summary>
/// <param name="critic">The critic; its inputs are a condition, which is given, followed by an outcome.</param>
/// <param name="ratings">The loss.</param>
/// <param name="batch">Number of outcomes.</param>
internal sealed class GeneratorLoss<T>(Mlp<T> critic, IRatingLoss<T> ratings, int batch)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MlpPass<T> _judge = new(critic, batch);
    private readonly MlpPass<T>? _compared = ratings.ComparesPairs ? new(critic, batch) : null;

    /// <summary>Whether logged outcomes are to be filled in, too.</summary>
    public bool ComparesPairs => _compared is not null;

    /// <summary>[condition + outcome] the critic's input of a logged outcome, to be filled where pairs are compared.</summary>
    public Span<T> Real(int row) => _compared!.Input.Slice(row * _compared.InputStride, critic.Shape.Inputs);

    /// <summary>[condition + outcome] the critic's input of a generated outcome, to be filled.</summary>
    public Span<T> Fake(int row) => _judge.Input.Slice(row * _judge.InputStride, critic.Shape.Inputs);

    /// <summary>The mean loss of the batch, when all of it has been differentiated.</summary>
    public double Value
    {
        get
        {
            double value = 0;
            for (int row = 0; row < batch; row++) value += double.CreateTruncating(ratings.Generator(RealRating(row), FakeRating(row))) / batch;
            return value;
        }
    }

    /// <summary>Rates the outcomes of a block and finds the slopes at the generated ones.</summary>
    public void Differentiate(int first, int end)
    {
        T share = T.One / T.CreateTruncating(batch);
        _compared?.Forward(first, end);
        _judge.Forward(first, end);
        for (int row = first; row < end; row++)
            _judge.OutputGradient[row * _judge.OutputStride] = share * ratings.GeneratorByGenerated(RealRating(row), FakeRating(row));
        _judge.BackwardToInput();
    }

    /// <summary>[outcome] ∂loss/∂outcome of a row that has been differentiated.</summary>
    public ReadOnlySpan<T> Slope(int row) => _judge.InputGradient.Slice(row * _judge.InputGradientStride, critic.Shape.Free);

    private T RealRating(int row) => _compared is null ? T.Zero : _compared.Output[row * _compared.OutputStride];

    private T FakeRating(int row) => _judge.Output[row * _judge.OutputStride];
}
