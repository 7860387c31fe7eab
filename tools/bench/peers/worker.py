"""Does one work as often as it is told, in PyTorch: `worker.py SIZES WORK`. It speaks as ../worker.ts does."""

import json
import resource
import sys
import time

import torch

from works import WORKS

torch.set_num_threads(2)
torch.manual_seed(1)


def answer(record):
    print(json.dumps(record), flush=True)


sizes = json.loads(sys.argv[1])
repeat = WORKS[sys.argv[2]](sizes)
answer({"versions": f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}"})
for line in sys.stdin:
    started, cpu = time.perf_counter(), time.process_time()
    repeat(int(line))
    ms, cpu_ms = 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - cpu)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer({"ms": ms, "cpuMs": cpu_ms, "peakMb": peak_mb})
