"""Runs the cells of one notebook in the course's kernel: execute.py IN OUT CELL_SECONDS.

Prints one line a cell. Writes OUT in any case, with the outputs up to the first cell that failed and the most memory
that the kernel took (metadata.course.peakMb), and exits with 1 if one did. nbclient is told to allow errors and we judge each reply ourselves: a reply of tslab's carries no name of the
error, and cells after a failed one come back as "abort", which nbclient takes for success.
"""

import os
import pathlib
import re
import signal
import sys
import time

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError


# For a kernel's start, and for the first cell, which in a new installation compiles what it imports of lib: on a busy
# machine either takes more than a minute.
PATIENCE_SECONDS = 240


def main(in_path: str, out_path: str, cell_seconds: int) -> int:
    notebook = nbformat.read(in_path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="rnn-to-transformer",
        timeout=cell_seconds,
        startup_timeout=PATIENCE_SECONDS,
        allow_errors=True,
        coalesce_streams=True,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": os.getcwd()}},
    )
    replies: dict[int, dict] = {}
    client.on_cell_executed = lambda cell, cell_index, execute_reply: replies.update(
        {cell_index: execute_reply["content"]}
    )
    manager = client.create_kernel_manager()
    try:
        with client.setup_kernel():
            try:
                return run_cells(client, replies, cell_seconds)
            finally:
                record_peak_memory(notebook, manager)
    finally:
        kill_tree(manager)
        nbformat.write(notebook, out_path)


def run_cells(client: NotebookClient, replies: dict[int, dict], cell_seconds: int) -> int:
    code_cells = [(i, cell) for i, cell in enumerate(client.nb.cells) if cell.cell_type == "code"]
    for number, (index, cell) in enumerate(code_cells, start=1):
        started = time.monotonic()
        title = f"[{number}/{len(code_cells)}]"
        client.timeout = cell_seconds + (PATIENCE_SECONDS if number == 1 else 0)
        try:
            client.execute_cell(cell, index)
            reply = replies.get(index, {"status": "no reply"})
        except CellTimeoutError:
            reply = {"status": f"no end after {client.timeout} s"}
        except DeadKernelError:
            reply = {"status": "the kernel died"}
        cell.execution_count = reply.get("execution_count")
        seconds = time.monotonic() - started
        if reply["status"] != "ok" or cell.execution_count is None:
            print(f"{title} FAILED after {seconds:.1f} s ({reply['status']}). The cell:\n\n{indent(cell.source)}\n")
            print(f"Its message:\n\n{indent(errors_of(cell) or 'none')}\n", flush=True)
            return 1
        print(f"{title} {seconds:7.1f} s  {first_line(cell.source)}", flush=True)
    return 0


def first_line(source: str) -> str:
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith("import")]
    return (lines or source.splitlines())[0][:80]


def errors_of(cell) -> str:
    texts = [output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stderr"]
    texts += ["\n".join(output.traceback) for output in cell.outputs if output.output_type == "error"]
    return "\n".join(texts).strip()


def indent(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())


def record_peak_memory(notebook, manager: KernelManager) -> None:
    """Only where the system tells it, on Linux; a kernel that died tells nothing."""
    try:
        status = pathlib.Path(f"/proc/{manager.provisioner.pid}/status").read_text()
    except (OSError, AttributeError):
        return
    if found := re.search(r"VmHWM:\s+(\d+) kB", status):
        notebook.metadata.setdefault("course", {})["peakMb"] = round(int(found[1]) / 1024)


def kill_tree(manager: KernelManager) -> None:
    """The kernel leads its own process group; whatever outlived its shutdown, or a start cut short, goes with it."""
    pid = getattr(manager.provisioner, "pid", None)
    if pid is None or os.name == "nt":
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


if __name__ == "__main__":
    # Ends the `with` block, and so the kernel, when the parent asks us to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
