/* Gradients of complex.def. */
#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/complex.h"
#include "rows/view.h"

void ct_real_grad(ct_rule *r);
void ct_imag_grad(ct_rule *r);
void ct_view_as_real_grad(ct_rule *r);
void ct_view_as_complex_grad(ct_rule *r);

void ct_real_grad(ct_rule *r)
{
    r->gx[0] = G(r, 0); /* cast to complex by the engine */
}

void ct_imag_grad(ct_rule *r)
{
    static const double i[2] = {0, 1};
    ct_tensor *unit = ct_scope_keep(S(r), ct_tensor_scalar(CT_DTYPE_C128, i));
    if (unit) {
        unit->flags |= CT_TENSOR_WEAK;
        r->gx[0] = ct_s_mul(S(r), G(r, 0), unit);
    }
}

void ct_view_as_real_grad(ct_rule *r)
{
    ct_tensor *g = ct_s_row(S(r), CT_ROW(contiguous), G(r, 0));
    r->gx[0] = ct_s_row(S(r), CT_ROW(view_as_complex), g);
}

void ct_view_as_complex_grad(ct_rule *r)
{
    r->gx[0] = ct_s_row(S(r), CT_ROW(view_as_real), G(r, 0));
}
