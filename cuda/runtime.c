/* runtime: devices, streams and events of CUDA's runtime, and its errors. */
#include <pthread.h>
#include <string.h>

#include "core/runtime.h"
#include "host.h"

/* ---- errors ------------------------------------------------------------------ */

int ct_cuda_check(const char *what, cudaError_t status)
{
    if (status == cudaSuccess) {
        return 0;
    }
    ct_error_kind kind =
        status == cudaErrorMemoryAllocation ? CT_ERR_MEMORY : CT_ERR_RUNTIME;
    const char *text = cudaGetErrorString(status);
    ct_error(kind, "cuda: %s: %s", what, text);
    cudaGetLastError(); /* what can be gone on after is forgotten */
    return -1;
}

int ct_cuda_faults(const char *what)
{
    return ct_cuda_check(what, cudaGetLastError());
}

/* ---- forks -------------------------------------------------------------------- */

static bool forked;

bool ct_cuda_is_forked(void)
{
    return forked;
}

static void after_fork(void)
{
    forked = true;
    ct_cuda_memory_after_fork();
    ct_cuda_pinned_after_fork();
}

static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, after_fork);
}

static int refuse_fork(void)
{
    return ct_error(
        CT_ERR_RUNTIME,
        "cuda: expected the process that first used CUDA, got a fork of it; "
        "start processes that use CUDA by 'spawn' (multiprocessing."
        "set_start_method)");
}

/* ---- devices ------------------------------------------------------------------ */

int ct_cuda_count(void)
{
    static int count = -1;
    if (count < 0) {
        static pthread_once_t once = PTHREAD_ONCE_INIT;
        pthread_once(&once, watch_forks);
        int found = 0;
        cudaError_t status = cudaGetDeviceCount(&found);
        if (status != cudaSuccess) {
            cudaGetLastError();
            return ct_error(
                CT_ERR_RUNTIME,
                "cuda: expected a device of a loaded backend, got none: the "
                "driver is lacking or says: %s",
                cudaGetErrorString(status));
        }
        count = found < CT_CUDA_DEVICES ? found : CT_CUDA_DEVICES;
    }
    return count;
}

static _Thread_local int in_use = -1;

int ct_cuda_use(int index)
{
    if (forked) {
        return refuse_fork();
    }
    if (index == in_use) {
        return 0;
    }
    int count = ct_cuda_count();
    if (index >= count) {
        return count < 0
                   ? -1
                   : ct_error(CT_ERR_RUNTIME,
                              "cuda: expected a device from cuda:0 to cuda:%d, got "
                              "cuda:%d",
                              count - 1, index);
    }
    if (ct_cuda_check("choosing a device", cudaSetDevice(index)) < 0) {
        return -1;
    }
    in_use = index;
    return 0;
}

static _Thread_local int chosen;

int ct_cuda_current(int index)
{
    if (index >= 0) {
        if (ct_cuda_use(index) < 0) {
            return -1;
        }
        chosen = index;
    }
    return chosen;
}

int ct_cuda_number(int index, ct_device_number which, int64_t *value)
{
    struct cudaDeviceProp p;
    ct_cuda_memory m;
    size_t left = 0, all = 0;
    if (which == CT_NUMBER_LIMIT) {
        *value = ct_cuda_memory_limit(index, *value);
        return 0;
    }
    if (which == CT_NUMBER_COUNT) {
        *value = ct_cuda_count();
        return *value < 0 ? -1 : 0;
    }
    if (ct_cuda_use(index) < 0 ||
        ct_cuda_check("properties", cudaGetDeviceProperties(&p, index)) < 0 ||
        ct_cuda_check("memory", cudaMemGetInfo(&left, &all)) < 0) {
        return -1;
    }
    ct_cuda_memory_get(index, &m);
    const int64_t known[] = {[CT_NUMBER_ALLOCATED] = m.allocated,
                             [CT_NUMBER_ALLOCATED_PEAK] = m.allocated_peak,
                             [CT_NUMBER_RESERVED] = m.reserved,
                             [CT_NUMBER_RESERVED_PEAK] = m.reserved_peak,
                             [CT_NUMBER_FREE] = (int64_t)left,
                             [CT_NUMBER_TOTAL] = (int64_t)all,
                             [CT_NUMBER_MAJOR] = p.major,
                             [CT_NUMBER_MINOR] = p.minor,
                             [CT_NUMBER_PROCESSORS] = p.multiProcessorCount,
                             [CT_NUMBER_ALLOCATIONS] = m.allocations,
                             [CT_NUMBER_RETRIES] = m.retries};
    if (which == CT_NUMBER_TRIM) {
        ct_cuda_trim(index);
    } else if (which == CT_NUMBER_RESET_PEAK) {
        ct_cuda_memory_peak_reset(index);
    }
    *value = known[which];
    return 0;
}

const char *ct_cuda_name(int index)
{
    static _Thread_local struct cudaDeviceProp p;
    return ct_cuda_use(index) < 0 ||
                   ct_cuda_check("properties", cudaGetDeviceProperties(&p, index)) < 0
               ? NULL
               : p.name;
}

