/* device: what a device is to the layers above it: a set of functions, and a column of
 * kernels in the op table (ct_op.kernel).
 *
 * devices.def lists the devices; no other file above them names one. Copies, casts and
 * fills of plain data go through here: no autograd, no version count, no question whether
 * dst is writable (that is the op copy_). */
#ifndef CT_CORE_DEVICE_H
#define CT_CORE_DEVICE_H

#include "core/api.h"
#include "core/event.h"
#include "core/tensor.h"

typedef struct ct_stream_functions ct_stream_functions; /* core/stream.h */

/* What a device can say of itself, as text. */
typedef enum ct_device_fact {
    CT_FACT_KERNELS,   /* the set of kernels in use: "avx2" */
    CT_FACT_AVAILABLE, /* the sets that this machine can run: "base avx2" */
    CT_FACT_LIBRARY    /* the library in use beside them, or "none" */
} ct_device_fact;

/* What it can say in numbers, of one of its kind. */
typedef enum ct_device_number {
    CT_NUMBER_COUNT, /* how many there are */
    CT_NUMBER_ALLOCATED, /* bytes in tensors, and the most that there were */
    CT_NUMBER_ALLOCATED_PEAK,
    CT_NUMBER_RESERVED, /* with those that are kept for reuse */
    CT_NUMBER_RESERVED_PEAK,
    CT_NUMBER_FREE, /* bytes that the device has left, and all that it has */
    CT_NUMBER_TOTAL,
    CT_NUMBER_MAJOR, /* its version */
    CT_NUMBER_MINOR,
    CT_NUMBER_PROCESSORS,
    CT_NUMBER_TRIM, /* gives kept memory back; 0 */
    CT_NUMBER_RESET_PEAK, /* the most that there were counts from now on; 0 */
    CT_NUMBER_ALLOCATIONS, /* blocks that were handed out */
    CT_NUMBER_RETRIES, /* times that kept memory was given back to have room */
    CT_NUMBER_LIMIT /* the most bytes that may be kept, or -1; *value sets it unless -2 */
} ct_device_number;

typedef struct ct_device_functions {
    /* Once, when the op table is ready: finds out what the machine has and fills the
     * device's column of kernels. -1 with the error set. */
    int (*init)(void);
    /* NULL where the device has nothing to say. */
    const char *(*describe)(ct_device_fact fact);
    /* Opens the library at path, whose functions kernels then use; NULL where there is
     * none that the device could use. */
    int (*open_library)(const char *path);
    /* The dtype that kernels compute a dtype in where that is another: of 16-bit floats,
     * float32 or, where the device adds up in them, themselves. */
    uint8_t compute[CT_DTYPE_COUNT];
    /* n bytes, zeroed on request; NULL with the error set. The host's are ct_alloc's. */
    char *(*allocate)(size_t n, int index, bool zeroed);
    void (*free)(char *data, size_t n, int index);
    /* src's values, broadcast and cast, into dst, both of this device; they may overlap. */
    int (*copy)(ct_tensor *dst, ct_tensor *src);
    /* The same where one of them lies in the host's memory; NULL for the host. */
    int (*copy_across)(ct_tensor *dst, ct_tensor *src);
    /* An element of out's dtype, in the host's memory, into all places. */
    int (*fill)(ct_tensor *out, const void *value);
    /* The bytes of the element at t->data into the host's memory, when all that was asked
     * for before is done. */
    int (*read)(const ct_tensor *t, void *value);
    /* Waits for all that was asked for; NULL where nothing is ever pending. */
    int (*synchronize)(int index);
    /* The thread's own among several, or another from now on where that is not below 0;
     * -1 with the error set. NULL where there is one. */
    int (*current)(int index);
    /* NULL where there is nothing to say. -1 with the error set. */
    int (*number)(int index, ct_device_number which, int64_t *value);
    const char *(*name)(int index);
    /* n bytes of the host's memory that the device copies from and to by itself, given
     * back by unpin; NULL with the error set. NULL where it has no way of its own. */
    char *(*pin)(size_t n);
    void (*unpin)(char *data);
    bool (*is_pinned)(const char *data);
    /* How its work is ordered; NULL where it is done when a call returns. */
    const ct_stream_functions *streams;
} ct_device_functions;

