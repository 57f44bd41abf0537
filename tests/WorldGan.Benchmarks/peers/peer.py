"""PyTorch's side of the comparison: builds one workload at a time, checks it against WorldGan's numbers, and runs it.

It is asked by lines of JSON on stdin and answers each with one line of JSON on stdout. README.md says what is compared.
"""
import json
import platform
import signal
import sys
import time

try:
    import torch
    from workloads import DqnCase, RolloutCase, WganCase, read_safetensors
except ImportError as missing:
    print(json.dumps({"error": f"{sys.executable}: {missing}. Install PyTorch for it (Debian: apt install python3-torch)."}))
    sys.exit(1)

CASES = {"rollout": RolloutCase, "wgan": WganCase, "dqn": DqnCase}


def run(call, seconds, least):
    """Calls until the time is over; returns calls a second, of the processor and on the wall."""
    calls, wall, cpu = 0, time.perf_counter(), time.process_time()
    while calls < least or time.perf_counter() - wall < seconds:
        call()
        calls += 1
    return {"cpuRate": calls / (time.process_time() - cpu), "wallRate": calls / (time.perf_counter() - wall)}


def hello():
    """Who answers, and how fast it multiplies: a PyTorch on the reference BLAS is no peer."""
    left, right, bias = torch.rand(256, 256), torch.rand(256, 256), torch.rand(256)
    best = max(run(lambda: torch.addmm(bias, left, right), 0.02, 3)["cpuRate"] for _ in range(5))
    return {"python": platform.python_version(), "torch": torch.__version__, "multiplyRate": best * 2 * 256 ** 3}


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    torch.set_num_threads(1)
    print(json.dumps(hello()), flush=True)
    case = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "way" in request:
                answer = run(case.ways[request["way"]], request["seconds"], request["least"])
            else:
                case = CASES[request["kind"]](request, read_safetensors(request["file"]))
                answer = {"difference": case.difference, "ways": list(case.ways)}
        except Exception as fault:
            answer = {"error": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
