using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WorldGan.Logs;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

/// <summary>Whatever stands in a file, reading it ends in episodes, notices or a fault with its place, never otherwise.</summary>
[Properties(MaxTest = 300)]
public class LogFuzzTests
{
    [Property]
    public void Any_bytes_are_read_or_refused(byte[] bytes)
    {
        foreach (string form in new[] { "a.wglog", "a.csv", "a.jsonl" }) ReadOrRefuse(form, bytes);
    }

    [Property]
    public Property Any_table_is_read_or_refused() => Prop.ForAll(
        Cells("episode", "step", "x", "v", "action", "reward", "terminated", "truncated", "next_x", "next_v", "0", "1", "2", "-1", "NaN", "left", "", "1e999", "\"", "\"a\nb\"", "true", "0.5").ToArbitrary(),
        cells => ReadOrRefuse("a.csv", Encoding.UTF8.GetBytes("episode,step,x,v,action,reward,terminated\n" + cells)));

    [Property]
    public Property Any_JSON_is_read_or_refused() => Prop.ForAll(
        Cells("{", "}", "[", "]", "\"state\":[1,2]", "\"action\":0", "\"reward\":1", "\"step\":0", "\"step\":1e40", "\"episode\":\"\\ud800\"", "{\"state\":[1,2]}",
            "{\"state\":[1,2],\"action\":1,\"reward\":2,\"terminated\":true,\"nextState\":[3,4]}", "null", "1", "{\"state\":[1e999,2]}").ToArbitrary(),
        cells => ReadOrRefuse("a.jsonl", Encoding.UTF8.GetBytes(cells)));

    private static Gen<string> Cells(params string[] cells) =>
        Gen.Elements(cells).SelectMany(_ => Gen.Elements(",", ",", ",", "\n", ""), (cell, end) => cell + end).ListOf().Select(string.Concat);

    private static void ReadOrRefuse(string name, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File(name), bytes);
        try
        {
            foreach (Episode episode in LogFile.Read(folder.File(name), Cart, notice => Assert.NotNull(notice.Place.Path)))
                Assert.Equal((episode.Count + 1) * 2, episode.States.Length);
        }
        catch (LogFormatException fault)
        {
            Assert.True(fault.Place.Line > 0 || fault.Place.Offset >= 0);
        }
    }
}
