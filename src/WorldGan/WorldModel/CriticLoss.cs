using System.Numerics;
using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>
/// What a critic minimises: penalty weight · penalty - distance (arXiv:1704.00028, equation 3), the penalty at one random point on each line from a
/// logged to a generated outcome. The condition is given, so it is neither mixed nor penalised.
/// </summary>
/// <param name="critic">The critic; its inputs are a condition followed by an outcome.</param>
/// <param name="batch">Number of pairs.</param>
/// <param name="condition">Number of features of a condition.</param>
internal sealed class CriticLoss<T>(Mlp<T> critic, int batch, int condition)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MlpPass<T> _judge = new(critic, 2 * batch), _between = new(critic, batch);

    /// <summary>[condition + outcome] the critic's input of a logged outcome, to be filled.</summary>
    public Span<T> Real(int row) => _judge.Input.Slice(row * _judge.InputStride, critic.Shape.Inputs);

    /// <summary>[condition + outcome] the critic's input of a generated outcome, to be filled; the condition is the one of <see cref="Real"/>.</summary>
    public Span<T> Fake(int row) => Real(batch + row);

    /// <summary>Adds ∂loss/∂parameters to <paramref name="gradient"/>.</summary>
    /// <param name="gradient">Laid out as the critic's parameters.</param>
    /// <param name="mixing">[batch] uniform in [0, 1): the place of each point between generated and logged.</param>
    /// <param name="penaltyWeight">Weight of the penalty.</param>
    /// <returns>Mean rating of logged minus generated outcomes, and mean of (‖∇f‖ - 1)².</returns>
    public (double Distance, double Penalty) AddGradient(Span<T> gradient, ReadOnlySpan<T> mixing, double penaltyWeight)
    {
        double distance = AddDistance(gradient);
        T weight = T.CreateTruncating(penaltyWeight) / T.CreateTruncating(batch);
        double penalty = 0;
        for (int row = 0; row < batch; row++) WriteBetween(row, mixing[row]);
        for (int row = 0; row < batch;)
        {
            int end = _between.Forward(row, batch);
            _between.ScalarInputGradient();
            for (; row < end; row++) penalty += GradientPenalty.UnitSlope(SlopeBetween(row), condition, critic.Shape.Inputs - condition, weight) / batch;
            _between.AddPenaltyGradient(gradient);
        }

        return (distance, penalty);
    }

    private double AddDistance(Span<T> gradient)
    {
        T share = T.One / T.CreateTruncating(batch);
        for (int row = 0; row < 2 * batch;)
        {
            int end = _judge.Forward(row, 2 * batch);
            for (; row < end; row++) _judge.OutputGradient[row * _judge.OutputStride] = row < batch ? -share : share;
            _judge.Backward(gradient);
        }

        double distance = 0;
        for (int row = 0; row < batch; row++) distance += double.CreateTruncating(Rating(row) - Rating(batch + row)) / batch;
        return distance;
    }

    private void WriteBetween(int row, T mix)
    {
        ReadOnlySpan<T> real = Real(row), fake = Fake(row);
        Span<T> between = _between.Input.Slice(row * _between.InputStride, real.Length);
        for (int j = 0; j < between.Length; j++) between[j] = fake[j] + mix * (real[j] - fake[j]);
    }

    private Span<T> SlopeBetween(int row) => _between.InputGradient.Slice(row * _between.InputStride, _between.InputStride);

    private T Rating(int row) => _judge.Output[row * _judge.OutputStride];
}
