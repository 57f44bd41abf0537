namespace WorldGan.EndToEndTests.Docs;

/// <summary>A fenced block of a page: what the reader pastes (bash), or what comes of it (text).</summary>
/// <param name="Page">The page's path below docs.</param>
/// <param name="Line">The line of its opening fence, from 1.</param>
/// <param name="Language">The first word behind the fence.</param>
/// <param name="Mark">The words behind that: "elsewhere", or "needs PROGRAM".</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed record DocBlock(string Page, int Line, string Language, string Mark, string Text)
{
    /// <summary>The block is for another machine, or for programs that are not on every one.</summary>
    public bool IsMarked => Mark.Length > 0;

    public string Place => $"docs/{Page}({Line})";

    /// <summary>Why this machine leaves the block out; null where it runs it.</summary>
    public string? LeftOut() => Mark switch
    {
        "" => null,
        "elsewhere" => $"{Place} is for another machine.",
        _ when Mark.StartsWith("needs ", StringComparison.Ordinal) => IsThere(Mark[6..]) ? null : $"{Place}: there is no {Mark[6..]} on this machine.",
        _ => throw new FormatException($"{Place}: expected the mark 'elsewhere' or 'needs PROGRAM', got '{Mark}'."),
    };

    private static bool IsThere(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
