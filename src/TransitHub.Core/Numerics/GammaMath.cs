namespace TransitHub.Core.Numerics;

/// <summary>The gamma function and the gamma distribution with scale 1, as far as headways and counts need them.</summary>
internal static class GammaMath
{
    private const int MaxTerms = 500;
    private const double Precision = 1e-12;

    /// <summary>Probability of more than <paramref name="x"/>.</summary>
    /// <param name="shape">Over 0.</param>
    /// <param name="x">From 0 on.</param>
    public static double Beyond(double shape, double x)
    {
        if (x <= 0)
        {
            return 1;
        }

        double scale = Math.Exp((shape * Math.Log(x)) - x - LogGamma(shape));
        return x < shape + 1 ? 1 - (scale * Series(shape, x)) : scale * Fraction(shape, x);
    }

    /// <summary>The value that is exceeded with a probability.</summary>
    /// <param name="shape">Over 0.</param>
    /// <param name="beyond">Over 0, at most 1.</param>
    public static double Exceeded(double shape, double beyond)
    {
        double low = 0;
        double high = shape + 10;
        while (Beyond(shape, high) > beyond)
        {
            high *= 2;
        }

        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Beyond(shape, middle) > beyond ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Sum of x^n / (a (a+1) … (a+n)), which converges fast below the mean.</summary>
    private static double Series(double shape, double x)
    {
        double term = 1 / shape;
        double sum = term;
        for (int n = 1; n < MaxTerms && term > sum * Precision; n++)
        {
            term *= x / (shape + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>The continued fraction 1/(x+1−a− 1(1−a)/(x+3−a− …)), which converges fast above the mean; evaluated from the front (Lentz).</summary>
    private static double Fraction(double shape, double x)
    {
        double b = x + 1 - shape;
        double c = 1e300;
        double d = 1 / b;
        double value = d;
        for (int i = 1; i < MaxTerms; i++)
        {
            double a = -i * (i - shape);
            b += 2;
            d = 1 / NotZero((a * d) + b);
            c = NotZero(b + (a / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                break;
            }
        }

        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;

    /// <summary>Logarithm of the gamma function: Stirling's series after shifting the argument up to where it is exact.</summary>
    /// <param name="z">Over 0.</param>
    public static double LogGamma(double z)
    {
        double shift = 0;
        for (; z < 10; z++)
        {
            shift += Math.Log(z);
        }

        double inverse = 1 / (z * z);
        double series = (1.0 / 12 - (inverse * (1.0 / 360 - (inverse * (1.0 / 1260 - (inverse / 1680)))))) / z;
        return ((z - 0.5) * Math.Log(z)) - z + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}
