using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;
using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>Progress as bars that move, with rate and time left.</summary>
internal sealed class LiveProgress(IAnsiConsole console) : IProgressDisplay
{
    public T Show<T>(Func<IProgress<RunEvent>, T> work)
    {
        var rates = new RateColumn();
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), rates)
            .Start(context =>
            {
                var bars = new Bars(console, context, rates);
                T result = work(bars);
                bars.Finish();
                return result;
            });
    }

    private sealed class Bars(IAnsiConsole console, ProgressContext context, RateColumn rates) : IProgress<RunEvent>
    {
        private ProgressTask? _task;
        private StageRate _rate = new(TimeProvider.System);

        public void Report(RunEvent value)
        {
            switch (value)
            {
                case DataWasRead data:
                    console.WriteLine(FormattableString.Invariant($"Read {Words.Count(data.Transitions, "transition")} in {Words.Count(data.Episodes, "episode")}."));
                    break;
                case RunWarning warning:
                    console.MarkupLineInterpolated($"[yellow]warning:[/] {warning.Message}");
                    break;
                case StageBegan stage:
                    Begin(stage);
                    break;
                case StageAdvanced stage:
                    Advance(stage);
                    break;
            }
        }

        /// <summary>The stage that is shown is done.</summary>
        public void Finish()
        {
            if (_task is { } last) (last.IsIndeterminate, last.Value) = (false, last.MaxValue);
        }

        private void Begin(StageBegan stage)
        {
            Finish();
            _rate = new StageRate(TimeProvider.System);
            _task = context.AddTask(StageWords.Of(stage));
            _task.IsIndeterminate = stage is { Stage: RunStage.Scores, IsSkipped: false };
            if (stage.IsSkipped) _task.Value = _task.MaxValue;
        }

        private void Advance(StageAdvanced stage)
        {
            _rate.Count(stage);
            _task!.MaxValue = Math.Max(stage.AllSteps, 1);
            _task.Value = stage.Steps;
            rates.Texts[_task.Id] = $"{_rate}  {StageWords.Of(stage.Values)}";
        }
    }

    /// <summary>Rate, time left and losses; the bar's own estimate forgets that a resumed run begins in its middle.</summary>
    private sealed class RateColumn : ProgressColumn
    {
        public ConcurrentDictionary<int, string> Texts { get; } = [];

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(!task.IsFinished && Texts.TryGetValue(task.Id, out string? text) ? text : "");
    }
}
