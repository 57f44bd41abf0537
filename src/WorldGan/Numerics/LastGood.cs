namespace WorldGan.Numerics;

/// <summary>
/// The last state of a member's training that was good, and what tells that it no longer is. Every stage begins with a good state; later ones are kept
/// when a stretch of steps had losses within bounds and left finite weights. What is kept hangs on the steps alone, never on when checkpoints were written.
/// </summary>
internal sealed class LastGood
{
    /// <summary>Steps of a stretch: what going back costs at most.</summary>
    public const int StretchSteps = 250;

    /// <summary>How often a stage may go back.</summary>
    public const int MostReturns = 4;

    /// <summary>Of all learning rates, at each return.</summary>
    public const double RateCut = 0.25;

    /// <summary>
    /// Mean of a stretch's losses over the stage's first, or over 1 where that is less, above which they have run away. Ratings of a critic may grow a thousandfold in a
    /// training that does well. Where returns do not help, losses that are large but finite are left to run.
    /// </summary>
    public const double MostGrowth = 1e6;

    private readonly double[] _numbers = [1, 0, 0, 0, 0];  // rate factor, returns, first loss, sum of the stretch's losses, its steps
    private string _stage = "";
    private (string Name, Array Values)[] _arrays = [];

    /// <summary>Factor on all learning rates of the present stage.</summary>
    public double RateFactor => _numbers[0];

    /// <summary>Whether the present stage may still go back.</summary>
    public bool MayReturn => _numbers[1] < MostReturns;

    /// <summary>Everything that must be saved to go on with the same bits, the good state too.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("lastGood.numbers", _numbers), .. Prefixed];

    private IEnumerable<(string Name, Array Values)> Prefixed => _arrays.Select(a => ("lastGood." + a.Name, a.Values));

    /// <summary>Begins with a run's first state.</summary>
    public void Begin(IMemberRun run) => Keep(run);

    /// <summary>Goes back to a saved state; returns the run that goes on from it.</summary>
    public IMemberRun Restore(Checkpoint checkpoint, IMemberRun run)
    {
        checkpoint.Read([("lastGood.numbers", _numbers)]);
        run = AtRate(run);
        run.Restore(checkpoint);
        Keep(run);
        checkpoint.Read(Prefixed);                         // as long as the arrays of the present state: a stage begins with a good one
        return run;
    }

    /// <summary>Takes notice of a step with finite losses.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Judge(IMemberRun run, IReadOnlyList<(string Name, double Value)> losses)
    {
        if (run.Stage == _stage) Count(losses);
        if (run.Stage == _stage && _numbers[4] < StretchSteps) return null;
        if (MayReturn && _numbers[3] > MostGrowth * Math.Max(_numbers[2], 1) * _numbers[4]) return $"the losses have grown {MostGrowth:0} times";
        if (NotFinite(run) is { } array) return $"'{array}' is not finite";
        (_numbers[3], _numbers[4]) = (0, 0);
        Keep(run);
        return null;
    }

    /// <summary>The stage that begins may have the full rates again.</summary>
    public IMemberRun BeginStage(IMemberRun run)
    {
        bool isSlow = RateFactor < 1;
        Array.Clear(_numbers);
        _numbers[0] = 1;
        return isSlow ? Continue(run) : run;
    }

    /// <summary>Goes back to the good state; the run that it returns goes on from there with lower rates.</summary>
    public IMemberRun Return(IMemberRun run)
    {
        _numbers[0] *= RateCut;
        _numbers[1]++;
        (_numbers[3], _numbers[4]) = (0, 0);
        return Continue(run);
    }

    /// <summary>The first array of a run that holds something else than finite numbers.</summary>
    public static string? NotFinite(IMemberRun run) =>
        run.State.FirstOrDefault(a => a.Values is float[] numbers && !Array.TrueForAll(numbers, float.IsFinite)).Name;

    private IMemberRun Continue(IMemberRun run)
    {
        run = run.AtRate(RateFactor)!;
        run.Restore(Checkpoint.Of(_arrays));
        return run;
    }

    private IMemberRun AtRate(IMemberRun run) => RateFactor < 1 ? run.AtRate(RateFactor)! : run;

    private void Keep(IMemberRun run) => (_stage, _arrays) = (run.Stage, [.. run.State.Select(a => (a.Name, (Array)a.Values.Clone()))]);

    private void Count(IReadOnlyList<(string Name, double Value)> losses)
    {
        double largest = 0;
        for (int i = 0; i < losses.Count; i++) largest = Math.Max(largest, Math.Abs(losses[i].Value));
        if (_numbers[2] == 0) _numbers[2] = largest;
        _numbers[3] += largest;
        _numbers[4]++;
    }
}
