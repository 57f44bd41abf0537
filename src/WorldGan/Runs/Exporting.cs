using WorldGan.Datasets;
using WorldGan.Export;
using WorldGan.Policies;
using WorldGan.Policies.Cloning;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>Writes what a run has learned in forms that other programs read. To add one: its name in <see cref="ExportForm"/>, and a line in <see cref="Run"/>.</summary>
public static class Exporting
{
    /// <summary>Exports a run. Nothing is written where anything of what is asked for is missing or in the way.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="request">What to export.</param>
    /// <returns>The files that were written.</returns>
    /// <exception cref="ArgumentException">A C header was asked for, and there is no policy that can have one.</exception>
    /// <exception cref="InvalidDataException">The run has not yet learned what is asked for, or a file is damaged.</exception>
    /// <exception cref="IOException">There is no run in the folder, a file is in the way, or one cannot be written.</exception>
    /// <example>
    /// <code>
    /// Exporting.Run(new RunFolder("runs/arm"), new ExportRequest { Forms = [ExportForm.Onnx], Out = "robot" });
    /// </code>
    /// </example>
    public static IReadOnlyList<string> Run(RunFolder folder, ExportRequest request)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(request);
        bool hasPolicy = folder.ReadDescription().Goal == RunGoal.Policy || request.Policy is not null || File.Exists(folder.Policy);
        bool Wants(ExportForm form) => request.Forms.Count == 0 || request.Forms.Contains(form);
        string target = request.Out ?? folder.Export;
        var files = new List<(string Path, Action<string> Write)>();
        if (Wants(ExportForm.Onnx)) files.Add((Path.Combine(target, "world.onnx"), World(folder)));
        if (Wants(ExportForm.Onnx) && hasPolicy) files.Add((Path.Combine(target, "policy.onnx"), PolicyModel(folder, request)));
        if (Wants(ExportForm.C) && (hasPolicy || request.Forms.Count > 0)) files.Add((Path.Combine(target, "policy.h"), Header(folder, request)));
        foreach ((string path, _) in files)
            if (File.Exists(path) && !request.Overwrite) throw new IOException($"{path}: expected no file of this name, got one that is already there. It was not changed; --overwrite replaces it.");
        Directory.CreateDirectory(target);
        foreach ((string path, Action<string> write) in files) write(path);
        return [.. files.Select(file => file.Path)];
    }

    private static Action<string> World(RunFolder folder)
    {
        (LearnedWorld world, Provenance provenance) = LearnedWorldFile.Read(folder.Expect(folder.World));
        return path => WorldOnnx.Write(path, world, provenance);
    }

    private static Action<string> PolicyModel(RunFolder folder, ExportRequest request)
    {
        string file = PolicyFile(folder, request);
        if (!ClonedPolicyFile.Holds(file))
        {
            (QPolicy policy, Provenance provenance) = Trained(folder, file);
            return path => PolicyOnnx.Write(path, policy, provenance);
        }

        (ClonedPolicy clone, Provenance origin) = ClonedPolicyFile.Read(file);
        ExpectWorld(folder, file, clone.Spec);
        return path => PolicyOnnx.Write(path, clone, origin);
    }

    private static Action<string> Header(RunFolder folder, ExportRequest request)
    {
        string file = PolicyFile(folder, request);
        if (ClonedPolicyFile.Holds(file)) throw new ArgumentException($"{file}: expected a trained policy, which a C header can hold, got the clone of a log's policy. Export it with --onnx.");
        (QPolicy policy, Provenance provenance) = Trained(folder, file);
        return path => PolicyHeader.Write(path, policy, provenance);
    }

    private static string PolicyFile(RunFolder folder, ExportRequest request)
    {
        if (request.Policy is null) return folder.Expect(folder.Policy);
        return File.Exists(request.Policy) ? request.Policy : throw new ArgumentException($"{request.Policy}: expected the file of a policy, got no such file.");
    }

    private static (QPolicy Policy, Provenance Provenance) Trained(RunFolder folder, string file)
    {
        (QPolicy policy, Provenance provenance) = QPolicyFile.Read(file);
        ExpectWorld(folder, file, policy.Spec);
        return (policy, provenance);
    }

    private static void ExpectWorld(RunFolder folder, string file, WorldSpec got)
    {
        WorldSpec expected = folder.ReadDescription().World.AsSeen();
        if (!got.Equals(expected)) throw new ArgumentException($"{file}: expected a policy of the run's world '{expected.Name}', got one of another ('{got.Name}').");
    }
}
