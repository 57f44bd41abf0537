using WorldGan.EndToEndTests.Cli;
using WorldGan.Logs;
using WorldGan.Tests;
using WorldGan.Tests.House;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>clients/python, run by the Python of this machine.</summary>
public sealed class PythonClientTests : IDisposable
{
    private const string Import = "import sys\nsys.path.insert(0, sys.argv[1])\nfrom worldgan_client import *\n";

    /// <summary>A service that answers from a table, for what no service does on demand.</summary>
    private const string Fake = """
        class Fake:
            def __init__(self, answers, **spec):
                self.answers, self.asked = list(answers), []
                self.spec = {"state": [{"name": "x", "low": -1, "high": 2}, {"name": "turn", "kind": "angle"}, {"name": "mode", "kind": "category", "categories": 3}, {"name": "on", "kind": "flag"}],
                             "actions": [{"name": "left"}, {"name": "right"}], **spec}
            def world(self, world): return self.spec
            def reset(self, world, trajectories=(0,), seed=0, version=None):
                self.asked.append(("reset", list(trajectories), seed, version))
                return {"version": 7, "states": [[0.0, 0.5, 1, 0]]}
            def step(self, world, states, actions, steps, trajectories, seed, version):
                self.asked.append(("step", states, actions, steps, trajectories, seed, version))
                ending, reward, state = self.answers.pop(0)
                return {"version": 7, "states": [state], "rewards": [reward], "endings": [ending]}

        """;

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public void A_log_that_Python_writes_is_read()
    {
        const string script = """
            with LogWriter(sys.argv[2], "arm", ["angle", "speed"], ["left", "right"]) as log:
                log.step("a", 0, [0.1, 0.0], 1, 0.5, [0.2, 1.0])
                log.step("a", 1, [0.2, 1.0], "left", 1, [0.4, 1.5], terminated=True)
            with LogWriter(sys.argv[2], "arm", ["angle", "speed"], ["left", "right"]) as log:
                log.step("b", 0, (0.3, 0.0), 0, 2, (0.5, 1.0), truncated=True)
                try: log.step("b", 1, [0.3], 0, 2, [0.5, 1.0])
                except ValueError as e: print(e)
                try: log.step("b", 1, [0.3, 0.1], 0, 2, [0.5, float("nan")])
                except ValueError as e: print(e)
                try: log.step("b", 1, [0.3, 0.1], 0, float("-inf"), [0.5, 0.1])
                except ValueError as e: print(e)
                for action in ("Lift", 2):
                    try: log.step("b", 1, [0.3, 0.1], action, 2, [0.5, 0.1])
                    except ValueError as e: print(e)
            """;
        Assert.Equal("state: expected 2 numbers, got 1.\nnext_state: expected finite numbers, got nan.\nreward: expected finite numbers, got -inf.\naction: expected one of left, right, got Lift.\naction: expected one of left, right, got 2.\n", Run(script, ["msgpack"], _folder.File("log.wglog")));
        var arm = new WorldSpec { Name = "arm", State = [new("angle"), new("speed")], Actions = [new("left"), new("right")] };
        Episode[] episodes = [.. LogFile.Read(_folder.File("log.wglog"), arm, notice => Assert.Fail(notice.ToString()))];
        Assert.Equal([("a", Ending.Terminal, "1,0", "0.1,0,0.2,1,0.4,1.5"), ("b", Ending.TimeLimit, "0", "0.3,0,0.5,1")], episodes.Select(e => (e.Id, e.Ending, string.Join(',', e.Actions), string.Join(',', e.States))));
    }

    [SkippableFact]
    public void An_environment_tells_ends_apart_and_counts_episodes_of_its_seed() => Run(Fake + """
        S = [0.1, 0.2, 1, 0]
        client = Fake([("none", 1.0, S), ("terminal", 2.0, S), ("time-limit", 1.0, S), ("left-support", 1.0, S), ("invalid", None, None)])
        env = WorldGanEnv(client, "arm", seed=3)
        try: env.step(0); assert False
        except RuntimeError: pass
        first, info = env.reset()
        assert [float(x) for x in first] == [0, 0.5, 1, 0] and info == {}
        assert env.step(1)[1:] == (1.0, False, False, {})
        assert env.step(0)[1:] == (2.0, True, False, {})
        try: env.step(0); assert False
        except RuntimeError: pass
        env.reset(); assert env.step(0)[1:] == (1.0, False, True, {})
        env.reset(seed=9); assert env.step(0)[1:] == (1.0, False, True, {"left_support": True})
        env.reset(options={"state": S})
        last = env.step(0)
        assert [round(float(x), 6) for x in last[0]] == S and last[1:] == (0.0, False, True, {"invalid": True})
        assert client.asked[1:4] == [("reset", [0], 3, 7), ("step", [[0.0, 0.5, 1, 0]], [1], [0], [0], 3, 7), ("step", [S], [0], [1], [0], 3, 7)], client.asked
        assert [a for a in client.asked if a[0] == "reset"][1:] == [("reset", [0], 3, 7), ("reset", [1], 3, 7), ("reset", [0], 9, 7)], client.asked
        env = WorldGanEnv(Fake([("left-support", 1.0, S)]), "arm", left_support_value=-50)
        env.reset(); assert env.step(0)[1:] == (-49.0, True, False, {"left_support": True})
        """, []);

