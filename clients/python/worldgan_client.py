"""WorldGan from Python: write logs, ask a service for actions and futures, train in a learned world.

Needs Python 3.9 and, for LogWriter, msgpack. With gymnasium installed, WorldGanEnv is a gymnasium.Env; without it the spaces here take its place.
"""

import http.client
import json
import math
import random
import time
import urllib.parse
import zlib

try:
    import gymnasium
    import numpy
except ImportError:
    gymnasium = None


class LogWriter:
    """Writes a .wglog step by step. What was written before stays; each step is whole in the file when step() returns.

    state and actions are the names in world.json, in their order; without actions the steps hold values of a continuous control.
    """

    def __init__(self, path, world, state, actions=()):
        import msgpack

        self._pack = msgpack.packb
        self._width, self._actions = len(state), list(actions)
        self._file = open(path, "ab")
        self._write(0, {"format": "wglog", "version": 1, "world": world, "state": list(state), "actions": self._actions})

    def step(self, episode, number, state, action, reward, next_state, terminated=False, truncated=False):
        """Writes step `number`, from 0, of an episode. terminated is a true end, truncated a cut; reward None is for logs without rewards.

        A step with a number that is not finite, or an action that there is not, is refused (ValueError), and nothing of it is written: a log that holds one is not read.
        """
        for name, values in (("state", state), ("next_state", next_state)):
            if len(values) != self._width:
                raise ValueError(f"{name}: expected {self._width} numbers, got {len(values)}.")
            _expect_finite(name, values)
        _expect_finite("reward", () if reward is None else (reward,))
        ending = 1 if terminated else 2 if truncated else 0
        self._write(1, [episode, number, _plain(state), self._known(_plain(action)), _plain(reward), ending, _plain(next_state)])

    def _known(self, action):
        if isinstance(action, str):
            known = not self._actions or action.lower() in (name.lower() for name in self._actions)
        elif isinstance(action, int):
            known = not self._actions or 0 <= action < len(self._actions)
        else:
            known = math.isfinite(action)
        if not known:
            raise ValueError(f"action: expected one of {', '.join(self._actions) or 'finite numbers'}, got {action}.")
        return action

    def close(self):
        self._file.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def _write(self, kind, value):
        payload = self._pack(value)
        self._file.write(self._pack([kind, payload, zlib.crc32(payload)]))
        self._file.flush()


class ServiceError(Exception):
    """The service refused: status is that of HTTP, detail says what was expected and what it got."""

    def __init__(self, status, detail):
        super().__init__(f"{status}: {detail}")
        self.status, self.detail = status, detail


