using System.Text;
using WorldGan.Notebooks.Files;
using WorldGan.Reporting.Report;

namespace WorldGan.Notebooks.Pages;

/// <summary>A notebook as one page of HTML that needs no network and no script, in the style of a run's report.</summary>
internal static class NotebookPage
{
    private const string Style = """
        pre { overflow-x: auto; font: 13px/1.45 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; padding: 10px 12px; margin: 8px 0; }
        pre.code { background: #f4f6f8; border-left: 3px solid #2563eb; white-space: pre-wrap; } pre.out { padding: 2px 12px; } pre.error { border-left: 3px solid #dc2626; white-space: pre-wrap; }
        code { font: 0.88em ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; } img { max-width: 100%; height: auto; } h3 { font-size: 17px; margin: 28px 0 6px; } a { color: #2563eb; }
        @media (prefers-color-scheme: dark) { pre.code { background: #161b22; border-color: #6ea8fe; } pre.error { border-color: #ff7b7b; } a { color: #6ea8fe; } }
        """;

    /// <summary>The page of a notebook that ran.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">What it is called.</param>
    public static string Of(Notebook notebook, string name) =>
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{Html.Text(name)}</title>\n"
        + $"<style>\n{ReportPage.Style}\n{Style}\n</style>\n</head>\n<body>\n{string.Concat(notebook.Cells.Select(Cell))}</body>\n</html>\n";

    private static string Cell(NotebookCell cell) => cell.Kind switch
    {
        Notebook.Markdown => Markdown.ToHtml(cell.Source),
        Notebook.Code => $"<pre class=\"code\"><code>{MarkdownLine.Escape(cell.Source)}</code></pre>\n{string.Concat(cell.Outputs.Select(Output))}",
        _ => "",
    };

    private static string Output(CellOutput output) => output switch
    {
        StreamOutput stream => $"<pre class=\"out\">{MarkdownLine.Escape(stream.Text.TrimEnd('\n'))}</pre>\n",
        ErrorOutput error => $"<pre class=\"error\">{MarkdownLine.Escape(string.Join('\n', error.Traceback))}</pre>\n",
        DataOutput data => Shown(data.Forms[0]),
        _ => "",
    };

    private static string Shown((string MimeType, string Text) form) => form.MimeType switch
    {
        "text/html" => form.Text,
        "image/svg+xml" => $"<figure><img alt=\"\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(form.Text))}\"/></figure>\n",
        _ => $"<pre class=\"out\">{MarkdownLine.Escape(form.Text)}</pre>\n",
    };
}
