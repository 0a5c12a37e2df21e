/* fibers: the threads of a block that wait for each other, each on a stack of its own. The
 * scheduler lets a random one of those go on that can; who waits at a barrier goes on when
 * all are there. A block in which some have ended while others wait, or in which nobody
 * can go on, is an error that names the places. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <vector>

#include "emulate/device.h"
#include "emulate/emulate.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#define EMU_ENTER(save, stack) __sanitizer_start_switch_fiber(save, stack, STACK)
#define EMU_ENTERED(fake) __sanitizer_finish_switch_fiber(fake, &home_stack, &home_size)
/* What the fiber before left on the stack, which never returned, is nobody's. */
#define EMU_CLEAR(stack) __asan_unpoison_memory_region(stack, STACK)
#else
#define EMU_CLEAR(stack) ((void)(stack))
#define EMU_ENTER(save, stack) ((void)(save))
#define EMU_ENTERED(fake) ((void)(fake))
#endif

extern "C" void emu_switch(void **save, void *to);
extern "C" void emu_begin(void);

#if defined(__x86_64__)
__asm__(".text\n.globl emu_switch\n.hidden emu_switch\nemu_switch:\n"
        "push %rbp\npush %rbx\npush %r12\npush %r13\npush %r14\npush %r15\n"
        "mov %rsp, (%rdi)\nmov %rsi, %rsp\n"
        "pop %r15\npop %r14\npop %r13\npop %r12\npop %rbx\npop %rbp\nret\n"
        ".globl emu_begin\n.hidden emu_begin\nemu_begin:\ncall emu_fiber_main\nud2\n");
enum { SAVED = 6 };
#elif defined(__aarch64__)
__asm__(".text\n.globl emu_switch\n.hidden emu_switch\nemu_switch:\n"
        "sub sp, sp, #160\n"
        "stp x19, x20, [sp]\nstp x21, x22, [sp, #16]\nstp x23, x24, [sp, #32]\n"
        "stp x25, x26, [sp, #48]\nstp x27, x28, [sp, #64]\nstp x29, x30, [sp, #80]\n"
        "stp d8, d9, [sp, #96]\nstp d10, d11, [sp, #112]\nstp d12, d13, [sp, #128]\n"
        "stp d14, d15, [sp, #144]\n"
        "mov x9, sp\nstr x9, [x0]\nmov sp, x1\n"
        "ldp x19, x20, [sp]\nldp x21, x22, [sp, #16]\nldp x23, x24, [sp, #32]\n"
        "ldp x25, x26, [sp, #48]\nldp x27, x28, [sp, #64]\nldp x29, x30, [sp, #80]\n"
        "ldp d8, d9, [sp, #96]\nldp d10, d11, [sp, #112]\nldp d12, d13, [sp, #128]\n"
        "ldp d14, d15, [sp, #144]\nadd sp, sp, #160\nret\n"
        ".globl emu_begin\n.hidden emu_begin\nemu_begin:\nbl emu_fiber_main\nbrk #0\n");
enum { SAVED = 20 };
#else
#error "fibers: no switch for this processor"
#endif

namespace {
const size_t STACK = 64 << 10;
enum { MOST = 1024 };

struct fiber {
    void *sp;
    emu_wait waits;
    const char *where;
    dim3 thread;
};
char *stacks;
std::vector<fiber> fibers;
std::vector<int> ready;
const std::function<void(int)> *body;
int current;
void *home;
#if defined(__SANITIZE_ADDRESS__)
const void *home_stack;
size_t home_size;
#endif

/* Its first switch goes to emu_begin. */
void prepare(int i)
{
    void **top = (void **)(stacks + STACK * (size_t)(i + 1)) - 2;
    EMU_CLEAR(stacks + STACK * (size_t)i);
    memset(top - SAVED - 2, 0, sizeof(void *) * (SAVED + 4));
#if defined(__x86_64__)
    top -= 1;
    *top = (void *)emu_begin;
    fibers[(size_t)i].sp = top - SAVED;
#else
    void **frame = top - SAVED;
    frame[11] = (void *)emu_begin; /* x30 */
    fibers[(size_t)i].sp = frame;
#endif
    fibers[(size_t)i].waits = EMU_READY;
    fibers[(size_t)i].where = "";
}

void resume(int i)
{
    void *fake = NULL;
    current = i;
    threadIdx = fibers[(size_t)i].thread;
    EMU_ENTER(&fake, stacks + STACK * (size_t)i);
    emu_switch(&home, fibers[(size_t)i].sp);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(fake, NULL, NULL);
#endif
}

void leave()
{
    fiber &f = fibers[(size_t)current];
    void *fake = NULL;
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(f.waits == EMU_DONE ? NULL : &fake, home_stack,
                                   home_size);
#endif
    emu_switch(&f.sp, home);
    EMU_ENTERED(fake);
}

/* Nobody is ready: all wait at one barrier, or in a warp for one another. */
void release(int n)
{
    int at_barrier = 0, in_warp = 0, first = -1;
    for (int i = 0; i < n; i++) {
        at_barrier += fibers[(size_t)i].waits == EMU_BARRIER;
        in_warp += fibers[(size_t)i].waits == EMU_WARP;
        first = first < 0 && fibers[(size_t)i].waits == EMU_BARRIER ? i : first;
    }
    if (at_barrier < n) {
        emu_fail("%d of %d threads wait at the barrier %s, %d for lanes of their warp, "
                 "and the others have ended",
                 at_barrier, n, first < 0 ? "" : fibers[(size_t)first].where, in_warp);
        return;
    }
    for (int i = 0; i < n; i++) {
        if (strcmp(fibers[(size_t)i].where, fibers[(size_t)first].where) != 0) {
            emu_fail("threads of one block wait at two barriers, %s and %s",
                     fibers[(size_t)first].where, fibers[(size_t)i].where);
            return;
        }
        fibers[(size_t)i].waits = EMU_READY;
        ready.push_back(i);
    }
}
} // namespace

extern "C" void emu_fiber_main(void);
extern "C" void emu_fiber_main(void)
{
    EMU_ENTERED(NULL);
    (*body)(current);
    fibers[(size_t)current].waits = EMU_DONE;
    leave();
}

void emu_fiber_wait(emu_wait what, const char *where)
{
    fiber &f = fibers[(size_t)current];
    f.waits = what;
    f.where = where;
    f.thread = threadIdx;
    leave();
}

void emu_fibers_wake(int first, unsigned lanes)
{
    for (int i = first; lanes; i++, lanes >>= 1) {
        if ((lanes & 1) && fibers[(size_t)i].waits == EMU_WARP) {
            fibers[(size_t)i].waits = EMU_READY;
            ready.push_back(i);
        }
    }
}

void emu_fibers_run(int n, const std::function<void(int)> &run)
{
    if (!stacks) {
        stacks = (char *)mmap(NULL, STACK * MOST, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }
    body = &run;
    fibers.assign((size_t)n, fiber{});
    ready.clear();
    for (int i = 0; i < n; i++) {
        prepare(i);
        ready.push_back(i);
    }
    int left = n;
    while (left && !emu_failed()) {
        if (ready.empty()) {
            release(n);
            continue;
        }
        size_t pick = emu_random((uint32_t)ready.size());
        int i = ready[pick];
        ready[pick] = ready.back();
        ready.pop_back();
        resume(i);
        left -= fibers[(size_t)i].waits == EMU_DONE;
    }
}
