"""Runs JupyterLab until standard input is closed, that is, until the process that started it ends, however it ends.

Told to stop once, Jupyter stops its kernels and leaves; told twice (by a Ctrl-C that reaches it and us), it leaves kernels behind.
"""

import os
import signal
import sys
import threading

from jupyterlab.labapp import main


def stop_at_end_of_input():
    while os.read(0, 1024):
        pass
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGTERM)
    else:
        os.kill(os.getpid(), signal.SIGINT)


threading.Thread(target=stop_at_end_of_input, daemon=True).start()
sys.exit(main())
