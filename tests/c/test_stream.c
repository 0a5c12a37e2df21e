/* Streams and events: of the CPU, which has none, and of a device that counts what its
 * functions are asked for. */
#include "core/stream.h"

#include <string.h>

#include "check.h"

static const ct_device_place host = {CT_DEVICE_CPU, 0}, meta = {CT_DEVICE_META, 0},
                             gpu = {CT_DEVICE_CUDA, 1}, other = {CT_DEVICE_CUDA, 0};

static bool fails_with(int status, const char *text)
{
    bool same = status < 0 && strstr(ct_error_message(), text);
    ct_error_clear();
    return same;
}

/* ---- devices that are done when a call returns ----------------------------------- */

static void one_stream_is_always_done(void)
{
    ct_stream a, b;
    CHECK(ct_stream_create(host, 0, &a) == 0 && ct_stream_create(host, -1, &b) == 0);
    CHECK(a.number == b.number && a.place.device == CT_DEVICE_CPU);
    CHECK(ct_stream_set_current(a) == 0);
    CHECK(ct_stream_current(host).number == 0 && ct_stream_current(meta).number == 0);
    CHECK(ct_stream_query(a) == 1 && ct_stream_synchronize(a) == 0);
    CHECK(ct_device_synchronize(host) == 0 && ct_device_synchronize(meta) == 0);
    ct_stream_destroy(a);
    ct_stream_destroy(b);
}

static void events_are_times(void)
{
    ct_stream_event e[2];
    ct_stream s = ct_stream_current(host);
    double ms = -1;
    for (int i = 0; i < 2; i++) {
        CHECK(ct_stream_event_create(host, true, &e[i]) == 0 && !e[i].recorded);
        CHECK(ct_stream_event_query(&e[i]) == 1);
        CHECK(ct_stream_event_record(&e[i], s) == 0 && e[i].recorded);
        CHECK(ct_stream_wait(s, &e[i]) == 0 && ct_stream_event_synchronize(&e[i]) == 0);
    }
    CHECK(ct_stream_event_elapsed(&e[0], &e[1], &ms) == 0 && ms >= 0 && ms < 1000);
    CHECK(ct_stream_event_elapsed(&e[1], &e[0], &ms) == 0 && ms <= 0);
    ct_stream_event_destroy(&e[0]);
    ct_stream_event_destroy(&e[1]);
}

static void elapsed_needs_timed_and_recorded_events(void)
{
    ct_stream_event timed, plain, elsewhere;
    ct_stream s = ct_stream_current(host);
    double ms;
    ct_stream_event_create(host, true, &timed);
    ct_stream_event_create(host, false, &plain);
    ct_stream_event_create(meta, true, &elsewhere);
    CHECK(ct_stream_event_record(&plain, s) == 0);
    CHECK(fails_with(ct_stream_event_elapsed(&timed, &timed, &ms), "were recorded"));
    CHECK(ct_stream_event_record(&timed, s) == 0);
    CHECK(fails_with(ct_stream_event_elapsed(&timed, &plain, &ms), "enable_timing"));
    CHECK(fails_with(ct_stream_event_record(&elsewhere, s), "the event's device"));
    CHECK(ct_stream_event_record(&elsewhere, ct_stream_current(meta)) == 0);
    CHECK(
        fails_with(ct_stream_event_elapsed(&timed, &elsewhere, &ms), "of one device"));
}

/* ---- a device with streams ---------------------------------------------------------- */

static char said[256]; /* what was asked for, in order */
static uint64_t made, chosen;

static int say(const char *what, int index, uint64_t a, uint64_t b)
{
    size_t n = strlen(said);
    snprintf(said + n, sizeof said - n, "%s%d:%d,%d ", what, index, (int)a, (int)b);
    return 0;
}

static bool was_said(const char *text)
{
    bool same = strcmp(said, text) == 0;
    if (!same) {
        printf("  said: %s\n", said);
    }
    said[0] = '\0';
    return same;
}

static int create(int index, int priority, uint64_t *stream)
{
    *stream = ++made;
    return say("create", index, *stream, (uint64_t)-priority);
}

static void destroy(int index, uint64_t stream)
{
    say("destroy", index, stream, 0);
}

static uint64_t current(int index)
{
    return index == 1 ? chosen : 0;
}

static int set_current(int index, uint64_t stream)
{
    chosen = stream;
    return say("current", index, stream, 0);
}

static int query(int index, uint64_t stream)
{
    return say("query", index, stream, 0);
}