    [SkippableFact]
    public void Spaces_are_those_of_the_world_with_its_history() => Run(Fake + """
        env = WorldGanEnv(Fake([], history=2), "arm")
        assert env.variables == ["x", "turn", "mode", "on", "x[-1]", "turn[-1]", "mode[-1]", "on[-1]", "action[-1]"], env.variables
        assert env.observation_space.shape == (9,) and env.action_space.n == 2
        assert [round(float(x), 4) for x in env.observation_space.low] == [-1, -3.1416, 0, 0, -1, -3.1416, 0, 0, 0]
        assert [round(float(x), 4) for x in env.observation_space.high] == [2, 3.1416, 2, 1, 2, 3.1416, 2, 1, 2]
        for space in (env.action_space, env.observation_space, Box([-math.inf, 0, -math.inf], [math.inf, math.inf, 0])):
            space.seed(1)
            samples = [space.sample() for _ in range(50)]
            assert all(space.contains(sample) and sample in space for sample in samples)
            space.seed(1)
            assert [str(space.sample()) for _ in range(50)] == [str(sample) for sample in samples]
        assert not Discrete(2).contains(2) and not Discrete(2).contains(0.5) and not Box([0], [1]).contains([2]) and not Box([0], [1]).contains([0, 0])
        """, []);

    /// <summary>From a log to an agent that is better than before, all of it in Python over the service.</summary>
    [SkippableFact]
    public void An_agent_that_trains_in_the_learned_world_becomes_better()
    {
        Run("", []);                                           // is there a Python at all?
        string root = Path.GetDirectoryName(_folder.File("x"))!, world = Path.Combine(root, "data", "worlds", "cartpole");
        Directory.CreateDirectory(world);
        File.Copy(Repository.PathOf("worlds/cartpole/world.json"), Path.Combine(world, "world.json"));
        File.WriteAllText(Path.Combine(world, "run.json"), """
            { "worldModel": { "members": 2, "meanWidth": 32, "noiseWidth": 16, "headWidth": 16, "batchSize": 64, "meanSteps": 600, "headSteps": 300, "adversarialSteps": 100 },
              "policy": { "hiddenWidth": 16, "batchSize": 16, "steps": 60, "replayCapacity": 1000 }, "evaluation": { "episodes": 2 } }
            """);
        File.WriteAllText(_folder.File("appsettings.json"), """{"Logging":{"LogLevel":{"Default":"None"}}}""");
        CliProcess.Run(root, "record", "--world", "cartpole", "--transitions", "4000", "--out", "log.wglog").Succeeded();
        using CliProcess service = CliProcess.Start(root, "serve", "--data", "data", "--urls", "http://127.0.0.1:0", "--set", "training.newSteps=0");
        string line = service.ReadLine() ?? throw new InvalidOperationException($"Expected a line with the address, got the end: {service.Finish().Error}");

        string output = Run("""
            import time, example_agent
            url, log = sys.argv[2:4]
            client = Client(url)
            assert client.worlds()[0]["name"] == "cartpole"
            data = open(log, "rb").read()
            assert client.ingest("cartpole", data) == {"accepted": 4000, "known": 0}
            assert client.ingest("cartpole", data)["known"] == 4000
            client.train("cartpole")
            while client.jobs("cartpole")[0]["job"]["state"] in ("waiting", "running"): time.sleep(0.1)
            while True:
                try: action = client.act("cartpole", [[0, 0, 0, 0]])["actions"][0]; break
                except ServiceError as e: assert e.status == 409; time.sleep(0.1)     # done, and not answering yet
            assert action in (0, 1)
            assert 0 <= client.forecast("cartpole", "abs(angle) > 0.1", within=20, futures=16)["probability"] <= 1
            assert client.simulate("cartpole", futures=4, horizon=3)["horizon"] == 3
            assert len(client.versions("cartpole")["versions"]) == 1
            try: client.act("cartpole", [[0]]); assert False
            except ServiceError as e: assert e.status == 400 and "Expected 4 numbers" in e.detail
            try: client.world("no world"); assert False
            except ServiceError as e: assert e.status == 404
            env = WorldGanEnv(client, "cartpole")
            def play(seed, steps=10):
                told = [tuple(env.reset(seed=seed)[0])]
                for t in range(steps):
                    told.append(tuple(env.step(t % 2)[0]))
                return told
            assert play(5) == play(5) != play(6)
            agent = example_agent.CrossEntropy(env)
            rounds = agent.learn(6)
            print(rounds[0], rounds[-1])
            client.close()
            """, [], line.Split(' ')[^1].TrimEnd('/'), _folder.File("log.wglog"));
        double[] means = [.. output.Split(' ').Select(number => double.Parse(number, null))];
        Assert.True(means[1] > 2 * means[0], $"Expected mean returns that at least double, got {output}");
        service.Signal("TERM");
        Assert.Equal(0, service.Finish().ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private static string Run(string script, string[] modules, params string[] arguments) => Python.Run(Import + script, modules, [Repository.PathOf("clients/python"), .. arguments]);
}
