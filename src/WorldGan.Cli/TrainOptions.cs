using System.CommandLine;
using WorldGan.Runs;

namespace WorldGan.Cli;

/// <summary>The options of <c>worldgan train</c>, and which of them go together.</summary>
internal sealed class TrainOptions
{
    private readonly Argument<string?> _run = new("run") { Description = "The folder of a run to go on with, with --resume or --policy-only.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _world = SharedOptions.World("The world that was recorded: a folder with world.json, or a name.");
    private readonly Option<string[]> _logs = new("--log") { Description = "One or more logs: .wglog, .csv or .jsonl.", HelpName = "file", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _experts = new("--expert") { Description = "One or more logs of an expert, for --reward imitation; no log needs rewards then.", HelpName = "file", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _to = new("--out") { Description = "The folder of the new run.", HelpName = "folder" };
    private readonly Option<ulong> _seed = SharedOptions.Seed("Seed of everything random. Default: the settings' own, usually 0.");
    private readonly Option<bool> _worldOnly = new("--world-only") { Description = "Learn the world and stop." };
    private readonly Option<bool> _policyOnly = new("--policy-only") { Description = "Learn a policy, anew or for the first time, in the world of a run." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a run that was stopped or killed.", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _model = SharedOptions.Model();
    private readonly Option<string?> _loss = SharedOptions.Loss();
    private readonly Option<string?> _source = SharedOptions.Source();
    private readonly Option<string?> _value = SharedOptions.Value();
    private readonly Option<string?> _reward = SharedOptions.Reward();
    private readonly Option<string[]> _settings = SharedOptions.Set();
    private readonly Option<string?> _device = SharedOptions.Device();
    private readonly Option<int> _threads = SharedOptions.Threads();
    private readonly Option<bool> _json = SharedOptions.Json();

    public void AddTo(Verb verb)
    {
        verb.Add(_run);
        verb.Add(_world, _logs, _experts, _to, _seed, _worldOnly, _policyOnly, _resume, _model, _loss, _source, _value, _reward, _settings, _device, _threads, _json);
    }

    /// <exception cref="UsageException">The options do not go together.</exception>
    public TrainCommand Read(ParseResult parsed)
    {
        string? run = parsed.GetValue(_run), to = parsed.GetValue(_to);
        bool worldOnly = parsed.GetValue(_worldOnly), policyOnly = parsed.GetValue(_policyOnly), goesOn = parsed.GetValue(_resume) || policyOnly;
        if (worldOnly && policyOnly) throw new UsageException("Expected --world-only or --policy-only, got both.");
        if (worldOnly && goesOn) throw new UsageException("Expected --world-only with a new run, got it with --resume: a run goes on to the goal that it began with.");
        if (run is not null && to is not null) throw new UsageException("Expected the folder of a run or --out, got both.");
        if (run is not null && !goesOn) throw new UsageException($"Expected --resume or --policy-only with the folder '{run}' of a run; a new run takes --out.");
        string missing = goesOn ? "Expected the folder of the run to go on with." : "Expected --out, the folder of the new run.";
        string folder = run ?? to ?? throw new UsageException(missing);
        string? world = parsed.GetValue(_world);
        string[] logs = parsed.GetValue(_logs) ?? [], experts = parsed.GetValue(_experts) ?? [];
        if (!goesOn && world is null) throw new UsageException("Expected --world for a new run.");
        if (!goesOn && logs.Length == 0) throw new UsageException("Expected --log for a new run.");
        if (experts.Length > 0 && logs.Length == 0) throw new UsageException("Expected --expert with --log: an expert's logs come beside others, from which the world is learned.");
        return new TrainCommand
        {
            Folder = new RunFolder(folder),
            IsNewRun = !goesOn,
            WorldOnly = worldOnly,
            PolicyOnly = policyOnly,
            World = world,
            Logs = logs,
            Experts = experts,
            Seed = parsed.GetResult(_seed) is null ? null : parsed.GetValue(_seed),
            Settings = SharedOptions.Settings(parsed, _settings, ("worldModel.model", _model), ("worldModel.loss", _loss), ("policy.source", _source), ("policy.value", _value), ("policy.reward", _reward)),
            Device = parsed.GetValue(_device),
            Threads = parsed.GetValue(_threads),
            Json = parsed.GetValue(_json),
        };
    }
}
