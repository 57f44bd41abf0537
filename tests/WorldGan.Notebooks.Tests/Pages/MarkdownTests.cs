using WorldGan.Notebooks.Pages;

namespace WorldGan.Notebooks.Tests.Pages;

public class MarkdownTests
{
    [Theory]
    [InlineData("# One\n\ntwo\nthree", "<h1>One</h1>\n<p>two three</p>\n")]
    [InlineData("a `b*c*` **d** *e*", "<p>a <code>b*c*</code> <strong>d</strong> <em>e</em></p>\n")]
    [InlineData("- a\n  b\n- c\n\n1. d", "<ul>\n<li>a b</li>\n<li>c</li>\n</ul>\n<ol>\n<li>d</li>\n</ol>\n")]
    [InlineData("```\n<x>\n\n# y\n```\nz", "<pre><code>&lt;x&gt;\n\n# y</code></pre>\n<p>z</p>\n")]
    [InlineData("| a | b |\n| --- | --- |\n| 1 | `2` |", "<div class=\"wide\"><table class=\"words\">\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td><code>2</code></td></tr>\n</table></div>\n")]
    [InlineData("[a](b.md#c) [d](https://e.f/g)", "<p><a href=\"b.md#c\">a</a> <a href=\"https://e.f/g\">d</a></p>\n")]
    [InlineData("snake_case_name 2 * 3 * 4", "<p>snake_case_name 2 * 3 * 4</p>\n")]
    public void Prose_becomes_a_page(string markdown, string html) => Assert.Equal(html, Markdown.ToHtml(markdown));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](\"onclick=\"x)")]
    public void Nothing_in_it_becomes_a_script(string markdown)
    {
        string html = Markdown.ToHtml(markdown);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"onclick", html, StringComparison.Ordinal);
    }
}
