"""The work in PyTorch, as its users write it: rollouts of a generator, WGAN-GP and double DQN.

A case has ``ways``, functions by name that do the work once, and ``difference``, how far its numbers are from WorldGan's on the same weights.
"""
import json

import numpy
import torch
from torch import nn

KINDS = {"F32": numpy.float32, "I64": numpy.int64}


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    header.pop("__metadata__", None)
    return {name: torch.from_numpy(numpy.frombuffer(data[slice(*t["data_offsets"])], KINDS[t["dtype"]]).reshape(t["shape"]).copy())
            for name, t in header.items()}


def layers(tensors, name):
    count = sum(key.startswith(f"{name}.") and key.endswith(".weight") for key in tensors)
    return [(tensors[f"{name}.{i}.weight"], tensors[f"{name}.{i}.bias"]) for i in range(count)]


def network(tensors, name, activation):
    """Linear layers with the activation between them."""
    parts = []
    for weight, bias in layers(tensors, name):
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.weight, linear.bias = nn.Parameter(weight.clone()), nn.Parameter(bias.clone())
        parts += [linear, activation()]
    return nn.Sequential(*parts[:-1])


def difference(actual, expected):
    """The largest difference in units of the largest expected value; a number that is not finite is as far off as can be."""
    off = max(float((a - e).abs().max()) for a, e in zip(actual, expected)) / max(float(e.abs().max()) for e in expected)
    return off if off < 1e9 else 1e9


def compiled(kind, module, *example):
    if kind == "eager":
        return module
    return torch.jit.script(module) if kind == "script" else torch.jit.trace(module, example, check_trace=False)


class InTurn(nn.Module):
    """Members one after the other, each on its own rows."""

    def __init__(self, nets, sizes):
        super().__init__()
        self.nets, self.sizes = nn.ModuleList(nets), sizes

    def forward(self, x):
        parts, out = x.split(self.sizes), []
        for i, net in enumerate(self.nets):
            out.append(net(parts[i]))
        return torch.cat(out)


class Together(nn.Module):
    """All members in one product a layer: [M, rows, ·] times [M, ·, ·], as mbrl-lib does it."""

    def __init__(self, members):
        super().__init__()
        stacked = [(torch.stack([w.t() for w, _ in layer]), torch.stack([b for _, b in layer]).unsqueeze(1)) for layer in zip(*members)]
        (self.w0, self.b0), (self.w1, self.b1), (self.w2, self.b2) = [(nn.Parameter(w), nn.Parameter(b)) for w, b in stacked]

    def forward(self, x):
        x = nn.functional.silu(torch.baddbmm(self.b0, x, self.w0))
        x = nn.functional.silu(torch.baddbmm(self.b1, x, self.w1))
        return torch.baddbmm(self.b2, x, self.w2)


class Rollout(nn.Module):
    """Steps with fresh noise: state + scale * net(state, action, noise)."""

    def __init__(self, net, scale, steps, noise_shape, noise_scale):
        super().__init__()
        self.net, self.scale, self.steps, self.noise_shape, self.noise_scale = net, nn.Parameter(scale), steps, noise_shape, noise_scale

    def step(self, state, action, noise):
        return state + self.scale * self.net(torch.cat((state, action, noise), -1))

    def forward(self, state, action):
        for _ in range(self.steps):
            state = self.step(state, action, self.noise_scale * torch.randn(self.noise_shape))
        return state


