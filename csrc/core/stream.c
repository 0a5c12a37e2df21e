/* stream: streams and events of the devices that have them; see stream.h. */
#include "core/stream.h"

#include "core/runtime.h"

static const ct_stream_functions *functions_of(ct_device_place place)
{
    return ct_devices[place.device]->streams;
}

static bool same_place(ct_device_place a, ct_device_place b)
{
    return a.device == b.device && a.device_index == b.device_index;
}

/* ---- streams ------------------------------------------------------------------ */

int ct_stream_create(ct_device_place place, int priority, ct_stream *stream)
{
    const ct_stream_functions *f = functions_of(place);
    *stream = (ct_stream){place, 0};
    return f ? f->create(place.device_index, priority, &stream->number) : 0;
}

void ct_stream_destroy(ct_stream stream)
{
    const ct_stream_functions *f = functions_of(stream.place);
    if (f && stream.number) {
        f->destroy(stream.place.device_index, stream.number);
    }
}

ct_stream ct_stream_current(ct_device_place place)
{
    const ct_stream_functions *f = functions_of(place);
    return (ct_stream){place, f ? f->current(place.device_index) : 0};
}

int ct_stream_set_current(ct_stream stream)
{
    const ct_stream_functions *f = functions_of(stream.place);
    return f ? f->set_current(stream.place.device_index, stream.number) : 0;
}

int ct_stream_query(ct_stream stream)
{
    const ct_stream_functions *f = functions_of(stream.place);
    return f ? f->query(stream.place.device_index, stream.number) : 1;
}

int ct_stream_synchronize(ct_stream stream)
{
    const ct_stream_functions *f = functions_of(stream.place);
    return f ? f->synchronize(stream.place.device_index, stream.number) : 0;
}

int ct_stream_use(ct_stream stream, const ct_tensor *t)
{
    const ct_stream_functions *f = functions_of(stream.place);
    if (!f || !f->use || t->device != stream.place.device) {
        return ct_error(
            CT_ERR_NOT_IMPLEMENTED,
            "record_stream: expected a tensor of an accelerator, got one on "
            "%s and a stream of %s",
            ct_device_name((ct_device)t->device, t->device_index),
            ct_device_name((ct_device)stream.place.device, stream.place.device_index));
    }
    const ct_storage *s = t->storage;
    return f->use(stream.place.device_index, s->data, stream.number);
}

/* ---- events ------------------------------------------------------------------- */

int ct_stream_event_create(ct_device_place place, bool timing, ct_stream_event *event)
{
    const ct_stream_functions *f = functions_of(place);
    *event = (ct_stream_event){.place = place, .timing = timing};
    return f ? f->event_create(place.device_index, timing, &event->number) : 0;
}

void ct_stream_event_destroy(const ct_stream_event *event)
{
    const ct_stream_functions *f = functions_of(event->place);
    if (f) {
        f->event_destroy(event->place.device_index, event->number);
    }
}

int ct_stream_event_record(ct_stream_event *event, ct_stream stream)
{
    const ct_stream_functions *f = functions_of(event->place);
    int index = event->place.device_index;
    if (!same_place(event->place, stream.place)) {
        return ct_error(CT_ERR_RUNTIME,
                        "record: expected a stream of the event's device");
    }
    if (f && f->event_record(index, event->number, stream.number) < 0) {
        return -1;
    }
    if (!f) {
        event->number = (uint64_t)ct_clock_ns();
    }
    event->recorded = true;
    return 0;
}

int ct_stream_event_query(const ct_stream_event *event)
{
    const ct_stream_functions *f = functions_of(event->place);
    return f && event->recorded
               ? f->event_query(event->place.device_index, event->number)
               : 1;
}

int ct_stream_event_synchronize(const ct_stream_event *event)
{
    const ct_stream_functions *f = functions_of(event->place);
    return f && event->recorded
               ? f->event_synchronize(event->place.device_index, event->number)
               : 0;
}

int ct_stream_wait(ct_stream stream, const ct_stream_event *event)
{
    const ct_stream_functions *f = functions_of(stream.place);
    if (!event->recorded) {
        return 0;
    }
    if (!f || stream.place.device != event->place.device) {
        return ct_stream_event_synchronize(event);
    }
    return f->wait(stream.place.device_index, stream.number, event->number);
}

int ct_stream_event_elapsed(const ct_stream_event *start, const ct_stream_event *end,
                            double *milliseconds)
{
    const ct_stream_functions *f = functions_of(start->place);
    if (!start->timing || !end->timing) {
        return ct_error(CT_ERR_VALUE,
                        "elapsed_time: expected events that were made with "
                        "enable_timing=True");
    }
    if (!start->recorded || !end->recorded) {
        return ct_error(CT_ERR_VALUE,
                        "elapsed_time: expected events that were recorded");
    }
    if (!same_place(start->place, end->place)) {
        return ct_error(CT_ERR_VALUE, "elapsed_time: expected events of one device");
    }
    if (f) {
        return f->event_elapsed(start->place.device_index, start->number, end->number,
                                milliseconds);
    }
    *milliseconds = (double)(int64_t)(end->number - start->number) * 1e-6;
    return 0;
}