class Client:
    """A service, asked over one connection. Not to be shared by threads.

    What the service cannot do now (429, 503, 507) is asked again after the time that it names, and a lost connection is opened again: every question
    may be asked twice without harm, since steps are known by episode and number.
    """

    def __init__(self, url="http://127.0.0.1:5080", key=None, timeout=60, attempts=5, context=None):
        """context: an ssl.SSLContext for https, where the service's certificate is not of an authority that the machine knows."""
        address = urllib.parse.urlsplit(url)
        if address.scheme == "https":
            self._connection = http.client.HTTPSConnection(address.hostname, address.port, timeout=timeout, context=context)
        else:
            self._connection = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)
        self._path = address.path.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._attempts = attempts

    def worlds(self):
        """The worlds of the service: name, state, actions, acceptedSteps."""
        return self._ask("GET", "/v1/worlds")

    def world(self, world):
        """The world.json of a world."""
        return self._ask("GET", f"/v1/worlds/{world}")

    def add(self, world, description):
        """Adds a world; description is its world.json."""
        return self._ask("PUT", f"/v1/worlds/{world}", description)

    def ingest(self, world, steps):
        """Sends steps: dicts with the keys of .jsonl, or the bytes of a .wglog. The answer means that they are on the disk."""
        if isinstance(steps, (bytes, bytearray)):
            return self._ask("POST", f"/v1/worlds/{world}/trajectories", bytes(steps), "application/msgpack")
        return self._ask("POST", f"/v1/worlds/{world}/trajectories", steps)

    def act(self, world, states):
        """Actions for states: actions, names, values, version, outsideSupport."""
        return self._ask("POST", f"/v1/worlds/{world}/act", {"states": states})

    def simulate(self, world, **question):
        """Imagines futures: starts, plan, horizon, futures, seed, version."""
        return self._ask("POST", f"/v1/worlds/{world}/simulate", question)

    def forecast(self, world, event, **question):
        """The probability of an event such as 'abs(angle) > 0.2': within, starts, plan, futures, seed, version."""
        return self._ask("POST", f"/v1/worlds/{world}/forecast", {"event": event, **question})

    def versions(self, world):
        """The versions of a world with their scores, and which one is published."""
        return self._ask("GET", f"/v1/worlds/{world}/versions")

    def train(self, world):
        """Begins a training; gives the job."""
        return self._ask("POST", f"/v1/worlds/{world}/jobs", {})

    def jobs(self, world):
        """The jobs of a world, newest first."""
        return self._ask("GET", f"/v1/worlds/{world}/jobs")

    def reset(self, world, trajectories=(0,), seed=0, version=None):
        """States in which imagined episodes begin, one for each trajectory of the seed."""
        return self._ask("POST", f"/v1/worlds/{world}/reset", {"trajectories": list(trajectories), "seed": seed, "version": version})

    def step(self, world, states, actions, steps=None, trajectories=None, seed=0, version=None):
        """One step of each of many imagined episodes: states, rewards and endings (none, terminal, time-limit, left-support, invalid)."""
        return self._ask("POST", f"/v1/worlds/{world}/step",
                         {"states": states, "actions": actions, "steps": steps, "trajectories": trajectories, "seed": seed, "version": version})

    def close(self):
        self._connection.close()

    def _ask(self, method, path, body=None, content_type="application/json"):
        data = body if body is None or isinstance(body, bytes) else json.dumps(_plain(body)).encode()
        headers = {**self._headers, **({} if data is None else {"Content-Type": content_type})}
        for attempt in range(1, self._attempts + 1):
            try:
                self._connection.request(method, self._path + urllib.parse.quote(path), data, headers)
                answer = self._connection.getresponse()
                text = answer.read()
            except (http.client.HTTPException, ConnectionError):
                self._connection.close()  # the next request opens another one
                if attempt == self._attempts:
                    raise
                time.sleep(0.1 * attempt)
                continue
            if answer.status in (429, 503, 507) and attempt < self._attempts:
                time.sleep(float(answer.headers.get("Retry-After") or attempt))
                continue
            if answer.status >= 400:
                raise ServiceError(answer.status, _detail(text))
            return json.loads(text) if text else None


class WorldGanEnv(gymnasium.Env if gymnasium else object):
    """A learned world as a Gymnasium environment over a service.

    An observation is a row as the world's own policies see it: the state variables in the units of world.json, with a history also the earlier states and
    actions. The same seed and actions give the same episode, bit for bit, from the same version; reset without a seed begins the seed's next episode.

    Where an episode leaves what the log knows, the world cannot go on. It is cut there (truncated, info["left_support"]); with left_support_value it
    ends there instead (terminated), and that value, what all that might have followed is taken to be worth, is added to the reward. Choose it low: an agent goes where the
    world is kind by mistake.
    """

    metadata = {"render_modes": []}
    render_mode = None

    def __init__(self, client, world, version=None, seed=0, left_support_value=None):
        self.client, self.world, self.spec_json = client, world, client.world(world)
        self.left_support_value = left_support_value
        self._seed, self._trajectory, self._row, self._done = seed, -1, None, True
        # One version to the end: a world that changes between two steps would be none.
        self.version = version if version is not None else client.reset(world)["version"]
        self.action_names = [action["name"] for action in self.spec_json["actions"]]
        self.variables, lows, highs = _variables(self.spec_json)
        self.action_space = _discrete(len(self.action_names))
        self.observation_space = _box(lows, highs)

    def reset(self, *, seed=None, options=None):
        """Begins an episode: (observation, info). options={"state": [...]} begins it in a state of your own."""
        if gymnasium:
            super().reset(seed=seed)
        if seed is not None:
            self._seed, self._trajectory = seed, -1
        self._trajectory += 1
        state = (options or {}).get("state")
        self._row = list(state) if state is not None else self.client.reset(self.world, [self._trajectory], self._seed, self.version)["states"][0]
        self._steps, self._done = 0, False
        return self._observation(), {}

    def step(self, action):
        """(observation, reward, terminated, truncated, info)"""
        if self._done:
            raise RuntimeError("Expected reset() before step(): the episode has ended, or none has begun.")
        answer = self.client.step(self.world, [self._row], [int(action)], [self._steps], [self._trajectory], self._seed, self.version)
        ending, reward, state = answer["endings"][0], answer["rewards"][0], answer["states"][0]
        info = {}
        if ending == "invalid":  # the step was no number; it did not happen
            state, reward, info["invalid"] = self._row, 0.0, True
        self._row = state
        self._steps += 1
        self._done = ending != "none"
        terminated = ending == "terminal"
        if ending == "left-support":
            info["left_support"] = True
            if self.left_support_value is not None:
                terminated, reward = True, reward + self.left_support_value
        return self._observation(), float(reward), terminated, self._done and not terminated, info

    def close(self):
        """Leaves the client open: it may serve others."""

    def _observation(self):
        return numpy.asarray(self._row, dtype=numpy.float32) if gymnasium else tuple(float(number) for number in self._row)


