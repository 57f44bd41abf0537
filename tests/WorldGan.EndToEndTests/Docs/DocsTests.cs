using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Docs;

/// <summary>What the pages below docs tell a reader to paste, pasted.</summary>
public class DocsTests(HowToFolder howTo) : IClassFixture<HowToFolder>
{
    public static TheoryData<string> PagesWithCommands => new(DocPage.All.Where(page => page != DocPage.Beginning && DocPage.Blocks(page).Any(block => block is { Language: "bash", Mark: not "elsewhere" })));

    public static TheoryData<string> MarkedBlocks => new(Marked().Select(block => block.Place));

    [Theory]
    [MemberData(nameof(PagesWithCommands))]
    public void Each_command_of_a_page_succeeds_and_prints_what_the_page_says(string page)
    {
        using var folder = new TemporaryFolder();
        if (page.StartsWith("how-to/", StringComparison.Ordinal)) howTo.CopyTo(folder.File(""));
        using var run = new PageRun(folder.File(""));
        run.Follow(DocPage.Blocks(page));
    }

    /// <summary>A test of its own for each such block, so that one sees what this machine has not run.</summary>
    [SkippableTheory]
    [MemberData(nameof(MarkedBlocks))]
    public void A_block_that_needs_another_machine_or_program_is_run_where_it_can_be(string place)
    {
        string? leftOut = Marked().Single(block => block.Place == place).LeftOut();
        Skip.If(leftOut is not null, leftOut);
    }

    private static IEnumerable<DocBlock> Marked() => DocPage.All.SelectMany(page => DocPage.Blocks(page)).Where(block => block is { Language: "bash", IsMarked: true });
}
