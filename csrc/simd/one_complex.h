/* Complex numbers of one lane: what C has in libm under the names that it has there. Products
 * and quotients are C11's of annex G; functions are those of a class of C++'s (std::complex,
 * or the toolkit's on a GPU), which takes long to read: only where CT_COMPLEX_CLASS names one
 * are they there. */
#ifndef CT_SIMD_ONE_COMPLEX_H
#define CT_SIMD_ONE_COMPLEX_H

template <class T> struct ct_complex {
    T re, im;

    CT_DEVICE ct_complex(T real = 0, T imaginary = 0) : re(real), im(imaginary)
    {
    }
    CT_DEVICE ct_complex operator-() const
    {
        return ct_complex(-re, -im);
    }
    CT_DEVICE friend ct_complex operator+(ct_complex a, ct_complex b)
    {
        return ct_complex(a.re + b.re, a.im + b.im);
    }
    CT_DEVICE friend ct_complex operator-(ct_complex a, ct_complex b)
    {
        return ct_complex(a.re - b.re, a.im - b.im);
    }
    CT_DEVICE friend ct_complex operator*(ct_complex a, ct_complex b)
    {
        return ct_complex_product(a, b);
    }
    CT_DEVICE friend ct_complex operator/(ct_complex a, ct_complex b)
    {
        return ct_complex_quotient(a, b);
    }
    CT_DEVICE ct_complex &operator*=(ct_complex b)
    {
        return *this = *this * b;
    }
    CT_DEVICE friend bool operator==(ct_complex a, ct_complex b)
    {
        return a.re == b.re && a.im == b.im;
    }
    CT_DEVICE friend bool operator!=(ct_complex a, ct_complex b)
    {
        return !(a == b);
    }
};

/* ---- products and quotients that find the infinities which the plain formulas miss ---- */

/* The corner of the square around 0 that an infinite number lies towards, 0 where a part is
 * finite. */
template <class T> CT_DEVICE inline ct_complex<T> ct_complex_boxed(ct_complex<T> z)
{
    return ct_complex<T>(copysign(T(isinf(z.re) ? 1 : 0), z.re),
                         copysign(T(isinf(z.im) ? 1 : 0), z.im));
}

/* Zeros of its sign in the place of NaN. */
template <class T> CT_DEVICE inline ct_complex<T> ct_complex_numbers(ct_complex<T> z)
{
    return ct_complex<T>(isnan(z.re) ? copysign(T(0), z.re) : z.re,
                         isnan(z.im) ? copysign(T(0), z.im) : z.im);
}

template <class T> CT_DEVICE inline bool ct_complex_is_infinite(ct_complex<T> z)
{
    return isinf(z.re) || isinf(z.im);
}

template <class T>
CT_DEVICE inline ct_complex<T> ct_complex_product(ct_complex<T> a, ct_complex<T> b)
{
    T ac = a.re * b.re, bd = a.im * b.im, ad = a.re * b.im, bc = a.im * b.re;
    ct_complex<T> y(ac - bd, ad + bc);
    if (!isnan(y.re) || !isnan(y.im)) {
        return y;
    }
    bool beyond = isinf(ac) || isinf(bd) || isinf(ad) || isinf(bc);
    bool left = ct_complex_is_infinite(a), right = ct_complex_is_infinite(b);
    if (!left && !right && !beyond) {
        return y;
    }
    a = ct_complex_numbers(left ? ct_complex_boxed(a) : a);
    b = ct_complex_numbers(right ? ct_complex_boxed(b) : b);
    T large = T(HUGE_VAL);
    return ct_complex<T>(large * (a.re * b.re - a.im * b.im),
                         large * (a.re * b.im + a.im * b.re));
}

