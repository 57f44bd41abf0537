using System.Text;
using WorldGan.Notebooks.Files;
using WorldGan.Worlds.Json;

namespace WorldGan.Notebooks.Tests.Files;

public class NotebookFileTests
{
    [Theory]
    [InlineData("", "n.ipynb(1,1): expected a JSON object, got an empty file.")]
    [InlineData("{", "n.ipynb(1,2): Expected depth to be zero at the end of the JSON payload.")]
    [InlineData("[]", "n.ipynb(1,1): expected a notebook, a JSON object, got a list.")]
    [InlineData("{\n\"nbformat\": 3, \"cells\": []}", "n.ipynb(2,13): nbformat: expected 4, got 3.")]
    [InlineData("{\"nbformat\": 4}", "n.ipynb(1,1): cells: expected a list of cells, got nothing.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n{\"cell_type\": \"code\"}]}", "n.ipynb(2,1): cells[0].source: expected text or a list of lines, got nothing.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n{\"cell_type\": \"codes\", \"source\": \"\"}]}", "n.ipynb(2,15): cells[0].cell_type: expected one of code, markdown, raw, got 'codes'.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [1]}]}", "cells[0].source: expected text or a list of lines, got a list of other things.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}}", "expected a notebook in C#, got 'python'.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": {\"polyglot_notebook\": {\"kernelName\": \"fsharp\"}}}]}", "expected a cell in C#, got 'fsharp'.")]
    public void A_file_that_is_no_notebook_is_refused_with_its_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FaultyFileException>(() => NotebookFile.Parse(Encoding.UTF8.GetBytes(text), "n.ipynb")).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_are_a_notebook_or_a_fault()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Written.Text("1 + 1", "x\ny"));
        for (int length = 0; length < whole.Length; length++) Assert.Throws<FaultyFileException>(() => NotebookFile.Parse(whole[..length], "n.ipynb"));
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] = (byte)(changed[at] * 31 + 7);
            try
            {
                NotebookFile.Parse(changed, "n.ipynb");
            }
            catch (FaultyFileException fault)
            {
                Assert.NotEmpty(fault.Faults);
            }
        }
    }

    [Fact]
    public void What_is_not_understood_is_kept()
    {
        const string Text = """
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": 3,
               "id": "a",
               "metadata": {
                "theirs": [1, 2.50, "é<"]
               },
               "outputs": [],
               "source": [
                "1\n",
                "+ 1"
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5,
             "theirs": null
            }

            """;
        Notebook notebook = NotebookFile.Parse(Encoding.UTF8.GetBytes(Text), "n.ipynb");
        Assert.Equal("1\n+ 1", notebook.Cells[0].Source);
        Assert.Equal(Text.Replace("[1, 2.50, \"é<\"]", "[\n     1,\n     2.50,\n     \"é<\"\n    ]", StringComparison.Ordinal), NotebookFile.Format(notebook));
    }

    [Fact]
    public void Outputs_have_the_formats_form()
    {
        Notebook notebook = Written.Of("1");
        notebook.Cells[0].Keep(2, [new StreamOutput("stdout", "a\nb"), new DataOutput([("text/plain", "1")], IsResult: true), new DataOutput([("text/plain", "2")], IsResult: false), new ErrorOutput("E", "m", ["t"])]);
        string text = string.Concat(NotebookFile.Format(notebook).Where(c => c is not (' ' or '\n')));
        Assert.Contains("""
            "execution_count":2,"outputs":[{"name":"stdout","output_type":"stream","text":["a\n","b"]},{"data":{"text/plain":["1"]},"execution_count":2,"metadata":{},"output_type":"execute_result"},{"data":{"text/plain":["2"]},"metadata":{},"output_type":"display_data"},{"ename":"E","evalue":"m","output_type":"error","traceback":["t"]}]
            """, text, StringComparison.Ordinal);
    }
}
