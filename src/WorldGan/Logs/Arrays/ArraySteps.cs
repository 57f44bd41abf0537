using System.Globalization;
using WorldGan.Logs.Assembly;

namespace WorldGan.Logs.Arrays;

/// <summary>Makes steps of arrays, by the conventions of Minari or D4RL; which of the two, the names of the arrays tell.</summary>
internal static class ArraySteps
{
    /// <param name="columns">The arrays.</param>
    /// <param name="number">How many there were before.</param>
    /// <param name="stepLimit">Steps after which the world cuts an episode, for logs of D4RL that do not tell.</param>
    /// <param name="notices">Told where nothing tells that an episode was cut.</param>
    public static IEnumerable<PlacedStep> Of(StepColumns columns, int number, int? stepLimit, Action<LogNotice>? notices)
    {
        ArrayColumn observations = columns.Require("observations"), actions = columns.Require("actions");
        if (actions.Width > 1) throw new LogFormatException(actions.Place, $"'actions[0]' has {actions.Width} numbers, expected one: the actions of a world are names, or levels of one control.");
        foreach (string name in StepColumns.Names[3..])
        {
            columns.ExpectLength(name, actions.Count, "actions");
            if (columns[name]?.Width > 1) throw new LogFormatException(columns[name]!.Place, $"'{name}[0]' has {columns[name]!.Width} numbers, expected one.");
        }

        bool isMinari = columns["terminations"] is not null || columns["truncations"] is not null || (columns["terminals"] is null && observations.Count == actions.Count + 1);
        if (!isMinari && stepLimit is null && columns["timeouts"] is null && columns["next_observations"] is null)
            notices?.Invoke(new LogNotice(LogNoticeKind.MissingField, columns.Place, "Nothing tells where an episode was cut: expected 'timeouts', 'next_observations' or a world with a step limit, got none. The beginning of an episode may be taken for the next state of the one before."));
        return isMinari ? Minari(columns, number, observations, actions) : D4rl(columns, number, observations, actions, stepLimit);
    }

    /// <summary>One episode: the observations are one more than the actions, the last one with them (minari.farama.org/content/dataset_standards).</summary>
    private static IEnumerable<PlacedStep> Minari(StepColumns columns, int number, ArrayColumn observations, ArrayColumn actions)
    {
        if (observations.Count != actions.Count + 1) throw new LogFormatException(observations.Place, $"'observations' has {observations.Count} rows, expected {actions.Count + 1}, one more than actions: the last is the state after the last action.");
        string episode = columns.Id ?? number.ToString(CultureInfo.InvariantCulture);
        for (int t = 0; t < actions.Count; t++)
        {
            LooseStep step = StepOf(columns, observations, actions, t);
            (step.Episode, step.Step, step.NextState) = (episode, t, observations.Row(t + 1));
            (step.Terminated, step.Truncated) = (columns["terminations"]?.IsSet(t) ?? false, columns["truncations"]?.IsSet(t) ?? false);
            yield return new PlacedStep(step, columns.Place with { Row = t });
        }
    }

    /// <summary>
    /// Many episodes one behind the other, which end at a terminal or a timeout. Behind both stands the beginning of another episode, so the next state of
    /// such a step is known only from next_observations (github.com/Farama-Foundation/D4RL, qlearning_dataset in d4rl/__init__.py, which takes the beginning of the
    /// next episode for the state after a terminal: a value is not bootstrapped there, but a world model would learn it).
    /// </summary>
    private static IEnumerable<PlacedStep> D4rl(StepColumns columns, int number, ArrayColumn observations, ArrayColumn actions, int? stepLimit)
    {
        if (observations.Count != actions.Count) throw new LogFormatException(observations.Place, $"'observations' has {observations.Count} rows, expected {actions.Count}, as many as actions.");
        columns.ExpectLength("next_observations", actions.Count, "actions");
        ArrayColumn? next = columns["next_observations"], terminals = columns.Require("terminals"), timeouts = columns["timeouts"];
        string before = number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number}-");          // episodes of further objects have other names
        for (int row = 0, episode = 0, t = 0; row < actions.Count; row++, t++)
        {
            LooseStep step = StepOf(columns, observations, actions, row);
            (step.Episode, step.Step, step.NextState) = (string.Create(CultureInfo.InvariantCulture, $"{before}{episode}"), t, next?.Row(row));
            step.Terminated = terminals.IsSet(row);
            step.Truncated = timeouts?.IsSet(row) ?? t + 1 == stepLimit;
            yield return new PlacedStep(step, columns.Place with { Row = row });
            if (step.Terminated || step.Truncated) (episode, t) = (episode + 1, -1);
        }
    }

    private static LooseStep StepOf(StepColumns columns, ArrayColumn observations, ArrayColumn actions, int row) => new()
    {
        State = observations.Row(row),
        Action = actions.Values[row].ToString(CultureInfo.InvariantCulture),
        Reward = columns["rewards"]?.Values[row],
    };
}
