/* Complex numbers of one lane: what C has in libm under the names that it has there, made of
 * a class of C++'s (CT_COMPLEX_CLASS: std::complex, or the toolkit's on a GPU). */
#ifndef CT_SIMD_ONE_COMPLEX_H
#define CT_SIMD_ONE_COMPLEX_H

template <class T> struct ct_complex {
    typedef CT_COMPLEX_CLASS<T> full;
    T re, im;

    CT_DEVICE ct_complex(T real = 0, T imaginary = 0) : re(real), im(imaginary)
    {
    }
    CT_DEVICE ct_complex(full z) : re(z.real()), im(z.imag())
    {
    }
    CT_DEVICE full whole() const
    {
        return full(re, im);
    }
    CT_DEVICE ct_complex operator-() const
    {
        return ct_complex(-re, -im);
    }
#define CT_BETWEEN(sign)                                                  \
    CT_DEVICE friend ct_complex operator sign(ct_complex a, ct_complex b) \
    {                                                                     \
        return a.whole() sign b.whole();                                  \
    }
    CT_BETWEEN(+)
    CT_BETWEEN(-)
    CT_BETWEEN(*)
    CT_BETWEEN(/)
#undef CT_BETWEEN
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

typedef ct_complex<float> ct_c64;
typedef ct_complex<double> ct_c128;
#define CT_RE(z) (z).re
#define CT_IM(z) (z).im
#define CT_APART inline

#define CT_COMPLEX_FUNCTION(name)                 \
    static inline ct_c128 c##name(ct_c128 z)      \
    {                                             \
        return CT_COMPLEX_SPACE::name(z.whole()); \
    }
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

static inline ct_c128 cpow(ct_c128 a, ct_c128 b)
{
    return CT_COMPLEX_SPACE::pow(a.whole(), b.whole());
}

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
