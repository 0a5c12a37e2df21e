/* pinned: memory of the host's that the device reads and writes by itself, so that the host
 * need not wait for a copy. What ends while a copy still runs is kept until it is over; what
 * is kept is handed out again, by sizes that are powers of two. */
#include <pthread.h>
#include <stdlib.h>

#include "host.h"
#include "uses.h"

enum { SMALLEST = 512, SIZES = 48 };

typedef struct block {
    struct block *next;
    char *data;
    size_t size;
    ct_cuda_other *uses;
} block;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static block *handed_out, *kept[SIZES];

static int size_class(size_t n)
{
    int class = 9;
    while (((size_t)1 << class) < n) {
        class ++;
    }
    return class;
}

static block *take_kept(int class)
{
    for (block **at = &kept[class]; *at; at = &(*at)->next) {
        block *b = *at;
        if (ct_cuda_uses_over(&b->uses)) {
            *at = b->next;
            return b;
        }
    }
    return NULL;
}

static block *make(size_t size)
{
    block *b = malloc(sizeof *b);
    void *data = NULL;
    if (!b) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory");
    }
    if (ct_cuda_check("pinned memory", cudaMallocHost(&data, size)) < 0) {
        free(b);
        return NULL;
    }
    *b = (block){NULL, data, size, NULL};
    return b;
}

char *ct_cuda_pin(size_t n)
{
    int class = n > (size_t)1 << (SIZES - 1) ? SIZES : size_class(n);
    if (class >= SIZES) {
        return ct_error_null(CT_ERR_MEMORY,
                             "pinned memory: expected less, got %zu bytes", n);
    }
    if (ct_cuda_use(ct_cuda_current(-1)) < 0) {
        return NULL;
    }
    pthread_mutex_lock(&lock);
    block *b = take_kept(class);
    b = b ? b : make((size_t)1 << class);
    if (b) {
        b->next = handed_out;
        handed_out = b;
    }
    pthread_mutex_unlock(&lock);
    return b ? b->data : NULL;
}

/* Where the block that holds the address is in the list; a place of NULL if there is none. */
static block **find(const char *at)
{
    block **b = &handed_out;
    while (*b && !(at >= (*b)->data && at < (*b)->data + (*b)->size)) {
        b = &(*b)->next;
    }
    return b;
}

void ct_cuda_unpin(char *data)
{
    pthread_mutex_lock(&lock);
    block **at = find(data), *b = *at;
    if (b) {
        *at = b->next;
        if (!ct_cuda_is_forked()) {
            ct_cuda_uses_end(b->uses);
        }
        int class = size_class(b->size);
        b->next = kept[class];
        kept[class] = b;
    }
    pthread_mutex_unlock(&lock);
}

bool ct_cuda_pinned_use(const char *data, int index, cudaStream_t stream)
{
    pthread_mutex_lock(&lock);
    block *b = *find(data);
    bool used = b && ct_cuda_uses_add(&b->uses, index, stream) == 0;
    pthread_mutex_unlock(&lock);
    return used;
}

bool ct_cuda_is_pinned(const char *data)
{
    pthread_mutex_lock(&lock);
    bool found = *find(data);
    pthread_mutex_unlock(&lock);
    return found;
}

void ct_cuda_pinned_stream_ends(cudaStream_t stream)
{
    pthread_mutex_lock(&lock);
    for (block *b = handed_out; b; b = b->next) {
        ct_cuda_uses_forget(&b->uses, stream);
    }
    for (int class = 0; class < SIZES; class ++) {
        for (block *b = kept[class]; b; b = b->next) {
            ct_cuda_uses_forget(&b->uses, stream);
        }
    }
    pthread_mutex_unlock(&lock);
}

void ct_cuda_pinned_after_fork(void)
{
    pthread_mutex_init(&lock, NULL);
}
