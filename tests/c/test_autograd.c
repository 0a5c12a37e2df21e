/* The graph without Python: recording, backward, second gradients, freeing. */
#include "autograd/engine.h"
#include "autograd/record.h"
#include "check.h"
#include "core/alloc.h"
#include "cpu/kernels.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/reduce.h"
#include "rows/sign.h"

static void start(void)
{
    ct_object_classes[CT_OBJECT_TENSOR].size = sizeof(ct_tensor);
    ct_object_classes[CT_OBJECT_TENSOR].dealloc =
        (void (*)(ct_object *))(void (*)(void))ct_tensor_dealloc;
    CHECK(ct_cpu_init() == 0);
    ct_ops_init();
    CHECK(ct_autograd_init() == 0);
}

static ct_tensor *leaf(int64_t n, double value)
{
    ct_tensor *t = ct_tensor_new("leaf", CT_DTYPE_F64, 1, &n, CT_DEVICE_CPU);
    for (int64_t i = 0; i < n; i++) {
        ((double *)t->data)[i] = value + (double)i;
    }
    CHECK(ct_requires_grad_set(t, true) == 0);
    return t;
}

static double at(const ct_tensor *t, int64_t i)
{
    return ((const double *)t->data)[i];
}

static void test_gradient_of_a_product(void)
{
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *x = leaf(100, 1), *w = leaf(100, 5);
    ct_tensor *y = ct_s_sum(&s, ct_s_mul(&s, x, ct_s_add(&s, x, w)));
    CHECK(ct_backward_run(&(ct_backward){.nroot = 1, .roots = &y}) == 0);
    CHECK(at(x->meta->grad, 3) == 2 * at(x, 3) + at(w, 3));
    CHECK(at(w->meta->grad, 99) == at(x, 99));
    CHECK(ct_backward_run(&(ct_backward){.nroot = 1, .roots = &y}) < 0);
    CHECK(ct_error_kind_now() == CT_ERR_RUNTIME); /* a second time */
    ct_error_clear();
    CHECK(ct_scope_end(&s) == 0);
    ct_decref(x);
    ct_decref(w);
}

static void test_second_gradient(void)
{
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *x = leaf(1, 3), *g = NULL, *gg = NULL;
    ct_tensor *y = ct_s_mul(&s, ct_s_mul(&s, x, x), x);
    ct_backward b = {.nroot = 1,
                     .roots = &y,
                     .ninput = 1,
                     .inputs = &x,
                     .create_graph = true,
                     .retain_graph = true,
                     .captured = &g};
    CHECK(ct_backward_run(&b) == 0);
    CHECK(at(g, 0) == 27);
    b.roots = &g;
    b.create_graph = b.retain_graph = false;
    b.captured = &gg;
    CHECK(ct_backward_run(&b) == 0);
    CHECK(at(gg, 0) == 18);
    ct_decref(g);
    ct_decref(gg);
    CHECK(ct_scope_end(&s) == 0);
    ct_decref(x);
}

static void test_deep_chain(void)
{
    ct_tensor *x = leaf(1, 1), *y = ct_newref(x);
    for (int i = 0; i < 1000000; i++) {
        ct_call c;
        ct_call_init(&c, CT_ROW(neg));
        ct_call_tensor(&c, 0, y);
        CHECK(ct_call_run(&c) == 0);
        ct_decref(y);
        y = c.out[0];
    }
    CHECK(ct_backward_run(&(ct_backward){.nroot = 1, .roots = &y}) == 0);
    CHECK(at(x->meta->grad, 0) == 1);
    ct_decref(y);
    ct_decref(x);
}

static void test_nothing_is_left(void)
{
    ct_memory_stats stats;
    ct_memory_stats_get(&stats);
    CHECK(stats.used == 0);
}

int main(void)
{
    CHECK_RUN(start);
    CHECK_RUN(test_gradient_of_a_product);
    CHECK_RUN(test_second_gradient);
    CHECK_RUN(test_deep_chain);
    CHECK_RUN(test_nothing_is_left);
    return CHECK_END();
}
