/* alloc: the devices' memory, kept for reuse. A block belongs to the stream that was current
 * when it was handed out: what is freed while that stream still uses it may be handed out
 * again at once to the same stream, whose order keeps both apart. One that other streams use
 * too, as somebody said, waits for these first. Sizes are rounded to classes of an eighth of
 * a power of two. When the device has no more, what is kept is given back, and the request
 * repeated. */
#include <pthread.h>
#include <stdlib.h>

#include "host.h"
#include "uses.h"

enum { SMALLEST = 512, CLASSES = 8 * 48, BUCKETS = 4096 };

typedef struct block {
    struct block *next; /* of its bucket, or of those that are kept */
    char *data;
    size_t size;
    cudaStream_t stream;
    int index;
    ct_cuda_other *uses; /* by other streams */
} block;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static block *handed_out[BUCKETS];
static block *kept[CT_CUDA_DEVICES][CLASSES];
static block *waiting[CT_CUDA_DEVICES]; /* freed, for uses that are not over */
static ct_cuda_memory memory[CT_CUDA_DEVICES];
static int64_t limits[CT_CUDA_DEVICES]; /* bytes and 1; 0: none */

/* The size class of n bytes, and its size. */
static int class_of(size_t n, size_t *size)
{
    n = n < SMALLEST ? SMALLEST : n;
    int log2 = 63 - __builtin_clzll(n);
    size_t step = (size_t)1 << (log2 - 3);
    step = step < SMALLEST ? SMALLEST : step;
    *size = (n + step - 1) / step * step;
    log2 = 63 - __builtin_clzll(*size);
    return 8 * (log2 - 9) + (int)((*size >> (log2 - 3)) & 7);
}

static unsigned bucket_of(const char *data)
{
    return (unsigned)((uintptr_t)data / SMALLEST * 2654435761u >> 12) % BUCKETS;
}

static void keep(block *b)
{
    size_t size;
    block **list = &kept[b->index][class_of(b->size, &size)];
    b->next = *list;
    *list = b;
}

/* Keeps those of the waiting whose uses are over; all, once they are, where `wait`. */
static void keep_waiting(int index, bool wait)
{
    for (block **at = &waiting[index]; *at;) {
        block *b = *at;
        if (wait) {
            ct_cuda_uses_wait(&b->uses);
        }
        if (ct_cuda_uses_over(&b->uses)) {
            *at = b->next;
            keep(b);
        } else {
            at = &b->next;
        }
    }
}

static block *take_kept(int index, int class, cudaStream_t stream)
{
    for (block **at = &kept[index][class]; *at; at = &(*at)->next) {
        if ((*at)->stream == stream) {
            block *b = *at;
            *at = b->next;
            return b;
        }
    }
    return NULL;
}

static void trim(int index)
{
    keep_waiting(index, true);
    for (int class = 0; class < CLASSES; class ++) {
        block *b = kept[index][class];
        kept[index][class] = NULL;
        while (b) {
            block *next = b->next;
            memory[index].reserved -= (int64_t)b->size;
            cudaFree(b->data);
            free(b);
            b = next;
        }
    }
}

static cudaError_t allocate(int index, void **data, size_t size)
{
    int64_t limit = limits[index] - 1;
    bool beyond = limit >= 0 && memory[index].reserved + (int64_t)size > limit;
    return beyond ? cudaErrorMemoryAllocation : cudaMalloc(data, size);
}

/* A new block of the device's; NULL with the error set. */
static block *make(int index, size_t size, size_t asked)
{
    block *b = malloc(sizeof *b);
    void *data = NULL;
    if (!b) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory");
    }
    cudaError_t status = allocate(index, &data, size);
    if (status == cudaErrorMemoryAllocation) {
        cudaGetLastError();
        memory[index].retries++;
        trim(index);
        status = allocate(index, &data, size);
    }
    if (status != cudaSuccess) {
        size_t available = 0, total = 0;
        free(b);
        cudaGetLastError();
        cudaMemGetInfo(&available, &total);
        return ct_error_null(
            CT_ERR_MEMORY,
            "cuda: out of memory: expected %zu bytes on cuda:%d, which "
            "has %zu of %zu free; tensors have %lld",
            asked, index, available, total, (long long)memory[index].allocated);
    }
    b->data = data;
    b->size = size;
    b->index = index;
    b->uses = NULL;
    memory[index].reserved += (int64_t)size;
    if (memory[index].reserved > memory[index].reserved_peak) {
        memory[index].reserved_peak = memory[index].reserved;
    }
    return b;
}

