"""Times cells in a live kernel: `kernel.py KERNEL WORK`, where KERNEL is one of kernels.ts. It speaks as worker.ts does.

kernel-first-cell starts a kernel for each repetition, which is not timed, and times its first cell; kernel-one-line
times `1 + 1`, `2 + 1` and so on in one kernel that has run the first cell: a cell that was run before would be
translated already. A cell's time is what a page sees: from the request to the
later of the reply and the kernel's being idle.
"""

import itertools
import json
import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

CELL_SECONDS = 120
WARM_UP_CELLS = 20


class Kernel:
    """A kernel that runs until its `with` block ends."""

    def __init__(self, spec, specs_folder):
        name, specs = "rnn-to-transformer", KernelSpecManager()
        if "argv" in spec:
            name = "bench"
            specs.kernel_dirs = [specs_folder]
            written = {"argv": spec["argv"], "display_name": name, "language": name}
            Path(specs_folder, name).mkdir(exist_ok=True)
            Path(specs_folder, name, "kernel.json").write_text(json.dumps(written))
        self.manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
        self.manager.start_kernel(stdout=sys.stderr.fileno())  # our own stdout speaks of times
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=240)  # a busy machine needs more than a minute
        except BaseException:
            self.__exit__()
            raise

    def versions(self):
        info = self.client.kernel_info(reply=True, timeout=CELL_SECONDS)["content"]
        language = info["language_info"]
        return f"{info['implementation']} {info['implementation_version']}, {language['name']} {language['version']}"

    def run(self, source):
        """Milliseconds of one cell."""
        started = time.perf_counter()
        request = self.client.execute(source, store_history=True)
        printed = []
        for message in self.answers(self.client.get_iopub_msg, request):
            content = message["content"]
            printed += [content["text"]] if message["msg_type"] == "stream" else []
            if content.get("execution_state") == "idle":
                break
        reply = next(self.answers(self.client.get_shell_msg, request))["content"]
        elapsed = 1000 * (time.perf_counter() - started)
        if reply["status"] != "ok":
            raise RuntimeError(f"The cell failed: {reply.get('evalue', '')} {''.join(printed)}\n{source}")
        return elapsed

    def answers(self, receive, request):
        """Messages that belong to a request; late ones of earlier requests do not."""
        while True:
            message = receive(timeout=CELL_SECONDS)
            if message["parent_header"].get("msg_id") == request:
                yield message

    def usage(self):
        """Processor time and greatest memory so far, where the system tells them."""
        try:
            folder = Path("/proc", str(self.manager.provisioner.pid))
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            peak_mb = int(re.search(r"VmHWM:\s+(\d+)", (folder / "status").read_text())[1]) / 1024
        except OSError:
            return None
        ticks = int(fields[11]) + int(fields[12])  # utime and stime
        return {"cpuMs": 1000 * ticks / os.sysconf("SC_CLK_TCK"), "peakMb": peak_mb}

    def time(self, sources):
        """What `run` takes for these cells, as a record."""
        before = self.usage()
        record = {"ms": sum(self.run(source) for source in sources)}
        after = self.usage()
        if before and after:
            record |= {"cpuMs": after["cpuMs"] - before["cpuMs"], "peakMb": after["peakMb"]}
        return record

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def first_cells(start, source, count):
    """The first cell in so many new kernels: times add up, the greatest memory stays the greatest."""
    total = {}
    for _ in range(count):
        with start() as kernel:
            for key, value in kernel.time([source]).items():
                total[key] = max(total.get(key, 0), value) if key == "peakMb" else total.get(key, 0) + value
    return total


def serve(repeat):
    for line in sys.stdin:
        answer(repeat(int(line)))


def answer(record):
    print(json.dumps(record), flush=True)


def main(spec, work):
    with tempfile.TemporaryDirectory() as folder:
        start = lambda: Kernel(spec, folder)
        with start() as kernel:
            answer({"versions": spec.get("versions") or kernel.versions()})
            if work == "kernel-one-line":
                lines = (f"{number} + 1" for number in itertools.count(1))
                kernel.time([spec["firstCell"], *itertools.islice(lines, WARM_UP_CELLS)])
                return serve(lambda count: kernel.time(itertools.islice(lines, count)))
        serve(lambda count: first_cells(start, spec["firstCell"], count))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the kernel ends with us
    main(json.loads(sys.argv[1]), sys.argv[2])
