using System.Numerics;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>What a critic's batch measured.</summary>
/// <param name="Ratings">Mean of the rating loss.</param>
/// <param name="Distance">Mean rating of logged minus generated outcomes.</param>
/// <param name="Penalty">Mean price of the slope, at each kind of point.</param>
internal readonly record struct CriticReport(double Ratings, double Distance, double Penalty);

/// <summary>What a critic minimises: the rating loss plus penalty weight · penalty. The condition is given, so it is neither mixed nor penalised.</summary>
/// <remarks>
/// Where a loss compares pairs, the two outcomes of each stand in one block of rows, so that one pass has both ratings before it goes back. Otherwise all
/// logged outcomes come first, and a penalty at these alone costs nothing at the others.
/// </remarks>
internal sealed class CriticLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mlp<T> _critic;
    private readonly Adversary<T> _adversary;
    private readonly int _batch, _together;                // pairs whose logged outcomes stand in a row, before their generated ones
    private readonly MlpPass<T> _judge;                    // of all logged and generated outcomes, then of the points between them

    /// <summary>Buffers that are reused.</summary>
    /// <param name="critic">The critic; its inputs are a condition, which is given, followed by an outcome.</param>
    /// <param name="adversary">The rules.</param>
    /// <param name="batch">Number of pairs.</param>
    public CriticLoss(Mlp<T> critic, Adversary<T> adversary, int batch)
    {
        (_critic, _adversary, _batch) = (critic, adversary, batch);
        _together = adversary.Ratings.ComparesPairs ? MlpPass<T>.BlockRows / 2 : batch;
        _judge = new MlpPass<T>(critic, (adversary.Points == PenaltyPoints.Between ? 3 : 2) * batch);
    }

    /// <summary>[condition + outcome] the critic's input of a logged outcome, to be filled.</summary>
    public Span<T> Real(int pair) => Input(RealRow(pair));

    /// <summary>[condition + outcome] the critic's input of a generated outcome, to be filled; the condition is the one of <see cref="Real"/>.</summary>
    public Span<T> Fake(int pair) => Input(FakeRow(pair));

    /// <summary>Half-way between the mean ratings of logged and of generated outcomes, of the last gradient.</summary>
    public double Middle
    {
        get
        {
            double sum = 0;
            for (int row = 0; row < 2 * _batch; row++) sum += double.CreateTruncating(Rating(row));
            return sum / (2 * _batch);
        }
    }

    /// <summary>Adds ∂loss/∂parameters to <paramref name="gradient"/>.</summary>
    /// <param name="gradient">Laid out as the critic's parameters.</param>
    /// <param name="mixing">[batch] uniform in [0, 1): the place of each point between generated and logged, where the penalty is there.</param>
    /// <param name="penaltyWeight">Weight of the penalty.</param>
    public CriticReport AddGradient(Span<T> gradient, ReadOnlySpan<T> mixing, double penaltyWeight)
    {
        T weight = T.CreateTruncating(penaltyWeight) / T.CreateTruncating(_batch);
        double penalty = AddJudged(gradient, weight);
        if (_adversary.Points == PenaltyPoints.Between) penalty = AddBetween(gradient, mixing, weight);
        if (_adversary.Points != PenaltyPoints.None) _judge.EndPenaltyGradient(gradient);
        double ratings = 0, distance = 0;
        for (int pair = 0; pair < _batch; pair++)
        {
            T logged = Rating(RealRow(pair)), generated = Rating(FakeRow(pair));
            ratings += double.CreateTruncating(_adversary.Ratings.Critic(logged, generated)) / _batch;
            distance += double.CreateTruncating(logged - generated) / _batch;
        }

        return new CriticReport(ratings, distance, penalty);
    }

    private double AddJudged(Span<T> gradient, T weight)
    {
        T share = T.One / T.CreateTruncating(_batch);
        double penalty = 0;
        for (int row = 0; row < 2 * _batch;)
        {
            int first = row;
            row = _judge.Forward(first, 2 * _batch);
            WriteRatingSlopes(first, row, share);
            _judge.Backward(gradient);
            if (IsPenalised(first)) penalty += AddPenalty(gradient, first, row, weight);
        }

        return penalty;
    }

    // All rows of a block have their pairs among the same ones.
    private void WriteRatingSlopes(int first, int end, T share)
    {
        int together = Together(first / 2), generated = FirstFake(first);
        Span<T> ratings = _judge.Output, slopes = _judge.OutputGradient;
        int stride = _judge.OutputStride;
        for (int row = first; row < end; row++)
        {
            int real = row < generated ? row : row - together;
            T ofReal = ratings[real * stride], ofFake = ratings[(real + together) * stride];
            slopes[row * stride] = share * (row < generated ? _adversary.Ratings.CriticByLogged(ofReal, ofFake) : _adversary.Ratings.CriticByGenerated(ofReal, ofFake));
        }
    }

    // The block has gone forward already: its slopes are one more way back.
    private double AddPenalty(Span<T> gradient, int first, int end, T weight)
    {
        double penalty = 0;
        _judge.ScalarInputGradient();
        for (int row = first; row < end; row++)
        {
            if (IsPenalised(row)) penalty += Price(row, weight);
            else Slope(row).Clear();
        }

        _judge.AddPenaltyGradient(gradient);
        return penalty;
    }

    private double AddBetween(Span<T> gradient, ReadOnlySpan<T> mixing, T weight)
    {
        double penalty = 0;
        int first = 2 * _batch, last = 3 * _batch;
        for (int pair = 0; pair < _batch; pair++) Mix(Real(pair), Fake(pair), mixing[pair], Input(first + pair));
        for (int row = first; row < last;)
        {
            int end = _judge.Forward(row, last);
            _judge.ScalarInputGradient();
            for (; row < end; row++) penalty += Price(row, weight);
            _judge.AddPenaltyGradient(gradient);
        }

        return penalty;
    }

    private static void Mix(ReadOnlySpan<T> real, ReadOnlySpan<T> fake, T mix, Span<T> into)
    {
        for (int j = 0; j < real.Length; j++) into[j] = fake[j] + mix * (real[j] - fake[j]);
    }

    private double Price(int row, T weight) => _adversary.Penalty!(Slope(row), weight) / _batch;

    private Span<T> Slope(int row) => _judge.InputGradient.Slice(row * _judge.InputGradientStride, _critic.Shape.Free);

    // Of a block of pairs, and of logged outcomes that come first, the first row tells whether there is anything to penalise.
    private bool IsPenalised(int row) =>
        _adversary.Points == PenaltyPoints.LoggedAndGenerated || (_adversary.Points == PenaltyPoints.Logged && row < FirstFake(row));

    private int RealRow(int pair) => pair + PairsBefore(pair);

    private int FakeRow(int pair) => RealRow(pair) + Together(pair);

    // The first row, of those that stand together with a row, that has a generated outcome.
    private int FirstFake(int row) => 2 * PairsBefore(row / 2) + Together(row / 2);

    private int Together(int pair) => Math.Min(_together, _batch - PairsBefore(pair));

    // Pairs of the blocks before. Mostly there are none, which is told faster than a division.
    private int PairsBefore(int pair) => pair < _together ? 0 : pair / _together * _together;

    private Span<T> Input(int row) => _judge.Input.Slice(row * _judge.InputStride, _critic.Shape.Inputs);

    private T Rating(int row) => _judge.Output[row * _judge.OutputStride];
}
