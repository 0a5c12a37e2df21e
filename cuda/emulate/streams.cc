/* streams: work that runs late. A stream is a queue; what is in it begins when somebody
 * waits, for it or for what comes after it, and then streams take turns as a seed says, as
 * far as their events allow. So a wait that is missing shows in a result. */
#include <string.h>
#include <time.h>

#include <deque>
#include <memory>
#include <set>
#include <vector>

#include "emulate/emulate.h"

struct CUstream_st {
    struct step {
        std::function<void()> work; /* or a wait for a place in another stream */
        CUstream_st *other;
        uint64_t place;
        cudaEvent_t recorded;
    };
    std::deque<step> waiting;
    uint64_t issued = 0, done = 0;
};
struct CUevent_st {
    CUstream_st *stream = NULL;
    uint64_t place = 0;
    double ms = 0;
};

namespace {
CUstream_st standard;
std::vector<CUstream_st *> streams{&standard};
std::set<CUevent_st *> events;

CUstream_st *of(cudaStream_t stream)
{
    return stream ? stream : &standard;
}

double now()
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

bool can_go_on(const CUstream_st *s)
{
    if (s->waiting.empty()) {
        return false;
    }
    const CUstream_st::step &first = s->waiting.front();
    return !first.other || first.other->done >= first.place;
}

void run_first(CUstream_st *s)
{
    CUstream_st::step first = std::move(s->waiting.front());
    s->waiting.pop_front();
    if (first.work && !emu_failed()) {
        first.work();
    }
    s->done++;
    if (first.recorded && events.count(first.recorded)) {
        first.recorded->ms = now();
    }
}

/* Until the first `place` steps of s are done. */
void run_until(CUstream_st *s, uint64_t place)
{
    if (s->done >= place) {
        return;
    }
    emu_memory_open();
    while (s->done < place) {
        CUstream_st *next = streams[emu_random((uint32_t)streams.size())];
        if (next == s || emu_random(2)) {
            next = s;
        }
        while (!can_go_on(next) && next == s) { /* what it waits for */
            const CUstream_st::step &first = s->waiting.front();
            run_until(first.other, first.place);
        }
        if (can_go_on(next)) {
            run_first(next);
        }
    }
    emu_memory_close();
}

cudaError_t outcome()
{
    return emu_failed() ? cudaErrorLaunchFailure : cudaSuccess;
}

void put(CUstream_st *s, CUstream_st::step step)
{
    s->waiting.push_back(std::move(step));
    s->issued++;
}
} // namespace

void emu_enqueue(cudaStream_t stream, std::function<void()> work)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    put(of(stream), {std::move(work), NULL, 0, NULL});
}

cudaError_t cudaStreamCreateWithPriority(cudaStream_t *stream, unsigned, int)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    *stream = new CUstream_st;
    streams.push_back(*stream);
    return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    run_until(stream, stream->issued);
    for (CUevent_st *e : events) {
        if (e->stream == stream) {
            e->stream = &standard;
            e->place = 0;
        }
    }
    for (size_t i = 0; i < streams.size(); i++) {
        if (streams[i] == stream) {
            streams.erase(streams.begin() + (long)i);
            break;
        }
    }
    for (CUstream_st *s : streams) {
        for (CUstream_st::step &step : s->waiting) {
            step.other = step.other == stream ? NULL : step.other;
        }
    }
    delete stream;
    return cudaSuccess;
}

cudaError_t cudaStreamQuery(cudaStream_t stream)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    return of(stream)->waiting.empty() ? outcome() : cudaErrorNotReady;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    run_until(of(stream), of(stream)->issued);
    return outcome();
}

cudaError_t cudaDeviceSynchronize(void)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    for (size_t i = 0; i < streams.size(); i++) {
        run_until(streams[i], streams[i]->issued);
    }
    return outcome();
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    if (event->stream && event->stream != of(stream)) {
        put(of(stream), {nullptr, event->stream, event->place, NULL});
    }
    return cudaSuccess;
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    *event = new CUevent_st;
    events.insert(*event);
    return cudaSuccess;
}

cudaError_t cudaEventDestroy(cudaEvent_t event)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    events.erase(event);
    delete event;
    return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    put(of(stream), {nullptr, NULL, 0, event});
    event->stream = of(stream);
    event->place = event->stream->issued;
    return cudaSuccess;
}

cudaError_t cudaEventQuery(cudaEvent_t event)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    bool passed = !event->stream || event->stream->done >= event->place;
    return passed ? outcome() : cudaErrorNotReady;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    if (event->stream) {
        run_until(event->stream, event->place);
    }
    return outcome();
}

cudaError_t cudaEventElapsedTime(float *ms, cudaEvent_t start, cudaEvent_t end)
{
    *ms = (float)(end->ms - start->ms);
    return cudaSuccess;
}

/* ---- copies ------------------------------------------------------------------ */

/* What comes from the host's pageable memory is read at once; what goes there is there
 * when the call returns. */
cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t bytes,
                            enum cudaMemcpyKind kind, cudaStream_t stream)
{
    std::lock_guard<std::recursive_mutex> hold(emu_lock);
    if (bytes == 0) {
        return cudaSuccess;
    }
    if (kind == cudaMemcpyHostToDevice && !emu_is_pinned(from)) {
        auto staged = std::make_shared<std::vector<char>>((const char *)from,
                                                          (const char *)from + bytes);
        emu_enqueue(stream, [=] { memcpy(to, staged->data(), bytes); });
        return cudaSuccess;
    }
    emu_enqueue(stream, [=] { memcpy(to, from, bytes); });
    if (kind == cudaMemcpyDeviceToHost && !emu_is_pinned(to)) {
        return cudaStreamSynchronize(stream);
    }
    return cudaSuccess;
}

cudaError_t cudaMemcpyPeerAsync(void *to, int, const void *from, int, size_t bytes,
                                cudaStream_t stream)
{
    return cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, stream);
}

cudaError_t cudaMemsetAsync(void *to, int byte, size_t bytes, cudaStream_t stream)
{
    emu_enqueue(stream, [=] { memset(to, byte, bytes); });
    return cudaSuccess;
}
