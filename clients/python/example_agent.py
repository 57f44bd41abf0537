"""Trains an agent in a learned world over a service, in the style of Stable-Baselines3: learn(), then predict().

    python3 example_agent.py http://127.0.0.1:5080 cartpole

The agent searches for the weights of a linear policy by the cross-entropy method (Rubinstein, 1999): it tries many weights, keeps the best and draws the next ones
around them. All tries of a round are played side by side, one question a step.

With Stable-Baselines3 the same is
    from stable_baselines3 import DQN
    model = DQN("MlpPolicy", WorldGanEnv(Client(url), world)); model.learn(50_000)
"""

import random
import statistics
import sys

from worldgan_client import Client, WorldGanEnv


class CrossEntropy:
    """A linear policy: of the actions the one with the largest product of weights and observation."""

    def __init__(self, env, tries=24, best=6, seed=0):
        self.env, self.tries, self.best = env, tries, best
        self.random = random.Random(seed)
        self.width, self.actions = len(env.variables) + 1, env.action_space.n
        self.mean = [0.0] * (self.width * self.actions)
        self.spread = [1.0] * len(self.mean)

    def learn(self, rounds, steps=200):
        """Gives the mean return of each round's tries."""
        history = []
        for number in range(rounds):
            tries = [[self.random.gauss(m, s) for m, s in zip(self.mean, self.spread)] for _ in range(self.tries)]
            returns = self.play(tries, steps, seed=number + 1)
            history.append(statistics.mean(returns))
            ranked = [weights for _, weights in sorted(zip(returns, tries), key=lambda pair: -pair[0])][: self.best]
            self.mean = [statistics.mean(column) for column in zip(*ranked)]
            self.spread = [statistics.pstdev(column) + 0.1 for column in zip(*ranked)]
        return history

    def predict(self, observation, weights=None):
        weights = self.mean if weights is None else weights
        features = [*observation, 1.0]
        scores = [sum(w * x for w, x in zip(weights[a * self.width:], features)) for a in range(self.actions)]
        return scores.index(max(scores))

    def play(self, tries, steps, seed):
        """The return of each try in an episode of its own. An end of any kind ends it: what the log does not know earns nothing."""
        env, alive, returns = self.env, list(range(len(tries))), [0.0] * len(tries)
        states = env.client.reset(env.world, alive, seed, env.version)["states"]
        for step in range(steps):
            actions = [self.predict(states[i], tries[i]) for i in alive]
            answer = env.client.step(env.world, [states[i] for i in alive], actions, [step] * len(alive), alive, seed, env.version)
            for i, state, reward, ending in zip(alive, answer["states"], answer["rewards"], answer["endings"]):
                states[i] = state
                returns[i] += reward or 0.0
            alive = [i for i, ending in zip(alive, answer["endings"]) if ending == "none"]
            if not alive:
                break
        return returns


def play_one(env, agent, seed):
    """The return of one episode, step by step as every Gymnasium loop does."""
    observation, _ = env.reset(seed=seed)
    total, ended = 0.0, False
    while not ended:
        observation, reward, terminated, truncated, _ = env.step(agent.predict(observation))
        total, ended = total + reward, terminated or truncated
    return total


def main(url, world, rounds=8):
    env = WorldGanEnv(Client(url), world)
    agent = CrossEntropy(env)
    before = statistics.mean(play_one(env, agent, seed) for seed in range(5))
    for number, mean in enumerate(agent.learn(rounds)):
        print(f"round {number}: mean return {mean:.1f}")
    after = statistics.mean(play_one(env, agent, seed) for seed in range(5))
    print(f"before {before:.1f}, after {after:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:4]))
