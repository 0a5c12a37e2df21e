/* CUDA C for the host's compiler: what a .cu file of this backend may say beside C++.
 *
 * A kernel is an ordinary function that CT_LAUNCH puts into a stream. Its threads run one
 * after the other in a random order; those of a kernel that has barriers (CT_LAUNCH_BLOCKS)
 * are fibers, which go on in a random order from barrier to barrier. Shared memory is
 * poisoned when a block begins. */
#ifndef CT_EMULATE_DEVICE_H
#define CT_EMULATE_DEVICE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <functional>

#include "emulate/cuda_runtime_api.h"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __restrict__ __restrict

struct dim3 {
    unsigned x, y, z;
    dim3(unsigned a = 1, unsigned b = 1, unsigned c = 1) : x(a), y(b), z(c)
    {
    }
};
extern dim3 threadIdx, blockIdx, blockDim, gridDim;
static const int warpSize = 32;

struct float4 {
    float x, y, z, w;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};

/* ---- launching ---- */

void emu_launch(const char *name, dim3 grid, dim3 block, cudaStream_t stream,
                bool waits, std::function<void()> thread);

template <class... P, class... A>
static inline void emu_launch_kernel(const char *name, void (*kernel)(P...), dim3 grid,
                                     dim3 block, void *stream, bool waits, A... given)
{
    emu_launch(name, grid, block, (cudaStream_t)stream, waits,
               [=] { kernel(given...); });
}

/* ---- shared memory ---- */

void *emu_shared(const void *key, size_t bytes);
#define CT_SHARED(T, name, count) \
    static char emu_key_##name;   \
    T *name = (T *)emu_shared(&emu_key_##name, sizeof(T) * (count))

/* ---- barriers, and what the 32 threads of a warp tell each other ---- */

#define EMU_TEXT_(x) #x
#define EMU_TEXT(x) EMU_TEXT_(x)
#define EMU_HERE __FILE__ ":" EMU_TEXT(__LINE__)

void emu_barrier(const char *where);
#define __syncthreads() emu_barrier(EMU_HERE)

/* Everybody's number, once all lanes of the mask have given theirs. */
const uint64_t *emu_collect(unsigned mask, uint64_t mine, const char *where);
#define __syncwarp(...) ((void)emu_collect(0xffffffffu, 0, EMU_HERE))

template <class T>
static inline T emu_shuffle(unsigned mask, T value, int lane, int width,
                            const char *where)
{
    uint64_t mine = 0;
    static_assert(sizeof value <= sizeof mine, "a shuffle takes 8 bytes");
    memcpy(&mine, &value, sizeof value);
    const uint64_t *all = emu_collect(mask, mine, where);
    int own = (int)(threadIdx.x % 32), first = own / width * width;
    int from = lane < 0 || lane >= width ? own : first + lane;
    memcpy(&value, &all[from], sizeof value);
    return value;
}
#define EMU_LANE ((int)(threadIdx.x % 32))
#define __shfl_sync(mask, value, lane) \
    emu_shuffle(mask, value, (lane) % 32, 32, EMU_HERE)
#define __shfl_down_sync(mask, value, by) \
    emu_shuffle(mask, value, EMU_LANE + (int)(by), 32, EMU_HERE)
#define __shfl_up_sync(mask, value, by) \
    emu_shuffle(mask, value, EMU_LANE - (int)(by), 32, EMU_HERE)
#define __shfl_xor_sync(mask, value, by) \
    emu_shuffle(mask, value, EMU_LANE ^ (int)(by), 32, EMU_HERE)

static inline unsigned emu_ballot(unsigned mask, bool yes, const char *where)
{
    const uint64_t *all = emu_collect(mask, yes, where);
    unsigned found = 0;
    for (int i = 0; i < 32; i++) {
        found |= (mask >> i & 1) && all[i] ? 1u << i : 0;
    }
    return found;
}
#define __ballot_sync(mask, yes) emu_ballot(mask, yes, EMU_HERE)
#define __any_sync(mask, yes) (emu_ballot(mask, yes, EMU_HERE) != 0)
#define __all_sync(mask, yes) (emu_ballot(mask, yes, EMU_HERE) == (mask))
#define __popc __builtin_popcount
#define __clz(x) ((x) ? __builtin_clz(x) : 32)

/* ---- atomics: nothing else runs meanwhile ---- */

template <class T> static inline T atomicAdd(T *at, T by)
{
    T old = *at;
    *at = T(old + by);
    return old;
}
template <class T> static inline T atomicExch(T *at, T value)
{
    T old = *at;
    *at = value;
    return old;
}
template <class T> static inline T atomicCAS(T *at, T expected, T value)
{
    T old = *at;
    *at = old == expected ? value : old;
    return old;
}
template <class T> static inline T atomicMax(T *at, T value)
{
    T old = *at;
    *at = old < value ? value : old;
    return old;
}

/* Of half turns. */
#define cospi(x) cos(3.14159265358979323846 * (x))
#define sinpi(x) sin(3.14159265358979323846 * (x))

static inline unsigned __umulhi(unsigned a, unsigned b)
{
    return (unsigned)((uint64_t)a * b >> 32);
}

#endif
