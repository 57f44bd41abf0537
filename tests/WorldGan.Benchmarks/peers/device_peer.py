"""PyTorch's side on a device; asked as peer.py is, by lines of JSON.   device_peer.py cuda|cpu"""
import gc
import json
import os
import platform
import signal
import sys
import time

try:
    import torch
    from device_workloads import DeviceDqn, DeviceQrDqn, DeviceRollout, DeviceWgan
    from workloads import read_safetensors
except ImportError as missing:
    print(json.dumps({"error": f"{sys.executable}: {missing}. Install PyTorch for it, and numpy."}))
    sys.exit(1)

CASES = {"rollout": DeviceRollout, "wgan": DeviceWgan, "dqn": DeviceDqn, "qr-dqn": DeviceQrDqn}


def wait(device):
    if device.type == "cuda":
        torch.cuda.synchronize()


def timed(call, calls, device):
    wait(device)
    begin = time.perf_counter()
    for _ in range(calls):
        call()
    wait(device)
    return time.perf_counter() - begin


def run(call, seconds, least, device):
    """As many calls as fit into the time; returns calls a second, of the processor and on the wall."""
    once = timed(call, 1, device)
    calls = max(least, min(int(seconds / once), 1000000), 1)
    cpu = time.process_time()
    wall = timed(call, calls, device)
    return {"cpuRate": calls / max(time.process_time() - cpu, 1e-9), "wallRate": calls / wall}


def allow_tf32(allowed):
    torch.backends.cuda.matmul.allow_tf32 = allowed


def multiply_rate(device):
    """Floating-point operations a second in a product of large matrices of random numbers, the best of several."""
    size = 8192 if device.type == "cuda" else 512
    left, right = (torch.randn(size, size, device=device) for _ in range(2))
    call = lambda: torch.mm(left, right)
    timed(call, 3, device)
    return 2 * size ** 3 * max(5 / timed(call, 5, device) for _ in range(5))


def hello(device):
    """Who answers, and how fast the device multiplies."""
    facts = {"python": platform.python_version(), "torch": torch.__version__}
    allow_tf32(False)
    facts["multiplyRate"] = multiply_rate(device)
    if device.type == "cuda":
        allow_tf32(True)
        facts["tf32Rate"] = multiply_rate(device)
        allow_tf32(False)
        facts.update(card=torch.cuda.get_device_name(device), cuda=torch.version.cuda, memory=torch.cuda.get_device_properties(device).total_memory)
        torch.cuda.empty_cache()
    return facts


def load(request, device):
    """The case, alone in the device's memory."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    if hasattr(torch, "_dynamo"):
        torch._dynamo.reset()
    return CASES[request["kind"]](request, {name: tensor.to(device) for name, tensor in read_safetensors(request["file"]).items()})


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)                                                # what compilers print is no answer
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    device = torch.device(sys.argv[1])
    print(json.dumps(hello(device)), file=answers, flush=True)
    case = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "set" in request:
                {"tf32": allow_tf32, "threads": torch.set_num_threads}[request["set"]](request["value"])
                answer = {}
            elif "way" in request:
                answer = run(case.ways[request["way"]], request["seconds"], request["least"], device)
            else:
                case = None
                case = load(request, device)
                answer = {"difference": case.difference, "ways": list(case.ways)}
        except Exception as fault:
            answer = {"error": f"{type(fault).__name__}: {str(fault)[:400]}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