class Discrete:
    """The actions 0 to n - 1."""

    def __init__(self, n):
        self.n, self.shape, self.start = n, (), 0
        self._random = random.Random(0)

    def seed(self, seed=None):
        self._random.seed(seed)

    def sample(self):
        return self._random.randrange(self.n)

    def contains(self, action):
        return isinstance(action, int) and 0 <= action < self.n

    __contains__ = contains


class Box:
    """Numbers between low and high, one pair each."""

    def __init__(self, low, high):
        self.low, self.high, self.shape = tuple(low), tuple(high), (len(low),)
        self._random = random.Random(0)

    def seed(self, seed=None):
        self._random.seed(seed)

    def sample(self):
        """Uniform between the bounds; where one is open, at an exponential distance from the other, and normal where both are."""
        return tuple(self._one(low, high) for low, high in zip(self.low, self.high))

    def contains(self, observation):
        return len(observation) == len(self.low) and all(low <= number <= high for low, number, high in zip(self.low, observation, self.high))

    __contains__ = contains

    def _one(self, low, high):
        if math.isinf(low) and math.isinf(high):
            return self._random.gauss(0, 1)
        if math.isinf(low):
            return high - self._random.expovariate(1)
        return low + self._random.expovariate(1) if math.isinf(high) else self._random.uniform(low, high)


def _discrete(count):
    return gymnasium.spaces.Discrete(count) if gymnasium else Discrete(count)


def _box(lows, highs):
    return gymnasium.spaces.Box(numpy.asarray(lows, numpy.float32), numpy.asarray(highs, numpy.float32), dtype=numpy.float32) if gymnasium else Box(lows, highs)


def _variables(spec):
    """Names, lows and highs of an observation: the state, then that of each earlier step, then the earlier actions; one more stands for none yet."""
    names, lows, highs = [], [], []
    history = spec.get("history") or 1
    for back in range(history):
        for variable in spec["state"]:
            low, high = _range(variable)
            names.append(variable["name"] + (f"[-{back}]" if back else ""))
            lows.append(low)
            highs.append(high)
    for back in range(1, history):
        names.append(f"action[-{back}]")
        lows.append(0.0)
        highs.append(float(len(spec["actions"])))
    return names, lows, highs


def _range(variable):
    kind = variable.get("kind", "real")
    if kind == "angle":
        return -math.pi, math.pi
    if kind in ("flag", "category"):
        return 0.0, float(variable.get("categories", 2) - 1)
    low, high = variable.get("low"), variable.get("high")
    return -math.inf if low is None else float(low), math.inf if high is None else float(high)


def _expect_finite(name, values):
    for number in values:
        if not math.isfinite(number):
            raise ValueError(f"{name}: expected finite numbers, got {number}.")


def _plain(value):
    """Numbers of numpy, and lists of them, as Python's own."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _detail(text):
    try:
        return json.loads(text)["detail"]
    except (ValueError, KeyError, TypeError):
        return text.decode(errors="replace")[:200]
