using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Tests.Rollouts;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Policies;

public sealed class QPolicyFileTests : IDisposable
{
    private static readonly Provenance Origin = new("hash", 12, 34);

    private readonly TemporaryFolder _folder = new();
    private readonly QPolicy _policy = Fresh.Policy(TestWorld.Find("gears").Data, members: 2);

    public void Dispose() => _folder.Dispose();

    [Property(Arbitrary = [typeof(RolloutCases)], MaxTest = 30)]
    internal void What_is_read_back_acts_and_values_bit_for_bit_as_before(RolloutCase c)
    {
        QPolicy policy = Fresh.Policy(c.Test.Data, members: 2, c.Seed), read = WriteAndRead(policy);
        float[] states = c.Starts.States, expected = new float[c.Rows * c.Spec.Actions.Count], got = new float[expected.Length];
        policy.Values(states, expected);
        read.Values(states, got);
        Assert.Equal(RolloutAssert.Bits(expected), RolloutAssert.Bits(got));
        int[] actions = new int[c.Rows], again = new int[c.Rows];
        policy.Act(c.Starts.Keys, states, actions);
        read.Act(c.Starts.Keys, states, again);
        Assert.Equal(actions, again);
    }

    [Fact]
    public void What_it_was_made_from_is_read_back()
    {
        QPolicyFile.Write(_folder.File("policy"), _policy, Origin);
        (QPolicy read, Provenance origin) = QPolicyFile.Read(_folder.File("policy"));
        Assert.Equal((_policy.Spec, _policy.Options, Origin), (read.Spec, read.Options, origin));
    }

    [Fact]
    public void Equal_policies_give_equal_bytes()
    {
        QPolicyFile.Write(_folder.File("a"), _policy, Origin);
        QPolicyFile.Write(_folder.File("b"), WriteAndRead(_policy), Origin);
        Assert.Equal(File.ReadAllBytes(_folder.File("a")), File.ReadAllBytes(_folder.File("b")));
    }

    [Theory]
    [InlineData("format", "worldgan.world.1", typeof(InvalidDataException))]
    [InlineData("format", null, typeof(InvalidDataException))]
    [InlineData("spec", "{}", typeof(FaultyFileException))]
    [InlineData("spec", null, typeof(InvalidDataException))]
    [InlineData("options", """{"members":0}""", typeof(FaultyFileException))]
    [InlineData("options", """{"members":2,"hiddenWidth":16}""", typeof(InvalidDataException))]
    [InlineData("options", """{"members":3,"hiddenWidth":8}""", typeof(InvalidDataException))]
    [InlineData("options", """{"unheardOf":1}""", typeof(FaultyFileException))]
    [InlineData("transitions", "many", typeof(InvalidDataException))]
    [InlineData("seed", "-1", typeof(InvalidDataException))]
    [InlineData("dataHash", null, typeof(InvalidDataException))]
    public void Wrong_metadata_is_refused_and_names_the_file(string key, string? value, Type fault)
    {
        SafetensorsFile whole = Written();
        var metadata = whole.Metadata.ToDictionary();
        if (value is null) metadata.Remove(key);
        else metadata[key] = value;
        new SafetensorsFile(whole.Tensors.ToDictionary(), metadata).Write(_folder.File("policy"));
        Assert.Contains(_folder.File("policy"), Assert.Throws(fault, () => QPolicyFile.Read(_folder.File("policy"))).Message);
    }

    [Fact]
    public void Without_any_one_of_its_tensors_it_is_refused()
    {
        SafetensorsFile whole = Written();
        foreach (string name in whole.Tensors.Keys)
        {
            new SafetensorsFile(whole.Tensors.Where(t => t.Key != name).ToDictionary(), whole.Metadata.ToDictionary()).Write(_folder.File("policy"));
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => QPolicyFile.Read(_folder.File("policy"))).Message);
        }
    }

    [Fact]
    public void Half_a_file_is_refused()
    {
        Written();
        byte[] bytes = File.ReadAllBytes(_folder.File("policy"));
        File.WriteAllBytes(_folder.File("policy"), bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => QPolicyFile.Read(_folder.File("policy")));
    }

    private SafetensorsFile Written()
    {
        QPolicyFile.Write(_folder.File("policy"), _policy, Origin);
        return SafetensorsFile.Read(_folder.File("policy"));
    }

    private QPolicy WriteAndRead(QPolicy policy)
    {
        QPolicyFile.Write(_folder.File("copy"), policy, Origin);
        return QPolicyFile.Read(_folder.File("copy")).Policy;
    }
}
