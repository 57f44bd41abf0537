namespace WorldGan.Runs;

/// <summary>The folder of one run and the files in it.</summary>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    private const string LockName = ".lock";

    /// <summary>The folder, as it was named by the caller.</summary>
    public string Path { get; } = path;

    /// <summary>run.json: world, logs and resolved settings.</summary>
    public string Description => Of("run.json");

    /// <summary>metrics.jsonl: one line for each report of the training.</summary>
    public string Metrics => Of("metrics.jsonl");

    /// <summary>world.safetensors: the learned world.</summary>
    public string World => Of("world.safetensors");

    /// <summary>policy.safetensors: the trained policy.</summary>
    public string Policy => Of("policy.safetensors");

    /// <summary>frames.json: in a run of a world of images, what run.json is in others.</summary>
    public string Frames => Of("frames.json");

    /// <summary>frames.safetensors: the learned world of images.</summary>
    public string FrameModel => Of("frames.safetensors");

    /// <summary>frames.png: true and drawn futures of a world of images side by side.</summary>
    public string FramePicture => Of("frames.png");

    /// <summary>scores.json: what both are worth.</summary>
    public string Scores => Of("scores.json");

    /// <summary>scores-NAME.json: the same with another policy in the place of the run's.</summary>
    public string ScoresOf(string policy) => Of($"scores-{policy}.json");

    /// <summary>report.html: the run as a page.</summary>
    public string Report => Of("report.html");

    /// <summary>baselines: world models to compare with, where a study was asked for.</summary>
    public string Baselines => Of("baselines");

    /// <summary>export: the same in forms for other programs, where that was asked for.</summary>
    public string Export => Of("export");

    /// <summary>checkpoints: where a stopped training goes on; gone when the run is complete.</summary>
    public string Checkpoints => Of("checkpoints");

    /// <summary>True where a run was begun here.</summary>
    public bool HoldsRun => File.Exists(Description);

    /// <summary>True where the scores answer all that is asked, whatever the number of their episodes.</summary>
    public bool Answers(EvaluationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return File.Exists(Scores) && RunScoresFile.Answers(Scores, request);
    }

    /// <summary>Reads what the run is made of.</summary>
    /// <exception cref="IOException">There is no run in this folder, or it cannot be read.</exception>
    /// <exception cref="Worlds.Json.FaultyFileException">Its run.json is wrong.</exception>
    public RunDescription ReadDescription() =>
        HoldsRun ? RunDescriptionFile.Read(Description) : throw new FileNotFoundException($"{Path}: expected the folder of a run, got {(File.Exists(Frames) ? "that of a world of images, which only 'worldgan train' and 'worldgan evaluate' know yet" : Directory.Exists(Path) ? "no run.json in it" : "no such folder")}.");

    /// <summary>Takes away everything that a run made here; other files stay.</summary>
    /// <exception cref="IOException">Another process works on the run.</exception>
    public void Clear()
    {
        using IDisposable _ = Lock();
        foreach (string file in new[] { Description, Metrics, World, Policy, Scores, Report }) File.Delete(file);   // run.json first: without it there is no run
        foreach (string file in Directory.GetFiles(Path, System.IO.Path.GetFileName(ScoresOf("*")))) File.Delete(file);
        foreach (string inner in new[] { Checkpoints, Baselines, Export })
            if (Directory.Exists(inner)) Directory.Delete(inner, recursive: true);
    }

    /// <summary>The path of a file that the run must already have made.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    internal string Expect(string file)
    {
        if (File.Exists(file)) return file;
        bool isNoGoal = file == Policy && ReadDescription().Goal == RunGoal.World;
        string advice = isNoGoal ? "It is one of a world alone; learn a policy by --policy-only." : "Go on with it by --resume.";
        throw new InvalidDataException($"{Path}: expected {System.IO.Path.GetFileName(file)}, which this run has not made yet. {advice}");
    }

    /// <summary>Keeps other processes from working on the run until disposed. The operating system lets go of it also when the process is killed.</summary>
    /// <exception cref="IOException">Another process works on the run.</exception>
    internal IDisposable Lock()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return new FileStream(Of(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{Path}: expected a folder that can be written, got: {e.Message}", e);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException($"{Path}: another process works on this run, or its folder cannot be written ({e.Message})", e);
        }
    }

    /// <summary>Refuses a folder in which a new run would mix with something else.</summary>
    /// <param name="logs">Files that may be there: a run's log may lie in its folder.</param>
    /// <exception cref="IOException">The folder holds something else.</exception>
    public void ExpectEmpty(IReadOnlyList<string> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (File.Exists(Path)) throw new IOException($"{Path}: expected a new or empty folder, got a file. Choose another folder with --out.");
        if (!Directory.Exists(Path)) return;
        if (HoldsRun) throw new IOException($"{Path}: expected a new or empty folder, got one that holds a run. Go on with it by --resume, or choose another folder with --out.");
        string[] allowed = [Of(LockName), Description + ".tmp", .. logs, .. logs.Select(System.IO.Path.GetFullPath)];
        string? other = Directory.EnumerateFileSystemEntries(Path).FirstOrDefault(entry => !allowed.Contains(entry) && !allowed.Contains(System.IO.Path.GetFullPath(entry)));
        if (other is not null) throw new IOException($"{Path}: expected a new or empty folder, got one that holds '{System.IO.Path.GetFileName(other)}'. Choose another folder with --out.");
    }

    private string Of(string name) => System.IO.Path.Combine(Path, name);
}