static int synchronize(int index, uint64_t stream)
{
    return say("sync", index, stream, 0);
}

static int wait(int index, uint64_t stream, uint64_t event)
{
    return say("wait", index, stream, event);
}

static int event_create(int index, bool timing, uint64_t *event)
{
    *event = ++made;
    return say("event", index, *event, timing);
}

static void event_destroy(int index, uint64_t event)
{
    say("end", index, event, 0);
}

static int event_record(int index, uint64_t event, uint64_t stream)
{
    return say("record", index, event, stream);
}

static int event_query(int index, uint64_t event)
{
    return say("passed", index, event, 0);
}

static int event_synchronize(int index, uint64_t event)
{
    return say("await", index, event, 0);
}

static int event_elapsed(int index, uint64_t start, uint64_t end, double *milliseconds)
{
    *milliseconds = 2.5;
    return say("elapsed", index, start, end);
}

static const ct_stream_functions streams = {
    .create = create,
    .destroy = destroy,
    .current = current,
    .set_current = set_current,
    .query = query,
    .synchronize = synchronize,
    .wait = wait,
    .event_create = event_create,
    .event_destroy = event_destroy,
    .event_record = event_record,
    .event_query = event_query,
    .event_synchronize = event_synchronize,
    .event_elapsed = event_elapsed,
};

static int started;

static int init(void)
{
    return started++ ? 0 : ct_error(CT_ERR_RUNTIME, "no driver");
}

static int all_done(int index)
{
    return say("all", index, 0, 0);
}

static const ct_device_functions device = {
    .init = init, .synchronize = all_done, .streams = &streams};

static void a_device_that_does_not_start_is_not_there(void)
{
    CHECK(fails_with(ct_device_register(CT_DEVICE_CUDA, &device), "no driver"));
    CHECK(!ct_device_of(CT_DEVICE_CUDA));
    CHECK(ct_device_register(CT_DEVICE_CUDA, &device) == 0);
    CHECK(ct_device_of(CT_DEVICE_CUDA) == &device);
}

static void streams_are_the_devices_own(void)
{
    ct_stream s;
    CHECK(ct_stream_create(gpu, -2, &s) == 0 && s.number == 1);
    CHECK(ct_stream_current(gpu).number == 0 && ct_stream_set_current(s) == 0);
    CHECK(ct_stream_current(gpu).number == 1 && ct_stream_current(other).number == 0);
    CHECK(ct_stream_query(s) == 0 && ct_stream_synchronize(s) == 0);
    CHECK(ct_device_synchronize(gpu) == 0);
    ct_stream_destroy(s);
    ct_stream_destroy(ct_stream_current(other)); /* the default one stays */
    CHECK(was_said("create1:1,2 current1:1,0 query1:1,0 sync1:1,0 all1:0,0 "
                   "destroy1:1,0 "));
}

static void events_are_the_devices_own(void)
{
    ct_stream s = ct_stream_current(gpu), theirs = ct_stream_current(host);
    ct_stream_event e;
    double ms;
    made = 4;
    CHECK(ct_stream_event_create(gpu, true, &e) == 0 && e.number == 5);
    /* never recorded: there is nothing to wait for */
    CHECK(ct_stream_event_query(&e) == 1 && ct_stream_event_synchronize(&e) == 0);
    CHECK(ct_stream_wait(s, &e) == 0 && was_said("event1:5,1 "));
    CHECK(fails_with(ct_stream_event_record(&e, ct_stream_current(other)), "device"));
    CHECK(!e.recorded && ct_stream_event_record(&e, s) == 0);
    CHECK(ct_stream_event_query(&e) == 0 && ct_stream_event_synchronize(&e) == 0);
    CHECK(ct_stream_wait(s, &e) == 0);
    CHECK(ct_stream_wait(theirs, &e) == 0); /* the host has no stream that could wait */
    CHECK(ct_stream_event_elapsed(&e, &e, &ms) == 0 && ms == 2.5);
    ct_stream_event_destroy(&e);
    CHECK(was_said("record1:5,1 passed1:5,0 await1:5,0 wait1:1,5 await1:5,0 "
                   "elapsed1:5,5 end1:5,0 "));
}

int main(void)
{
    CHECK_RUN(one_stream_is_always_done);
    CHECK_RUN(events_are_times);
    CHECK_RUN(elapsed_needs_timed_and_recorded_events);
    CHECK_RUN(a_device_that_does_not_start_is_not_there);
    CHECK_RUN(streams_are_the_devices_own);
    CHECK_RUN(events_are_the_devices_own);
    return CHECK_END();
}