class RolloutCase:
    def __init__(self, request, tensors):
        self.request, self.tensors, self.members = request, tensors, request["members"]
        kinds = ["eager", "script", "trace"]
        ways = ["in turn", "together"] if self.members > 1 and request["rows"] >= self.members else ["in turn"]
        self.ways = {}
        with torch.inference_mode():
            self.difference = max(self.check(kind, way) for kind in kinds for way in ways)
            for kind in kinds:
                for way in ways:
                    self.ways[f"{kind}, {way}" if len(ways) > 1 else kind] = self.timed(kind, way)

    def rollout(self, kind, way, rows, steps):
        """The rollout of so many rows, and its first states and actions."""
        members = min(self.members, rows)
        state, action = (self.tensors[name][torch.arange(rows) * len(self.tensors[name]) // rows] for name in ("state", "action"))
        if way == "together":
            each = -(-rows // members)                           # some rows more, which are not counted
            state, action = (t[torch.arange(members * each) % rows].reshape(members, each, -1) for t in (state, action))
            net = Together([layers(self.tensors, f"member{m}") for m in range(members)])
        else:
            nets = [network(self.tensors, f"member{m}", nn.SiLU) for m in range(members)]
            net = InTurn(nets, [rows // members + (m < rows % members) for m in range(members)]) if members > 1 else nets[0]
        noise = [*state.shape[:-1], self.tensors["noise"].shape[-1]]
        module = Rollout(net, self.tensors["scale"], steps, noise, self.request["noiseScale"]).eval()
        made = compiled(kind, module, state, action)
        return module, made if kind == "eager" else torch.jit.optimize_for_inference(torch.jit.freeze(made)), state, action

    def check(self, kind, way):
        """One step with given noise against WorldGan's; what is compiled against the same steps uncompiled, with noise of one seed."""
        rows = len(self.tensors["state"])
        module, made, state, action = self.rollout(kind, way, rows, 4)
        noise, expected = (self.tensors[name].reshape(*state.shape[:-1], -1) for name in ("noise", "next"))
        off = difference([module.step(state, action, noise) - state], [expected - state])
        for _ in range(3):                                       # the first runs are before optimisation
            torch.manual_seed(1)
            plain = module(state, action)
            torch.manual_seed(1)
            off = max(off, difference([made(state, action) - state], [plain - state]))
        return off

    def timed(self, kind, way):
        _, made, state, action = self.rollout(kind, way, self.request["rows"], self.request["steps"])

        def call():
            with torch.inference_mode():
                made(state, action)
        return call


class TrainingCase:
    """Training steps of networks that are eager or compiled; the difference is that of the loss' gradient on a given batch."""

    kinds = ["eager", "script", "trace"]
    adam = {"foreach": True}

    def __init__(self, request, tensors):
        self.request, self.tensors, self.batch = request, tensors, request["batch"]
        self.device = next(iter(tensors.values())).device
        self.difference = max(self.check(kind) for kind in self.kinds)
        self.ways = {kind: self.timed(kind) for kind in self.kinds}

    def net(self, kind, name, activation, rows):
        net = network(self.tensors, name, activation)
        return compiled(kind, net, torch.zeros(rows, net[0].in_features, device=self.device))

    def drawn(self, *names):
        rows = torch.randint(len(self.tensors[names[0]]), (self.batch,), device=self.device)
        return [torch.index_select(self.tensors[name], 0, rows) for name in names]

    def gradient_difference(self, net, loss):
        expected = [t for layer in layers(self.tensors, "gradient") for t in layer]
        found = torch.autograd.grad(loss, list(net.parameters()))
        return max(difference(found, expected), difference([loss.detach()], [self.tensors["loss"]]))


class WganCase(TrainingCase):
    def critic_loss(self, critic, condition, real, fake, mixing):
        """penalty weight * mean (|gradient| - 1)^2 - (mean critic of logged - of generated outcomes)"""
        scores = critic(torch.cat((torch.cat((condition, real), 1), torch.cat((condition, fake), 1))))
        between = (fake + mixing * (real - fake)).requires_grad_()
        slope, = torch.autograd.grad(critic(torch.cat((condition, between), 1)).sum(), between, create_graph=True)
        penalty = ((slope.norm(2, dim=1) - 1) ** 2).mean()
        return self.request["penaltyWeight"] * penalty - (scores[:len(real)].mean() - scores[len(real):].mean())

    def check(self, kind):
        given = [self.tensors[name] for name in ("condition", "real", "fake", "mixing")]
        critic = self.net(kind, "critic", lambda: nn.LeakyReLU(0.2), len(given[0]))
        return max(self.gradient_difference(critic, self.critic_loss(critic, *given)) for _ in range(3))

    def timed(self, kind):
        generator = self.net(kind, "generator", nn.SiLU, self.batch)
        critic = self.net(kind, "critic", lambda: nn.LeakyReLU(0.2), self.batch)
        learn_generator, learn_critic = (torch.optim.Adam(net.parameters(), 1e-3, (0.5, 0.9), **self.adam) for net in (generator, critic))

        def noise():
            return self.request["noiseScale"] * torch.randn(self.batch, self.request["noise"], device=self.device)

        def call():
            for _ in range(self.request["criticSteps"]):
                condition, real = self.drawn("log.condition", "log.outcome")
                with torch.no_grad():
                    fake = generator(torch.cat((condition, noise()), 1))
                learn_critic.zero_grad(set_to_none=True)
                self.critic_loss(critic, condition, real, fake, torch.rand(self.batch, 1, device=self.device)).backward()
                learn_critic.step()
            condition, = self.drawn("log.condition")
            fake = generator(torch.cat((condition, noise()), 1))
            learn_generator.zero_grad(set_to_none=True)
            (-critic(torch.cat((condition, fake), 1)).mean()).backward(inputs=list(generator.parameters()))
            learn_generator.step()
        return call


class DqnCase(TrainingCase):
    def loss(self, online, target, state, action, reward, following, continues):
        """Huber's of Q(s, a) minus the double DQN target, of a dueling head."""
        def values(output):
            advantages = output[:, 1:]
            return output[:, :1] + advantages - advantages.mean(1, keepdim=True)

        unit, low, high = (self.request[name] for name in ("unit", "low", "high"))
        with torch.no_grad():
            best = values(online(following)).argmax(1, keepdim=True)
            future = values(target(following)).gather(1, best) * unit
            goal = (reward + self.request["discount"] * continues * future).clamp(low, high) / unit
        return nn.functional.smooth_l1_loss(values(online(state)).gather(1, action), goal)

    def check(self, kind):
        given = [self.tensors[name] for name in ("state", "action", "reward", "next", "continues")]
        online, target = (self.net(kind, name, nn.SiLU, len(given[0])) for name in ("online", "target"))
        return max(self.gradient_difference(online, self.loss_of(kind)(online, target, *given)) for _ in range(3))

    def loss_of(self, kind):
        return self.loss

    def timed(self, kind):
        online, target = (self.net(kind, name, nn.SiLU, self.batch) for name in ("online", "target"))
        learn, decay = torch.optim.Adam(online.parameters(), 1e-3, **self.adam), self.request["averaging"]
        learned, averaged = ([p.detach() for p in net.parameters()] for net in (online, target))

        loss = self.loss_of(kind)

        def call():
            learn.zero_grad(set_to_none=True)
            loss(online, target, *self.drawn("log.state", "log.action", "log.reward", "log.next", "log.continues")).backward()
            learn.step()
            torch._foreach_mul_(averaged, decay)
            torch._foreach_add_(averaged, learned, alpha=1 - decay)
        return call
