using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>The result of a run, for people or for programs.</summary>
internal static class ScoreOutput
{
    public static void Write(Terminal terminal, RunResult result, bool json)
    {
        if (json) ScoreJson.Write(terminal.Out, result);
        else ScoreText.Write(terminal.Out, result);
    }
}