static void hand_out(block *b, cudaStream_t stream)
{
    block **bucket = &handed_out[bucket_of(b->data)];
    ct_cuda_memory *m = &memory[b->index];
    b->stream = stream;
    b->next = *bucket;
    *bucket = b;
    m->allocations++;
    m->allocated += (int64_t)b->size;
    m->allocated_peak =
        m->allocated > m->allocated_peak ? m->allocated : m->allocated_peak;
}

char *ct_cuda_allocate(size_t n, int index, bool zeroed)
{
    size_t size;
    if (ct_cuda_use(index) < 0) {
        return NULL;
    }
    cudaStream_t stream = ct_cuda_stream(index);
    int class = class_of(n, &size);
    pthread_mutex_lock(&lock);
    keep_waiting(index, false);
    block *b = take_kept(index, class, stream);
    b = b ? b : make(index, size, n);
    if (b) {
        hand_out(b, stream);
    }
    pthread_mutex_unlock(&lock);
    if (b && zeroed && n &&
        ct_cuda_check("zeros", cudaMemsetAsync(b->data, 0, n, stream)) < 0) {
        ct_cuda_free(b->data, n, index);
        return NULL;
    }
    return b ? b->data : NULL;
}

/* Where the block that begins at data is in its bucket; a place of NULL if it is none. */
static block **find(const char *data)
{
    block **at = &handed_out[bucket_of(data)];
    while (*at && (*at)->data != data) {
        at = &(*at)->next;
    }
    return at;
}

void ct_cuda_free(char *data, size_t n, int index)
{
    (void)n, (void)index;
    pthread_mutex_lock(&lock);
    block **at = find(data), *b = *at;
    if (b) {
        *at = b->next;
        memory[b->index].allocated -= (int64_t)b->size;
    }
    if (b && b->uses && !ct_cuda_is_forked()) {
        ct_cuda_uses_end(b->uses);
        b->next = waiting[b->index];
        waiting[b->index] = b;
    } else if (b) {
        keep(b);
    }
    pthread_mutex_unlock(&lock);
}

int ct_cuda_stream_uses(int index, const char *data, cudaStream_t stream)
{
    int status = 0;
    pthread_mutex_lock(&lock);
    block *b = *find(data);
    if (b && b->stream != stream) {
        status = ct_cuda_uses_add(&b->uses, index, stream);
    }
    pthread_mutex_unlock(&lock);
    return status;
}

void ct_cuda_memory_after_fork(void)
{
    pthread_mutex_init(&lock, NULL);
}

void ct_cuda_stream_ends(int index, cudaStream_t stream)
{
    pthread_mutex_lock(&lock);
    cudaStreamSynchronize(stream);
    for (int class = 0; class < CLASSES; class ++) {
        for (block *b = kept[index][class]; b; b = b->next) {
            b->stream = b->stream == stream ? NULL : b->stream;
        }
    }
    for (block *b = waiting[index]; b; b = b->next) {
        b->stream = b->stream == stream ? NULL : b->stream;
        ct_cuda_uses_forget(&b->uses, stream);
    }
    for (int i = 0; i < BUCKETS; i++) {
        for (block *b = handed_out[i]; b; b = b->next) {
            b->stream = b->stream == stream ? NULL : b->stream;
            ct_cuda_uses_forget(&b->uses, stream);
        }
    }
    pthread_mutex_unlock(&lock);
}

void ct_cuda_trim(int index)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < CT_CUDA_DEVICES; i++) {
        if (index < 0 || i == index) {
            trim(i);
        }
    }
    pthread_mutex_unlock(&lock);
}

void ct_cuda_memory_get(int index, ct_cuda_memory *m)
{
    pthread_mutex_lock(&lock);
    *m = memory[index];
    pthread_mutex_unlock(&lock);
}

void ct_cuda_memory_peak_reset(int index)
{
    pthread_mutex_lock(&lock);
    memory[index].allocated_peak = memory[index].allocated;
    memory[index].reserved_peak = memory[index].reserved;
    pthread_mutex_unlock(&lock);
}

int64_t ct_cuda_memory_limit(int index, int64_t bytes)
{
    pthread_mutex_lock(&lock);
    limits[index] = bytes == -2 ? limits[index] : bytes + 1;
    int64_t limit = limits[index] - 1;
    pthread_mutex_unlock(&lock);
    return limit;
}
