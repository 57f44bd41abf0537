using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>Progress as lines of text: one for the beginning of each stage and one for each tenth of it.</summary>
internal sealed class PlainProgress(TextWriter output, TextWriter error, TimeProvider time) : IProgressDisplay, IProgress<RunEvent>
{
    private const int Parts = 10;

    private StageRate _rate = new(time);
    private long _part;

    public T Show<T>(Func<IProgress<RunEvent>, T> work) => work(this);

    public void Report(RunEvent value)
    {
        switch (value)
        {
            case DataWasRead data:
                output.WriteLine(FormattableString.Invariant($"Read {Words.Count(data.Transitions, "transition")} in {Words.Count(data.Episodes, "episode")}."));
                break;
            case RunWarning warning:
                error.WriteLine($"warning: {warning.Message}");
                break;
            case StageBegan stage:
                (_rate, _part) = (new StageRate(time), 0);
                output.WriteLine(StageWords.Of(stage) + (stage.IsSkipped ? ": done before." : "."));
                break;
            case StageAdvanced stage:
                Advance(stage);
                break;
        }
    }

    private void Advance(StageAdvanced stage)
    {
        _rate.Count(stage);
        long part = Parts * stage.Steps / Math.Max(stage.AllSteps, 1);
        if (part <= _part) return;
        _part = part;
        output.WriteLine(FormattableString.Invariant($"  {100 * part / Parts,3} %  step {stage.Steps:N0} of {stage.AllSteps:N0}  {_rate}").TrimEnd());
    }
}
