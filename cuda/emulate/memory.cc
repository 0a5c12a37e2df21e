/* memory: the devices' memory, an address range of its own that host code cannot touch.
 *
 * It is protected but while kernels and copies run (emu_memory_open), so that a host that
 * reads a tensor's address on the device faults. Blocks are apart by a page's part, whose
 * bytes are looked at when a block ends: a kernel that wrote beyond is told of. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <map>
#include <set>
#include <vector>

#include "emulate/emulate.h"

std::recursive_mutex emu_lock;

namespace {
const size_t RESERVED = (size_t)1 << 36, PAGE = 4096, FENCE = 256;
const unsigned char FENCE_BYTE = 0xfd, FRESH_BYTE = 0xff;

struct block {
    size_t bytes, room;
    int device;
};
char *arena;
size_t used; /* bytes from the arena's start that were ever handed out */
int open_count, current_device;
size_t taken[EMU_DEVICES];
std::map<char *, block> blocks;
std::multimap<size_t, char *> spare;
std::map<const char *, size_t> pinned;

bool failed;
char message[512];
uint64_t state;

size_t total()
{
    const char *text = getenv("CTENSOR_EMULATE_MEMORY");
    return text && *text ? strtoull(text, NULL, 10) : (size_t)1 << 30;
}

bool reserve()
{
    if (!arena) {
        void *at = mmap((void *)0x240000000000, RESERVED, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        arena = at == MAP_FAILED ? NULL : (char *)at;
    }
    return arena != NULL;
}

char *find_room(size_t room)
{
    auto found = spare.lower_bound(room);
    if (found != spare.end() && found->first <= room + room / 4) {
        char *data = found->second;
        spare.erase(found);
        return data;
    }
    if (used + room > RESERVED) {
        return NULL;
    }
    char *data = arena + used;
    used += room;
    return data;
}

void check_fence(const char *data, const block &b)
{
    for (size_t i = 0; i < FENCE; i++) {
        if ((unsigned char)data[b.bytes + i] != FENCE_BYTE) {
            emu_fail("a kernel wrote %zu bytes beyond a block of %zu bytes", i + 1,
                     b.bytes);
            return;
        }
    }
}
} // namespace

uint32_t emu_random(uint32_t n)
{
    if (!state) {
        const char *text = getenv("CTENSOR_EMULATE_SEED");
        state = 0x9e3779b97f4a7c15u * (1 + (text ? strtoull(text, NULL, 10) : 0)) | 1;
    }
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) * n >> 32);
}

void emu_fail(const char *format, ...)
{
    if (!failed) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(message, sizeof message, format, arguments);
        va_end(arguments);
        failed = true;
    }
}

bool emu_failed()
{
    return failed;
}

cudaError_t cudaGetLastError(void)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    bool was = failed;
    failed = false;
    return was ? cudaErrorLaunchFailure : cudaSuccess;
}

const char *cudaGetErrorString(cudaError_t error)
{
    switch (error) {
    case cudaSuccess:
        return "no error";
    case cudaErrorMemoryAllocation:
        return "out of memory";
    case cudaErrorInvalidDevice:
        return "invalid device ordinal";
    case cudaErrorNotReady:
        return "device not ready";
    case cudaErrorLaunchFailure:
        return message;
    default:
        return "invalid argument";
    }
}

void emu_memory_open()
{
    if (open_count++ == 0 && used) {
        mprotect(arena, (used + PAGE - 1) / PAGE * PAGE, PROT_READ | PROT_WRITE);
    }
}

void emu_memory_close()
{
    if (--open_count == 0 && used) {
        mprotect(arena, (used + PAGE - 1) / PAGE * PAGE, PROT_NONE);
    }
}

bool emu_is_pinned(const void *data)
{
    auto after = pinned.upper_bound((const char *)data);
    if (after == pinned.begin()) {
        return false;
    }
    --after;
    return (const char *)data < after->first + after->second;
}

cudaError_t cudaMalloc(void **data, size_t bytes)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    size_t room = (bytes + FENCE + 511) / 512 * 512;
    if (!reserve() || taken[current_device] + room > total()) {
        return cudaErrorMemoryAllocation;
    }
    char *at = find_room(room);
    if (!at) {
        return cudaErrorMemoryAllocation;
    }
    taken[current_device] += room;
    blocks[at] = block{bytes, room, current_device};
    emu_memory_open();
    if (open_count > 1) { /* what is new is not yet open */
        mprotect(arena, (used + PAGE - 1) / PAGE * PAGE, PROT_READ | PROT_WRITE);
    }
    memset(at, FRESH_BYTE, bytes);
    memset(at + bytes, FENCE_BYTE, FENCE);
    emu_memory_close();
    *data = at;
    return cudaSuccess;
}

cudaError_t cudaFree(void *data)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    if (!data) {
        return cudaSuccess;
    }
    cudaDeviceSynchronize();
    auto found = blocks.find((char *)data);
    if (found == blocks.end()) {
        return cudaErrorInvalidValue;
    }
    emu_memory_open();
    check_fence(found->first, found->second);
    emu_memory_close();
    taken[found->second.device] -= found->second.room;
    spare.emplace(found->second.room, found->first);
    blocks.erase(found);
    return cudaSuccess;
}

cudaError_t cudaMallocHost(void **data, size_t bytes)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    char *at = (char *)malloc(bytes ? bytes : 1);
    if (!at) {
        return cudaErrorMemoryAllocation;
    }
    pinned[at] = bytes ? bytes : 1;
    *data = at;
    return cudaSuccess;
}

cudaError_t cudaFreeHost(void *data)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    cudaDeviceSynchronize();
    if (pinned.erase((const char *)data) == 0) {
        return cudaErrorInvalidValue;
    }
    free(data);
    return cudaSuccess;
}

cudaError_t cudaMemGetInfo(size_t *available, size_t *all)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    *all = total();
    *available = *all - taken[current_device];
    return cudaSuccess;
}

cudaError_t cudaGetDeviceCount(int *count)
{
    *count = EMU_DEVICES;
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int device)
{
    if (device < 0 || device >= EMU_DEVICES) {
        return cudaErrorInvalidDevice;
    }
    current_device = device;
    return cudaSuccess;
}

cudaError_t cudaGetDevice(int *device)
{
    *device = current_device;
    return cudaSuccess;
}

cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *p, int device)
{
    if (device < 0 || device >= EMU_DEVICES) {
        return cudaErrorInvalidDevice;
    }
    memset(p, 0, sizeof *p);
    snprintf(p->name, sizeof p->name, "emulated");
    p->totalGlobalMem = total();
    p->major = 9;
    p->multiProcessorCount = 4;
    p->warpSize = 32;
    p->maxThreadsPerBlock = 1024;
    p->maxThreadsPerMultiProcessor = 2048;
    p->sharedMemPerBlock = 48 << 10;
    return cudaSuccess;
}

cudaError_t cudaDriverGetVersion(int *version)
{
    *version = 0;
    return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int *version)
{
    *version = 0;
    return cudaSuccess;
}
