/* profiler_record: what one profiler has heard, thread by thread.
 *
 * A recording is a listener (core/event.h). Each thread writes records of its own, so
 * none waits for another; a record is one thing from its begin to its end. Whoever reads
 * them stops the recording first. Code objects are owned; names too, where they can
 * end before the recording does. */
#ifndef CT_PYTHON_PROFILER_RECORD_H
#define CT_PYTHON_PROFILER_RECORD_H

#include "core/event.h"
#include "python/autograd/where.h"

typedef struct ct_record {
    int64_t begin, end; /* ns of CLOCK_MONOTONIC; end is 0 while it runs */
    const char *name;
    uint64_t seq;    /* of the graph node that the call made, or that runs; 0: none */
    int64_t bytes;   /* that it wrote; of a MEMORY event those taken */
    int64_t memory;  /* taken less given back, outside of its parts */
    int32_t parent;  /* the record it is part of, or -1 */
    int32_t depth;   /* of its event */
    uint32_t place;  /* its first in `places` */
    uint32_t nplace; /* 0: that of its parent */
    uint32_t shape;  /* its first in `ints`: profiler_record.c, shapes_write */
    uint32_t nshape; /* operands there */
    uint16_t kind;   /* ct_event_kind */
    bool failed, own_name, composite;
} ct_record;

typedef struct ct_records { /* of one thread */
    struct ct_records *next;
    uint64_t thread;
    uint64_t native; /* the system's name of it */
    ct_record *at;
    ct_py_place *places;
    int64_t *ints;
    uint32_t n, room, nplace, place_room, nint, int_room;
    int32_t open;    /* the innermost that runs, or -1 */
    int64_t lost;    /* records that there was no memory for */
    int64_t outside; /* memory taken in no record */
} ct_records;

typedef struct ct_recording {
    ct_listener listener;
    bool shapes, memory, stack, running;
    _Atomic(ct_records *) first;
    int64_t began, ended;
} ct_recording;

/* Begins to listen; NULL with the error set. */
ct_recording *ct_recording_start(bool shapes, bool memory, bool stack);
/* Stops, if it is running; what is open ends now. */
void ct_recording_stop(ct_recording *r);
void ct_recording_free(ct_recording *r);

#endif
