using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Docs;

public class PageRunTests
{
    [Fact]
    public void A_command_that_fails_fails_the_page_with_its_place_and_words() =>
        Assert.Contains("docs/page.md(4): expected commands that succeed, got status 3:\nwords", Assert.ThrowsAny<Exception>(() => Follow("```bash\ntrue\n```\n```bash\necho words; (exit 3); echo more\n```\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_that_did_not_come_out_fails_the_page() =>
        Assert.Contains("docs/page.md(4): expected\nb\n\ngot\na\n", Assert.ThrowsAny<Exception>(() => Follow("```bash\necho a\n```\n```text\nb\n```\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Variables_and_processes_live_on_to_the_next_block() =>
        Follow("```bash\nword=heard; sleep 1000 &\n```\n```bash\necho $word; kill $!\n```\n```text\nheard\n```\n");

    [Fact]
    public void A_marked_block_is_left_out_where_its_program_is_missing() =>
        Follow("```bash elsewhere\nfalse\n```\n```bash needs no-such-program\nfalse\n```\n```bash needs sh\necho a\n```\n```text\na\n```\n");

    [Fact]
    public void A_mark_that_nobody_knows_and_a_fence_that_stays_open_are_faults()
    {
        Assert.Contains("got 'later'", Assert.Throws<FormatException>(() => Follow("```bash later\n```\n")).Message, StringComparison.Ordinal);
        Assert.Contains("expected a closing fence", Assert.Throws<FormatException>(() => Follow("```bash\n")).Message, StringComparison.Ordinal);
    }

    private static void Follow(string page)
    {
        using var folder = new TemporaryFolder();
        using var run = new PageRun(folder.File(""));
        run.Follow(DocPage.Blocks("page.md", page));
    }
}
