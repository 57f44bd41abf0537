using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.Export;
using WorldGan.Tests.WorldModel.Classes;
using WorldGan.Tests.WorldModel.Noise;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.WorldModel;

public sealed class LearnedWorldFileTests : IDisposable
{
    private static readonly LearnedWorld World = Tiny.Train();
    private static readonly Provenance From = new("hash", 300, 5);

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("world.safetensors");

    public LearnedWorldFileTests() => LearnedWorldFile.Write(Path, World, From);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("wgan-gp")]
    [InlineData("mse")]
    [InlineData("gaussian")]
    [InlineData("mixture")]
    public void A_world_that_is_read_steps_with_the_same_bits(string model)
    {
        LearnedWorld world = Tiny.Train(Games.Options(model));
        LearnedWorldFile.Write(Path, world, From);
        (LearnedWorld read, Provenance provenance) = LearnedWorldFile.Read(Path);
        Assert.Equal(From, provenance);
        Assert.Equal(world.Spec, read.Spec);
        Assert.Equal(world.Options, read.Options);
        Assert.Equal(world.StartStates, read.StartStates);
        Assert.Equal(Tiny.Fingerprint(world), Tiny.Fingerprint(read));
        for (int row = 0; row < 100; row += 7)
        {
            Stepped expected = Tiny.Step(world, 20, Tiny.Data.State(row).ToArray(), row % 2), got = Tiny.Step(read, 20, Tiny.Data.State(row).ToArray(), row % 2);
            Numerics.Same.Bits(expected.NextStates, got.NextStates);
            Numerics.Same.Bits(expected.Rewards, got.Rewards);
            Assert.Equal(expected.Endings, got.Endings);
        }
    }

    [Theory]
    [InlineData("wgan-gp", "generator scale")]
    [InlineData("mse", "")]
    [InlineData("gaussian", "mixture scale")]
    [InlineData("mixture", "mixture scale")]
    public void A_file_holds_the_noise_that_its_model_has(string model, string parts)
    {
        LearnedWorldFile.Write(Path, Tiny.Train(Games.Options(model)), From);
        IEnumerable<string> names = SafetensorsFile.Read(Path).Tensors.Keys.Where(name => name.StartsWith("0.", StringComparison.Ordinal)).Select(name => name.Split('.')[1]);
        Assert.Equal(parts, string.Join(' ', names.Distinct().Except(["mean", "reward", "terminal", "classes"]).Order()));
    }

    /// <summary>Before there was a choice of losses, the numbers of the one that there was stood in the file, and nothing about the others.</summary>
    [Fact]
    public void A_file_from_before_models_and_losses_had_names_opens_as_the_same_world()
    {
        Change((_, text) => text["options"] = "{" + string.Join(',', text["options"].Trim().TrimStart('{').TrimEnd('}').Split(',').Where(line => !line.Contains("\"loss\"") && !line.Contains("\"model\"") && !line.Contains("null"))) + "}");
        Assert.DoesNotContain("gan", SafetensorsFile.Read(Path).Metadata["options"]);
        LearnedWorld read = LearnedWorldFile.Read(Path).World;
        Assert.Equal(World.Options, read.Options);
        Assert.Equal(Tiny.Fingerprint(World), Tiny.Fingerprint(read));
    }

    [Fact]
    public void What_was_counted_is_in_the_file()
    {
        TransitionSet data = ClassWorlds.Counted.Record(40, 15);
        LearnedWorld world = Tiny.Train(data: data);
        LearnedWorldFile.Write(Path, world, From);
        LearnedWorld read = LearnedWorldFile.Read(Path).World;
        Assert.Equal(Tiny.Fingerprint(world), Tiny.Fingerprint(read));
        Assert.True(read.Members[0].ClassHeads[0].Counted);
        Assert.Equal(Tiny.Step(world, 50, [1, 2, 2], 1).NextStates, Tiny.Step(read, 50, [1, 2, 2], 1).NextStates);
    }

    [Fact]
    public void What_the_log_never_holds_is_in_the_file()
    {
        TransitionSet data = ExportedWorlds.Record("gaps", history: 1);
        LearnedWorldFile.Write(Path, Tiny.Train(data: data), From);
        LearnedWorld read = LearnedWorldFile.Read(Path).World;
        Assert.Equal([2], read.Normalizer.UnseenActions);
        Assert.Equal([(4, 3)], read.Normalizer.UnseenClasses);
        Assert.All(Tiny.Step(read, 20, data.State(0).ToArray(), 2).Endings, ending => Assert.Equal(Ending.LeftSupport, ending));
        Assert.Contains(Ending.None, Tiny.Step(read, 20, data.State(0).ToArray(), 1).Endings);
        Change((tensors, _) => tensors["normalizer.unseen_variables"] = Tensor.Of([7], 1));
        Refuses<InvalidDataException>("tensor 'normalizer.unseen_variables': expected numbers from 0 to 6, got 7.");
    }

    [Fact]
    public void A_file_from_before_categories_were_drawn_first_opens_where_there_are_none()
    {
        LearnedWorld world = Tiny.Train(data: SmallWorld.Noisy.Record(5, 10));
        LearnedWorldFile.Write(Path, world, From);
        Change((_, text) => text["format"] = "worldgan.world.2");
        Assert.Equal(Tiny.Fingerprint(world), Tiny.Fingerprint(LearnedWorldFile.Read(Path).World));
    }

    [Fact]
    public void A_file_from_before_scales_were_levelled_opens_as_the_same_world()
    {
        LearnedWorld world = Tiny.Train(data: SmallWorld.Noisy.Record(5, 10));
        WorldModelMember[] members = [.. world.Members];
        float[] scales = members[0].Scale;
        foreach (WorldModelMember member in members)
        {
            Array.Fill(member.ScaleGate, 1);
            member.ScaleNetwork.Bias(member.ScaleNetwork.Shape.Layers - 1).Fill(1);
            member.ParametersChanged();
        }

        LearnedWorldFile.Write(Path, world, From);
        Change((_, text) => text["format"] = "worldgan.world.3");
        WorldModelMember read = LearnedWorldFile.Read(Path).World.Members[0];
        for (int o = 0; o < scales.Length; o++)
        {
            Assert.Equal(scales[o] * Math.Exp(2), read.Scale[o], 1e-5 * scales[o]);
            Assert.Equal(-1, read.ScaleNetwork.Bias(read.ScaleNetwork.Shape.Layers - 1)[o], 1e-6);
        }
    }

    [Fact]
    public void A_file_from_before_categories_were_drawn_first_is_refused_where_there_are_some()
    {
        Change((_, text) => text["format"] = "worldgan.world.2");
        Refuses<InvalidDataException>("expected a world whose categories and flags are drawn before the rest (worldgan.world.4), got 'worldgan.world.2', in which they were not. Learn it anew from its log.");
    }

    [Fact]
    public void A_file_written_again_has_the_same_bytes()
    {
        LearnedWorldFile.Write(_folder.File("again"), LearnedWorldFile.Read(Path).World, From);
        Assert.Equal(File.ReadAllBytes(Path), File.ReadAllBytes(_folder.File("again")));
    }

    [Fact]
    public void Another_kind_of_file_is_refused()
    {
        Change((_, text) => text["format"] = "worldgan.policy.1");
        Refuses<InvalidDataException>("expected a learned world (worldgan.world.4), got 'worldgan.policy.1'.");
        Change((_, text) => text.Remove("format"));
        Refuses<InvalidDataException>("expected metadata 'format', got none of this name.");
    }

    [Fact]
    public void A_faulty_specification_or_setting_is_refused_with_its_place()
    {
        Change((_, text) => text["spec"] = "{}");
        Refuses<FaultyFileException>("spec");
        LearnedWorldFile.Write(Path, World, From);
        Change((_, text) => text["options"] = """{"members": 1000}""");
        Refuses<FaultyFileException>("members");
    }

    [Theory]
    [InlineData("normalizer.mean", "expected a tensor 'normalizer.mean', got none of this name.")]
    [InlineData("normalizer.terminals", "expected a tensor 'normalizer.terminals', got none of this name.")]
    [InlineData("starts", "expected a tensor 'starts', got none of this name.")]
    [InlineData("1.generator.2.weight", "expected a tensor '1.generator.2.weight', got none of this name.")]
    [InlineData("0.terminal.calibration", "expected a tensor '0.terminal.calibration', got none of this name.")]
    public void A_missing_tensor_is_refused_by_name(string name, string message)
    {
        Change((tensors, _) => tensors.Remove(name));
        Refuses<InvalidDataException>(message);
    }

    [Theory]
    [InlineData("starts", 4, "expected F32 [1, 5], got F32 [1, 4].")]
    [InlineData("scale", 3, "expected F32 [2], got F32 [1, 3].")]
    public void A_tensor_of_another_shape_is_refused(string name, int width, string message)
    {
        Change((tensors, _) => tensors[name == "starts" ? name : "0." + name] = Tensor.Of(new float[width], 1, width));
        Refuses<InvalidDataException>(message);
    }

    [Fact]
    public void A_file_without_a_start_is_refused()
    {
        Change((tensors, _) => tensors["starts"] = Tensor.Of(Array.Empty<float>(), 0, 5));
        Refuses<InvalidDataException>("expected at least one start state, got F32 [0, 5].");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 0; length < whole.Length; length += 1 + whole.Length / 50)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Refuses<InvalidDataException>("expected");
        }
    }

    private void Change(Action<Dictionary<string, Tensor>, Dictionary<string, string>> change)
    {
        SafetensorsFile file = SafetensorsFile.Read(Path);
        Dictionary<string, Tensor> tensors = new(file.Tensors);
        Dictionary<string, string> text = new(file.Metadata);
        change(tensors, text);
        new SafetensorsFile(tensors, text).Write(Path);
    }

    private void Refuses<T>(string message) where T : Exception
    {
        string got = Assert.Throws<T>(() => LearnedWorldFile.Read(Path)).Message;
        Assert.Contains(message, got);
        Assert.Contains(Path, got);
    }
}
