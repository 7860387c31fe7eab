"""Does one work as often as it is told: `worker.py WORKS SIZES WORK`, WORKS a file of this folder. It speaks as ../worker.ts does."""

import json
import resource
import sys
import time
from importlib import import_module


def answer(record):
    print(json.dumps(record), flush=True)


works = import_module(sys.argv[1])
repeat = works.WORKS[sys.argv[3]](json.loads(sys.argv[2]))
answer({"versions": f"{works.VERSIONS}, Python {sys.version.split()[0]}"})
for line in sys.stdin:
    started, cpu = time.perf_counter(), time.process_time()
    repeat(int(line))
    ms, cpu_ms = 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - cpu)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer({"ms": ms, "cpuMs": cpu_ms, "peakMb": peak_mb})
