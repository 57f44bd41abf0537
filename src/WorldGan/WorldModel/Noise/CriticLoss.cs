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
    private readonly int _batch, _condition, _together;    // pairs whose logged outcomes stand in a row, before their generated ones
    private readonly MlpPass<T> _judge;
    private readonly MlpPass<T>? _between;

    /// <summary>Buffers that are reused.</summary>
    /// <param name="critic">The critic; its inputs are a condition followed by an outcome.</param>
    /// <param name="adversary">The rules.</param>
    /// <param name="batch">Number of pairs.</param>
    /// <param name="condition">Number of features of a condition.</param>
    public CriticLoss(Mlp<T> critic, Adversary<T> adversary, int batch, int condition)
    {
        (_critic, _adversary, _batch, _condition) = (critic, adversary, batch, condition);
        _together = adversary.Ratings.ComparesPairs ? MlpPass<T>.BlockRows / 2 : batch;
        _judge = new MlpPass<T>(critic, 2 * batch);
        if (adversary.Points == PenaltyPoints.Between) _between = new MlpPass<T>(critic, batch);
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
        if (_between is not null) penalty = AddBetween(gradient, mixing, weight, _between);
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
            int first = row, end = _judge.Forward(row, 2 * _batch);
            for (; row < end; row++) _judge.OutputGradient[row * _judge.OutputStride] = share * RatingSlope(row);
            _judge.Backward(gradient);
            if (IsPenalised(first)) penalty += AddPenalty(gradient, first, end, weight);
        }

        return penalty;
    }

    private T RatingSlope(int row)
    {
        (int pair, bool isReal) = PairOf(row);
        T logged = Rating(RealRow(pair)), generated = Rating(FakeRow(pair));
        return isReal ? _adversary.Ratings.CriticByLogged(logged, generated) : _adversary.Ratings.CriticByGenerated(logged, generated);
    }

    // The block has gone forward already: its slopes are one more way back.
    private double AddPenalty(Span<T> gradient, int first, int end, T weight)
    {
        double penalty = 0;
        _judge.ScalarInputGradient();
        for (int row = first; row < end; row++)
        {
            Span<T> slope = _judge.InputGradient.Slice(row * _judge.InputStride, _judge.InputStride);
            if (IsPenalised(row)) penalty += Price(slope, weight);
            else slope.Clear();
        }

        _judge.AddPenaltyGradient(gradient);
        return penalty;
    }

    private double AddBetween(Span<T> gradient, ReadOnlySpan<T> mixing, T weight, MlpPass<T> between)
    {
        double penalty = 0;
        for (int pair = 0; pair < _batch; pair++) Mix(Real(pair), Fake(pair), mixing[pair], between.Input[(pair * between.InputStride)..]);
        for (int row = 0; row < _batch;)
        {
            int end = between.Forward(row, _batch);
            between.ScalarInputGradient();
            for (; row < end; row++) penalty += Price(between.InputGradient.Slice(row * between.InputStride, between.InputStride), weight);
            between.AddPenaltyGradient(gradient);
        }

        return penalty;
    }

    private static void Mix(ReadOnlySpan<T> real, ReadOnlySpan<T> fake, T mix, Span<T> into)
    {
        for (int j = 0; j < real.Length; j++) into[j] = fake[j] + mix * (real[j] - fake[j]);
    }

    private double Price(Span<T> slope, T weight) => _adversary.Penalty!(slope, _condition, _critic.Shape.Inputs - _condition, weight) / _batch;

    // Of a block of pairs, and of logged outcomes that come first, the first row tells whether there is anything to penalise.
    private bool IsPenalised(int row) =>
        _adversary.Points == PenaltyPoints.LoggedAndGenerated || (_adversary.Points == PenaltyPoints.Logged && PairOf(row).IsReal);

    private int RealRow(int pair) => pair + PairsBefore(pair);

    private int FakeRow(int pair) => RealRow(pair) + Math.Min(_together, _batch - PairsBefore(pair));

    // Pairs of the blocks before. Mostly there are none, which is told faster than a division.
    private int PairsBefore(int pair) => pair < _together ? 0 : pair / _together * _together;

    private (int Pair, bool IsReal) PairOf(int row)
    {
        int before = PairsBefore(row / 2), place = row - 2 * before, together = Math.Min(_together, _batch - before);
        return place < together ? (before + place, true) : (before + place - together, false);
    }

    private Span<T> Input(int row) => _judge.Input.Slice(row * _judge.InputStride, _critic.Shape.Inputs);

    private T Rating(int row) => _judge.Output[row * _judge.OutputStride];
}