/* The divisor is brought near 1 first, so that its square is in range. */
template <class T>
CT_DEVICE inline ct_complex<T> ct_complex_quotient(ct_complex<T> a, ct_complex<T> b)
{
    T size = fmax(fabs(b.re), fabs(b.im)), large = T(HUGE_VAL);
    bool whole = isfinite(size) && size != 0;
    int places = whole ? -ilogb(size) : 0;
    ct_complex<T> s(scalbn(b.re, places), scalbn(b.im, places));
    T square = s.re * s.re + s.im * s.im;
    ct_complex<T> y(scalbn((a.re * s.re + a.im * s.im) / square, places),
                    scalbn((a.im * s.re - a.re * s.im) / square, places));
    if (!isnan(y.re) || !isnan(y.im)) {
        return y;
    }
    if (square == 0 && (!isnan(a.re) || !isnan(a.im))) {
        return ct_complex<T>(copysign(large, b.re) * a.re,
                             copysign(large, b.re) * a.im);
    }
    bool finite = isfinite(b.re) && isfinite(b.im);
    if (ct_complex_is_infinite(a) && finite) {
        a = ct_complex_boxed(a);
        return ct_complex<T>(large * (a.re * b.re + a.im * b.im),
                             large * (a.im * b.re - a.re * b.im));
    }
    if (ct_complex_is_infinite(b) && isfinite(a.re) && isfinite(a.im)) {
        s = ct_complex_boxed(b);
        return ct_complex<T>(T(0) * (a.re * s.re + a.im * s.im),
                             T(0) * (a.im * s.re - a.re * s.im));
    }
    return y;
}

typedef ct_complex<float> ct_c64;
typedef ct_complex<double> ct_c128;
#define CT_RE(z) (z).re
#define CT_IM(z) (z).im
#define CT_APART inline

#ifdef CT_COMPLEX_CLASS
#define CT_COMPLEX_FUNCTION(name)                                         \
    static inline ct_c128 c##name(ct_c128 z)                              \
    {                                                                     \
        CT_COMPLEX_CLASS<double> y =                                      \
            CT_COMPLEX_SPACE::name(CT_COMPLEX_CLASS<double>(z.re, z.im)); \
        return ct_c128(y.real(), y.imag());                               \
    }
#else
#define CT_COMPLEX_FUNCTION(name) CT_DEVICE ct_c128 c##name(ct_c128 z);
#endif
CT_COMPLEX_FUNCTION(exp)
CT_COMPLEX_FUNCTION(log)
CT_COMPLEX_FUNCTION(sqrt)
CT_COMPLEX_FUNCTION(sin)
CT_COMPLEX_FUNCTION(sinh)
CT_COMPLEX_FUNCTION(cosh)
CT_COMPLEX_FUNCTION(tanh)
CT_COMPLEX_FUNCTION(asin)
CT_COMPLEX_FUNCTION(acos)
CT_COMPLEX_FUNCTION(acosh)
CT_COMPLEX_FUNCTION(atanh)
#undef CT_COMPLEX_FUNCTION

#ifdef CT_COMPLEX_CLASS
static inline ct_c128 cpow(ct_c128 a, ct_c128 b)
{
    CT_COMPLEX_CLASS<double> y = CT_COMPLEX_SPACE::pow(
        CT_COMPLEX_CLASS<double>(a.re, a.im), CT_COMPLEX_CLASS<double>(b.re, b.im));
    return ct_c128(y.real(), y.imag());
}
#else
CT_DEVICE ct_c128 cpow(ct_c128 a, ct_c128 b);
#endif

static inline double creal(ct_c128 z)
{
    return z.re;
}

static inline double cimag(ct_c128 z)
{
    return z.im;
}

static inline double cabs(ct_c128 z)
{
    return hypot(z.re, z.im);
}

/* A formula's value, which may be a number. */
template <class Z> struct ct_complex_value {
    CT_DEVICE static Z of(Z z)
    {
        return z;
    }
    template <class T> CT_DEVICE static Z of(T number)
    {
        return Z{number, 0};
    }
};

#endif
