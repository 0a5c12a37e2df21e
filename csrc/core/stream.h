/* stream: the order of work on a device, and events that mark a place in it.
 *
 * A device that works beside the host has streams. Each runs what it was given in order;
 * several run beside each other. An event is recorded in a stream and has come to pass
 * when all that the stream was given before is done. Such a device fills in
 * ct_device_functions.streams, where streams and events are numbers that mean something
 * to it alone; 0 is its default stream.
 *
 * A device that has none, as the CPU, is done with a call when it returns: its one stream
 * is never busy, and an event has come to pass as soon as it is recorded. */
#ifndef CT_CORE_STREAM_H
#define CT_CORE_STREAM_H

#include "core/device.h"

/* All give -1 with the error set on failure; `index` is the device's among its kind. */
struct ct_stream_functions {
    int (*create)(int index, int priority, uint64_t *stream); /* lower runs first */
    /* Given up by who created it; lasts while it has work or is a thread's current. */
    void (*destroy)(int index, uint64_t stream);
    /* The stream that what this thread asks for goes to. */
    uint64_t (*current)(int index);
    int (*set_current)(int index, uint64_t stream);
    int (*query)(int index, uint64_t stream); /* 1: nothing is pending, or 0 */
    int (*synchronize)(int index, uint64_t stream); /* the host waits */
    int (*wait)(int index, uint64_t stream, uint64_t event); /* the stream waits */
    /* What begins at data is used by the stream, too: freed, it waits for it. */
    int (*use)(int index, const char *data, uint64_t stream);
    int (*event_create)(int index, bool timing, uint64_t *event);
    void (*event_destroy)(int index, uint64_t event);
    int (*event_record)(int index, uint64_t event, uint64_t stream);
    int (*event_query)(int index, uint64_t event); /* 1: it has come to pass, or 0 */
    int (*event_synchronize)(int index, uint64_t event); /* the host waits */
    int (*event_elapsed)(int index, uint64_t start, uint64_t end, double *milliseconds);
};

typedef struct ct_stream {
    ct_device_place place;
    uint64_t number;
} ct_stream;

int ct_stream_create(ct_device_place place, int priority, ct_stream *stream);
void ct_stream_destroy(ct_stream stream);
ct_stream ct_stream_current(ct_device_place place);
int ct_stream_set_current(ct_stream stream);
int ct_stream_query(ct_stream stream);
int ct_stream_synchronize(ct_stream stream);
/* The stream uses t's memory beside the one that it was made in. */
int ct_stream_use(ct_stream stream, const ct_tensor *t);

typedef struct ct_stream_event {
    ct_device_place place;
    bool timing, recorded;
    uint64_t number; /* without streams: when it was recorded, in ns */
} ct_stream_event;

int ct_stream_event_create(ct_device_place place, bool timing, ct_stream_event *event);
void ct_stream_event_destroy(const ct_stream_event *event);
/* The rest are no-ops, and 1 is the answer, for an event that was never recorded. */
int ct_stream_event_record(ct_stream_event *event, ct_stream stream);
int ct_stream_event_query(const ct_stream_event *event);
int ct_stream_event_synchronize(const ct_stream_event *event);
/* The stream, of any device, goes on when the event has come to pass. */
int ct_stream_wait(ct_stream stream, const ct_stream_event *event);
/* Of two recorded events of one device, made with timing. */
int ct_stream_event_elapsed(const ct_stream_event *start, const ct_stream_event *end,
                            double *milliseconds);

#endif
