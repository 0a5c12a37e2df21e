/* launch: a kernel's blocks in a random order, and the threads of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <map>
#include <vector>

#include "emulate/device.h"
#include "emulate/emulate.h"

dim3 threadIdx, blockIdx, blockDim, gridDim;

namespace {
const size_t SHARED_MAX = 48 << 10;

struct {
    const char *kernel;
    bool waits;
    int threads;
    std::map<const void *, std::vector<char>> shared;
    size_t shared_bytes;
} running;

/* What the lanes of a warp have given: for this collection and the one before. */
struct warp {
    uint64_t values[2][32];
    unsigned arrived, mask, round;
};
std::vector<warp> warps;

unsigned common_divisor(unsigned a, unsigned b)
{
    return b ? common_divisor(b, a % b) : a;
}

/* 0 .. n - 1 in an order that a seed decides: i -> (a i + b) mod n. */
struct order {
    unsigned n, a, b;
    explicit order(unsigned count) : n(count), a(1), b(0)
    {
        if (n > 1) {
            b = emu_random(n);
            do {
                a = 1 + emu_random(n - 1);
            } while (common_divisor(a, n) != 1);
        }
    }
    unsigned at(unsigned i) const
    {
        return (unsigned)(((uint64_t)a * i + b) % n);
    }
};

void set_thread(unsigned i)
{
    threadIdx = dim3(i % blockDim.x, i / blockDim.x % blockDim.y,
                     i / (blockDim.x * blockDim.y));
}

void run_block(const std::function<void()> &thread)
{
    unsigned n = blockDim.x * blockDim.y * blockDim.z;
    running.shared.clear();
    running.shared_bytes = 0;
    running.threads = (int)n;
    if (running.waits) {
        warps.assign((n + 31) / 32, warp{});
        emu_fibers_run((int)n, [&](int i) {
            set_thread((unsigned)i);
            thread();
        });
        return;
    }
    order threads(n);
    for (unsigned i = 0; i < n && !emu_failed(); i++) {
        set_thread(threads.at(i));
        thread();
    }
}

void run_grid(dim3 grid, dim3 block, const std::function<void()> &thread)
{
    gridDim = grid;
    blockDim = block;
    unsigned n = grid.x * grid.y * grid.z;
    order blocks(n);
    for (unsigned i = 0; i < n && !emu_failed(); i++) {
        unsigned b = blocks.at(i);
        blockIdx = dim3(b % grid.x, b / grid.x % grid.y, b / (grid.x * grid.y));
        run_block(thread);
    }
}
} // namespace

void emu_launch(const char *name, dim3 grid, dim3 block, cudaStream_t stream,
                bool waits, std::function<void()> thread)
{
    unsigned threads = block.x * block.y * block.z;
    if (threads == 0 || threads > 1024 || grid.x == 0 || grid.y == 0 || grid.z == 0 ||
        grid.y > 65535 || grid.z > 65535) {
        emu_fail("%s: launched with a grid of %u x %u x %u blocks of %u threads", name,
                 grid.x, grid.y, grid.z, threads);
        return;
    }
    emu_enqueue(stream, [=] {
        running.kernel = name;
        running.waits = waits;
        run_grid(grid, block, thread);
    });
}

void *emu_shared(const void *key, size_t bytes)
{
    std::vector<char> &room = running.shared[key];
    if (room.empty() && bytes) {
        running.shared_bytes += bytes;
        if (running.shared_bytes > SHARED_MAX) {
            emu_fail("%s: %zu bytes of shared memory, of which there are %zu",
                     running.kernel, running.shared_bytes, SHARED_MAX);
        }
        room.assign(bytes, (char)0xff);
    }
    return room.data();
}

static bool may_wait(const char *where)
{
    if (!running.waits) {
        emu_fail("%s: waits at %s, but was launched as a kernel that does not",
                 running.kernel, where);
    }
    return running.waits;
}

void emu_barrier(const char *where)
{
    if (may_wait(where)) {
        emu_fiber_wait(EMU_BARRIER, where);
    }
}

const uint64_t *emu_collect(unsigned mask, uint64_t mine, const char *where)
{
    static uint64_t alone[32];
    if (!may_wait(where)) {
        return alone;
    }
    unsigned own = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    warp &w = warps[own / 32];
    unsigned lane = own % 32, round = w.round & 1;
    unsigned there = (unsigned)running.threads - own / 32 * 32;
    unsigned exist = there >= 32 ? ~0u : (1u << there) - 1;
    if (!(mask >> lane & 1) || (w.arrived && w.mask != mask) || mask & ~exist) {
        emu_fail("%s: lane %u at %s gives the mask %08x where others give %08x",
                 running.kernel, lane, where, mask, w.arrived ? w.mask : exist);
    }
    w.mask = mask;
    w.values[round][lane] = mine;
    w.arrived |= 1u << lane;
    if (w.arrived == mask) {
        w.arrived = 0;
        w.round++;
        emu_fibers_wake((int)(own / 32 * 32), mask);
    } else {
        unsigned before = w.round;
        while (w.round == before && !emu_failed()) {
            emu_fiber_wait(EMU_WARP, where);
        }
    }
    return w.values[round];
}
