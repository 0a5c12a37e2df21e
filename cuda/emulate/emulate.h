/* What the parts of the emulation know of each other. Everything runs under one lock, so
 * that kernels are run by one host thread at a time, in an order that a seed decides
 * (CTENSOR_EMULATE_SEED). */
#ifndef CT_EMULATE_H
#define CT_EMULATE_H

#include <stddef.h>
#include <stdint.h>

#include <functional>
#include <mutex>

#include "emulate/cuda_runtime_api.h"

enum { EMU_DEVICES = 2 };

extern std::recursive_mutex emu_lock;

/* The next of the seed's numbers, below n. */
uint32_t emu_random(uint32_t n);

/* The first error of a kernel; it stays, as a context's does, until it is taken. */
void emu_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool emu_failed();

/* Device memory may be touched between these two, which nest. */
void emu_memory_open();
void emu_memory_close();
bool emu_is_pinned(const void *data);

/* Puts work at the end of a stream. */
void emu_enqueue(cudaStream_t stream, std::function<void()> work);

/* ---- fibers: threads of a block that wait for each other ---- */

/* Runs body(i) for i in [0, n), each on a stack of its own, until all have returned. */
void emu_fibers_run(int n, const std::function<void(int)> &body);
/* Back from the running fiber to the scheduler, waiting for `what`. */
enum emu_wait { EMU_READY, EMU_BARRIER, EMU_WARP, EMU_DONE };
void emu_fiber_wait(emu_wait what, const char *where);
/* Those of the lanes from fiber `first` on that wait in their warp may go on. */
void emu_fibers_wake(int first, unsigned lanes);

#endif
