using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>Learns the noise without a critic: the generator draws several outcomes of each condition, and their energy score falls (arXiv:2307.00835).</summary>
internal sealed class EnergyScoreTrainer : INoiseTrainer
{
    private readonly GeneratorTraining _generator;
    private readonly int _samples, _blockRows;             // all samples of a condition stand in one block
    private readonly float[] _logged, _generated, _slopes; // [O], [samples, O], [samples, O]
    private readonly Losses _measured = new("energyScore", "sampleDistance", "sampleSpread");

    /// <inheritdoc cref="NoiseTrainer.Start"/>
    public EnergyScoreTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals, ulong seed)
    {
        _samples = layout.Options.SamplesPerCondition!.Value;
        _blockRows = MlpPass<float>.BlockRows / _samples * _samples;
        _generator = new GeneratorTraining(layout, member, data, split, residuals, seed, _samples);
        (_logged, _generated, _slopes) = (new float[layout.Outcomes], new float[_samples * layout.Outcomes], new float[_samples * layout.Outcomes]);
    }

    /// <summary>The generator, for whoever takes the steps elsewhere.</summary>
    public GeneratorTraining Generator => _generator;

    public int Steps => _generator.Steps;

    public int StepsDone => _generator.StepsDone;

    public IEnumerable<(string Name, Array Values)> State => _generator.State;

    public void Restored() => _generator.Restored();

    public IReadOnlyList<(string Name, double Value)> Step()
    {
        float rate = _generator.BeginStep();
        double toLogged = 0, spread = 0, conditions = (double)_generator.Rows / _samples;
        _generator.Draw();
        for (int row = 0; row < _generator.Rows;)
        {
            int end = _generator.Forward(row, Math.Min(row + _blockRows, _generator.Rows));
            for (; row < end; row += _samples)
            {
                SampleDistances distances = Differentiate(row, (float)(1 / conditions));
                toLogged += distances.ToLogged / conditions;
                spread += distances.Spread / conditions;
            }

            _generator.Backward();
        }

        _generator.Descend(rate);
        return _measured.Of(toLogged - 0.5 * spread, toLogged, spread);
    }

    private SampleDistances Differentiate(int first, float weight)
    {
        int width = _logged.Length;
        _generator.WriteLogged(first, _logged);
        for (int k = 0; k < _samples; k++) _generator.WriteGenerated(first + k, _generated.AsSpan(k * width, width));
        SampleDistances distances = EnergyScore.Differentiate<float>(_logged, _generated, _slopes, weight);
        for (int k = 0; k < _samples; k++) _generator.Move(first + k, _slopes.AsSpan(k * width, width));
        return distances;
    }
}