extern CT_API const ct_device_functions *ct_devices[CT_DEVICE_COUNT];
/* The functions of a device of this build; NULL of another. */
static inline const ct_device_functions *ct_device_of(ct_device device)
{
    return ct_devices[device];
}
/* Starts the devices of devices.def; -1 with the error set. */
int ct_devices_init(void);
/* Starts a device and lists it; one that does not start is not there. */
CT_API int ct_device_register(ct_device device, const ct_device_functions *functions);
/* The dtype that a device computes a dtype in. */
static inline ct_dtype ct_device_compute(unsigned device, ct_dtype d)
{
    uint8_t other = ct_devices[device]->compute[d];
    return other ? (ct_dtype)other : d;
}

/* Where factories make tensors when none is named: this thread's choice, as a device and
 * an index of it. */
typedef struct ct_device_place {
    uint8_t device, device_index;
} ct_device_place;
ct_device_place ct_device_default(void);
/* Returns what was chosen before. */
ct_device_place ct_device_default_set(ct_device_place place);
/* The index that is meant where none is named (below 0): the thread's current one. */
int ct_device_index(ct_device device, int index);
/* Waits until all that the device was asked for is done. */
int ct_device_synchronize(ct_device_place place);

/* May the copy between the host and a device that runs go on when it returns
 * (non_blocking)? Those may that pinned memory is one side of. */
CT_API bool ct_copies_run_on(void);
/* ct_tensor_copy_data of one that may. */
CT_API int ct_tensor_copy_run_on(ct_tensor *dst, ct_tensor *src, bool run_on);
/* A contiguous copy of a host's tensor in pinned memory, itself if it is; NULL with the
 * error set. */
ct_tensor *ct_tensor_pin(ct_tensor *t);
bool ct_tensor_is_pinned(const ct_tensor *t);

/* ---- the host's view ---------------------------------------------------------- */

/* The value of t's first element. This and the next four are the one way from a tensor's
 * memory to the host, and where it waits for a device; those who listen are told. -1 with
 * the error set: there is no value (meta). */
CT_API int ct_tensor_read(const char *op, const ct_tensor *t, ct_scalar *value);
/* The same element's bytes, in t's memory or in `room` for 16 of them; NULL with the error
 * set. */
CT_API const void *ct_tensor_element(const char *op, const ct_tensor *t, void *room);
/* The same where there is nothing to do: in the host's memory, and nobody listens; else
 * NULL. */
static inline const void *ct_tensor_element_near(const ct_tensor *t)
{
    bool near = t->device == CT_DEVICE_CPU && !ct_event_heard(CT_EVENT_READ);
    return near ? t->data : NULL;
}
/* The same of a number (a 0-d tensor in the host's memory), which there is no need to wait
 * for; false of all others, which are not read. */
CT_API bool ct_tensor_number(const char *op, const ct_tensor *t, ct_scalar *value);
/* A number's value for the kernel that runs, which reads it again whenever it runs again:
 * nobody is told. */
CT_API ct_scalar ct_tensor_operand(const ct_tensor *number);
/* The host is about to look at all of t's memory, whose address `data` is: waits, and
 * tells those who listen. -1 with the error set. */
CT_API int ct_tensor_to_host(const char *op, const ct_tensor *t);
/* t itself where it lies in the host's memory, else a copy that does; a new reference, NULL
 * with the error set. */
ct_tensor *ct_tensor_on_host(const char *op, ct_tensor *t);
/* Does t have values? */
bool ct_tensor_has_values(const ct_tensor *t);

/* ---- plain data --------------------------------------------------------------- */

/* src's values, broadcast and cast, into dst. Overlap is handled. */
CT_API int ct_tensor_copy_data(ct_tensor *dst, ct_tensor *src);
/* value: an element of out's dtype. */
CT_API int ct_tensor_fill(ct_tensor *out, const void *value);
/* t itself (new reference) when it is contiguous, else a contiguous copy. */
CT_API ct_tensor *ct_tensor_contiguous(ct_tensor *t);
/* t itself (new reference) when it has the dtype, else a contiguous converted copy. */
CT_API ct_tensor *ct_tensor_cast(ct_tensor *t, ct_dtype dtype);
/* Both: contiguous and of the dtype. */
CT_API ct_tensor *ct_tensor_prepare(ct_tensor *t, ct_dtype dtype);

#endif
