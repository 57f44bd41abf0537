"""The work of workloads.py on a device: eager, with torch.compile, and captured in CUDA graphs.

Ways are made when they are first called, since some take long to compile; what is compiled is checked then.
"""
import torch
from torch import nn

from workloads import DqnCase, Together, WganCase, difference, layers, network

HAS_COMPILE = hasattr(torch, "compile")


def captured(call):
    """The call as a CUDA graph, after runs on a stream of its own that fill what is made at first use."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            call()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        call()
    return graph.replay


def kinds_on(device):
    kinds = ["eager"] + (["compile"] if HAS_COMPILE else [])
    return kinds + [{"eager": "graph"}.get(kind, f"{kind} + graph") for kind in kinds] if device.type == "cuda" else kinds


class Later(dict):
    """Ways by name, each made by the function that stands there when it is first asked for."""

    def __getitem__(self, way):
        made = super().__getitem__(way)
        if isinstance(made, Make):
            made = made()
            self[way] = made
        return made


class Make:
    def __init__(self, make, *arguments):
        self.make, self.arguments = make, arguments

    def __call__(self):
        return self.make(*self.arguments)


class World(nn.Module):
    """A step of a learned world as WorldGan takes it: random actions, encoding, mean and noise, bounds, reward, end; rows that ended stand still."""

    def __init__(self, net, tensors, request):
        super().__init__()
        self.net, self.noise_scale, self.noise_size = net, request["noiseScale"], tensors["noise"].shape[-1]
        size, actions = tensors["state"].shape[-1], tensors["action"].shape[-1]
        device = tensors["state"].device
        members = [] if request["members"] == 1 else [request["members"]]
        for name, value in {
            "scale": tensors["scale"], "low": tensors["low"], "high": tensors["high"], "mean": torch.zeros(size, device=device), "unit": torch.ones(size, device=device),
            "one_hot": torch.eye(actions, device=device), "linear": torch.zeros(*members, size + actions, size, device=device),
        }.items():
            self.register_buffer(name, value)
        self.actions, self.reward = actions, 1.0

    def advance(self, state, runs, action, noise):
        """action [.., A] one-hot, noise [.., L] scaled."""
        condition = torch.cat(((state - self.mean) / self.unit, action), -1)
        change = condition @ self.linear + self.scale * self.net(torch.cat((condition, noise), -1))
        next_state = state + change * self.unit
        invalid = ~torch.isfinite(next_state).all(-1)
        outside = ((next_state < self.low) | (next_state > self.high)).any(-1)
        next_state = torch.where(invalid.unsqueeze(-1), state, torch.maximum(torch.minimum(next_state, self.high), self.low))
        reward = torch.full_like(state[..., 0], self.reward)
        ending = (outside.long() * 3).masked_fill(invalid, 4) * runs.long()
        return torch.where(runs.unsqueeze(-1), next_state, state), reward, ending, runs & (ending == 0)

    def step(self, state, runs):
        action = torch.randint(self.actions, runs.shape, device=state.device)
        noise = self.noise_scale * torch.randn(*runs.shape, self.noise_size, device=state.device)
        return self.advance(state, runs, self.one_hot[action], noise)


class Bare(nn.Module):
    """The generator alone, as in workloads.Rollout."""

    def __init__(self, world):
        super().__init__()
        self.world = world

    def step(self, state, action):
        noise = self.world.noise_scale * torch.randn(*state.shape[:-1], self.world.noise_size, device=state.device)
        return state + self.world.scale * self.world.net(torch.cat((state, action, noise), -1))


class DeviceRollout:
    """Checked: one step of the world with given noise against WorldGan's. What is compiled: whether its changes spread as those of eager steps."""

    def __init__(self, request, tensors):
        self.request, self.tensors, self.members = request, tensors, request["members"]
        net = Together([layers(tensors, f"member{m}") for m in range(self.members)]) if self.members > 1 else network(tensors, "member0", nn.SiLU)
        self.world = World(net.to(tensors["state"].device), tensors, request)
        self.difference = self.check()
        self.ways = Later()
        for prefix in ("", "bare "):
            for kind in kinds_on(tensors["state"].device):
                self.ways[prefix + kind] = Make(self.made, prefix, kind)

    def rows(self, rows):
        """The first states and actions of so many rows, by member."""
        members = [] if self.members == 1 else [self.members]
        each = -(-rows // self.members)
        place = torch.arange(each * self.members, device=self.tensors["state"].device) % len(self.tensors["state"])
        return [self.tensors[name][place].reshape(*members, each, -1).contiguous() for name in ("state", "action")]

    @torch.no_grad()
    def check(self):
        state, action = self.rows(len(self.tensors["state"]))
        noise, expected = (self.tensors[name].reshape(*state.shape[:-1], -1) for name in ("noise", "next"))
        runs = torch.ones(state.shape[:-1], dtype=torch.bool, device=state.device)
        found = self.world.advance(state, runs, action, noise)[0]
        return difference([found - state], [expected - state])

    @torch.no_grad()
    def made(self, prefix, kind):
        state, action = self.rows(self.request["rows"])
        eager = Bare(self.world).step if prefix else self.world.step
        step = torch.compile(eager, dynamic=False) if kind.startswith("compile") else eager
        rest = action if prefix else torch.ones(state.shape[:-1], dtype=torch.bool, device=state.device)
        if kind.startswith("compile"):
            self.compare(eager, step, state, rest, bool(prefix))

        def call():
            with torch.no_grad():
                now, runs = state, rest
                for _ in range(self.request["steps"]):
                    if prefix:
                        now = step(now, action)
                    else:
                        now, reward, ending, runs = step(now, runs)
                return now
        return captured(call) if kind.endswith("graph") else call

    @staticmethod
    def compare(eager, compiled, state, rest, bare):
        if state[..., 0].numel() < 1000:
            compiled(state, rest)
            return
        plain, other = ((s if bare else s[0]) - state for s in (eager(state, rest), compiled(state, rest)))
        off = ((plain.std() - other.std()) / plain.std()).abs() + (plain.mean() - other.mean()).abs() / plain.std()
        if not float(off) < 0.2:
            raise RuntimeError(f"compiled steps differ from eager ones: {float(off):.3g}")


class OnDevice:
    """A TrainingCase whose ways are made later. Captured steps need an optimizer that keeps its numbers on the device."""

    def __init__(self, request, tensors):
        self.request, self.tensors, self.batch = request, tensors, request["batch"]
        self.device = tensors["log.state" if "log.state" in tensors else "log.condition"].device
        self.difference = self.check("eager")
        self.ways = Later()
        for kind in kinds_on(self.device):
            if kind.startswith("compile") and not self.compiles:
                continue
            self.ways[kind] = Make(self.made, kind)

    def made(self, kind):
        cuda = self.device.type == "cuda"
        self.adam = {"fused": True, "capturable": True} if cuda else {"foreach": True}
        if kind.startswith("compile") and not self.check(kind) < 1e-2:
            raise RuntimeError("compiled gradients differ")
        call = self.timed(kind)
        return captured(call) if kind.endswith("graph") else call

    def net(self, kind, name, activation, rows):
        return network(self.tensors, name, activation).to(self.device)


class DeviceWgan(OnDevice, WganCase):
    compiles = False                                             # torch.compile has no second derivative, which the penalty needs


class DeviceDqn(OnDevice, DqnCase):
    compiles = True

    def loss_of(self, kind):
        return torch.compile(self.loss, dynamic=False) if kind.startswith("compile") else self.loss


class DeviceQrDqn(DeviceDqn):
    def loss(self, online, target, state, action, reward, following, continues):
        """The quantile Huber loss divided by kappa (arXiv:1710.10044, equation 10), with double DQN's choice of the next action."""
        count = self.request["quantiles"]
        unit, low, high, kappa = (self.request[name] for name in ("unit", "low", "high", "kappa"))

        def atoms(output):
            said = output.unflatten(1, (-1, count))
            return said[:, :1] + said[:, 1:] - said[:, 1:].mean(1, keepdim=True)

        def of(values, chosen):
            return values.gather(1, chosen.unsqueeze(-1).expand(-1, 1, count)).squeeze(1)

        with torch.no_grad():
            best = atoms(online(following)).mean(-1).argmax(1, keepdim=True)
            future = of(atoms(target(following)), best) * unit
            goal = (reward + self.request["discount"] * continues * future).clamp(low, high) / unit
        error = goal.unsqueeze(1) - of(atoms(online(state)), action).unsqueeze(2)                # [B, quantiles, goals]
        size = error.abs()
        huber = torch.where(size <= kappa, 0.5 * error * error / kappa, size - 0.5 * kappa)
        level = ((torch.arange(count, device=error.device) + 0.5) / count).unsqueeze(-1)
        return ((level - (error < 0).float()).abs() * huber).mean(2).sum(1).mean()
