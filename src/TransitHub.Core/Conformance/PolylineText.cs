namespace TransitHub.Core.Conformance;

/// <summary>Encoded polylines: differences of hundred-thousandths of a degree in groups of five bits.</summary>
internal static class PolylineText
{
    private const int MaxPoints = 1_000_000;

    /// <summary>The number of points, or -1 if the text is none or leaves the earth.</summary>
    public static int CountPoints(string text)
    {
        (int at, int points, long latitude, long longitude) = (0, 0, 0, 0);
        while (at < text.Length && points < MaxPoints)
        {
            if (!TryRead(text, ref at, out long north) || !TryRead(text, ref at, out long east))
            {
                return -1;
            }

            (latitude, longitude) = (latitude + north, longitude + east);
            if (Math.Abs(latitude) > 9_000_000 || Math.Abs(longitude) > 18_000_000)
            {
                return -1;
            }

            points++;
        }

        return points;
    }

    private static bool TryRead(string text, ref int at, out long value)
    {
        (value, int shift) = (0, 0);
        while (at < text.Length && shift < 35)
        {
            int bits = text[at++] - 63;
            if (bits is < 0 or > 63)
            {
                return false;
            }

            value |= (long)(bits & 31) << shift;
            shift += 5;
            if (bits < 32)
            {
                value = (value & 1) != 0 ? ~(value >> 1) : value >> 1;
                return true;
            }
        }

        return false;
    }
}
