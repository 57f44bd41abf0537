using System.Text.Json;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Cli.Display;

/// <summary>Counts what imagined trajectories came to.</summary>
internal sealed class ImaginationTally
{
    private readonly Dictionary<Ending, int> _endings = [];
    private long _steps;
    private int _rows;
    private double _returns;

    /// <summary>Counts a batch and hands it on.</summary>
    public RolloutBatch Add(RolloutBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            _endings[batch.Endings[row]] = _endings.GetValueOrDefault(batch.Endings[row]) + 1;
            _steps += batch.Lengths[row];
            _returns += batch.Return(row, discount: 1);
        }

        _rows += batch.Count;
        return batch;
    }

    public void Write(Terminal terminal, string path, bool json)
    {
        if (json)
        {
            var endings = new { terminal = Of(Ending.Terminal), timeLimit = Of(Ending.TimeLimit), leftSupport = Of(Ending.LeftSupport), invalid = Of(Ending.Invalid), horizon = Of(Ending.None) };
            terminal.Out.WriteLine(JsonSerializer.Serialize(new { log = path, rows = _rows, transitions = _steps, meanReturn = _returns / _rows, endings }, ScoreJson.Options));
            return;
        }

        terminal.Out.WriteLine(FormattableString.Invariant($"Imagined {_rows:N0} {(_rows == 1 ? "trajectory" : "trajectories")}, {Words.Count(_steps, "transition")}, mean return {_returns / _rows:0.0}: {path}."));
        terminal.Out.WriteLine(FormattableString.Invariant($"  {Of(Ending.Terminal):N0} came to a true end, {Of(Ending.TimeLimit):N0} to the step limit, {Of(Ending.None):N0} to the horizon,"));
        terminal.Out.WriteLine(FormattableString.Invariant($"  {Of(Ending.LeftSupport):N0} left what the log knows, {Of(Ending.Invalid):N0} met a step that is not finite."));
    }

    private int Of(Ending ending) => _endings.GetValueOrDefault(ending);
}