/* ---- streams ------------------------------------------------------------------ */

static _Thread_local uint64_t current[CT_CUDA_DEVICES];

static cudaStream_t stream_of(uint64_t number)
{
    return (cudaStream_t)(uintptr_t)number;
}

static cudaEvent_t event_of(uint64_t number)
{
    return (cudaEvent_t)(uintptr_t)number;
}

cudaStream_t ct_cuda_stream(int index)
{
    return stream_of(current[index]);
}

static int create(int index, int priority, uint64_t *stream)
{
    cudaStream_t made;
    if (ct_cuda_use(index) < 0 ||
        ct_cuda_check("a stream", cudaStreamCreateWithPriority(
                                      &made, cudaStreamNonBlocking, priority)) < 0) {
        return -1;
    }
    *stream = (uintptr_t)made;
    return 0;
}

/* One that is still the thread's current lasts: its memory may be used in it. */
static void destroy(int index, uint64_t stream)
{
    if (stream != current[index] && !forked && ct_cuda_use(index) == 0) {
        ct_cuda_stream_ends(index, stream_of(stream));
        ct_cuda_pinned_stream_ends(stream_of(stream));
        cudaStreamDestroy(stream_of(stream));
    }
}

static uint64_t get_current(int index)
{
    return current[index];
}

static int set_current(int index, uint64_t stream)
{
    current[index] = stream;
    return ct_cuda_use(index);
}

/* 1 for what is done, 0 for what is not. */
static int answer(const char *what, cudaError_t status)
{
    return status == cudaErrorNotReady ? 0 : ct_cuda_check(what, status) < 0 ? -1 : 1;
}

static int query(int index, uint64_t stream)
{
    return ct_cuda_use(index) < 0
               ? -1
               : answer("a stream", cudaStreamQuery(stream_of(stream)));
}

/* Others may run Python meanwhile. */
static int waited(int index, const char *what, cudaError_t (*wait)(void *), void *of)
{
    ct_unlocked_begin();
    cudaError_t status = wait(of);
    ct_unlocked_end();
    return ct_cuda_check(what, status) < 0 ? -1 : ct_cuda_waited(index);
}

static cudaError_t wait_stream(void *stream)
{
    return cudaStreamSynchronize(stream);
}

static int synchronize(int index, uint64_t stream)
{
    return ct_cuda_use(index) < 0
               ? -1
               : waited(index, "waiting for a stream", wait_stream, stream_of(stream));
}

static int use(int index, const char *data, uint64_t stream)
{
    return ct_cuda_use(index) < 0 ? -1
                                  : ct_cuda_stream_uses(index, data, stream_of(stream));
}

static int wait_event(int index, uint64_t stream, uint64_t event)
{
    return ct_cuda_use(index) < 0
               ? -1
               : ct_cuda_check(
                     "a stream that waits",
                     cudaStreamWaitEvent(stream_of(stream), event_of(event), 0));
}

static int event_create(int index, bool timing, uint64_t *event)
{
    cudaEvent_t made;
    unsigned flags = timing ? cudaEventDefault : cudaEventDisableTiming;
    if (ct_cuda_use(index) < 0 ||
        ct_cuda_check("an event", cudaEventCreateWithFlags(&made, flags)) < 0) {
        return -1;
    }
    *event = (uintptr_t)made;
    return 0;
}

static void event_destroy(int index, uint64_t event)
{
    if (!forked && ct_cuda_use(index) == 0) {
        cudaEventDestroy(event_of(event));
    }
}

static int event_record(int index, uint64_t event, uint64_t stream)
{
    return ct_cuda_use(index) < 0
               ? -1
               : ct_cuda_check("recording an event",
                               cudaEventRecord(event_of(event), stream_of(stream)));
}

static int event_query(int index, uint64_t event)
{
    return ct_cuda_use(index) < 0 ? -1
                                  : answer("an event", cudaEventQuery(event_of(event)));
}

static cudaError_t wait_for_event(void *event)
{
    return cudaEventSynchronize(event);
}

static int event_synchronize(int index, uint64_t event)
{
    return ct_cuda_use(index) < 0
               ? -1
               : waited(index, "waiting for an event", wait_for_event, event_of(event));
}

static int event_elapsed(int index, uint64_t start, uint64_t end, double *milliseconds)
{
    float ms = 0;
    if (ct_cuda_use(index) < 0 ||
        ct_cuda_check("the time between events",
                      cudaEventElapsedTime(&ms, event_of(start), event_of(end))) < 0) {
        return -1;
    }
    *milliseconds = ms;
    return 0;
}

const ct_stream_functions ct_cuda_streams = {
    .create = create,
    .destroy = destroy,
    .current = get_current,
    .set_current = set_current,
    .query = query,
    .synchronize = synchronize,
    .wait = wait_event,
    .use = use,
    .event_create = event_create,
    .event_destroy = event_destroy,
    .event_record = event_record,
    .event_query = event_query,
    .event_synchronize = event_synchronize,
    .event_elapsed = event_elapsed,
};
