namespace WorldGan.Cli;

/// <summary>What a process says with its last number.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Fault = 1;
    public const int WrongUsage = 2;
    public const int Interrupted = 130;                    // 128 + SIGINT, as shells have it
}
