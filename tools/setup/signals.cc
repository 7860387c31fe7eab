/**
 * Keeps signals off the thread that computes.
 *
 * On x86, oneDNN, by which TensorFlow multiplies matrices, points the stack pointer at a block of the heap while it
 * multiplies. A signal that arrives then writes its frame, some kilobytes, over what lies below that block: the heap is
 * corrupted, and the process dies now or later. Jupyter's interrupt is a signal, and so are a child process that ends, a
 * window that changes its size, and each sample of V8's profiler. Mended in oneDNN 3.11.2; TensorFlow 2.15 has 3.2.1.
 *
 * @source https://github.com/uxlfoundation/oneDNN/issues/4845, https://github.com/uxlfoundation/oneDNN/pull/4855
 */
#if defined(__x86_64__)

#include <pthread.h>
#include <signal.h>

namespace {

// What the processor says of this thread itself, or what is meant for this thread only.
const int kept[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPROF, SIGUSR1};

// A frame with AVX-512 and AMX registers takes 11 KB; V8's profiler needs some more.
char stack[256 * 1024];

/**
 * Runs when the addon is loaded, by the thread that will compute and before TensorFlow starts its own, which inherit what
 * this one blocks. Node's other threads then take the signals: its handlers only write to a pipe. A child process starts
 * with nothing blocked, by libuv. V8's profiler samples this thread, and its handler runs on another stack if there is one;
 * Node's handler of SIGUSR1, which all of Node's threads but this one block, is told to do so.
 */
__attribute__((constructor)) void keepSignalsOff() {
  sigset_t others;
  sigfillset(&others);
  for (int signal : kept) sigdelset(&others, signal);
  pthread_sigmask(SIG_BLOCK, &others, nullptr);

  stack_t current;
  if (sigaltstack(nullptr, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  const stack_t ours = {stack, 0, sizeof stack};
  sigaltstack(&ours, nullptr);
  struct sigaction debugging;
  sigaction(SIGUSR1, nullptr, &debugging);
  debugging.sa_flags |= SA_ONSTACK;
  sigaction(SIGUSR1, &debugging, nullptr);
}

}  // namespace

#endif
